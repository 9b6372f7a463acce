"""How TensorFlow uses this machine: precision and randomness. Worker only."""

import keras
import tensorflow as tf

from mlcore.train.precision import resolved


def prepare(precision: str, seed: int) -> str:
    """Set the precision policy and the seed of everything random; return the policy's name."""
    policy = resolved(precision, gpu=bool(tf.config.list_physical_devices("GPU")))
    keras.config.set_dtype_policy(policy)
    keras.utils.set_random_seed(seed)
    return policy
