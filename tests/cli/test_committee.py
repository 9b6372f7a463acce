import pytest

from mlcore.errors import ScanLabError
from tests.compare.test_committee import member


def test_a_committee_is_made_and_told_of(call, answer):
    one, two = member(0), member(1)
    told = answer("committee", one.name, two.name, "--weights", "2,1")
    assert told["method"] == "weighted"
    assert told["weights"][one.name] == 2 / 3
    assert "Method weighted: weights" in call("runs", "show", told["run"]).stdout
    stacked = call("committee", one.name, two.name, "--method", "stacked").stdout
    assert "weights of the members" in stacked


def test_weights_that_are_no_numbers_are_refused(call):
    one, two = member(0), member(1)
    with pytest.raises(ScanLabError, match="expected numbers between commas"):
        call("committee", one.name, two.name, "--weights", "two,1")
