"""Files become batches in their order, whatever they take to read."""

import time

from mlcore.predict import reading
from tests.predict.test_inputs import png


def test_quick_files_come_in_full_batches():
    files = [(f"{i}.png", png(i % 200)) for i in range(150)]
    found = list(reading.batches(files, 16, 1))
    assert [read.file for batch in found for read in batch] == [name for name, _ in files]
    assert max(map(len, found)) <= reading.BATCH


def test_slow_files_are_not_waited_for_until_a_batch_is_full(monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE", 0.01)
    quick = reading.read

    def slow(*given):
        time.sleep(0.05)
        return quick(*given)

    monkeypatch.setattr(reading, "read", slow)
    files = [(f"{i}.png", png(i)) for i in range(12)]
    found = list(reading.batches(files, 16, 1))
    assert len(found) > 1
    assert [read.file for batch in found for read in batch] == [name for name, _ in files]
