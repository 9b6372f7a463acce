"""Answers that were called wrong, on the Data page: candidates for another label."""

import numpy as np
import streamlit as st
from PIL import Image

from mlcore.clean.recipe import CleaningRecipe, Decision
from mlcore.data.dataset import DataSet
from mlcore.inspect import wording
from mlcore.trust import feedback
from mlcore.trust.feedback import Candidate
from pages.parts.pictures import png
from pages.parts.scan_gallery import caption
from pages.parts.shell import showing_errors

WORDS = {1: "present", 0: "absent"}


def feedback_view(data: DataSet) -> None:
    st.subheader(
        "Answers that were called wrong",
        help="Given on a case sheet of the Predict page. A scan of this data set is told by its "
        "pixels; where its labels differ from what was said, they can be corrected in the cleaning "
        "recipe.",
    )
    found = feedback.candidates(data)
    if not found:
        st.info(
            "Nothing was said about scans of this data set, or to models that learnt from it. On a "
            "case sheet of the Predict page, open “This answer is wrong”.",
            icon=":material/flag:",
        )
        return
    st.caption(f"{len(found):,} kept in `{feedback.file()}` on this computer.")
    for number, each in enumerate(found):
        with st.container(border=True):
            picture, said = st.columns([1, 4])
            with picture:
                _picture(data, each)
            with said:
                _said(data, each, number)


def _picture(data: DataSet, each: Candidate) -> None:
    if each.row is not None:
        st.image(png(np.asarray(data.pixels[each.row])), width="stretch", alt=each.given.name)
    elif each.given.pixels and each.given.picture.exists():
        with Image.open(each.given.picture) as image:
            pixels = np.asarray(image)
        st.image(png(pixels.reshape(*pixels.shape[:2], -1)), width="stretch", alt=each.given.name)
    else:
        st.caption("no picture kept")


def _said(data: DataSet, each: Candidate, number: int) -> None:
    given = each.given
    st.markdown(f"**{given.name or 'A scan without a name'}** · model {given.run}")
    told = [
        f"{label}: {WORDS[value]} (score {wording.percent(given.answer.get(label, 0))})"
        for label, value in given.right.items()
        if value is not None
    ]
    st.markdown("Said to be right: " + "; ".join(told))
    if each.row is None:
        st.caption("Not a scan of this data set, so there is no label to correct.")
    else:
        st.caption(f"In the data set: {caption(data, each.row)}")
        if not each.differs:
            st.caption("The labels of the data set agree with what was said.")
    with st.container(horizontal=True):
        if each.differs and st.button(
            "Correct it in the cleaning recipe", icon=":material/edit:", key=f"correct_{number}"
        ):
            _correct(data, each)
        if st.button("Forget this", icon=":material/delete:", key=f"forget_{number}"):
            feedback.forget(given)
            st.rerun()


def _correct(data: DataSet, each: Candidate) -> None:
    """Add what was said to the recipe of the Clean view."""
    key = f"recipe_{data.name}"
    recipe: CleaningRecipe = st.session_state.get(key, CleaningRecipe())
    split, name = (str(data.table[column].iat[each.row]) for column in ("split", "id"))
    with showing_errors():
        made = [
            Decision("set_label", {"id": f"{split}/{name}", "label": label, "value": value})
            for label, value in each.differs.items()
        ]
        st.session_state[key] = recipe.adding(*made)
        st.success("Added. The Clean view shows the recipe.", icon=":material/check_circle:")
