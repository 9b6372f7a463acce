"""The server of the dashboard: ``streamlit run streamlit_app.py``.

Streamlit reads a folder ``pages/`` beside the script it runs as an old-style page list; naming a
script inside that folder keeps the navigation ours, whichever page is opened first.
"""

import streamlit as st

app = st.App("pages/dashboard.py")
