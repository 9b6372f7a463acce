"""Files are read ahead by several threads, and come in their order."""

import io
import threading
import time

import numpy as np
from PIL import Image

from mlcore.predict import reading
from mlcore.predict.reading import Read


def png(value: int) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.full((8, 8), value, np.uint8)).save(file, "PNG")
    return file.getvalue()


def test_all_files_come_in_their_order_whatever_their_size(tmp_path):
    rng = np.random.default_rng(0)
    files = []
    for i in range(200):
        raw = png(i)
        if rng.random() < 0.1:
            raw += bytes(reading.TASK_BYTES)  # what follows the picture is left alone
        if rng.random() < 0.5:
            (tmp_path / str(i)).write_bytes(raw)
            raw = tmp_path / str(i)
        files.append((str(i), raw))
    files.insert(50, ("gone", tmp_path / "gone"))
    batches = list(reading.batches(files, 8, 1))
    found = [file for batch in batches for file in batch]
    assert [file.file for file in found] == [name for name, _ in files]
    assert max(map(len, batches)) <= reading.BATCH
    assert "cannot be opened" in found.pop(50).error
    assert [int(file.pixels[0, 0, 0]) for file in found] == list(range(200))


def test_two_large_files_are_read_at_once(monkeypatch):
    met = threading.Barrier(2, timeout=20)

    def read(given, _side, _channels):
        met.wait()
        return Read(given[0])

    monkeypatch.setattr(reading, "read", read)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    large = bytes(reading.TASK_BYTES)
    (batch,) = reading.batches([("a", large), ("b", large)], 8, 1)
    assert [file.file for file in batch] == ["a", "b"]


def test_slow_files_are_not_waited_for_until_a_batch_is_full(monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE", 0.01)
    quick = reading.read

    def slow(*given):
        time.sleep(0.05)
        return quick(*given)

    monkeypatch.setattr(reading, "read", slow)
    files = [(f"{i}.png", png(i)) for i in range(40)]
    found = list(reading.batches(files, 16, 1))
    assert len(found) > 1
    assert [read.file for batch in found for read in batch] == [name for name, _ in files]
