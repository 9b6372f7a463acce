"""What scans with a label look like on average, and which scans look like a given one."""

import numpy as np
import streamlit as st

from mlcore.data.dataset import DataSet
from mlcore.inspect.averages import Averages
from mlcore.inspect.similar import similar
from pages.parts.findings import inspected
from pages.parts.pictures import gallery
from pages.parts.scan_gallery import caption

WARM, COOL = np.array([217, 119, 6]), np.array([13, 148, 136])
"""Brighter and darker with the label, as colours."""


def averages(data: DataSet) -> None:
    found = inspected(data)
    if found is None:
        return
    names = ("present", "absent", "mean", "variance")
    means = Averages(*(found.arrays[f"averages.{name}"] for name in names))
    st.subheader(
        "Average scans",
        help="The mean of all scans with a label, of those without it, and where the two differ: "
        "amber is brighter with the label, teal darker. Black scans are left out.",
    )
    gallery(
        [_grey(means.mean), _grey(np.sqrt(means.variance) * 2)],
        ["all scans", "how much each pixel varies"],
        180,
    )
    effect = np.nan_to_num(means.effect)
    strongest = max(float(np.abs(effect).max()), 1e-6)
    for i, label in enumerate(data.labels[:20]):
        st.markdown(f"**{label}**: up to {np.abs(effect[i]).max():.2f} standard deviations apart")
        gallery(
            [_grey(means.present[i]), _grey(means.absent[i]), _signed(effect[i] / strongest)],
            ["present", "absent", "difference"],
            180,
        )


def similar_scans(data: DataSet) -> None:
    found = inspected(data)
    if found is None:
        return
    st.subheader("Scans like this one", help="The twelve scans that look most like a given one.")
    row = (
        st.number_input(f"Scan, 1 to {len(data):,}", 1, len(data), 1, key="similar_row", width=220)
        - 1
    )
    rows, distances = similar(found.embedding, int(row))
    captions = [
        f"{caption(data, at)} · distance {far:.2f}" for at, far in zip(rows, distances, strict=True)
    ]
    gallery(
        [np.asarray(data.pixels[at]) for at in (row, *rows)],
        [f"asked: {caption(data, row)}", *captions],
    )


def _grey(picture: np.ndarray) -> np.ndarray:
    return np.clip(np.nan_to_num(picture), 0, 255).astype(np.uint8)[..., None]


def _signed(picture: np.ndarray) -> np.ndarray:
    """-1 to 1 as ``(side, side, 3)`` uint8 from one colour over black to the other."""
    strength = np.clip(picture, -1, 1)[..., None]
    return (np.clip(strength, 0, 1) * WARM + np.clip(-strength, 0, 1) * COOL).astype(np.uint8)
