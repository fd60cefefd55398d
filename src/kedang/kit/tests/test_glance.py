"""What is held for the length of a request, and what never is."""

from itertools import count

from kedang.kit.glance import look_again, once, one_glance, version_of


def test_a_version_is_read_once_within_a_glance_and_every_time_outside() -> None:
    numbers = count(1)

    def read() -> int:
        return next(numbers)

    assert [version_of("it", read), version_of("it", read)] == [1, 2]
    with one_glance():
        assert [version_of("it", read), version_of("it", read)] == [3, 3]
        assert version_of("something else", read) == 4, "each has its own"
    assert version_of("it", read) == 5
    with one_glance():
        assert version_of("it", read) == 6, "nothing is kept from one glance to the next"


def test_whoever_changes_it_sees_the_change() -> None:
    numbers = count(1)
    look_again("it")
    with one_glance():
        assert version_of("it", lambda: next(numbers)) == 1
        look_again("it")
        assert version_of("it", lambda: next(numbers)) == 2


def test_what_was_found_to_be_nothing_is_not_asked_for_again() -> None:
    asked: list[int] = []

    def read() -> None:
        asked.append(1)

    with one_glance():
        assert once(("customer", 7), read) is None
        assert once(("customer", 7), read) is None
    assert len(asked) == 1
