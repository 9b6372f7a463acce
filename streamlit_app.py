"""The server of the dashboard and of ``/api``: ``streamlit run streamlit_app.py``.

Streamlit reads a folder ``pages/`` beside the script it runs as an old-style page list; naming a
script inside that folder keeps the navigation ours, whichever page is opened first.
"""

from importlib import import_module

import streamlit as st

from mlcore.serve.routes import routes

# What most pages compute with takes seconds to import: here nobody waits for it.
for each in ("plotly.graph_objects", "mlcore.compare.duel"):
    import_module(each)

app = st.App("pages/dashboard.py", routes=routes(st.get_option("server.address")))
