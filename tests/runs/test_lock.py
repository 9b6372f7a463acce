import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mlcore.runs.lock import holding

PROJECT = Path(__file__).resolve().parents[2]
HOLDER = """
import sys, time
from pathlib import Path
from mlcore.runs.lock import holding
with holding(Path(sys.argv[1])) as ours:
    print(ours, flush=True)
    time.sleep(60)
"""


def test_only_one_holds_a_lock_at_a_time(tmp_path):
    with holding(tmp_path / "lock") as first:
        assert first
        with holding(tmp_path / "lock") as second:
            assert not second
        with holding(tmp_path / "other") as other:
            assert other


def test_a_lock_is_free_again_after_the_block_however_it_ends(tmp_path):
    with pytest.raises(ZeroDivisionError), holding(tmp_path / "lock"):
        raise ZeroDivisionError
    with holding(tmp_path / "lock") as ours:
        assert ours


def test_a_try_that_failed_does_not_free_the_lock(tmp_path):
    with holding(tmp_path / "lock"):
        for _ in range(2):
            with holding(tmp_path / "lock") as second:
                assert not second


def test_the_lock_of_a_process_that_is_killed_is_free(tmp_path):
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=PROJECT) as holder:
        assert holder.stdout.readline() == b"True\n"
        with holding(tmp_path / "lock") as ours:
            assert not ours
        holder.send_signal(signal.SIGKILL)
    with holding(tmp_path / "lock") as ours:
        assert ours
