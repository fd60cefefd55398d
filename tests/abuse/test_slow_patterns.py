"""Long lines made to keep a pattern busy: nothing that reads what people send takes long over them."""

import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from kedang.engine.catalogue import FIELDS
from kedang.engine.files.texts import tidy
from kedang.engine.standardise.record import standardise_record
from kedang.engine.tables import content
from kedang.intake.parse import parse_text

LONG = 100_000
SECONDS = 0.1
# Values by the ten thousand in one cell: the work is as much as there is to do, and no more.
SECONDS_OF_LISTS = 1.0
LONGEST_PASTE = 20_000
SEEDS = (
    " ",
    "a",
    "1",
    "中",
    "-",
    "(",
    " \n",
    "a.",
    "a@",
    "[",
    "a1",
    "一",
    "路",
    "省",
    "有限公司",
    "年",
    "12月",
    "http://a",
    " a",
)
LISTS = ("1,", "1 ", "(1)")


class TooSlow(Exception):
    """Stopped: it would go on."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Stop what takes ten times as long by the clock; the processor's time is what counts."""

    def stop(*args: object) -> None:
        raise TooSlow

    former = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds * 10)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def slow(reads: Callable[[str], object], seeds: tuple[str, ...], *, seconds: float, length: int = LONG) -> list[str]:
    """Seeds over which it takes longer than allowed; a third try too, since the machine may have been busy."""
    return [seed for seed in seeds if not any(_fast(reads, seed * (length // len(seed)), seconds) for _ in range(3))]


def _fast(reads: Callable[[str], object], text: str, seconds: float) -> bool:
    # The rest of the suite fills the heap: to go through it once takes longer than what is measured here.
    gc.disable()
    started = time.process_time()
    try:
        with at_most(seconds):
            reads(text)
    except TooSlow:
        return False
    finally:
        gc.enable()
    return time.process_time() - started <= seconds


@pytest.mark.parametrize("code", sorted(FIELDS))
def test_no_field_takes_long_over_a_long_value(code: str) -> None:
    def reads(text: str) -> object:
        return standardise_record(FIELDS[code].kinds[0], {code: text})

    assert slow(reads, SEEDS, seconds=SECONDS) == []
    assert slow(reads, LISTS, seconds=SECONDS_OF_LISTS) == []


@pytest.mark.parametrize(
    "reads", [content.classify, content.looks_like_address, content.looks_like_company, content.looks_like_phone, tidy]
)
def test_no_look_at_a_cell_takes_long(reads: Callable[[str], object]) -> None:
    assert slow(reads, SEEDS + LISTS, seconds=SECONDS) == []


def test_no_pasted_text_takes_long() -> None:
    assert slow(parse_text, SEEDS + LISTS, seconds=SECONDS * 5, length=LONGEST_PASTE) == []


def test_a_slow_pattern_is_seen() -> None:
    import re

    bad = re.compile(r"(a+)+$")
    assert slow(lambda text: bad.match(text + "!"), ("a",), seconds=0.05, length=40) == ["a"]
