"""Verifying the log here, with its database at hand: every row against its sealed hash, every hash against what was signed.

The work is that of `standalone`: a process for each core, up to eight, each with files or connections of its own, or all of it through
this process's connections.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from multiprocessing import get_context

from django.conf import settings
from django.db import connections, transaction

from kedang.history import standalone
from kedang.history.models import Checkpoint
from kedang.history.pieces import Files, Found, Job, look, look_from_here, open_connections
from kedang.history.record import record
from kedang.history.records import Logs
from kedang.history.sealing import LOG_SUBJECT
from kedang.history.standalone import PIECE
from kedang.kit.actor import Actor

# Each has two connections; PostgreSQL as it ships lets a hundred in, and people are at work.
MOST_PROCESSES = 8
FINE, TAMPERED, INCOMPLETE = 0, 2, 3
WORDS = {FINE: "fine", TAMPERED: "tampered", INCOMPLETE: "incomplete"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How to verify. `since` and `until` limit whose rows are hashed; the hashes are checked from the first to the last all the
    same. `fast` hashes no rows."""

    pubkey: str = ""
    kept: str = ""
    fast: bool = False
    since: datetime | None = None
    until: datetime | None = None


@dataclass(slots=True)
class Verdict:
    """What was found."""

    events: int = 0
    checkpoints: int = 0
    waiting: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def code(self) -> int:
        """The exit code of `kedang verify-audit`."""
        if self.wrong:
            return TAMPERED
        return INCOMPLETE if self.waiting or not self.checkpoints else FINE


def verify(
    wanted: Wanted, tell: Callable[[int, int], None] = lambda done, total: None, *, alone: bool = True
) -> Verdict:
    """Verify everything. `alone`: in this process, seeing what its transaction sees; else several look at the pieces."""
    began, verdict = time.perf_counter(), Verdict()
    logs = Logs()
    parts = [standalone.read_note(note) for note in logs.notes()]
    pubkey = standalone.read_key(wanted.pubkey) if wanted.pubkey else None
    kept = [standalone.read_note(note) for note in standalone.split_notes(wanted.kept)]
    verdict.wrong += standalone.check_chain(parts, pubkey, kept, every=not wanted.fast)
    jobs = standalone.jobs_of(parts)
    with _lookers(alone) as looking:
        found = looking(jobs, _rows_of(wanted, len(jobs)))
        verdict.wrong += standalone.check_tree(parts, _told(found, len(jobs), tell))
    inserted, verdict.waiting = standalone.check_unsealed(parts, logs)
    verdict.wrong += inserted
    verdict.checkpoints, verdict.events = len(parts), parts[-1]["size"] if parts else 0
    verdict.seconds = time.perf_counter() - began
    return verdict


@transaction.atomic
def write_down(actor: Actor, verdict: Verdict) -> None:
    """The verification as an event of its own: the page shows the last one, and nobody can take it back."""
    details = {
        "result": WORDS[verdict.code],
        "events": verdict.events,
        "checkpoints": verdict.checkpoints,
        "waiting": verdict.waiting,
        "problems": len(verdict.wrong),
        "first": verdict.wrong[:10],
        "seconds": round(verdict.seconds, 1),
    }
    record(actor, "audit.verified", subject=LOG_SUBJECT, details=details)


def _rows_of(wanted: Wanted, pieces: int) -> range:
    """The pieces whose rows are hashed."""
    if wanted.fast:
        return range(0)
    first, last = 0, pieces
    if wanted.since is not None:
        size = Checkpoint.objects.filter(at__lt=wanted.since).order_by("-number").values_list("size", flat=True).first()
        first = (size or 0) // PIECE
    if wanted.until is not None:
        size = Checkpoint.objects.filter(at__gte=wanted.until).order_by("number").values_list("size", flat=True).first()
        last = pieces if size is None else -(-size // PIECE)
    return range(first, last)


def _told(found: Iterable[Found], total: int, tell: Callable[[int, int], None]) -> Iterator[Found]:
    for done, each in enumerate(found, 1):
        tell(done, total)
        yield each


Look = Callable[[list[Job], range], Iterable[Found]]


@contextmanager
def _lookers(alone: bool) -> Iterator[Look]:
    """Who looks at the pieces: this process, or one for each core."""
    if alone:
        logs = Logs()
        yield lambda jobs, rows: (look(logs, job, place in rows) for place, job in enumerate(jobs))
        return
    names = {alias: str(connections[alias].settings_dict["NAME"]) for alias in connections}
    if connections["default"].vendor == "sqlite":
        opened = partial(standalone.opened, Files, names["default"], names["audit"])
    else:
        opened = partial(open_connections, settings.SETTINGS_MODULE, names)
    # Spawned, not forked: a child must not inherit open connections.
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=opened) as pool:
        yield lambda jobs, rows: pool.map(look_from_here, [(job, place in rows) for place, job in enumerate(jobs)])
