"""The quickest matrix product of this machine, a program: ``PRECISION``. Works in turns.

What it tells in a round are floating-point operations a second, not images.
"""

import sys
import time

from mlcore.bench import turns
from mlcore.train import kernels

SIDE = 2048


def main(precision: str) -> None:
    import tensorflow as tf

    one = tf.cast(tf.ones((SIDE, SIDE)), precision)
    product = tf.function(tf.matmul)
    product(one, one)

    def learn(seconds: float) -> float:
        """The best of the round: everything else at work can only slow it."""
        best, end = float("inf"), time.perf_counter() + seconds
        while best == float("inf") or time.perf_counter() < end:
            began = time.perf_counter()
            product(one, one).numpy()
            best = min(best, time.perf_counter() - began)
        return 2 * SIDE**3 / best

    turns.take(learn)


if __name__ == "__main__":
    kernels.choose()
    main(*sys.argv[1:])
