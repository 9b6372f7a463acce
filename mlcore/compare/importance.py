"""Which settings go with the score, over runs that were made anyway.

A random forest learns to foretell the score from the settings (Breiman 2001, "Random forests");
then one setting is shuffled among runs that the forest has not seen, and what it foretells worse by
that is the setting's importance. Half of it, over the variance, is the share of the variance that
goes with the setting, alone or with others (Gregorutti, Michel and Saint-Pierre 2017, "Correlation
and variable importance in random forests"). This is a correlation over the runs at hand: settings
that were changed together share what one of them did, and one that was tried on good networks only
looks good.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from mlcore.compare import repeats_of, run_table
from mlcore.runs.summaries import Summary

FEWEST = 10
"""Runs with a score; fewer say nothing of a setting."""
MOST = 1000
"""Runs looked at, the newest."""
REPEATS = 10
"""Times the runs are halved anew: one half teaches, the other judges."""
TREES, LEAF = 20, 2
SHUFFLES = 3


def of(summaries: Sequence[Summary], score: str) -> pd.DataFrame:
    """``setting, importance, spread``, the most important first; empty where there is too little
    to tell from.

    ``importance`` is the share of the variance of the score that goes with the setting, about 0 for
    one without effect; ``spread`` its standard deviation over the halvings. ``score`` is a key
    of `run_table.SCORES`.
    """
    scored = [each for each in summaries if getattr(each, score) is not None and not each.members]
    scored = scored[:MOST]
    settings = _settings(scored)
    values = np.array([getattr(each, score) for each in scored], float)
    if len(scored) < FEWEST or not settings.shape[1] or not values.std():
        return pd.DataFrame(columns=["setting", "importance", "spread"])
    coded = np.column_stack([_coded(settings[name]) for name in settings])
    each = np.array([_of_half(coded, values, seed) for seed in range(REPEATS)])
    found = pd.DataFrame(
        {
            "setting": list(settings),
            "importance": each.mean(axis=0),
            "spread": each.std(axis=0, ddof=1),
        }
    )
    return found.sort_values("importance", ascending=False, ignore_index=True)


def lacking(summaries: Sequence[Summary], score: str) -> str:
    """Why there is nothing to tell, in a sentence."""
    scored = sum(getattr(each, score) is not None and not each.members for each in summaries)
    return (
        f"This needs at least {FEWEST} runs with a score, of which at least one setting differs; "
        f"the table shows {scored} with a score."
    )


def _settings(scored: Sequence[Summary]) -> pd.DataFrame:
    """The data set and the options that differ, a column each."""
    varying = run_table.varying(scored)
    found = varying.drop(columns=["run", *repeats_of.FREE], errors="ignore")
    datasets = [each.dataset for each in scored]
    if len(set(datasets)) > 1:
        found.insert(0, "dataset", datasets)
    return found


def _coded(values: pd.Series) -> np.ndarray:
    """``(n,)`` numbers: texts are numbered, as trees ask only on which side a value lies."""
    if pd.api.types.is_numeric_dtype(values):
        return values.to_numpy(float)
    return pd.factorize(values.astype(str), sort=True)[0].astype(float)


def _of_half(settings: np.ndarray, values: np.ndarray, seed: int) -> np.ndarray:
    """``(settings,)`` importances, judged by the half of the runs that did not teach."""
    # Only who looks at this view needs it, and it takes a while to load.
    from sklearn.ensemble import RandomForestRegressor

    rng = np.random.default_rng(seed)
    order = rng.permutation(len(values))
    teaching, judging = np.array_split(order, 2)
    forest = RandomForestRegressor(TREES, min_samples_leaf=LEAF, random_state=seed)
    forest.fit(settings[teaching], values[teaching])
    own, truth = settings[judging], values[judging]
    shuffled = [own]
    for column in range(settings.shape[1]):
        for _ in range(SHUFFLES):
            other = own.copy()
            other[:, column] = rng.permutation(other[:, column])
            shuffled.append(other)
    foretold = forest.predict(np.concatenate(shuffled)).reshape(-1, len(truth))
    errors = np.square(foretold - truth).mean(axis=1)
    worse = errors[1:].reshape(-1, SHUFFLES).mean(axis=1) - errors[0]
    return worse / 2 / values.var()
