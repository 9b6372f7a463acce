"""Learning rate and end of one training, from its options and what validation said so far."""

from collections.abc import Sequence

from mlcore.inspect.wording import counted
from mlcore.train import early_stopping
from mlcore.train.config import TrainConfig
from mlcore.train.schedule import PLATEAU, SCHEDULES, Schedule, plateau_factor, warmed_up


def schedule_of(config: TrainConfig, watched: Sequence[float]) -> Schedule:
    """The course of the learning rate; on a plateau it looks at ``watched`` at each call."""
    if config.schedule != PLATEAU:
        return warmed_up(SCHEDULES[config.schedule], config.warm_up)

    def lowered(_: float) -> float:
        return plateau_factor(
            watched,
            config.plateau_factor,
            config.plateau_patience,
            config.min_delta,
            config.plateau_floor / config.learning_rate,
        )

    return warmed_up(lowered, config.warm_up)


def is_over(config: TrainConfig, watched: Sequence[float]) -> bool:
    """Whether early stopping ends the training before its next epoch."""
    return early_stopping.is_over(watched, config.patience, config.min_delta)


def keeps_last(config: TrainConfig, watched: Sequence[float]) -> bool:
    """Whether the epoch that came last is the best one so far, and the best one is to be kept."""
    wanted = config.patience > 0 and config.restore_best
    return wanted and early_stopping.best_epoch(watched, config.min_delta) == len(watched)


def answering_epoch(config: TrainConfig, watched: Sequence[float], last: int) -> int:
    """Number of the epoch whose network answers: the best one where it is kept, else the last."""
    best = early_stopping.best_epoch(watched, config.min_delta)
    return best if config.patience > 0 and config.restore_best and best else last


def note(config: TrainConfig, watched: Sequence[float], last: int) -> str:
    """Why a finished training has fewer epochs than asked for; empty where it has them all."""
    if last == config.epochs:
        return ""
    answers, waited = answering_epoch(config, watched, last), counted(config.patience, "epoch")
    return (
        f"ended early: no improvement on validation in the last {waited}; the model is that of "
        f"epoch {answers}"
    )
