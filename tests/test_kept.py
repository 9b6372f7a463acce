"""Few things are kept, those used last, and each is made once however many ask."""

import gc
import threading
import weakref

import pytest

from mlcore.kept import Kept


class Heavy:
    def __init__(self, size: int = 0) -> None:
        self.size = size


def test_what_was_used_last_stays_and_the_rest_is_freed():
    kept = Kept(2)
    first, second = (weakref.ref(kept.get(name, Heavy)) for name in "ab")
    assert kept.get("a", Heavy) is first()
    kept.get("c", Heavy)
    gc.collect()
    assert first() is not None
    assert second() is None
    assert "b" not in kept


def test_together_they_weigh_no_more_than_allowed_but_one_is_always_kept():
    kept = Kept(9, 10, lambda heavy: heavy.size)
    for name, size in (("a", 6), ("b", 4), ("c", 1), ("d", 50)):
        kept.get(name, lambda size=size: Heavy(size))
    assert len(kept) == 1
    assert "d" in kept


def test_several_who_ask_at_once_wait_for_one_making_and_others_do_not():
    kept, made, go = Kept(4), [], threading.Event()

    def slow() -> Heavy:
        made.append(1)
        assert go.wait(10)
        return Heavy()

    found = []
    waiting = [threading.Thread(target=lambda: found.append(kept.get("a", slow))) for _ in range(4)]
    for thread in waiting:
        thread.start()
    kept.get("b", Heavy)  # would hang if the making of "a" were in its way
    go.set()
    for thread in waiting:
        thread.join(10)
    assert len(made) == 1
    assert len({id(one) for one in found}) == 1


def test_what_cannot_be_made_is_tried_again():
    kept = Kept(2)
    with pytest.raises(ValueError, match="not yet"):
        kept.get("a", lambda: (_ for _ in ()).throw(ValueError("not yet")))
    assert kept.get("a", lambda: 5) == 5
