"""A file arrives: it is sealed under a key of its own and gets a run."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from kedang.accounts import file_quota
from kedang.archive import rights
from kedang.history.record import record
from kedang.intake.models import ImportRun
from kedang.intake.sources import stage, staged_path
from kedang.jobs.queue import enqueue
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError, Refusal
from kedang.kit.ids import new_id
from kedang.kit.malware import Look, State
from kedang.kit.text import storable
from kedang.vault.keys import SubjectKey, create_keys, shred

KEEP_DAYS = 30
INSPECT = "intake.inspect"
EMPTY_FILE = Refusal("file.empty", 422, "文件是空的。", "The file is empty.")


def upload(
    actor: Actor, pieces: Iterable[bytes], *, filename: str, source: str = "", inspecting: bool = True
) -> ImportRun:
    """Stage a file and make its run; a job then looks into it, unless the caller does so itself."""
    actor.require(rights.IMPORT)
    with arriving(actor, pieces, stage=stage, place=staged_path) as arrived:
        return _make(actor, arrived, filename=filename, source=source, inspecting=inspecting)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file that lies staged, and what the virus scanner made of it."""

    run_id: int
    size: int
    scan: State


@contextmanager
def arriving(
    actor: Actor,
    pieces: Iterable[bytes],
    *,
    stage: Callable[[int, SubjectKey, Iterable[bytes]], int],
    place: Callable[[int], Path],
) -> Iterator[Arrived]:
    """A file on its way in: within the quota, sealed under a key of its own, shown to the virus scanner. Nothing of it stays when it, or
    what is then made of it, is refused."""
    file_quota.require_room(actor)
    run_id = new_id()
    key = create_keys([run_id])[run_id]
    look = Look()
    try:
        size = stage(run_id, key, look.through(pieces))
        if size == 0:
            raise EMPTY_FILE()
        yield Arrived(run_id, size, look.state)
    except DomainError:
        place(run_id).unlink(missing_ok=True)
        shred([run_id])
        raise


@transaction.atomic
def _make(actor: Actor, arrived: Arrived, *, filename: str, source: str, inspecting: bool) -> ImportRun:
    file_quota.take(actor, arrived.size)
    run = ImportRun(
        id=arrived.run_id,
        filename=short_name(filename),
        size=arrived.size,
        scan=arrived.scan,
        source=storable(source)[:64],
        owner_id=actor.id if actor.kind == "user" else None,
        created_by=actor.id,
        destroy_after=now() + timedelta(days=KEEP_DAYS),
    )
    run.save(force_insert=True)
    record(actor, "import.uploaded", subject=("import", run.id), run_id=run.id)
    if inspecting:
        enqueue(INSPECT, subject_id=run.id, actor_id=actor.id)
    return run


def short_name(filename: str) -> str:
    """A file's name without folders, short enough to keep; its ending stays."""
    name = storable(filename).replace("\\", "/").rpartition("/")[2].strip() or "file"
    if len(name) <= 255:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: 240 - len(ending)]}{dot}{ending}" if dot and len(ending) < 16 else name[:255]
