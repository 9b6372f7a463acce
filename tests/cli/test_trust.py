import pytest

from tests import scans, trusted


@pytest.fixture
def run():
    return trusted.run()


def test_coverage_is_told_per_label(answer, run):
    told = answer("coverage", run.name)
    assert (told["run"], told["asked"], told["n"]) == (run.name, 0.9, 80)
    assert set(told["labels"]) == {"large", "small"}
    assert told["labels"]["large"]["test"] is None
    assert 0.85 < told["labels"]["large"]["all"] <= 0.97


def test_people_read_how_far_the_rate_is_off(call, run):
    told = call("coverage", run.name, "--error", 0.2).stdout
    assert "asked 80%" in told
    assert "Farthest from the asked rate" in told


def test_the_gate_tells_its_three_figures(answer, call, run):
    scans.make("other")
    told = answer("gate", run.name, "--against", "other")
    assert [row["what"] for row in told["rows"]][:3] == ["val", "test", "other"]
    assert told["rows"][2]["refused"] > 0.95
    assert "Empty scans, such as black ones, are always refused." in call("gate", run.name).stdout
