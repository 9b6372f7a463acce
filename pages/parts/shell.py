"""What every page shares: the list of pages, and how errors and a missing start are shown."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from mlcore.errors import ScanLabError

PAGES = {
    "home.py": ("Home", ":material/home:"),
    "data.py": ("Data", ":material/photo_library:"),
    "augment.py": ("Augment", ":material/tune:"),
    "architectures.py": ("Architectures", ":material/account_tree:"),
    "train.py": ("Train", ":material/show_chart:"),
    "experiments.py": ("Experiments", ":material/science:"),
    "evaluate.py": ("Evaluate", ":material/fact_check:"),
    "predict.py": ("Predict", ":material/biotech:"),
    "submit.py": ("Submit", ":material/upload_file:"),
}

DISCLAIMER = (
    "ScanLab is not a medical device. Its answers are for study, never for diagnosis or treatment."
)


def navigate() -> None:
    """Draw the navigation and run the page that is open."""
    pages = [
        st.Page(path, title=title, icon=icon, default=path == "home.py")
        for path, (title, icon) in PAGES.items()
    ]
    with showing_errors():
        st.navigation(pages, position="top").run()


def link(path: str, label: str | None = None) -> None:
    """A link to another page of the dashboard."""
    title, icon = PAGES[path]
    st.page_link(path, label=label or title, icon=icon)


def guide(sentence: str, path: str, label: str) -> None:
    """Say what is missing and where to get it; nothing below is shown."""
    st.info(sentence, icon=":material/info:")
    link(path, label)
    st.stop()


@contextmanager
def showing_errors() -> Iterator[None]:
    """Show a `ScanLabError` raised in the block as its one sentence, and go on below."""
    try:
        yield
    except ScanLabError as error:
        st.error(str(error), icon=":material/error:")
