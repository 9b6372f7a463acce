"""Which settings go with the score, over the runs that the table shows."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from mlcore.compare import importance, run_table
from mlcore.runs.summaries import Summary
from mlcore.train import options
from pages.parts import charts
from pages.parts.experiment_charts import pick_score

ABOUT = (
    "A random forest foretells the score of a run from its settings. How much worse it does when "
    "one setting is shuffled among runs that it has not seen is the importance of the setting: "
    "about the share of the differences in score that go with it, 0 for none. The thin lines are "
    "the standard deviation over ten ways to halve the runs."
)
MOST_BARS = 15


def settings_that_matter(shown: pd.DataFrame, _: list[str], runs: Sequence[Summary]) -> None:
    score = pick_score()
    listed = set(shown["run"])
    own = [each for each in runs if each.run in listed]
    found = _found(own, score, hash(tuple((each.run, getattr(each, score)) for each in own)))
    if found.empty:
        st.info(importance.lacking(own, score), icon=":material/info:")
        return
    drawn = found[:MOST_BARS][::-1]
    figure = go.Figure(
        go.Bar(
            x=drawn["importance"],
            y=[_title(name) for name in drawn["setting"]],
            orientation="h",
            error_x={"array": drawn["spread"], "thickness": 1, "width": 3, "color": charts.TEXT},
            marker_color=charts.colour(0),
            hovertemplate="%{y}: %{x:.2f}<extra></extra>",
        )
    )
    figure.update_layout(
        height=110 + 34 * len(drawn),
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        xaxis_title=f"share of the differences in {run_table.SCORES[score]}",
        yaxis={"automargin": True},
        bargap=0.35,
    )
    charts.show(figure, "experiments_importance", "importance of settings for the score")
    st.caption(
        "A correlation over the runs shown, which proves no cause: settings that were changed "
        "together share their bars, and what was tried on good networks only looks good. To be "
        "sure, change one setting alone and repeat it with other seeds.",
        help=ABOUT,
    )


@st.cache_data(max_entries=16, show_spinner="Learning which settings matter …")
def _found(_runs: Sequence[Summary], score: str, key: int) -> pd.DataFrame:  # noqa: ARG001 (a key)
    return importance.of(_runs, score)


def _title(name: str) -> str:
    return "Data set" if name == "dataset" else options.get(name).title
