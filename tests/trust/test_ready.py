"""What judging the answers of a run needs: which validation scans count for it."""

import pytest

from mlcore.data import dataset
from mlcore.errors import ScanLabError
from mlcore.trust import conformal, coverage, ready
from tests import trusted


def test_scans_that_show_nothing_set_no_band():
    given, group = ready.known(trusted.run(val=200, black=80), "val")
    assert (len(given), len(group)) == (120, 120)
    assert given.ids[0] == "230.png"
    assert {band.present + band.absent for band in conformal.bands(given, group)} == {120}


def test_the_rate_is_kept_however_many_scans_are_black():
    run = trusted.run(val=900, black=400)
    assert coverage.report(trusted.LABELS, ready.known(run, "val"), None)["largest_gap"] < 0.015
    # Without the data nobody can tell which they are; the promise is then kept more than well.
    dataset.delete("discs")
    assert coverage.report(trusted.LABELS, ready.known(run, "val"), None)["largest_gap"] > 0.03


def test_where_every_scan_is_black_that_is_said():
    with pytest.raises(ScanLabError, match="every scan of the val part is empty"):
        ready.known(trusted.run(val=50, black=50), "val")
