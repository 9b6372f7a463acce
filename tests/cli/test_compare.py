import pytest

from mlcore.errors import ScanLabError
from tests import finished_runs
from tests.finished_runs import keep_answers


def test_two_runs_are_compared_in_words_and_numbers(call, answer):
    truth, good = finished_runs.answers(n=200)
    runs = [finished_runs.make(), finished_runs.make()]
    keep_answers(runs[0], truth, 1 - good)
    keep_answers(runs[1], truth, good)
    words = ("runs", "compare", runs[0].name, runs[1].name, "--resamples", 200)
    told = answer(*words)
    assert told["verdict"] == "cannot tell"
    assert told["models"][0]["verdict"] == "better"
    assert [row["label"] for row in told["mcnemar"]] == ["large", "small"]
    shown = call(*words).stdout
    assert "only the seed differs" in shown
    assert "the second is better than the first in F1" in shown


def test_runs_without_answers_cannot_be_compared(call):
    one, two = finished_runs.make(), finished_runs.make()
    with pytest.raises(ScanLabError, match="kept no answers"):
        call("runs", "compare", one.name, two.name)


def test_a_duel_of_no_group_is_told(call):
    with pytest.raises(ScanLabError, match="no run belongs to group 'duel-1'"):
        call("duel", "demo", "--group", "duel-1")


def test_a_study_with_a_strange_network_is_refused(call):
    with pytest.raises(ScanLabError, match="none of the study's networks"):
        call("study", "demo", "--only", "resnet")
