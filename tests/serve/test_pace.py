"""The bucket of tokens each client has."""

import pytest

from mlcore.errors import ScanLabError
from mlcore.serve import pace, settings
from mlcore.serve.pace import Pace


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_client_may_ask_at_once_what_its_bucket_holds_and_then_as_it_fills():
    clock = Clock()
    bucket = Pace(600, clock)
    assert [bucket.wait("a") for _ in range(60)] == [0.0] * 60
    assert bucket.wait("a") == pytest.approx(0.1)
    assert bucket.wait("b") == 0.0
    clock.now = 0.2
    assert [bucket.wait("a") > 0 for _ in range(3)] == [False, False, True]


def test_no_limit_where_the_rate_is_0():
    bucket = Pace(0)
    assert not any(bucket.wait("a") for _ in range(1000))


def test_memory_is_bounded_and_the_addresses_of_one_network_are_one_client(monkeypatch):
    monkeypatch.setattr(pace, "MOST_CLIENTS", 10)
    bucket = Pace(600)
    for number in range(50):
        bucket.wait(f"10.0.0.{number}")
    assert len(bucket) == 10
    bucket = Pace(600)
    for number in range(50):
        bucket.wait(f"2001:db8::{number:x}")
    assert len(bucket) == 1


def test_settings_come_from_the_environment_and_are_checked():
    told = settings.of({"SCANLAB_API_RATE": "0", "SCANLAB_API_TOKEN": "x"})
    assert (told.rate, told.token, told.megabytes) == (0, "x", 100)
    with pytest.raises(ScanLabError, match="SCANLAB_API_FILES is 'many'; expected a whole number"):
        settings.of({"SCANLAB_API_FILES": "many"})
