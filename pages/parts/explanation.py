"""Why a model answers as it does: the scan, a map over it, and whether to rely on the map."""

import numpy as np
import streamlit as st

from mlcore import atomic, paths
from mlcore.explain import explaining, faithfulness, methods, overlay, sanity
from mlcore.explain.explaining import Explanation
from mlcore.explain.faithfulness import Faithfulness
from mlcore.explain.sanity import Sanity
from mlcore.inspect.wording import percent
from mlcore.predict.predictor import Answer, Predictor
from mlcore.runs.folder import Run
from pages.parts.pictures import gallery, png
from pages.parts.shell import showing_errors

WIDTH = 680
"""Pixels of both pictures together, where there is room."""
MOST_MAPS = 12
"""Labels shown side by side: the most probable."""
CHECK_HELP = (
    "Shuffles what the network learnt, layer by layer, and makes the map again. A map that stays "
    "the same shows the scan, and says little about the network. Takes some seconds."
)


@st.fragment
def show(run: Run, predictor: Predictor, answer: Answer) -> None:
    """Pickers, the scan beside its map, the legend, and two tests of the map."""
    with showing_errors():
        network = explaining.opened(run)
        usual = methods.usual(network).name
        label, row = _pick(run, answer, methods.fitting(network), usual)
        key = run.name, atomic.stamp(run.onnx_file), label, row.name
        with st.spinner("Asking the network …", show_time=True):
            found, faith = _explained(*key, answer.pixels, predictor, answer)
        opacity = _opacity()
        _pictures(answer.pixels, found, opacity)
        _legend(found)
        st.markdown(faith.sentence)
        _check(key, answer)
        if len(answer.labels) > 1:
            _side_by_side(run, row, answer, opacity)


def _pick(
    run: Run, answer: Answer, fitting: list[methods.Method], usual: str
) -> tuple[str, methods.Method]:
    names = {row.name: row for row in fitting}
    labels = list(answer.labels)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = st.selectbox(
            "Explain",
            labels,
            index=labels.index(explaining.likeliest(answer)),
            format_func=lambda name: _scored(name, answer),
            key=f"explain_label_{run.name}",
            width=240,
            help="The answer to explain; at first the most probable label.",
        )
        method = st.selectbox(
            "By",
            list(names),
            index=list(names).index(usual),
            format_func=lambda name: names[name].title,
            key=f"explain_method_{run.name}",
            width=200,
            help="  \n".join(f"**{row.title}**: {row.help}" for row in fitting),
        )
    return label, names[method]


def _scored(label: str, answer: Answer) -> str:
    return f"{label} · {percent(answer.labels[label].probability)}"


def _opacity() -> float:
    return (
        st.slider(
            "Opacity",
            0,
            100,
            60,
            format="%d %%",
            key="explain_opacity",
            width=240,
            help="How strongly the colours cover the scan: 0 % shows the scan alone.",
        )
        / 100
    )


def _pictures(scan: np.ndarray, found: Explanation, opacity: float) -> None:
    with st.container(width=WIDTH):
        left, right = st.columns(2, wrap=False, gap="small")
    left.image(png(overlay.enlarged(scan)), caption="the scan", width="stretch", alt="the scan")
    right.image(
        png(overlay.painted(scan, found.heat, opacity)),
        caption=f"what counts for {found.label}",
        width="stretch",
        alt=f"places that count for {found.label}",
    )


def _legend(found: Explanation) -> None:
    low, words = (
        ("against", f"Blue places speak against {found.label}, orange ones for it")
        if found.signed
        else ("nothing", f"Orange places speak for {found.label}")
    )
    with st.container(gap="xsmall", width=320):
        st.image(overlay.scale(found.signed), width="stretch", alt=f"from {low} to for")
        left, right = st.columns(2, wrap=False)
        left.caption(low)
        right.caption("for", text_alignment="right")
    st.caption(
        f"{words}; the stronger the colour, the more, compared with the strongest place of this "
        f"map. Made in {found.seconds:.2f} s."
    )


def _check(key: tuple, answer: Answer) -> None:
    asked = st.button(
        "Does the map depend on what was learnt?", icon=":material/science:", help=CHECK_HELP
    )
    done = st.session_state.setdefault("explain_checked", set())
    this = (*key, hash(answer.pixels.tobytes()))
    if asked:
        done.add(this)
    if this in done:
        with st.spinner("Making the map with shuffled weights …", show_time=True):
            told = _checked(*key, answer.pixels, list(answer.labels))
        st.markdown(told.sentence)
        steps = zip(told.shuffled, told.correlations, strict=True)
        st.caption(
            "Agreement with the original map when so many layers, from the answer down, are "
            f"shuffled: {', '.join(f'{count}: {value:.2f}' for count, value in steps)}."
        )


def _side_by_side(run: Run, row: methods.Method, answer: Answer, opacity: float) -> None:
    """A map a label, each coloured by its own strongest place."""
    if not st.toggle(
        "Maps of all labels",
        key="explain_all",
        help="Each map is coloured by its own strongest place, so colours cannot be compared "
        "between labels.",
    ):
        return
    labels = sorted(answer.labels, key=lambda name: -answer.labels[name].probability)
    with st.spinner("Asking the network about each label …", show_time=True):
        found = _every(
            run.name,
            atomic.stamp(run.onnx_file),
            tuple(labels[:MOST_MAPS]),
            row.name,
            answer.pixels,
            answer,
        )
    maps = [overlay.painted(answer.pixels, each.heat, opacity) for each in found]
    gallery(maps, [_scored(each.label, answer) for each in found], 190)
    if len(labels) > MOST_MAPS:
        st.caption(f"The {MOST_MAPS} most probable of {len(labels)} labels.")


@st.cache_data(max_entries=50, show_spinner=False)
def _every(
    run: str,
    version: tuple,  # noqa: ARG001 (part of the cache's key)
    labels: tuple[str, ...],
    method: str,
    scan: np.ndarray,  # noqa: ARG001 (so is the scan)
    _answer: Answer,
) -> list[Explanation]:
    network = explaining.opened(Run(paths.runs() / run))
    return explaining.explain(network, _answer, labels, method)


@st.cache_data(max_entries=200, show_spinner=False)
def _explained(
    run: str,
    version: tuple,  # noqa: ARG001 (part of the cache's key)
    label: str,
    method: str,
    scan: np.ndarray,
    _predictor: Predictor,
    _answer: Answer,
) -> tuple[Explanation, Faithfulness]:
    network = explaining.opened(Run(paths.runs() / run))
    (found,) = explaining.explain(network, _answer, [label], method)
    place = explaining.position(_answer, label)
    faith = faithfulness.measure(
        lambda pixels: _predictor.probabilities(pixels)[:, place], scan, found.heat
    )
    return found, faith


@st.cache_data(max_entries=200, show_spinner=False)
def _checked(
    run: str,
    version: tuple,  # noqa: ARG001 (part of the cache's key)
    label: str,
    method: str,
    scan: np.ndarray,
    labels: list[str],
) -> Sanity:
    network = explaining.opened(Run(paths.runs() / run))
    return sanity.check(network, scan, labels.index(label), method)
