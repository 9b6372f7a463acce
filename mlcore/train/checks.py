"""What must be true before a run may start, checked while somebody can still change it."""

import numpy as np

from mlcore.data import dataset
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.models import registry, summary
from mlcore.train import augmentation, parts
from mlcore.train.config import TrainConfig


def check(config: TrainConfig) -> DataSet:
    """Return the data set of ``config``; raises `ScanLabError` where the two do not fit."""
    data = dataset.load(config.dataset)
    if config.fingerprint not in ("", data.fingerprint):
        raise ScanLabError(
            f"data set {data.name!r} is no longer the one this run began with (fingerprint "
            f"{data.fingerprint}, expected {config.fingerprint}); start a new run instead"
        )
    summary.check_side(registry.get(config.model), config.side or data.side)
    parts.check_validation(config, data)
    rows = parts.teaching_rows(config, data)
    teaching = len(rows)
    if teaching < 2:
        raise ScanLabError(
            f"data set {data.name!r} has {teaching} labelled training scans; a training needs two "
            "or more, so import it again with labels for its train part"
        )
    if config.batch > teaching:
        raise ScanLabError(
            f"batch is {config.batch} but there are only {teaching} labelled training scans; "
            f"choose a batch of at most {teaching}"
        )
    augmentation.check(config, data)
    _check_labels(data, rows)
    return data


def _check_labels(data: DataSet, rows: np.ndarray) -> None:
    """Each label needs an example of "present" and one of "absent" to learn from."""
    truth = data.targets[rows]
    for answer, word in ((1, "present"), (0, "absent")):
        lacking = [
            label
            for label, found in zip(data.labels, (truth == answer).sum(axis=0), strict=True)
            if not found
        ]
        if lacking:
            raise ScanLabError(
                f"label {lacking[0]!r} is {word} in none of the {len(rows)} training scans, so "
                f"nothing can be learnt of it; import the data without it or split them anew"
            )
