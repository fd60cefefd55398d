"""The log as files for an auditor whose laptop has no database: events.ndjson in the order of the tree, checkpoints.txt, key.txt."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import orjson
from django.db import transaction

from kedang.history.models import Checkpoint
from kedang.history.record import record
from kedang.history.records import Logs
from kedang.history.sealing import LOG_SUBJECT
from kedang.history.signing import signer
from kedang.history.standalone import PIECE
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal

NOTHING = Refusal("audit.nothing_sealed", 409, "还没有封存任何记录。", "Nothing is sealed yet.")


def export(actor: Actor, folder: Path, tell: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Write the log as it is sealed now; how many events. The files are for their owner only."""
    notes = Logs().notes()
    last = Checkpoint.objects.order_by("-number").first()
    if last is None:
        raise NOTHING()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _fresh(folder / "events.ndjson") as file:
        for start in range(0, last.size, PIECE):
            for log, event, digest, row in Logs().piece(start)[: last.size - start]:
                text = None if row is None else row.decode()
                line = {"log": log, "id": event, "hash": digest.hex(), "record": text}
                file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            tell(min(start + PIECE, last.size), last.size)
    for name, content in (("checkpoints.txt", "\n".join(notes)), ("key.txt", signer(1).printed() + "\n")):
        with _fresh(folder / name) as file:
            file.write(content.encode())
    _write_down(actor, last.size)
    return last.size


@transaction.atomic
def _write_down(actor: Actor, events: int) -> None:
    record(actor, "audit.exported", subject=LOG_SUBJECT, details={"count": events})


def _fresh(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
