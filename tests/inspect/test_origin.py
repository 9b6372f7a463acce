import numpy as np

from mlcore.data import importing
from mlcore.inspect import origin
from tests.inspect.made import material, people, stored


def findings(pixels, **given):
    return origin.findings(material(stored(pixels, **given)))


def test_grey_scans_stored_in_colour_are_told():
    (found,) = findings(np.repeat(people(5), 3, axis=3))
    assert (found.check, found.severity, len(found.rows)) == ("duplicated_channels", "note", 5)


def test_a_few_grey_scans_among_coloured_ones_are_a_warning():
    pixels = np.repeat(people(6), 3, axis=3)
    pixels[2:, ..., 0] //= 2
    pixels[5] = 0
    (found,) = findings(pixels)
    assert (found.severity, found.rows.tolist()) == ("warning", [0, 1])


def test_one_channel_is_no_copy():
    assert findings(people(3)) == []


def test_what_the_import_noted_is_told(shared):
    data = importing.import_data(shared / "data" / "nih1000.zip", side=32)
    (found,) = origin.findings(material(data))
    assert found.check == "source"
    assert found.facts["notes"] == data.facts["notes"]
    assert "1,000 scans of another size, resized" in found.sentence
