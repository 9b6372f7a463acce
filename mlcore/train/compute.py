"""How TensorFlow uses this machine: precision and randomness. Worker only."""

import re
from pathlib import Path

import keras
import tensorflow as tf

BFLOAT16_FLAGS = {"avx512_bf16", "amx_bf16", "bf16"}
"""Names under which Linux lists a processor's bfloat16 instructions (x86 and Arm)."""


def has_bfloat16(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor multiplies bfloat16 itself; elsewhere it would only be slower."""
    try:
        text = cpuinfo.read_text()
    except OSError:
        return False
    return bool(BFLOAT16_FLAGS & set(re.findall(r"\w+", text)))


def prepare(precision: str, seed: int) -> str:
    """Set the precision policy and the seed of everything random; return the policy's name."""
    if precision == "auto":
        gpu = bool(tf.config.list_physical_devices("GPU"))
        precision = "mixed_bfloat16" if not gpu and has_bfloat16() else "float32"
    keras.config.set_dtype_policy(precision)
    keras.utils.set_random_seed(seed)
    return precision
