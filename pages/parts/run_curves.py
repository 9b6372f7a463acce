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
    "Average precision": ("average_precision", "average precision"),
    "AUC": ("auc", "AUC"),
}
CURVE_HELP = (
    "**F1** is the balance of precision (how many alarms are right) and recall (how many findings "
    "are found), from 0 to 1. *Best threshold* shows what the network could reach if the limit "
    "from which it says yes is chosen per label; *at .5* uses one half for all. **Average "
    "precision** and **AUC** judge the order of the scans and need no limit."
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
    labels = [name.split(":", 1)[1] for name in seen.epochs if name.startswith("train_f1:")]
    chosen = st.segmented_control(
        "Curve",
        list(CURVES),
        default="F1, best threshold",
        required=True,
        key="curve",
        persist_state="session",
        help=CURVE_HELP,
    )
    metric, title = CURVES[chosen]
    charts.show(
        charts.score_curves(
            seen.epochs, metric, title, labels, seen.planned, _limits(run, seen, metric)
        ),
        key=f"scores-{run.name}",
        alt=f"{title} per label and epoch",
    )
    st.caption(
        "Solid: validation scans, never learnt from. Dotted: training scans. Dashed: what the mean "
        "is to be held against."
    )
    charts.show(
        charts.loss_curve(seen.batches, seen.epochs, seen.planned),
        key=f"loss-{run.name}",
        alt="loss per batch and epoch",
    )


def _limits(run: Run, seen: History, metric: str) -> dict[str, float | None]:
    """What the mean of the labels on validation can be held against."""
    name = "f1" if metric.startswith("f1") else metric
    best = ceiling(run.config["dataset"], run.config["fingerprint"]) if name == "f1" else None
    return {"without looking": seen.trivial.get(name), "no model can pass this": best}


@st.cache_data(max_entries=16, ttl=60, show_spinner=False)
def ceiling(name: str, fingerprint: str) -> float | None:
    """The best mean F1 on validation that the data allows, where it has been inspected."""
    if not dataset.exists(name):
        return None
    data = dataset.load(name)
    found = inspection.load(data) if data.fingerprint == fingerprint else None
    best = found.ceiling.get("val", {}).get("f1", {}) if found else {}
    known = [value for value in best.values() if value is not None]
    return sum(known) / len(known) if known and min(known) < 1 else None
