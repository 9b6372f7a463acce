"""Our side of `mlcore.bench.training`, a program: ``CONFIG`` as JSON. Works in turns."""

import json
import sys

from mlcore.bench import turns
from mlcore.train import kernels
from mlcore.train.config import TrainConfig
from mlcore.train.timing import Rehearsal


def main(config: str) -> None:
    rehearsal = Rehearsal(TrainConfig.from_json(json.loads(config)))

    def learn(seconds: float) -> float:
        laps = rehearsal.learn(seconds)
        return rehearsal.config.batch * len(laps) / sum(laps)

    turns.take(learn)


if __name__ == "__main__":
    kernels.choose()
    main(sys.argv[1])
