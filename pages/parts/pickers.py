"""Choosing what to look at: a data set, a run, a model. The choice is kept across pages."""

from typing import NamedTuple

import numpy as np
import streamlit as st

from mlcore import atomic, paths
from mlcore.data import dataset, demo, images
from mlcore.data.dataset import DataSet
from mlcore.evaluate import answers
from mlcore.predict import pinned
from mlcore.runs import state, summaries
from mlcore.runs.folder import Run
from mlcore.runs.summaries import Summary
from pages.parts.shell import guide, showing_errors

DATA_SET, DEMO, OWN = "Data set", "Demo", "My own"


def pick_dataset() -> DataSet:
    """The data set chosen on any page; without one the page ends with a hint."""
    names = dataset.names()
    if not names:
        guide(
            "There is no data set yet. Make the built-in one or import your own first.",
            "data.py",
            "Get a data set",
        )
    if "next_dataset" in st.session_state:
        st.session_state["dataset"] = st.session_state.pop("next_dataset")
    name = st.selectbox(
        "Data set",
        names,
        key="dataset",
        bind="query-params",
        help="Scans with their labels, imported once. The Data page imports more.",
    )
    return open_stored(name)


def open_stored(name: str) -> DataSet:
    """A data set that is known to exist."""
    return open_dataset(name, atomic.stamp(paths.datasets() / name / "dataset.json"))


def choose_dataset(name: str) -> None:
    """Let the pickers choose this data set from the next run of the page on."""
    st.session_state["next_dataset"] = name


class ScanForm(NamedTuple):
    """What a network must know of scans to be built for them."""

    side: int
    channels: int
    labels: int


def form_of_chosen() -> ScanForm:
    """Of the data set that the other pages show; of the demo's scans where there is none."""
    names = dataset.names()
    if not names:
        return ScanForm(64, 1, 3)
    name = st.session_state.get("dataset")
    data = open_stored(name if name in names else names[0])
    return ScanForm(data.side, data.channels, len(data.labels))


@st.cache_resource(max_entries=4, show_spinner=False)
def open_dataset(name: str, version: tuple) -> DataSet:  # noqa: ARG001 (the version is the cache's key)
    """A data set of the store, read again only when it was written again."""
    return dataset.load(name)


def pick_run() -> Run:
    """Any run, the newest first; the one just started is chosen, else one that is at work."""
    runs = {summary.run: summary for summary in summaries.every()}
    if st.session_state.get("run") not in runs:
        st.session_state.pop("run", None)
    at_work = [place for place, each in enumerate(runs.values()) if each.state in state.AT_WORK]
    titles = summaries.titles(runs.values())
    name = st.selectbox(
        "Run",
        list(runs),
        index=at_work[0] if at_work else 0,
        format_func=titles.get,
        key="run",
        persist_state="session",
        help="A training, waiting, running or ended. It goes on when you close the page.",
    )
    return Run(paths.runs() / name)


def pick_model() -> Run:
    """A run with a trained model: the pinned one first, else the newest; without one the page ends
    with a hint."""
    runs = _with_model()
    if not runs:
        guide(
            "There is no trained model yet. A first training takes about a minute.",
            "train.py",
            "Train a network",
        )
    default = pinned.name()
    titles = summaries.titles(runs.values())
    names = sorted(runs, key=lambda name: name != default)
    if st.session_state.get("model") not in runs:
        st.session_state.pop("model", None)
    name = st.selectbox(
        "Model",
        names,
        format_func=lambda name: f"{titles[name]}{' · pinned' if name == default else ''}",
        key="model",
        persist_state="session",
        help="A finished training. F1 is the balance of finding and not crying wolf, from 0 to 1, "
        "on its validation scans.",
    )
    run = Run(paths.runs() / name)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_facts(run))
        word, wanted = ("Unpin", None) if name == default else ("Pin as default", run)
        st.button(
            word,
            icon=":material/keep:",
            type="tertiary",
            on_click=pinned.pin,
            args=(wanted,),
            help="The pinned model is chosen first whenever this page is opened.",
        )
    return run


def pick_second_model(first: Run) -> Run | None:
    """Another run with a trained model to set beside the first, if one is wanted."""
    runs = _with_model()
    runs.pop(first.name, None)
    if not runs:
        return None
    if st.session_state.get("second_model") not in runs:
        st.session_state.pop("second_model", None)
    name = st.selectbox(
        "Compare with",
        list(runs),
        index=None,
        format_func=summaries.titles(runs.values()).get,
        key="second_model",
        persist_state="session",
        help="A second model answers for the same scan.",
    )
    return name and Run(paths.runs() / name)


def _with_model() -> dict[str, Summary]:
    return {each.run: each for each in summaries.every() if each.has_model}


def _facts(run: Run) -> str:
    """How large a model is, in one line."""
    card = run.model_card
    size = f" · {run.onnx_file.stat().st_size / 1e6:.1f} MB" if run.onnx_file.exists() else ""
    weights = f"{card['parameters']:,} weights · " if "parameters" in card else ""
    return f"{weights}scans of {card['side']}×{card['side']}{size}"


def pick_part(key: str, help: str) -> str:
    """A part whose answers a run keeps: ``val`` or ``test``."""
    return st.segmented_control(
        "Part",
        list(answers.TITLES),
        default="val",
        required=True,
        format_func=answers.TITLES.get,
        key=key,
        persist_state="session",
        help=help,
    )


def title(run: Run) -> str:
    """A run in one line: network, data, best known score, time."""
    return summaries.of(run).title


class PickedScan(NamedTuple):
    pixels: np.ndarray
    """``(h, w, c)`` uint8."""
    name: str
    data: DataSet | None
    """The data set it belongs to, if it belongs to one."""


def pick_scan() -> PickedScan:
    """One scan: of a data set, made up for the occasion, or the visitor's own."""
    sources = [DATA_SET, DEMO, OWN] if dataset.names() else [DEMO, OWN]
    source = st.segmented_control(
        "Scan from",
        sources,
        default=sources[0],
        required=True,
        key="scan_source",
        persist_state="session",
        help="Demo scans are drawn by the program: slices of imaginary chests.",
    )
    if source == OWN:
        own = _own_scan()
        if own:
            return own
        st.caption("Until you choose a picture, a demo scan is shown.")
    return _scan_of_a_data_set() if source == DATA_SET else _demo_scan()


def _own_scan() -> PickedScan | None:
    file = st.file_uploader(
        "Your own picture", key="own_scan", max_upload_size=200, help="Any image file."
    )
    if file is None:
        return None
    with showing_errors():
        scan = images.read(file.getvalue(), file.name).pixels
        return PickedScan(scan if scan.ndim == 3 else scan[..., None], file.name, None)
    return None


def _demo_scan() -> PickedScan:
    number = st.number_input(
        "Demo scan", 1, 999, 1, key="demo_scan_number", persist_state="session"
    )
    ((name, pixels),) = demo.example_scans(1, int(number))
    return PickedScan(pixels, name, None)


def _scan_of_a_data_set() -> PickedScan:
    data = pick_dataset()
    row = st.number_input(
        f"Scan, 1 to {len(data):,}",
        1,
        len(data),
        first_lit(data) + 1,
        key="scan_number",
        persist_state="session",
    )
    return PickedScan(np.asarray(data.pixels[row - 1]), str(data.table["id"].iat[row - 1]), data)


def first_lit(data: DataSet) -> int:
    """Position of the first scan that is not black, 0 where all are."""
    return next((row for row in range(min(len(data), 500)) if data.pixels[row].any()), 0)
