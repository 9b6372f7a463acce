"""One run as it happens: state, progress, curves, and the buttons that go with its state."""

import streamlit as st

from mlcore.runs import history, state
from mlcore.runs.folder import Run
from mlcore.runs.history import History
from mlcore.train import jobs
from pages.parts import charts, pickers
from pages.parts.shell import link, showing_errors

POLL_SECONDS = 1.0
LIVE = ("queued", "running")
BADGES = {
    "queued": ("waiting its turn", "gray", ":material/hourglass_empty:"),
    "running": ("training", "blue", ":material/play_circle:"),
    "finished": ("finished", "green", ":material/check_circle:"),
    "stopped": ("stopped", "orange", ":material/stop_circle:"),
    "failed": ("failed", "red", ":material/error:"),
    "lost": ("lost", "red", ":material/link_off:"),
}
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


def live_run(run: Run, titled: bool = True) -> None:
    """Draw the run, and again every second until it has ended."""
    poll = POLL_SECONDS if state.state(run) in LIVE else None
    st.fragment(_draw, run_every=poll)(run, poll is not None, titled)


def _draw(run: Run, polled: bool, titled: bool) -> None:
    now = state.state(run)
    if polled and now not in LIVE:
        st.rerun()
    if now == "queued":
        jobs.start_waiting()
    seen = history.read(run)
    _head(run, now, seen, titled)
    if len(seen.epochs):
        _numbers(seen)
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
        charts.score_curves(seen.epochs, metric, title, labels, seen.planned),
        key=f"scores-{run.name}",
        alt=f"{title} per label and epoch",
    )
    st.caption("Solid: validation scans, never learnt from. Dotted: training scans.")
    charts.show(
        charts.loss_curve(seen.batches, seen.epochs, seen.planned),
        key=f"loss-{run.name}",
        alt="loss per batch and epoch",
    )


def _head(run: Run, now: str, seen: History, titled: bool) -> None:
    text, colour, icon = BADGES[now]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(text, color=colour, icon=icon)
        if titled:
            st.markdown(f"**{pickers.title(run)}**")
    if now == "running":
        st.progress(seen.done / max(seen.planned, 1), text=_progress_text(run, seen))
    if now == "lost":
        st.warning(
            "Nothing has been heard of this training for 20 seconds: its process is gone. What it "
            "had learnt up to its last finished epoch is safe.",
            icon=":material/link_off:",
        )
    if error := run.status.get("error") if now == "failed" else None:
        st.error(error, icon=":material/error:")
    with st.container(horizontal=True):
        if now in LIVE and st.button("Stop", icon=":material/stop:", key=f"stop-{run.name}"):
            with showing_errors():
                state.request_stop(run)
                st.toast("Stopping after the current batch")
        if now in state.RESUMABLE and st.button(
            "Resume", icon=":material/play_arrow:", key=f"resume-{run.name}"
        ):
            with showing_errors():
                jobs.resume(run)
                st.rerun()
        if run.model_card and now not in LIVE:
            link("predict.py", "Ask this model about a scan")


def _progress_text(run: Run, seen: History) -> str:
    if not seen.done:
        return f"{run.status.get('doing', 'starting')} …"
    at = min(int(seen.done) + 1, seen.planned)
    speed = seen.last("images_per_second")
    pace = f" · {speed:,.0f} scans a second" if speed else ""
    left = f" · {_duration(seen.seconds_left)} left" if seen.seconds_left is not None else ""
    return f"Epoch {at} of {seen.planned}{left}{pace}"


def _numbers(seen: History) -> None:
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


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 100 else f"{whole // 60} min {whole % 60:02d} s"
