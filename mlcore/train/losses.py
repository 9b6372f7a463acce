"""What a training makes small. Worker only.

Each loss is a row: from ``target`` and ``logits``, ``(b, labels)``, to a number for each answer,
``(b, labels)``. Unknown labels, weights and smoothing are the same for all, see `loss_function`.
"""

from collections.abc import Callable

import numpy as np
import tensorflow as tf

from mlcore.train.config import TrainConfig

Each = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]
Loss = Callable[[tf.Tensor, tf.Tensor], tf.Tensor]


def cross_entropy(target: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
    """Binary cross-entropy; of the difference of two softmax units it is the categorical one."""
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=target, logits=logits)


def focal(target: tf.Tensor, logits: tf.Tensor, gamma: float) -> tf.Tensor:
    """Lin et al. 2017, "Focal loss for dense object detection", arXiv 1708.02002.

    Cross-entropy times ``|target - p|^gamma``, which for a target of 0 or 1 is ``(1 - p_t)^gamma``.
    """
    distance = tf.abs(target - tf.sigmoid(logits))
    return _power(distance, gamma) * cross_entropy(target, logits)


def asymmetric(
    target: tf.Tensor, logits: tf.Tensor, present: float, absent: float, shift: float
) -> tf.Tensor:
    """Ridnik et al. 2021, "Asymmetric loss for multi-label classification", arXiv 2009.14119.

    ``present`` and ``absent`` are the gammas of the two answers, ``shift`` their margin m.
    """
    p = tf.sigmoid(logits)
    shifted = tf.maximum(p - shift, 0.0)
    of_present = -_power(1 - p, present) * tf.math.log_sigmoid(logits)
    # 1 - shifted is at least the shift; without a shift the logit's own form keeps its precision.
    log_absent = tf.math.log(1 - shifted) if shift else tf.math.log_sigmoid(-logits)
    of_absent = -_power(shifted, absent) * log_absent
    return target * of_present + (1 - target) * of_absent


LOSSES: dict[str, Callable[[TrainConfig], Each]] = {
    "binary": lambda _: cross_entropy,
    "categorical": lambda _: cross_entropy,
    "focal": lambda config: lambda target, logits: focal(target, logits, config.focal_gamma),
    "asymmetric": lambda config: (
        lambda target, logits: asymmetric(
            target,
            logits,
            config.gamma_present,
            config.gamma_absent,
            config.probability_shift,
        )
    ),
}


def loss_function(config: TrainConfig, weights: np.ndarray | None) -> Loss:
    """A function of ``truth`` (NaN unknown) and ``logits``, ``(b, labels)``, that gives one number.

    It is the mean over known labels, each answer weighted by ``weights`` ``(2, labels)``: of absent
    and of present answers.
    """
    each = LOSSES[config.loss](config)
    smoothing = config.label_smoothing

    def loss(truth: tf.Tensor, logits: tf.Tensor) -> tf.Tensor:
        known = tf.logical_not(tf.math.is_nan(truth))
        target = tf.where(known, truth, 0.0)
        weight = tf.cast(known, tf.float32)
        count = tf.maximum(tf.reduce_sum(weight), 1.0)
        if weights is not None:
            weight *= tf.where(target > 0.5, weights[1], weights[0])
        if smoothing:
            target = target * (1 - smoothing) + smoothing / 2
        return tf.reduce_sum(each(target, logits) * weight) / count

    return loss


def _power(base: tf.Tensor, exponent: float) -> tf.Tensor:
    """``base**exponent`` for a base from 0 to 1, with a gradient that is a number at 0."""
    if not exponent:
        return tf.ones_like(base)
    return tf.pow(tf.maximum(base, 1e-7), exponent)
