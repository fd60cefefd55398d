"""What the API says of backups."""

from datetime import datetime

import orjson
from pydantic import BaseModel

from kedang.kit.doors import Id
from kedang.operations.backup_schedule import Standing
from kedang.operations.models import Backup


class BackupOut(BaseModel):
    """One backup. `state`: making, unproven, good, bad, failed. `wrong` says what its trial restore found, `unable` why there was none,
    `why` with what code it failed."""

    id: Id
    name: str
    state: str
    reason: str
    started_at: datetime
    made_at: datetime | None
    seconds: float
    size: int
    new_bytes: int
    files: int
    missing: int
    proved_at: datetime | None
    proof_seconds: float
    wrong: list[str]
    unable: str
    why: str


class BackupsOut(BaseModel):
    """All of them and what follows: seconds of work at risk, seconds a restore takes, whether a proven one is overdue."""

    rows: list[BackupOut]
    where: str
    next_at: datetime | None
    at_risk: float | None
    back_in: float | None
    late: bool
    busy: bool


class OrderedOut(BaseModel):
    """Whether something was put in line; false when a backup or a proof is on its way already."""

    ordered: bool


def backups_out(standing: Standing) -> BackupsOut:
    """The standing as the API says it."""
    return BackupsOut(
        rows=[_row(each) for each in standing.rows],
        where=standing.where,
        next_at=standing.next_at,
        at_risk=standing.at_risk,
        back_in=standing.back_in,
        late=standing.late,
        busy=standing.busy,
    )


def _row(row: Backup) -> BackupOut:
    found = orjson.loads(row.found)
    return BackupOut(
        id=str(row.id),
        name=row.name,
        state=row.state,
        reason=row.reason,
        started_at=row.started_at,
        made_at=row.made_at,
        seconds=row.seconds,
        size=row.size,
        new_bytes=row.new_bytes,
        files=row.files,
        missing=row.missing,
        proved_at=row.proved_at,
        proof_seconds=row.proof_seconds,
        wrong=list(found.get("wrong", ())),
        unable=str(found.get("unable", "")),
        why=str(found.get("why", "")),
    )
