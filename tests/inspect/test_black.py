import numpy as np
import pytest

from mlcore.data import dataset
from mlcore.data.dataset import DataSet
from mlcore.inspect import black, chunks, inspection
from tests import scans

LIT = [True, False, True, False, False, True]


def data_set(channels: int = 1) -> DataSet:
    """Scans of which one pixel is lit where `LIT` says so."""
    made = scans.make(train=3, val=2, test=1, channels=channels)
    with dataset.draft("lit", len(LIT), 8, channels) as draft:
        for i, on in enumerate(LIT):
            draft.pixels[i, 3, 5, -1] = on
        return draft.finish(made.table, made.labels, {"source": "generated"})


@pytest.mark.parametrize("channels", [1, 3])
def test_a_scan_is_black_when_no_pixel_of_any_channel_is_lit(channels):
    found = black.count(data_set(channels))
    assert found.mask.tolist() == [not on for on in LIT]
    assert found.count == 3
    assert found.fraction == 0.5


def test_scans_beyond_the_first_chunk_are_looked_at_too(monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 2 * 8 * 8)
    assert black.count(data_set()).mask.tolist() == [not on for on in LIT]


def test_what_an_inspection_found_is_read_and_not_counted_again(monkeypatch):
    data = data_set()
    inspection.run(data)
    monkeypatch.setattr(black, "count", lambda _: pytest.fail("it looked at every pixel"))
    assert black.known(data).mask.tolist() == [not on for on in LIT]


def test_a_large_data_set_that_was_not_inspected_is_not_looked_through(monkeypatch):
    data = data_set()
    assert np.array_equal(black.known(data).mask, black.count(data).mask)
    monkeypatch.setattr(black, "QUICK", 10)
    assert black.known(data) is None
