"""A linear model to hold a network against: logistic regression on the inspection's embedding.

It knows a scan by at most 128 numbers (`mlcore.inspect.embedding`) and takes a second to fit, so a
network that does no better has learnt nothing that needed a network. Kept beside the data set.
"""

import warnings
import zipfile

import numpy as np

from mlcore import atomic
from mlcore.evaluate.background import Background
from mlcore.inspect import inspection
from mlcore.inspect.one_core import one_core
from mlcore.metrics import thresholds
from mlcore.progress import Progress, silent

FILE = "linear.npz"
STEPS = 200


def answers(ground: Background, progress: Progress = silent) -> tuple[np.ndarray, np.ndarray]:
    """``(all, labels)`` float32 probabilities of every scan, and ``(labels,)`` thresholds.

    Learnt from the training part, thresholds with the best F1 on validation.
    """
    path = ground.data.folder / FILE
    key = f"{ground.data.fingerprint} {inspection.VERSION}"
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as kept:
            if str(kept["key"]) == key:
                return kept["probability"], kept["thresholds"]
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        pass
    probability = _fitted(ground, progress)
    val = ground.data.rows("val")
    best = thresholds.best_f1(ground.data.targets[val], probability[val])
    with atomic.replacing(path) as temporary:
        np.savez(temporary, key=np.array(key), probability=probability, thresholds=best)
    return probability, best


@one_core
def _fitted(ground: Background, progress: Progress) -> np.ndarray:
    # A second to import, and mostly the answers are kept already.
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    data, embedding = ground.data, ground.found.embedding
    values = embedding.of(slice(None))
    # Of equal spread in all directions, so that one penalty fits them all.
    values = values / np.maximum(values.std(axis=0), 1e-6)
    train = data.rows("train")
    found = np.zeros(data.targets.shape, np.float32)
    for label, name in enumerate(data.labels):
        progress(f"fitting a linear model of {name}", label, len(data.labels))
        rows = train[~np.isnan(data.targets[train, label])]
        y = data.targets[rows, label] == 1
        if y.all() or not y.any():
            found[:, label] = y.mean() if len(y) else 0
            continue
        model = LogisticRegression(C=0.1, max_iter=STEPS)
        with warnings.catch_warnings():
            # What it has reached after so many steps will do.
            warnings.simplefilter("ignore", ConvergenceWarning)
            model.fit(values[rows], y)
        found[:, label] = model.predict_proba(values)[:, 1]
    return found
