"""How much of a leaderboard is luck, for the chosen runs."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlcore import atomic, paths
from mlcore.evaluate import decisions
from mlcore.inspect.wording import percent
from mlcore.metrics import table
from mlcore.runs import summaries
from mlcore.runs.folder import Run
from mlcore.submit import shake_up
from mlcore.submit.shake_up import ShakeUp
from pages.parts import charts
from pages.parts.pickers import pick_model
from pages.parts.shell import showing_errors

MOST = 8
TITLES = {metric.name: metric.title for metric in table.METRICS}


def shake_up_view() -> None:
    st.caption(
        "A competition shows the score on a public part of the test scans until it ends and then "
        "counts the private rest. Here the validation scans are dealt into two such parts again "
        "and again: the gaps come from luck alone."
    )
    first = pick_model()
    titles = _same_data(first)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        others = st.multiselect(
            "Compare with",
            list(titles),
            format_func=titles.get,
            max_selections=MOST,
            key="shake_others",
            placeholder="other runs on the same data",
            width=420,
            help="How often the run that leads on the public part also leads on the private one.",
        )
        metric = st.selectbox(
            "Score",
            list(TITLES),
            index=list(TITLES).index("f1"),
            format_func=TITLES.get,
            key="shake_metric",
            persist_state="session",
            width=240,
        )
        share = st.slider(
            "Public share", 10, 90, 50, 5, format="%d %%", key="shake_share", width=220
        )
    with showing_errors():
        runs = [first, *(Run(paths.runs() / name) for name in others)]
        with st.spinner("Dealing the scans …"):
            found = _shake_up(tuple(map(_key, runs)), metric, share / 100, runs)
        _say(found)
        _draw(found)


def _say(found: ShakeUp) -> None:
    told = found.to_json()
    gap = told["runs"][0]["gap"]
    st.markdown(
        f"With {found.n:,} scans, **{percent(found.share)}** of them public, the two scores of "
        f"this model differ by more than **{gap['typical']:.3f}** in half of all deals. In 19 of "
        f"20 the public one less the private one lies between **{gap['low']:+.3f}** and "
        f"**{gap['high']:+.3f}**."
    )
    if told["leader_holds"] is not None:
        st.markdown(
            f"The leader of the public part also leads on the private one in "
            f"**{percent(told['leader_holds'])}** of deals; by chance it would be "
            f"{percent(1 / len(found.runs))}."
        )


def _draw(found: ShakeUp) -> None:
    titles = _titles(found.runs)
    figure = charts.histograms(
        dict(zip(titles, found.gaps, strict=True)),
        f"{found.metric.title} on the public part less that on the private part",
        "deals",
    )
    charts.show(figure, "shake_up", "how often a gap of which size comes up")
    rows = pd.DataFrame(
        {"run": title, "score": row["private"]} | row["gap"]
        for title, row in zip(titles, found.to_json()["runs"], strict=True)
    )
    st.dataframe(
        rows.drop(columns="middle"),
        hide_index=True,
        column_config={
            "score": st.column_config.NumberColumn(format="%.3f"),
            "low": st.column_config.NumberColumn("gap, 95 % from", format="%.3f"),
            "high": st.column_config.NumberColumn("to", format="%.3f"),
            "typical": st.column_config.NumberColumn(
                "typical gap", format="%.3f", help="Half of all gaps are smaller."
            ),
        },
        alt="gaps by run",
    )


def _titles(names: Sequence[str]) -> list[str]:
    """Of runs, told apart where two have the same."""
    titles = [summaries.of(Run(paths.runs() / name)).title for name in names]
    return [
        title if titles.count(title) == 1 else f"{title} ({name[-4:]})"
        for title, name in zip(titles, names, strict=True)
    ]


def _same_data(first: Run) -> dict[str, str]:
    """Names of other runs on the same data, with their titles."""
    data = first.config["dataset"]
    return {
        each.run: each.title
        for each in summaries.every()
        if each.has_model and each.dataset == data and each.run != first.name
    }


def _key(run: Run) -> tuple:
    return run.name, atomic.stamp(run.predictions_file("val")), decisions.of(run).digest


@st.cache_resource(max_entries=16, show_spinner=False)
def _shake_up(keys: tuple, metric: str, share: float, _runs: list[Run]) -> ShakeUp:  # noqa: ARG001
    return shake_up.shake_up(_runs, metric, share)
