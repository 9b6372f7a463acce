import json

from mlcore.inspect import inspection, report
from tests.inspect.made import people, stored


def test_a_report_has_every_key_that_programs_rely_on_ready_for_json():
    pixels = people(5)
    pixels[3:] = 0
    truth = [[1, 1], [0, 0], [0, 1], [1, 0], [0, 0]]
    split = ["train", "train", "val", "train", "val"]
    data = stored(pixels, truth, split=split, patient=["a", "b", "a", "c", "d"])
    found = report.summary(data, inspection.run(data))
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert 0 <= found.pop("seconds") < 20
    told = found.pop("findings")
    assert found.pop("ceiling")["val"]["f1"] == {"edema": None, "cyst": 1}
    assert found == {
        "n": 5,
        "splits": {"train": 3, "val": 2},
        "labels": {"train": {"edema": 2, "cyst": 1}, "val": {"edema": 0, "cyst": 1}},
        "black": {"count": 2, "fraction": 0.4},
        "duplicates": {"exact_groups": 0, "near_pairs": 0},
        "leaks": {"images": 0, "patients": 1},
        "contradictions": {"groups": 1},
        "ceiling_f1": {"edema": 0.8, "cyst": 1},
    }
    assert {"check", "severity", "sentence", "count"} == set(told[0])
    counts = {finding["check"]: finding["count"] for finding in told}
    assert (counts["black"], counts["patient_leaks"], counts["contradictions"]) == (2, 2, 2)


def test_faults_come_before_warnings_and_these_before_notes():
    pixels = people(30)
    pixels[5:] = 0
    data = stored(pixels)
    order = [f["severity"] for f in report.summary(data, inspection.run(data))["findings"]]
    assert order == sorted(order, key=("fault", "warning", "note").index)
    assert {"fault", "note"} <= set(order)
