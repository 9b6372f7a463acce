"""Every score is that of scikit-learn on what is known, undefined where that is undefined."""

import json
from collections.abc import Iterator

import numpy as np
import pytest
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.metrics import (
    accuracy_score,
    average_precision_score,
    balanced_accuracy_score,
    brier_score_loss,
    f1_score,
    hamming_loss,
    log_loss,
    precision_recall_fscore_support,
    recall_score,
    roc_auc_score,
)

from mlcore.metrics import scores
from mlcore.metrics.scores import Scores
from mlcore.metrics.table import METRICS
from tests.metrics.cases import Case, cases


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    """Scikit-learn looks at what it is given; these cases are known to be sound."""
    with sklearn.config_context(assume_finite=True, skip_parameter_validation=True):
        yield


COUNTED = ("precision", "recall", "f1")


def scored(case: Case) -> Scores:
    return scores.score(case.truth, case.probability, case.labels, case.thresholds, METRICS)


def reference(truth: np.ndarray, decided: np.ndarray, average: str) -> tuple[float, ...]:
    """Precision, recall and F1 as scikit-learn computes them."""
    return precision_recall_fscore_support(
        truth.astype(int), decided.astype(int), average=average, zero_division=np.nan
    )[:3]


def reference_of_known(truth: np.ndarray, decided: np.ndarray) -> tuple[float, ...]:
    """The same for one row or column with blanks."""
    known = ~np.isnan(truth)
    return reference(truth[known], decided[known], "binary") if known.any() else (np.nan,) * 3


def nanmean(values: np.ndarray) -> float:
    return float(np.mean(defined)) if len(defined := values[~np.isnan(values)]) else float("nan")


def equal(ours: object, theirs: object, case: Case) -> None:
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12, err_msg=f"seed {case.seed}")


def test_a_label_scores_as_scikit_learn_says_of_its_known_scans():
    undefined = 0
    for case in cases(200):
        ours = scored(case)
        for label in range(len(case.labels)):
            theirs = reference_of_known(case.truth[:, label], case.decided[:, label])
            equal([ours.per_label[name][label] for name in COUNTED], theirs, case)
            undefined += np.isnan(theirs).any()
    assert undefined > 50, "the cases must reach what is undefined"


def test_ranks_score_as_scikit_learn_says_of_the_known_scans():
    for case in cases(200):
        ours = scored(case)
        for label in range(len(case.labels)):
            known = case.known(label)
            truth, p = case.truth[known, label], case.probability[known, label]
            both = 0 < truth.sum() < len(truth)
            ap = average_precision_score(truth, p) if truth.any() else np.nan
            equal(ours.per_label["average_precision"][label], ap, case)
            auc = roc_auc_score(truth, p) if both else np.nan
            equal(ours.per_label["auc"][label], auc, case)


def of_label(truth: np.ndarray, p: np.ndarray, decided: np.ndarray) -> dict[str, float]:
    """What scikit-learn says of the known scans of one label, NaN where it warns or gives up."""
    both = 0 < truth.sum() < len(truth)
    found = {
        "specificity": recall_score(truth, decided, pos_label=0, zero_division=np.nan),
        "balanced_accuracy": balanced_accuracy_score(truth, decided) if both else np.nan,
        "accuracy": accuracy_score(truth, decided),
        "study_f1": f1_score(truth, decided, average="weighted", zero_division=np.nan),
        "brier": brier_score_loss(truth, p, pos_label=1),
        "hamming": hamming_loss(truth, decided),
    }
    share, mean = calibration_curve(truth, p, n_bins=10)
    full = np.bincount(np.searchsorted(np.linspace(0, 1, 11)[1:-1], p), minlength=10)
    full = full[full > 0]
    return found | {"calibration_error": (np.abs(share - mean) * full).sum() / len(p)}


def test_the_other_scores_of_a_label_are_those_of_scikit_learn_too():
    for case in cases(200):
        ours = scored(case)
        for label in range(len(case.labels)):
            known = case.known(label)
            if not known.any():
                assert np.isnan(ours.per_label["brier"][label])
                continue
            theirs = of_label(
                case.truth[known, label].astype(int),
                case.probability[known, label].astype(float),
                case.decided[known, label].astype(int),
            )
            equal([ours.per_label[name][label] for name in theirs], list(theirs.values()), case)


def test_ranks_averaged_over_answers_and_scans_are_those_of_scikit_learn():
    metrics = {"average_precision": average_precision_score, "auc": roc_auc_score}
    for case in cases(200):
        ours = scored(case)
        known = ~np.isnan(case.truth)
        for name, metric in metrics.items():

            def one(truth, p, metric=metric, name=name):
                needed = truth.any() and (name != "auc" or not truth.all())
                return metric(truth, p) if len(truth) and needed else np.nan

            micro = one(case.truth[known], case.probability[known])
            equal(ours.averages[name]["micro"], micro, case)
            rows = [
                one(truth[here], p[here])
                for truth, p, here in zip(case.truth, case.probability, known, strict=True)
            ]
            equal(ours.averages[name]["samples"], nanmean(np.array(rows)), case)


def test_subset_accuracy_and_hamming_loss_of_all_labels_are_those_of_scikit_learn():
    for case in cases(200, blanks=False):
        ours = scored(case).averages
        truth, decided = case.truth.astype(int), case.decided.astype(int)
        equal(ours["subset_accuracy"]["samples"], accuracy_score(truth, decided), case)
        for average in ("micro", "macro", "samples"):
            equal(ours["hamming"][average], hamming_loss(truth, decided), case)
            squares = np.mean((case.probability.astype(float) - truth) ** 2)
            equal(ours["brier"][average], squares, case)


def test_a_scan_is_right_if_all_its_known_labels_are():
    truth = np.array([[1, np.nan], [1, 0], [0, 1], [np.nan, np.nan]])
    probability = np.array([[0.9, 0.9], [0.9, 0.9], [0.1, 0.9], [0.9, 0.1]])
    ours = scores.score(truth, probability, "ab", metrics=METRICS)
    assert ours.averages["subset_accuracy"] == {"samples": pytest.approx(2 / 3)}


def test_the_macro_average_is_the_mean_of_the_labels_that_have_a_score():
    for case in cases(60):
        ours = scored(case)
        for name in scores.NAMES:
            equal(ours.macro(name), nanmean(ours.per_label[name]), case)


def test_the_micro_average_counts_all_known_answers_together():
    for case in cases(100):
        ours = scored(case)
        theirs = reference_of_known(case.truth.ravel(), case.decided.ravel())
        equal([ours.averages[name]["micro"] for name in COUNTED], theirs, case)


def test_the_average_over_samples_scores_each_scan_by_its_known_labels():
    for case in cases(50):
        ours = scored(case)
        rows = zip(case.truth, case.decided, strict=True)
        theirs = np.array([reference_of_known(truth, decided) for truth, decided in rows])
        equal(
            [ours.averages[name]["samples"] for name in COUNTED],
            [nanmean(column) for column in theirs.T],
            case,
        )


@pytest.mark.parametrize("average", scores.AVERAGES)
def test_without_blanks_every_average_is_that_of_scikit_learn(average):
    for case in cases(80, blanks=False):
        if len(case.labels) == 1:
            continue  # scikit-learn makes two classes of one label
        ours = scored(case)
        theirs = reference(case.truth, case.decided, average)
        for name, value in zip(COUNTED, theirs, strict=True):
            scoring = case.truth[:, ~np.isnan(ours.per_label[name])]
            if average == "weighted" and not scoring.any():
                value = np.nan  # scikit-learn falls back on equal weights
            equal(ours.averages[name][average], value, case)


def test_labels_weigh_in_the_weighted_average_as_often_as_they_are_present():
    truth = np.array([[1, 1], [1, 0], [1, 0], [0, np.nan]])
    probability = np.array([[1, 0], [1, 0], [0, 1], [0, 1]])
    ours = scores.score(truth, probability, "ab")
    assert ours.per_label["recall"].tolist() == pytest.approx([2 / 3, 0])
    assert ours.averages["recall"]["weighted"] == pytest.approx((3 * 2 / 3 + 1 * 0) / 4)


def test_where_no_label_is_present_the_weighted_average_is_undefined():
    ours = scores.score(np.zeros((3, 2)), np.ones((3, 2)), "ab")
    assert np.isnan(ours.averages["f1"]["weighted"])
    assert ours.averages["f1"]["macro"] == 0


def test_a_label_is_present_from_its_own_threshold_on():
    truth = np.ones((2, 2))
    probability = np.array([[0.5, 0.5], [0.3, 0.3]])
    ours = scores.score(truth, probability, "ab", np.array([0.5, 0.3]))
    assert ours.per_label["recall"].tolist() == [0.5, 1]


def test_undefined_is_nan_and_becomes_null_in_json():
    truth = np.array([[1, 0, np.nan], [0, 0, np.nan]])
    ours = scores.score(truth, np.zeros((2, 3)), ("seen", "never", "unknown"))
    assert ours.by_label("f1") == {"seen": 0.0, "never": None, "unknown": None}
    assert ours.by_label("auc") == {"seen": 0.5, "never": None, "unknown": None}
    assert json.loads(json.dumps(ours.by_label("auc"), allow_nan=False))["never"] is None


def test_no_scans_at_all_leave_everything_undefined():
    ours = scores.score(np.empty((0, 2)), np.empty((0, 2)), "ab")
    values = [value for each in ours.averages.values() for value in each.values()]
    assert len(values) == len(scores.NAMES) * len(scores.AVERAGES)
    assert np.isnan(values).all()


def test_cross_entropy_is_the_log_loss_of_the_known_answers():
    for case in cases(100):
        known = ~np.isnan(case.truth)
        if known.any():
            p = np.clip(case.probability[known].astype(float), 1e-7, 1 - 1e-7)
            theirs = log_loss(case.truth[known], p, labels=[0, 1])
            equal(scores.binary_cross_entropy(case.truth, case.probability), theirs, case)


def test_a_certain_mistake_costs_much_but_not_infinitely_much():
    assert scores.binary_cross_entropy(np.ones((1, 1)), np.zeros((1, 1))) == pytest.approx(
        -np.log(1e-7)
    )
    assert np.isnan(scores.binary_cross_entropy(np.full((2, 1), np.nan), np.ones((2, 1))))
