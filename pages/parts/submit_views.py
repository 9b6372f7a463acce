"""The views of the Submit page: write a file, check one, compare two, and how much is luck."""

from collections.abc import Callable
from dataclasses import astuple

import numpy as np
import pandas as pd
import streamlit as st

from mlcore import atomic
from mlcore.data import text_table
from mlcore.evaluate import answers, decisions
from mlcore.inspect.wording import counted
from mlcore.runs.folder import Run
from mlcore.submit import difference, expected, lint, sample, submission, thresholds
from mlcore.submit.sample import Sample
from mlcore.submit.submitted import Expected
from pages.parts.pickers import pick_model
from pages.parts.shake_up_view import shake_up_view
from pages.parts.shell import showing_errors

PREVIEW = 8
"""Rows of a file that are shown."""
LOOKS = {
    lint.VALID: (st.success, ":material/check_circle:", "The file is valid."),
    lint.DOUBTFUL: (st.warning, ":material/help:", "The file is valid, with warnings."),
    lint.INVALID: (st.error, ":material/cancel:", "The file is not valid."),
}
MARKS = {lint.ERROR: ":material/cancel:", lint.WARNING: ":material/help:"}
SAMPLE_HELP = (
    "The file of the competition that shows the form of an answer: a column of ids, one per label, "
    "and a row a scan. Its values do not matter."
)
SHARE_HELPS = {
    "of these scans": "Share of the scans of the sample that are answered yes.",
    "yes on validation": "How often the model says yes on validation scans.",
    "has it on validation": "How often the label is true there. A model that says yes far more "
    "often has many false alarms: the best F1 of a label that is hard to tell is reached so.",
}
KAPPA_HELP = (
    "Cohen's kappa: agreement beyond what chance gives, 1 is complete, 0 is that of chance. "
    "Empty where both files always say the same."
)


def write() -> None:
    run = pick_model()
    with showing_errors():
        form = _sample(run)
        if form is None:
            return
        rule = st.segmented_control(
            "Thresholds",
            list(thresholds.BY_NAME),
            default=thresholds.DEFAULT,
            required=True,
            format_func=lambda name: thresholds.BY_NAME[name].title,
            key="submit_rule",
            persist_state="session",
            help="  \n".join(f"**{row.title}**: {row.help}" for row in thresholds.RULES),
        )
        with st.spinner("Answering the scans of the sample …"):
            made, known = _made(
                run.name,
                _stamps(run),
                (form.table.columns, form.ids, *astuple(form.form)),
                rule,
                run,
                form,
            )
        as_probabilities = st.toggle(
            "Probabilities instead of 0 and 1",
            key="submit_probabilities",
            persist_state="session",
            help="Some competitions score the order of probabilities (AUC, average precision), "
            "others decisions (F1). The thresholds of the model make the decisions; they were "
            "chosen on validation scans, never on these.",
        )
        written = made.file(as_probabilities)
        _verdict(lint.lint(written, "the file", form, known))
        _counts(run, made, known)
        st.dataframe(
            made.frame(as_probabilities).head(PREVIEW),
            hide_index=True,
            alt="the first rows of the file",
        )
        st.caption(f"The first {PREVIEW} of {len(form.ids):,} rows.")
        st.download_button(
            "Download the submission",
            written,
            f"submission-{run.name}.csv",
            "text/csv",
            type="primary",
            icon=":material/download:",
            on_click="ignore",
        )


def check() -> None:
    run = pick_model()
    st.caption("The model only tells how often a label is to be expected.")
    with showing_errors():
        form = _sample(run)
        file = st.file_uploader(
            "The file to check", type=["csv", "txt"], key="submit_checked", max_upload_size=200
        )
        if form is not None and file is not None:
            _verdict(lint.lint(file.getvalue(), file.name, form, expected.of(run)))


def compare() -> None:
    one, other = st.columns(2)
    first = one.file_uploader(
        "The first file", type=["csv", "txt"], key="submit_first", max_upload_size=200
    )
    second = other.file_uploader(
        "The second file", type=["csv", "txt"], key="submit_second", max_upload_size=200
    )
    if first is None or second is None:
        st.info("Choose two files of one competition.", icon=":material/compare_arrows:")
        return
    with showing_errors():
        tables = (text_table.read(file.getvalue(), file.name) for file in (first, second))
        found = difference.difference(*tables)
        st.markdown(
            f"**{found['changed']:,} of {counted(found['n'], 'scan')}** "
            f"{'has' if found['changed'] == 1 else 'have'} another answer."
        )
        if found["only_first"] or found["only_second"]:
            st.warning(
                f"{found['only_first']:,} ids are in the first file only, "
                f"{found['only_second']:,} in the second only.",
                icon=":material/help:",
            )
        st.dataframe(
            pd.DataFrame(found["labels"]).T.reset_index(names="label"),
            hide_index=True,
            column_config={
                "first": st.column_config.NumberColumn("yes in the first", format="%d"),
                "second": st.column_config.NumberColumn("yes in the second", format="%d"),
                "to_yes": st.column_config.NumberColumn("no, then yes", format="%d"),
                "to_no": st.column_config.NumberColumn("yes, then no", format="%d"),
                "agreement": st.column_config.ProgressColumn(
                    min_value=0, max_value=1, format="percent"
                ),
                "kappa": st.column_config.NumberColumn(format="%.3f", help=KAPPA_HELP),
            },
            alt="differences by label",
        )
        with st.expander(counted(found["changed"], "changed scan"), icon=":material/list:"):
            st.dataframe(pd.DataFrame({"id": found["ids"]}), hide_index=True, alt="changed ids")


def _sample(run: Run) -> Sample | None:
    """An uploaded one, else that of the data set the run learnt from."""
    file = st.file_uploader(
        "Sample submission",
        type=["csv", "txt"],
        key="submit_sample",
        max_upload_size=200,
        help=SAMPLE_HELP,
    )
    if file is not None:
        return sample.read(file.getvalue(), file.name)
    name = run.config["dataset"]
    if sample.kept_file(name):
        st.caption(f"Until you choose another, the sample that came with *{name}* counts.")
        return sample.of_data(name)
    st.info(
        f"Data set *{name}* came without a sample submission; choose the file of the competition.",
        icon=":material/upload_file:",
    )
    return None


def _stamps(run: Run) -> tuple:
    files = (run.predictions_file("test"), run.predictions_file("val"), run.onnx_file)
    return (*(atomic.stamp(path) for path in files), decisions.of(run).digest)


@st.cache_resource(max_entries=8, show_spinner=False)
def _made(
    name: str,  # noqa: ARG001 (the cache's key, with the next two)
    stamps: tuple,  # noqa: ARG001
    sample_key: tuple,  # noqa: ARG001
    rule: str,
    _run: Run,
    _form: Sample,
) -> tuple[submission.Submission, dict[str, Expected]]:
    return submission.make(_run, _form, rule=rule), expected.of(_run, rule)


def _verdict(checked: dict) -> None:
    look, icon, sentence = LOOKS[checked["verdict"]]
    look(sentence, icon=icon)
    for problem in checked["problems"]:
        st.markdown(f"{MARKS[problem['severity']]} {problem['sentence']}")


def _counts(run: Run, made: submission.Submission, known: dict[str, Expected]) -> None:
    given = answers.of(run, "val")
    has = dict(zip(run.model_card["labels"], np.nanmean(given.truth, axis=0), strict=True))
    rows = [
        {
            "label": label,
            "yes": int(count),
            "of these scans": 100 * count / len(made.decided),
            "yes on validation": 100 * known[label].yes / known[label].of,
            "has it on validation": 100 * float(has[label]),
            "threshold": float(threshold),
        }
        for label, count, threshold in zip(
            made.sample.labels, made.decided.sum(axis=0), made.thresholds, strict=True
        )
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        placeholder="–",
        column_config={
            "yes": st.column_config.NumberColumn(format="localized"),
            "threshold": st.column_config.NumberColumn(
                format="%.3f", help="The label counts as present from this probability on."
            ),
        }
        | {
            name: st.column_config.NumberColumn(format="%.1f %%", help=text)
            for name, text in SHARE_HELPS.items()
        },
        alt="how often each label is answered yes",
    )


VIEWS: dict[str, Callable[[], None]] = {
    "Write a file": write,
    "Check a file": check,
    "Compare two": compare,
    "How much is luck": shake_up_view,
}
