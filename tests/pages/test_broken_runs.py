"""A run folder with a broken file is shown as well as can be, and the other runs are untouched."""

import pytest

from mlcore.runs import summaries
from tests import scans, told_runs
from tests.pages.test_pages import opened

FILES = (
    *("config.json", "metrics.jsonl"),
    *(
        pytest.param(name, marks=pytest.mark.slow)
        for name in ("model.json", "panel.jsonl", "status.json", "launch")
    ),
)
BROKEN = {
    "cut off": b"{",
    "a list": b"[1]\n",
    "not text": b"\xff\xfe\x00\n",
    "empty": b"",
    "a foreign object": b'{"a": 1}\n',
    "not a number": b'{"epochs": NaN}\n',
}


@pytest.mark.parametrize("file", FILES)
def test_a_broken_file_of_one_run_hides_no_other(file):
    scans.make()
    whole, broken = told_runs.make(epochs=3, planned=3), told_runs.make(epochs=2, planned=2)
    for run in (whole, broken):
        told_runs.end(run)
    for what, content in BROKEN.items():
        (broken.folder / file).write_bytes(content)
        names = [each.run for each in summaries.every()]
        assert names == [broken.name, whole.name], what
        shown = next(each for each in summaries.every() if each.run == whole.name)
        assert (shown.state, shown.epochs) == ("finished", 3), what
        assert opened("train").selectbox(key="run").value == broken.name, what
