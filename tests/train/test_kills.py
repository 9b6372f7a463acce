"""No training is lost, however it ends.

One kill belongs to every test run; ``SCANLAB_KILLS=30`` makes thirty, of all kinds in turn.
"""

import os
import sys

import numpy as np
import pytest

from mlcore.train import jobs
from mlcore.train.config import TrainConfig
from tests import scans
from tests.train import kills

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

COUNT = int(os.environ.get("SCANLAB_KILLS", 1))
CONFIG = TrainConfig("squares", model="tiny", epochs=25, batch=10, learning_rate=0.01, seed=3)
FIRST_KINDS = (0, 3, 1, 2, 4)
"""The order of kinds: what a run does not survive first."""
EARLY = 0.2
"""Share of the kills that come before the first epoch, at any moment of the start."""


@pytest.mark.timeout(120 + 40 * COUNT)
def test_after_any_kill_a_run_goes_on_to_the_very_weights_of_an_undisturbed_one():
    scans.make(train=300)
    undisturbed = jobs.start(CONFIG)
    assert jobs.wait(undisturbed) == "finished", undisturbed.log_file.read_text()
    expected = kills.weights(undisturbed)
    rng = np.random.default_rng(COUNT)
    for number in range(COUNT):
        kind = kills.KINDS[FIRST_KINDS[number % len(FIRST_KINDS)]]
        early = len(kills.KINDS) < COUNT and rng.random() < EARLY
        moment = -rng.uniform(0.1, 8) if early else rng.uniform(0, 1)
        rested, run = kills.strike(kind, CONFIG, moment, rng.uniform(0, 0.2))
        told = f"{number + 1}. {kind.name} at {moment:.2f}: {rested}, {len(run.epochs())} epochs"
        print(told, flush=True)
        log = run.log_file.read_text()
        assert rested in ("finished", "stopped", "failed", "lost"), told
        assert rested == "finished" or not kind.survives, f"{told}\n{log}"
        assert kills.unreadable(run) == [], told
        assert kills.go_on(run) == "finished", f"{told}\n{log}\n{run.status}"
        assert kills.repeated_or_missing(run) == "", told
        assert len(run.epochs()) == CONFIG.epochs, told
        assert not list(run.folder.rglob(".new-*")), told
        for name, value in kills.weights(run).items():
            np.testing.assert_array_equal(value, expected[name], err_msg=f"{told}: {name}")
