"""What can be taken away of a run: report, model card, and the model with an example."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from mlcore.runs.folder import Run
from mlcore.share import card, export, facts, report


@dataclass(frozen=True)
class Offer:
    title: str
    help: str
    file: str
    """Its name, with places for the run and the part."""
    make: Callable[[Run, str], str | bytes]


def run_files(run: Run, split: str) -> None:
    """Downloads of one run and part, each made when it is asked for."""
    with st.popover("Take away", icon=":material/download:"):
        st.caption("Files that stand alone; nothing in them is fetched from anywhere.")
        for offer in OFFERS:
            st.download_button(
                offer.title,
                lambda offer=offer: offer.make(run, split),
                offer.file.format(run=run.name, split=split),
                help=offer.help,
                key=f"run_files_{offer.title}",
                on_click="ignore",
                width="stretch",
            )
        st.caption("More forms: `python -m mlcore export RUN --format keras` or `savedmodel`")


def _packed(run: Run, _: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="scanlab-export-") as place:
        out = Path(place) / "model.zip"
        export.write(run, "onnx", out)
        return out.read_bytes()


OFFERS = (
    Offer(
        "Report for people who decide",
        "One HTML file to send or print: headline, scores, curves, data, settings.",
        "report-{run}-{split}.html",
        lambda run, split: report.html(facts.gather(run, split)),
    ),
    Offer(
        "Model card, Markdown",
        "Data, recipe, scores, limits and intended use, to lie beside the model.",
        "card-{run}-{split}.md",
        lambda run, split: card.markdown(facts.gather(run, split)),
    ),
    Offer(
        "Model card, HTML",
        "The same as a page.",
        "card-{run}-{split}.html",
        lambda run, split: card.html(facts.gather(run, split)),
    ),
    Offer(
        "Model with an example",
        "A ZIP: the network as ONNX with its labels, thresholds and calibration, a short Python "
        "example, a small server and its Dockerfile.",
        "model-{run}.zip",
        _packed,
    ),
)
