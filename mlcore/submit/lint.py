"""What is wrong with a submission file, before the competition says so.

A row of `CHECKS` is a question to the file beside the sample; each problem is one sentence.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.stats import betabinom

from mlcore.data import text_table
from mlcore.inspect.wording import counted, listed, percent
from mlcore.submit.sample import Sample
from mlcore.submit.submitted import CUT, Expected, File, numbers

ERROR, WARNING = "error", "warning"
VALID, DOUBTFUL, INVALID = "valid", "valid with warnings", "invalid"
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
SURE = 0.999
"""Of the interval in which a label's share of yes is expected."""


@dataclass(frozen=True)
class Problem:
    check: str
    severity: str
    sentence: str


@dataclass(frozen=True)
class Check:
    name: str
    severity: str
    look: Callable[[File], Iterator[str]]


def lint(
    raw: bytes, file: str, sample: Sample, expected: Mapping[str, Expected] | None = None
) -> dict[str, Any]:
    """``{file, verdict, n, problems [{check, severity, sentence}]}``.

    `ScanLabError` where the file is no table at all.
    """
    given = File(raw, text_table.read(raw, file), sample, expected or {})
    problems = [
        Problem(check.name, check.severity, sentence)
        for check in CHECKS
        for sentence in check.look(given)
    ]
    worst = {problem.severity for problem in problems}
    verdict = INVALID if ERROR in worst else DOUBTFUL if worst else VALID
    return {
        "file": file,
        "verdict": verdict,
        "n": len(given.table.rows),
        "problems": [asdict(problem) for problem in problems],
    }


def _columns(file: File) -> Iterator[str]:
    if file.columns == file.wanted:
        return
    missing = [name for name in file.wanted if name not in file.columns]
    extra = [name for name in file.columns if name not in file.wanted]
    if missing:
        yield f"The column {listed(missing)} is missing."
    if extra and (extra[0] == "" or extra[0].startswith("Unnamed")):
        yield "The first column numbers the rows; save the table without an index."
    elif extra:
        yield f"The column {listed(extra)} is not in the sample; remove it."
    if not missing and not extra:
        yield f"The columns stand in another order; the sample has {listed(file.wanted, 9)}."


def _ragged(file: File) -> Iterator[str]:
    if file.table.ragged:
        number, cells = file.table.ragged[0]
        one = len(file.table.ragged) == 1
        yield (
            f"{counted(len(file.table.ragged), 'row')} {'does' if one else 'do'} not have "
            f"{len(file.columns)} cells; row {number} has {len(cells)}."
        )


def _missing(file: File) -> Iterator[str]:
    yield from _ids(sorted(set(file.sample.ids) - set(file.ids)), "of the sample {be} missing")


def _extra(file: File) -> Iterator[str]:
    yield from _ids(sorted(set(file.ids) - set(file.sample.ids)), "{be} not in the sample")


def _twice(file: File) -> Iterator[str]:
    counts = Counter(file.ids)
    yield from _ids(
        [name for name, count in counts.items() if count > 1], "{be} there more than once"
    )


def _order(file: File) -> Iterator[str]:
    same = sorted(file.ids) == sorted(file.sample.ids)
    if same and tuple(file.ids) != file.sample.ids:
        pairs = zip(file.ids, file.sample.ids, strict=True)
        first = next(i for i, (own, wanted) in enumerate(pairs) if own != wanted)
        yield (
            f"The ids are right but in another order: row {file.table.numbers[first]} is "
            f"{file.ids[first]}, the sample has {file.sample.ids[first]} there."
        )


def _ids(names: list[str], what: str) -> Iterator[str]:
    if names:
        told = what.format(be="is" if len(names) == 1 else "are")
        yield f"{counted(len(names), 'id')} {told}: {listed(names, 3)}."


def _no_number(file: File) -> Iterator[str]:
    for label, values in file.values.items():
        bad = np.flatnonzero(~np.isfinite(values))
        if len(bad):
            cell = file.table.column(label).cells()[bad[0]]
            yield (
                f"{label}: {counted(len(bad), 'cell')} without a number; row "
                f"{file.table.numbers[bad[0]]} holds {cell!r}, expected 0 or 1."
            )


def _out_of_range(file: File) -> Iterator[str]:
    for label, values in file.values.items():
        bad = np.flatnonzero((values < 0) | (values > 1))
        if len(bad):
            yield (
                f"{label}: {counted(len(bad), 'value')} outside 0 to 1; row "
                f"{file.table.numbers[bad[0]]} holds {values[bad[0]]:g}."
            )


def _fractions(file: File) -> Iterator[str]:
    shown = [numbers(file.sample.table.column(label).cells()) for label in file.sample.labels]
    if all(np.isin(values, (0, 1)).all() for values in shown):
        some = [label for label, values in file.values.items() if _fractional(values)]
        if some:
            yield (
                f"{listed(some)}: probabilities, while the sample shows 0 and 1; see which of the "
                "two the competition scores."
            )


def _constant(file: File) -> Iterator[str]:
    for label, values in file.values.items():
        if len(values) > 1 and np.unique(values[np.isfinite(values)]).size == 1:
            yield f"{label}: every scan has the same answer, {values[0]:g}."


def _prevalence(file: File) -> Iterator[str]:
    for label, values in file.values.items():
        known = file.expected.get(label)
        if known is None or not known.of or not np.isfinite(values).all() or not len(values):
            continue
        # What the share of yes may be on other scans: beta-binomial, from Jeffreys' prior.
        spread = betabinom(len(values), known.yes + 0.5, known.of - known.yes + 0.5)
        low, high = spread.interval(SURE)
        yes = int((values >= CUT).sum())
        if not low <= yes <= high:
            yield (
                f"{label}: {percent(yes / len(values))} of scans are answered yes; going by "
                f"{known.what} ({percent(known.yes / known.of)}), {percent(low / len(values))} to "
                f"{percent(high / len(values))} would be expected."
            )


def _blanks(file: File) -> Iterator[str]:
    loose = sum(cell != cell.strip() for row in file.table.rows for cell in row)
    if loose:
        yield f"There are blanks around {counted(loose, 'value')}; some programs choke on them."


def _encoding(file: File) -> Iterator[str]:
    marks = tuple(text_table.BYTE_ORDER_MARKS)
    if file.raw.startswith(marks) and not file.sample.form.mark:
        yield (
            "The file begins with a byte-order mark, which some programs take for a part of the "
            "first column's name; save it as plain UTF-8."
        )
    elif file.sample.form.mark and not file.raw.startswith(file.sample.form.mark):
        yield "The sample begins with a byte-order mark and the file does not; save it with one."


def _separator(file: File) -> Iterator[str]:
    own, wanted = text_table.layout(file.raw, "").separator, file.sample.form.separator
    if own != wanted:
        yield (
            f"The cells are separated by a {SEPARATORS.get(own, own)}, in the sample by a "
            f"{SEPARATORS.get(wanted, wanted)}."
        )


CHECKS: tuple[Check, ...] = (
    Check("separator", ERROR, _separator),
    Check("columns", ERROR, _columns),
    Check("row lengths", ERROR, _ragged),
    Check("missing ids", ERROR, _missing),
    Check("unknown ids", ERROR, _extra),
    Check("repeated ids", ERROR, _twice),
    Check("no numbers", ERROR, _no_number),
    Check("out of range", ERROR, _out_of_range),
    Check("order", WARNING, _order),
    Check("probabilities", WARNING, _fractions),
    Check("same answer everywhere", WARNING, _constant),
    Check("unlikely share of yes", WARNING, _prevalence),
    Check("blanks", WARNING, _blanks),
    Check("encoding", WARNING, _encoding),
)


def _fractional(values: np.ndarray) -> bool:
    return bool(((values > 0) & (values < 1)).any())
