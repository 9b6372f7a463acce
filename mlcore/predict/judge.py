"""A trained model as the safety meter of `mlcore.augment.safety` wants to ask it."""

import numpy as np

from mlcore.augment.flips import Judge
from mlcore.data import images
from mlcore.predict.predictor import Predictor


def judge(predictor: Predictor) -> Judge:
    """Ask about scans of any size and number of channels; they become the model's own."""
    side, channels = predictor.side, predictor.channels

    def answer(pixels: np.ndarray) -> np.ndarray:
        if pixels.shape[1:] != (side, side, channels):
            pixels = np.stack([images.to_side(scan, side, channels) for scan in pixels])
        return predictor.probabilities(np.ascontiguousarray(pixels))

    return Judge(predictor.labels, predictor.decisions.thresholds, answer)
