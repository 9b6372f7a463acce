"""Programs that are started together and then work in turns.

So all sides of a comparison meet the same machine: what else is at work there slows each of them
alike, and no start is measured. A program says ``ready``, then for each line it reads, the seconds
of a round, it prints how many images a second it came to in that round.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Self

from mlcore import paths

READY = "ready"


def take(learn: Callable[[float], float]) -> None:
    """The program's side: ``learn(seconds)`` gives images a second; ends with its input."""
    # Libraries print to stdout what they like; the answers must stay apart.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    print(READY, file=answers, flush=True)
    for line in sys.stdin:
        print(learn(float(line)), file=answers, flush=True)


class Player:
    """One program at its start; leaving the block ends it."""

    def __init__(self, command: Sequence[str], home: Path) -> None:
        self._command = command
        self._complaints = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed in exit)
        self._process = subprocess.Popen(
            command,
            cwd=paths.PROJECT,
            env=os.environ | {"MLCORE_HOME": str(home), "TF_CPP_MIN_LOG_LEVEL": "3"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.terminate()
        self._process.wait()
        self._process.stdout.close()
        self._complaints.close()

    def wait_until_ready(self) -> None:
        while self._line() != READY:
            pass

    def learn(self, seconds: float) -> float:
        """Images a second in a round of so many seconds."""
        print(seconds, file=self._process.stdin, flush=True)
        return float(self._line())

    def _line(self) -> str:
        """RuntimeError with the end of its stderr where it has failed."""
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            self._complaints.seek(0)
            raise RuntimeError(
                f"{' '.join(self._command)} failed: {self._complaints.read()[-2000:]}"
            )
        return line.strip()


def images_per_second(
    commands: Mapping[str, Sequence[str]], home: Path, rounds: int, seconds: float
) -> dict[str, float]:
    """The median over ``rounds`` for each named command; all are ready before the first round."""
    with ExitStack() as stack:
        players = {
            name: stack.enter_context(Player(command, home)) for name, command in commands.items()
        }
        for player in players.values():
            player.wait_until_ready()
        told = [
            {name: player.learn(seconds) for name, player in players.items()} for _ in range(rounds)
        ]
    return {name: median(each[name] for each in told) for name in players}
