"""A job beside people at work pauses between its transactions, often enough and no oftener."""

import time
from dataclasses import dataclass

import pytest

from kedang.jobs import room
from kedang.jobs.models import RUNNING, Job
from kedang.jobs.room import Room
from kedang.jobs.running import Running


class Clock:
    """A clock that stands still until somebody sleeps or works."""

    def __init__(self) -> None:
        self.at, self.slept = 100.0, list[float]()

    def sleep(self, seconds: float) -> None:
        """Time goes on, and it is noted."""
        self.slept.append(seconds)
        self.at += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", lambda: clock.at)
    monkeypatch.setattr(time, "sleep", clock.sleep)
    monkeypatch.setenv("KEDANG_SERVED_BY", "1")
    return clock


@dataclass
class Database:
    """What the room asks of a connection; a test itself runs in a transaction, and on either database."""

    vendor: str = "sqlite"
    in_atomic_block: bool = False


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    database = Database()
    monkeypatch.setattr(room, "connection", database)
    return database


def test_a_pause_comes_after_half_a_second_of_work(clock: Clock, database: Database) -> None:
    pauses = Room()
    for _ in range(21):
        clock.at += 0.125
        pauses.make()
    assert clock.slept == [0.12] * 5


def test_no_pause_holds_a_lock(clock: Clock, database: Database) -> None:
    pauses = Room()
    clock.at += 10
    database.in_atomic_block = True
    pauses.make()
    assert clock.slept == []


def test_elsewhere_nobody_waits(clock: Clock, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = Room()
    clock.at += 10
    with monkeypatch.context() as command:
        command.delenv("KEDANG_SERVED_BY")
        pauses.make()
    database.vendor = "postgresql"
    pauses.make()
    assert clock.slept == []


def test_every_beat_of_a_job_makes_room(clock: Clock, database: Database) -> None:
    job = Running(Job(id=1, kind="drill", payload="{}", cursor="", state=RUNNING), lambda: False)
    clock.at += 0.625
    job.beat()
    assert clock.slept == [0.12]
