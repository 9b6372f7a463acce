"""How often each label should be answered yes, by what is known of validation."""

from mlcore.evaluate import answers
from mlcore.runs.folder import Run
from mlcore.submit import thresholds
from mlcore.submit.submitted import Expected


def of(run: Run, rule: str = thresholds.DEFAULT) -> dict[str, Expected]:
    """Label to how often the run says yes on validation, by a rule of `thresholds.RULES`."""
    given, chosen = answers.of(run, "val"), thresholds.chosen(run, rule)
    yes = (given.probability >= chosen.thresholds).sum(axis=0)
    what = "how often the run says so on validation"
    return {
        label: Expected(int(count), len(given), what)
        for label, count in zip(chosen.labels, yes, strict=True)
    }
