import pytest

from mlcore.inspect.wording import counted, listed, percent, scans


def test_counts_agree_with_their_nouns():
    assert (scans(1), scans(2000), scans(0)) == ("1 scan", "2,000 scans", "0 scans")
    assert (counted(1, "box", "boxes"), counted(2, "box", "boxes")) == ("1 box", "2 boxes")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (-0.12, "−12 %"),
        (0, "0 %"),
        (1e-6, "under 0.01 %"),
        (0.00042, "0.04 %"),
        (0.0123, "1.2 %"),
        (1 / 3, "33 %"),
    ],
)
def test_shares_have_two_digits_that_say_something(share, said):
    assert percent(share) == said


def test_long_lists_are_cut():
    assert listed(["a", "b"]) == "a, b"
    assert listed(list("abcdefg"), 3) == "a, b, c and 4 more"
