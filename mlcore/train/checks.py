"""What must be true before a run may start, checked while somebody can still change it."""

from mlcore.data import dataset
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.models import registry, summary
from mlcore.train import augmentation
from mlcore.train.config import TrainConfig


def check(config: TrainConfig) -> DataSet:
    """Return the data set of ``config``; raises `ScanLabError` where the two do not fit."""
    data = dataset.load(config.dataset)
    if config.fingerprint not in ("", data.fingerprint):
        raise ScanLabError(
            f"data set {data.name!r} is no longer the one this run began with (fingerprint "
            f"{data.fingerprint}, expected {config.fingerprint}); start a new run instead"
        )
    summary.check_side(registry.get(config.model), data.side)
    learnable = data.labelled()
    teaching = int(learnable[data.rows("train")].sum())
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
    return data
