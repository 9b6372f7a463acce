"""Views of an evaluation, a row each in `VIEWS`."""

from pages.parts import evaluate_confusion, evaluate_curves, evaluate_groups
from pages.parts.evaluate_scores import scores
from pages.parts.evaluate_thresholds import thresholds

VIEWS = {
    "Scores": scores,
    "Curves": evaluate_curves.ranks,
    "Calibration": evaluate_curves.calibration,
    "Confusion": evaluate_confusion.per_label,
    "Label sets": evaluate_confusion.sets,
    "Errors": evaluate_confusion.errors,
    "Groups": evaluate_groups.groups,
    "Worse scans": evaluate_groups.poor_quality,
    "Thresholds": thresholds,
}
