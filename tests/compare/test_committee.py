"""Runs that answer together: what they answer, what is kept of it, and who may be a member."""

import json

import numpy as np
import onnxruntime
import pytest
from scipy.special import expit

from mlcore import atomic
from mlcore.compare import repeats_of, run_table
from mlcore.compare.committee import making, methods
from mlcore.errors import ScanLabError
from mlcore.evaluate import answers, decisions, evaluation
from mlcore.metrics import scores
from mlcore.predict import data_set
from mlcore.predict.predictor import Predictor
from mlcore.runs import folder, queue, state, summaries
from mlcore.runs.coach import notes
from mlcore.runs.folder import Run
from mlcore.train import cloning, jobs
from mlcore.train.config import TrainConfig
from tests import finished_runs

SCANS = np.random.default_rng(1).integers(0, 256, (9, 16, 16, 1), np.uint8)


def member(seed: int, n: int = 200, knows: float = 1.5, **served) -> Run:
    """Answers that know ``knows`` of the truth, which is the same for all."""
    run = finished_runs.make()
    truth = (np.random.default_rng(0).random((n, 2)) < 0.4).astype(np.float32)
    noise = np.random.default_rng([seed, 1]).normal(0, 1, truth.shape)
    probability = expit(knows * (2 * truth - 1) + noise).astype(np.float32)
    for split in ("val", "test"):
        finished_runs.keep_answers(run, truth, probability, split, np.arange(n) // 2)
    finished_runs.serve(run, **served)
    return run


def asked(run: Run, scans: np.ndarray = SCANS) -> np.ndarray:
    session = onnxruntime.InferenceSession(run.onnx_file, providers=["CPUExecutionProvider"])
    return session.run(None, {"scan": scans})[0]


def kept(run: Run, split: str = "val") -> np.ndarray:
    return answers.as_kept(run, split).probability


@pytest.mark.parametrize("method", list(methods.BY_NAME))
def test_the_merged_graph_answers_what_the_members_answers_combine_to(method):
    runs = [member(0, most=255), member(1, most=300, opset=19), member(2, most=510)]
    made = making.make(runs, method)
    said = np.stack([asked(run) for run in runs])
    told = made.committee["weights"]
    if method == "stacked":
        weights = np.array([list(told[run.name].values()) for run in runs])
        heights = np.array(list(made.committee["heights"].values()))
        expected = expit((methods.logits(said) * weights[:, None]).sum(axis=0) + heights)
    else:
        expected = sum(
            told[run.name] * one.astype(float) for run, one in zip(runs, said, strict=True)
        )
    np.testing.assert_allclose(asked(made), expected, atol=1e-6, rtol=0)


def test_an_average_keeps_the_mean_of_what_its_members_kept():
    runs = [member(0), member(1)]
    made = making.make(runs)
    for split in ("val", "test"):
        mean = (kept(runs[0], split) + kept(runs[1], split)) / 2
        np.testing.assert_allclose(kept(made, split), mean, atol=1e-6)
    best = scores.score(answers.of(made, "val").truth, kept(made), finished_runs.LABELS)
    assert made.committee["val"]["auc_macro"] == pytest.approx(best.macro("auc"), abs=1e-6)


def test_weights_of_somebodys_own_count_by_their_proportion():
    runs = [member(0), member(1)]
    made = making.make(runs, "weighted", [3, 1])
    np.testing.assert_allclose(kept(made), 0.75 * kept(runs[0]) + 0.25 * kept(runs[1]), atol=1e-6)
    assert not made.committee["fitted"]


def test_a_fitted_weight_finds_the_member_that_knows_more():
    good, poor = member(0, knows=2.0), member(1, knows=0.0)
    for method in ("weighted", "stacked"):
        weights = making.make([good, poor], method).committee["weights"]
        least = [
            np.min(list(of.values()) if method == "stacked" else of) for of in weights.values()
        ]
        assert least[0] > 0.7
        assert abs(least[1]) < 0.3


@pytest.mark.parametrize("method", ["weighted", "stacked"])
def test_answers_to_validation_come_from_weights_fitted_on_other_groups(method):
    fit = methods.BY_NAME[method].fit
    rng = np.random.default_rng(4)
    truth = (rng.random((300, 2)) < 0.5).astype(np.float32)
    p = rng.random((6, 300, 2)).astype(np.float32)
    together = np.arange(300) // 3
    out = methods.out_of_fold(fit, truth, p, together)
    # The truth of a group must not matter to the answers it gets.
    changed = np.where((together == 7)[:, None], 1 - truth, truth)
    np.testing.assert_array_equal(
        methods.out_of_fold(fit, changed, p, together)[together == 7], out[together == 7]
    )
    served = scores.score(truth, fit(truth, p).apply(p), "ab").macro("auc")
    honest = scores.score(truth, out, "ab").macro("auc")
    assert honest < 0.54
    assert served > honest


def test_a_committee_is_a_finished_run_to_everybody():
    runs = [member(0), member(1)]
    made = making.make(runs, "stacked")
    for run in runs:
        folder.delete(run)
    assert state.state(made) == "finished"
    assert queue.waiting() == []
    assert TrainConfig.from_json(made.config).dataset == "squares"
    result = evaluation.evaluate(made, "test", resamples=100)
    assert result["metrics"]["auc"]["value"] > 0.9
    assert Predictor(made).probabilities(SCANS).shape == (9, 2)
    card = json.loads(
        onnxruntime.InferenceSession(made.onnx_file).get_modelmeta().custom_metadata_map["scanlab"]
    )
    assert card == made.model_card
    assert card["members"] == [run.name for run in runs]
    assert decisions.of(made).labels == finished_runs.LABELS


def test_lists_show_it_as_a_committee_with_the_time_of_its_members():
    runs = [member(0), member(1)]
    for run in runs:
        line = {"time": 1, "kind": "epoch", "epoch": 1, "seconds": 2.5, "images_per_second": 9}
        run.metrics_file.write_text(json.dumps(line) + "\n")
    made = making.make(runs)
    told = summaries.every()[0]
    assert (told.run, told.model, told.seconds, told.epochs) == (made.name, "committee of 2", 5, 2)
    assert told.title.startswith("Committee of 2 on squares · F1 ")
    row = run_table.of([told]).iloc[0]
    assert row["settings"] == f"of {runs[0].name}, {runs[1].name}"
    assert set(repeats_of.differing(runs[0], made)) == {"model"}
    assert repeats_of.repeats(made) == [made]
    assert made not in repeats_of.repeats(runs[0])
    assert notes.notes(made) == []


def test_what_makes_no_sense_for_a_committee_is_refused_in_a_sentence():
    made = making.make([member(0), member(1)], "stacked")
    for ask in (
        lambda: jobs.resume(made),
        lambda: jobs.extend(made, 9),
        lambda: jobs.pick(made, 1),
        lambda: jobs.start_again(made, {}),
        lambda: cloning.settings_of(made),
    ):
        with pytest.raises(ScanLabError, match="is a committee"):
            ask()
    with pytest.raises(ScanLabError, match="would flatter it"):
        data_set.again(made, Predictor(made), "val")
    made.onnx_file.unlink()
    with pytest.raises(ScanLabError, match="make it again of its members"):
        Predictor(made)


def test_runs_that_cannot_answer_together_are_refused_in_a_sentence():
    one, two = member(0), member(1)
    shorter, other, waiting = member(2, n=100), member(3), finished_runs.make()
    atomic.write_json(other.folder / "model.json", other.model_card | {"dataset": "circles"})
    (waiting.folder / "launch").unlink()
    alone = member(4)
    alone.predictions_file("test").unlink()
    for runs, said in (
        ([one], "at least two runs, got 1"),
        ([one, two, one], "named twice"),
        ([one, other], "differ in their data set (squares and circles)"),
        ([one, waiting], "is queued"),
        ([one, shorter], "answered other validation scans"),
        ([one, alone], "kept no answers to the test part"),
    ):
        with pytest.raises(ScanLabError) as told:
            making.make(runs)
        assert said in str(told.value)
    for weights in ([1], [0, 0], [-1, 2], [float("nan"), 1]):
        with pytest.raises(ScanLabError, match="one a run"):
            making.make([one, two], "weighted", weights)
    with pytest.raises(ScanLabError, match="choose the method weighted"):
        making.make([one, two], "average", [1, 1])
    assert len(folder.all_runs()) == 6


def test_without_a_validation_part_only_given_weights_will_do():
    runs = [member(0), member(1)]
    for run in runs:
        run.predictions_file("val").unlink()
    with pytest.raises(ScanLabError, match="these runs have none"):
        making.make(runs, "stacked")
    made = making.make(runs)
    assert made.model_card["thresholds"] == {"large": 0.5, "small": 0.5}
    assert made.committee["val"] is None
