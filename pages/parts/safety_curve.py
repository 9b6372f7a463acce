"""How much a step keeps of the scans, the stronger it is made."""

import streamlit as st

from mlcore.augment import safety, strength
from mlcore.augment.recipe import Recipe
from pages.parts import augment_charts, charts
from pages.parts.run_through import single
from pages.parts.safety_trial import Trial


def show_curve(recipe: Recipe, trial: Trial) -> None:
    uses = {title: use for title, use in single(recipe).items() if strength.of(use)}
    if not uses:
        return
    st.subheader("Along the strength of a step", help="One variant of each scan at each strength.")
    name = st.selectbox("Step", list(uses), key=f"safety_step_{'_'.join(uses)}", width=280)
    use, row = uses[name], strength.of(uses[name])
    curve = trial.curve(use)
    verdicts = [safety.judged("", Recipe(), measures).verdict for _, measures in curve]
    parameter = next(each for each in use.step.parameters if each.name == row.parameters[0])
    axis = f"{parameter.title}, {row.unit}" if row.unit else parameter.title
    charts.show(
        augment_charts.along_strength(curve, verdicts, axis),
        "safety_curve",
        "what is kept along the strength of a step",
    )
    pairs = list(zip(curve, verdicts, strict=True))
    said = [
        f"{colour} at {', '.join(f'{value:.3g}' for (value, _), each in pairs if each == colour)}"
        for colour in dict.fromkeys(verdicts)
    ]
    st.caption(f"Verdicts: {'; '.join(said)}.")
