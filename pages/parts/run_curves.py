"""The numbers and curves of a run, beside what they are to be held against."""

import streamlit as st

from mlcore.data import dataset
from mlcore.inspect import inspection
from mlcore.runs.folder import Run
from mlcore.runs.history import History
from pages.parts import charts

CURVES = {
    "F1, best threshold": ("f1_tuned", "F1"),
    "F1 at .5": ("f1", "F1"),
    "Precision": ("precision", "precision at .5"),
    "Recall": ("recall", "recall at .5"),
    "Average precision": ("average_precision", "average precision"),
    "AUC": ("auc", "AUC"),
}
"""Title to the name of a score and of its axis."""
COURSES = {
    "Loss": ("loss", "loss"),
    "Learning rate": ("learning_rate", "learning rate"),
    "Speed": ("images_per_second", "scans a second"),
    "Processor": ("cpu_percent", "% of one core"),
    "Memory": ("megabytes", "MB"),
}
"""Title to a column of the batches and the name of its axis."""
ALL = "All labels"
CURVE_HELP = (
    "**F1** is the balance of precision (how many alarms are right) and recall (how many findings "
    "are found), from 0 to 1. *Best threshold* shows what the network could reach if the limit "
    "from which it says yes is chosen per label; *at .5* uses one half for all. **Average "
    "precision** and **AUC** judge the order of the scans and need no limit."
)
COURSE_HELP = (
    "**Loss** is what training makes small. **Learning rate** is the size of a step. **Processor** "
    "and **memory** are those of the training alone; 100 % is one core that never rests."
)


def numbers(seen: History) -> None:
    with st.grid(4, min_column_width=150):
        for name, metric, text in (
            ("F1 (validation)", "f1", "Mean over labels at each label's best threshold"),
            ("Average precision", "average_precision", "Mean over labels, needs no threshold"),
            ("AUC", "auc", "Chance that a scan with the finding is ranked above one without"),
        ):
            column = "val_f1_tuned_macro" if metric == "f1" else f"val_{metric}_macro"
            value, floor = seen.last(column), seen.trivial.get(metric)
            st.metric(
                name,
                "–" if value is None else f"{value:.3f}",
                delta=None if value is None or floor is None else f"{value - floor:+.3f}",
                delta_description=None if floor is None else f"over {floor:.2f}",
                help=f"{text}. The small number compares with the "
                "best answer that never looks at the scan.",
                border=True,
                height="stretch",
            )
        st.metric(
            "Loss (validation)",
            "–" if seen.last("val_loss") is None else f"{seen.last('val_loss'):.3f}",
            help="What training makes small: how surprised the network is by the truth.",
            border=True,
            height="stretch",
        )


def curves(run: Run, seen: History) -> None:
    """Scores of each epoch, and the course of the batches; in the first epoch the course alone."""
    if len(seen.epochs):
        _scores(run, seen)
    column, axis = COURSES[_choice("Course", COURSES, "course", COURSE_HELP)]
    charts.show(
        charts.course(seen.batches, seen.epochs, column, axis, seen.planned),
        key=f"course-{run.name}",
        alt=f"{axis} in the course of the training",
    )
    if not len(seen.epochs):
        st.caption("The first scores come with the end of the first epoch.")


def _scores(run: Run, seen: History) -> None:
    chosen = _choice("Curve", CURVES, "curve", CURVE_HELP)
    label = None
    if len(seen.labels) > 1:
        label = st.selectbox(
            "Label",
            [ALL, *seen.labels],
            key="curve_label",
            persist_state="session",
            help="One label alone is shown beside its own limits.",
        )
    one = label in seen.labels
    metric, title = CURVES[chosen]
    charts.show(
        charts.score_curves(
            seen.epochs,
            metric,
            title,
            [label] if one else seen.labels,
            seen.planned,
            _limits(run, seen, metric, label if one else None),
            mean=not one,
        ),
        key=f"scores-{run.name}",
        alt=f"{title} per label and epoch",
    )
    st.caption(
        "Solid: validation scans, never learnt from. Dotted: training scans. Dashed: what the "
        f"{'label' if one else 'mean'} is to be held against."
    )


def _choice(title: str, options: dict[str, tuple[str, str]], key: str, text: str) -> str:
    return st.segmented_control(
        title,
        list(options),
        default=next(iter(options)),
        required=True,
        key=key,
        persist_state="session",
        help=text,
    )


def _limits(run: Run, seen: History, metric: str, label: str | None) -> dict[str, float | None]:
    """What a label, or the mean of all, can be held against on validation."""
    name = "f1" if metric.startswith("f1") else metric
    floor = seen.trivial_of.get(name, {}).get(label) if label else seen.trivial.get(name)
    known = (
        ceiling(run.config.get("dataset", ""), run.config.get("fingerprint", ""))
        if name == "f1"
        else {}
    )
    best = known.get(label) if label else _mean_ceiling(known)
    floor_name = "prevalence" if name in ("average_precision", "precision") else "without looking"
    return {floor_name: floor, "no model can pass this": best}


def _mean_ceiling(known: dict[str, float]) -> float | None:
    return sum(known.values()) / len(known) if known and min(known.values()) < 1 else None


@st.cache_data(max_entries=16, ttl=60, show_spinner=False)
def ceiling(name: str, fingerprint: str) -> dict[str, float]:
    """Label to the best F1 on validation that the data allow, where they have been inspected."""
    if not dataset.exists(name):
        return {}
    data = dataset.load(name)
    found = inspection.load(data) if data.fingerprint == fingerprint else None
    best = found.ceiling.get("val", {}).get("f1", {}) if found else {}
    return {label: value for label, value in best.items() if value is not None}
