"""Which code TensorFlow calculates with; it reads that from the environment when imported."""

import os

SETTINGS = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    # By itself TensorFlow takes oneDNN's kernels only where the processor has AVX-512 made for
    # networks; elsewhere convolutions learn about twice as fast with them as well.
    "TF_ENABLE_ONEDNN_OPTS": "1",
}


def choose() -> None:
    """For this process and those it starts; what somebody has set already stays."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
