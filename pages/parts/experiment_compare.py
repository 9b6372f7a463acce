"""Two runs side by side: verdicts in words, differences per label, scans they disagree on."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlcore.compare import two_runs
from mlcore.compare.paired import Row
from mlcore.compare.two_runs import TwoRuns
from mlcore.compare.verdict import UNCLEAR, in_words
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.evaluate import background, evaluation
from mlcore.metrics import table
from mlcore.runs import folder
from mlcore.runs.summaries import Summary
from pages.parts.pickers import pick_part
from pages.parts.pictures import gallery
from pages.parts.shell import showing_errors

PICTURES = 24
COLUMNS = {
    "label": "of",
    "first": "first",
    "second": "second",
    "difference": "difference",
    "low": "95 % from",
    "high": "to",
    "p": "p",
    "verdict": "the second is",
}
P_HELP = "The chance of such a difference between equals; of labels, corrected for testing several."
P_COLUMN = st.column_config.TextColumn(help=P_HELP, alignment="right")
QUESTIONS = (
    "**Models**: would these two networks differ on other scans of this kind? Both are scored on "
    "the same 2,000 draws of the scans. **Settings**: would training again with other seeds give "
    "the same winner? That needs repeats: runs with the same settings and other seeds, which are "
    "found by themselves."
)


def compare(_: pd.DataFrame, chosen: list[str], runs: Sequence[Summary]) -> None:
    with_model = {each.run: each for each in runs if each.has_model}
    picked = [name for name in chosen if name in with_model]
    if len(picked) != 2:
        st.info(
            "Tick two finished runs in the table: which is better, and is that more than luck?",
            icon=":material/compare_arrows:",
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        metric = st.selectbox(
            "Score",
            [each.name for each in table.METRICS],
            format_func=lambda name: table.BY_NAME[name].title,
            key="compare_metric",
            width=260,
        )
        split = pick_part(
            "compare_split", "Each comparison on the **test** part counts as a look at it."
        )
        swap = st.toggle("Swap", key="compare_swap", help="Which of the two is the first.")
    if swap != (picked[0] < picked[1]):
        picked.reverse()
    with showing_errors():
        keys = tuple(_key(name, split) for name in picked)
        with st.spinner("Drawing the scans again …"):
            found = _found(picked[0], picked[1], split, metric, keys)
        _show(found, with_model)


def _key(name: str, split: str) -> str:
    return evaluation.key(folder.get(name), split)


@st.cache_resource(max_entries=16, show_spinner=False)
def _found(first: str, second: str, split: str, metric: str, keys: tuple) -> TwoRuns:  # noqa: ARG001
    return two_runs.compare(folder.get(first), folder.get(second), split, metric)


def _show(found: TwoRuns, titles: dict[str, Summary]) -> None:
    for place, each in (("First", found.first), ("Second", found.second)):
        st.markdown(f"**{place}**: {titles[each.name].title}")
    with st.container(border=True):
        said = found.verdict if found.verdict == UNCLEAR else f"the second is {found.verdict}"
        st.markdown(f"#### Verdict: {said}", help=QUESTIONS)
        for sentence in found.sentences:
            st.markdown(sentence)
    if found.differing:
        told = [
            (name, *(str(value).partition("\n")[0] for value in values))
            for name, values in found.differing.items()
        ]
        st.dataframe(
            pd.DataFrame(told, columns=["setting", "first", "second"]),
            hide_index=True,
            alt="settings that differ",
        )
    title = found.models.metric.title
    st.markdown(f"**Models**, {title} on {found.models.scans:,} scans")
    _rows([found.models.mean, *found.models.labels])
    if found.settings and max(found.runs) > 1:
        one, two = found.runs
        st.markdown(f"**Settings**, {title}, means of {one} and {two} seeds")
        _rows(found.settings)
    _disagreements(found)


def _rows(rows: list[Row]) -> None:
    told = [vars(row) | {"p": in_words(row.p)} for row in rows]
    drawn = pd.DataFrame(told).rename(columns=COLUMNS)
    numbers = st.column_config.NumberColumn
    st.dataframe(
        drawn,
        hide_index=True,
        placeholder="–",
        column_config={
            name: numbers(format="%.3f") for name in ("first", "second", "95 % from", "to")
        }
        | {"difference": numbers(format="%+.3f"), "p": P_COLUMN},
        alt="differences with intervals and verdicts",
    )


def _disagreements(found: TwoRuns) -> None:
    st.markdown(
        "**Decisions on which they disagree**",
        help="Scans that exactly one of the two gets right. McNemar's test asks whether one of "
        "them is right more often; it takes scans as independent of one another.",
    )
    drawn = pd.DataFrame(
        [
            (label, each.only_first, each.only_second, in_words(each.p))
            for label, each in zip(found.first.labels, found.models.disagreements, strict=True)
        ],
        columns=["label", "only first right", "only second right", "p"],
    )
    st.dataframe(
        drawn,
        hide_index=True,
        placeholder="–",
        column_config={"p": P_COLUMN},
        alt="decisions on which the two disagree",
    )
    label = st.selectbox("Scans of", found.first.labels, key="compare_label", width=260)
    at = found.first.labels.index(label)
    rows = found.disagreements(at)[:PICTURES]
    data = _data(found.first.name)
    if not len(rows):
        st.caption("They agree on every scan of this label.")
    elif data is None:
        st.caption("The data set of the first run is gone or has changed, so no scan can be shown.")
    else:
        given = found.first.given.at(rows), found.second.given.at(rows)
        own = background.rows(data, given[0].ids)
        captions = [
            f"{'present' if truth else 'absent'} · {p:.2f} | {q:.2f}"
            for truth, p, q in zip(
                given[0].truth[:, at],
                given[0].probability[:, at],
                given[1].probability[:, at],
                strict=True,
            )
        ]
        st.caption("The truth, then the probability of the first | the second; widest apart first.")
        gallery([data.pixels[row] for row in own], captions, 110)


def _data(name: str) -> DataSet | None:
    try:
        return background.data_of(folder.get(name))
    except ScanLabError:
        return None
