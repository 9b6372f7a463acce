import os

import pytest

from mlcore import paths
from mlcore.errors import ScanLabError
from mlcore.runs import folder, marks, state, summaries, trash
from mlcore.runs.marks import Marks
from tests import finished_runs


def test_what_is_noted_of_a_run_is_read_again_and_shown_in_its_summary():
    run = finished_runs.make()
    assert marks.of(run) == Marks()
    noted = Marks(True, False, ("first", "slow"), "too small")
    marks.save(run, noted)
    assert marks.of(run) == noted
    assert summaries.every()[0].marks["tags"] == ["first", "slow"]
    assert summaries.every() == summaries.every()


@pytest.mark.parametrize("text", ["", "[]", '{"tags": 3, "star": "yes", "note": null}'])
def test_a_broken_file_of_notes_notes_nothing(text):
    run = finished_runs.make()
    (run.folder / "notes.json").write_text(text)
    assert marks.of(run) == Marks()


def test_a_note_without_end_is_refused():
    with pytest.raises(ScanLabError, match="write at most 2,000"):
        marks.save(finished_runs.make(), Marks(note="x" * 2001))


def test_tags_are_words_between_commas_each_once():
    assert marks.tags_of(" a, b c,, a ") == ("a", "b c")


def test_a_deleted_run_is_in_no_list_and_comes_back_as_it_was():
    run, other = finished_runs.make(), finished_runs.make()
    kept = sorted(path.name for path in run.folder.iterdir())
    trash.throw([run])
    assert [each.name for each in folder.all_runs()] == [other.name]
    trash.restore([run.name])
    assert {each.name for each in folder.all_runs()} == {run.name, other.name}
    assert sorted(path.name for path in run.folder.iterdir()) == kept


def test_what_was_deleted_more_than_a_day_ago_is_removed():
    run = finished_runs.make()
    trash.throw([run])
    os.utime(paths.runs() / ".trash" / run.name / ".deleted", (0, 0))
    trash.purge()
    with pytest.raises(ScanLabError, match="gone for good"):
        trash.restore([run.name])


def test_a_run_at_work_is_not_deleted_nor_are_those_chosen_with_it():
    run, busy = finished_runs.make(), folder.create({"epochs": 1})
    state.mark_launched(busy)
    with pytest.raises(ScanLabError, match="stop it before you delete it"):
        trash.throw([run, busy])
    assert len(folder.all_runs()) == 2
