"""ScanLab beside the data-quality peer, on a folder in which the flaws are known."""

import contextlib
import io
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from mlcore.data import importing
from mlcore.inspect import inspection
from tests.inspect.made import people

COPIES, DARK, EMPTY = range(60, 66), range(10, 16), range(20, 26)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """66 scans: six copies, six dark ones and six that show next to nothing."""
    pixels = people(60, seed=4)
    pixels[DARK] //= 8
    bright = pixels[EMPTY, 30:33, 30:33].copy()
    pixels[EMPTY] = 128
    pixels[EMPTY, 30:33, 30:33] = bright
    pixels = np.concatenate([pixels, pixels[30:36]])
    folder = tmp_path_factory.mktemp("folder")
    (folder / "images").mkdir()
    for i, scan in enumerate(pixels):
        Image.fromarray(scan[..., 0]).save(folder / "images" / f"{i:02d}.png")
    rows = {"id": [f"{i:02d}.png" for i in range(66)], "edema": np.arange(66) % 2}
    pd.DataFrame(rows).to_csv(folder / "labels.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def theirs(folder: Path) -> dict[str, set]:
    pytest.importorskip("cleanvision", reason="needs cleanvision to compare with")
    kinds = ("exact_duplicates", "dark", "low_information")
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        from cleanvision import Imagelab

        lab = Imagelab(data_path=str(folder / "images"))
        lab.find_issues({kind: {} for kind in kinds}, n_jobs=1)
    found = {
        kind: {int(Path(path).stem) for path in lab.issues.index[lab.issues[f"is_{kind}_issue"]]}
        for kind in kinds
    }
    groups = lab.info["exact_duplicates"]["sets"]
    return found | {"groups": {frozenset(int(Path(p).stem) for p in group) for group in groups}}


@pytest.fixture
def ours(folder: Path) -> dict[str, set]:
    data = importing.import_data(folder)
    number = data.table["id"].str.partition(".")[0].astype(int).to_numpy()
    found = inspection.run(data)
    sets = {finding.check: set(number[finding.rows].tolist()) for finding in found.findings}
    copies = found.of("exact_duplicates")
    groups = pd.Series(number[copies.rows]).groupby(copies.groups).agg(frozenset)
    return sets | {"groups": set(groups)}


def test_both_find_the_same_copies(theirs, ours):
    assert ours["groups"] == theirs["groups"]
    assert ours["groups"] == {frozenset((copy - 30, copy)) for copy in COPIES}


def test_both_find_the_same_dark_scans(theirs, ours):
    assert ours["dark"] == theirs["dark"] == set(DARK)


def test_both_find_the_same_scans_with_next_to_nothing_in_them(theirs, ours):
    assert ours["nearly_empty"] == theirs["low_information"] - set(DARK) == set(EMPTY)
    # It counts some of the dark ones here too; they have hardly any contrast left.
    assert theirs["low_information"] <= ours["nearly_empty"] | ours["low_contrast"]
