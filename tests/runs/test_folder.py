import json
import re

import pytest

from mlcore import paths
from mlcore.errors import ScanLabError
from mlcore.runs import folder, state
from mlcore.runs.folder import Run


def named(*names: str) -> list[Run]:
    """Runs of these names, as if created at those times."""
    for name in names:
        (paths.runs() / name).mkdir(parents=True)
        (paths.runs() / name / "config.json").write_text("{}")
    return [Run(paths.runs() / name) for name in names]


def test_a_new_run_is_a_folder_with_its_configuration_and_waits():
    run = folder.create({"dataset": "demo", "epochs": 3})
    assert re.fullmatch(r"\d{8}-\d{6}-[0-9a-f]{4}", run.name)
    assert run.folder.parent == paths.runs()
    assert json.loads((run.folder / "config.json").read_text()) == {"dataset": "demo", "epochs": 3}
    assert run.config["epochs"] == 3
    assert state.state(run) == "queued"


def test_runs_of_the_same_second_have_names_of_their_own():
    assert len({folder.create({}).name for _ in range(20)}) == 20


def test_what_is_not_there_yet_reads_as_nothing():
    run = folder.create({})
    assert run.status == run.environment == run.model_card == {}
    assert run.history() == run.epochs() == []


def test_runs_are_listed_newest_first():
    named("20240102-000000-aaaa", "20231231-235959-ffff", "20240102-000001-0000")
    assert [run.name for run in folder.all_runs()] == [
        "20240102-000001-0000",
        "20240102-000000-aaaa",
        "20231231-235959-ffff",
    ]


def test_hidden_folders_and_folders_without_configuration_are_no_runs():
    named(".deleted-20240101-000000-aaaa-0000")
    (paths.runs() / "20240101-000000-bbbb").mkdir()
    (paths.runs() / ".queue-lock").touch()
    assert folder.all_runs() == []


def test_a_run_is_found_by_its_name_its_beginning_and_as_the_latest():
    old, new = named("20240101-000000-aaaa", "20240102-000000-bbbb")
    assert folder.get(old.name) == old
    assert folder.get("20240101") == old
    assert folder.get("latest") == new


def test_a_whole_name_wins_over_a_longer_one_that_begins_so():
    short, _ = named("20240101", "20240101-000000-aaaa")
    assert folder.get("20240101") == short


def test_a_beginning_that_several_runs_share_is_refused():
    named("20240101-000000-aaaa", "20240101-000000-aabb", "20240102-000000-aaaa")
    with pytest.raises(ScanLabError, match="2 runs begin with '20240101'; write more"):
        folder.get("20240101")


@pytest.mark.parametrize("name", ["nothing", "", "../datasets", "latest"])
def test_where_there_are_no_runs_an_asked_one_is_told_so(name):
    with pytest.raises(ScanLabError, match=f"no run '{name}' .there are no runs yet."):
        folder.get(name)


@pytest.mark.parametrize("name", ["nothing", "", "*", "../runs/20240101-000000-aaaa"])
def test_an_unknown_run_is_answered_with_the_newest(name):
    named("20240101-000000-aaaa")
    with pytest.raises(ScanLabError, match="the newest is 20240101-000000-aaaa"):
        folder.get(name)


def test_a_deleted_run_is_gone_with_all_it_held():
    keep, run = named("20240101-000000-aaaa", "20240102-000000-bbbb")
    (run.folder / "predictions").mkdir()
    (run.folder / "predictions" / "val.npz").touch()
    folder.delete(run)
    assert folder.all_runs() == [keep]
    assert list(paths.runs().iterdir()) == [keep.folder]


def test_a_half_written_line_is_left_out_until_it_is_whole():
    run = folder.create({})
    with open(run.metrics_file, "a") as file:
        file.write('{"kind": "begin"}\n{"kind": "epo')
        file.flush()
        assert run.history() == [{"kind": "begin"}]
        file.write('ch", "epoch": 1, "seconds": 2, "images_per_second": 9}\n')
        file.flush()
        assert [line["epoch"] for line in run.epochs()] == [1]


def test_a_line_of_another_program_is_left_out():
    run = folder.create({})
    lines = ('{"kind": "epoch", "epoch": 1}', '{"kind": "batch"}', "[1]", '{"epoch": NaN}', "{}")
    run.metrics_file.write_text("\n".join((*lines, "")))
    assert run.history() == []
    assert run.epochs() == []


def test_a_line_counts_once_its_end_is_written(tmp_path):
    path = tmp_path / "metrics.jsonl"
    path.write_text('{"n": 1}\n{"n": 2}')
    assert list(folder.read_lines(path)) == [{"n": 1}]


def test_a_line_that_was_broken_off_does_not_hide_the_later_ones(tmp_path):
    """A worker was killed in a line; the one that resumed went on behind it."""
    path = tmp_path / "metrics.jsonl"
    path.write_bytes(b'{"n": 1}\n{"n": \n\xff\xfe\n{"n": 3}\n')
    assert list(folder.read_lines(path)) == [{"n": 1}, {"n": 3}]
