"""The views of the Experiments page, a row each."""

from pages.parts import experiment_charts, experiment_trials
from pages.parts.experiment_compare import compare
from pages.parts.experiment_importance import settings_that_matter

VIEWS = {
    "Compare": compare,
    "Curves": experiment_charts.curves,
    "Score and time": experiment_charts.score_and_time,
    "Settings": experiment_charts.settings,
    "Importance": settings_that_matter,
    "Repeats": experiment_charts.repeats,
    "Duel": experiment_trials.duels,
    "The study's table": experiment_trials.study,
}
"""Title to a function of the table shown, the names chosen, and all summaries."""
