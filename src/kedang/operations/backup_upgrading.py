"""A backup before an upgrade changes tables: made and proven while they still are what the former release made of them.

It uses no table of this room, for an older release may have had none; the backup is noted when the tables are there.
"""

import logging
from collections.abc import Callable

from django.db import connections, transaction
from django.db.utils import DatabaseError

from kedang.history.record import record
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.operations.backup_making import alone, name_at, nothing, write
from kedang.operations.backup_manifest import write_proof
from kedang.operations.backup_places import place_at
from kedang.operations.backup_proving import examine
from kedang.operations.backup_settings import backup_settings
from kedang.operations.models import UPGRADE, Backup
from kedang.operations.restore_finishing import take_in

UNSAFE = Refusal(
    "upgrade.no_backup",
    409,
    "升级前的备份试恢复失败，没有升级，数据没有改动：{what}。查明原因后再启动；确要跳过时设置 KEDANG_BACKUP_BEFORE_UPGRADE=no。",
    "The backup before the upgrade could not be restored for a trial, so nothing was upgraded and nothing changed: {what}. Find out why; "
    "to go on without it set KEDANG_BACKUP_BEFORE_UPGRADE=no.",
)
log = logging.getLogger("kedang.operations")


def before_upgrade(wanted: Callable[[], bool]) -> str:
    """Back up when there is data and `wanted()` says that its tables are about to change; the backup's name, or nothing."""
    if not backup_settings().before_upgrade or not _has_people() or not wanted():
        return ""
    moment = now()
    row = Backup(name=name_at(moment), reason=UPGRADE, started_at=moment)
    place = place_at(backup_settings().to)
    with alone() as work:
        write(place, row, work, nothing)
        proof = examine(place, row.name, work)
        if not proof.unable:
            write_proof(place, row.name, {**proof.said(), "at": now().isoformat()})
    if proof.wrong:
        raise UNSAFE(what="; ".join(proof.wrong[:3]))
    if proof.unable:
        log.warning("the backup before the upgrade was made, but not proven: %s", proof.unable)
    return row.name


@transaction.atomic
def note_upgrade(name: str) -> None:
    """Put the backup on the list and on record, now that the tables are there."""
    row = take_in(place_at(backup_settings().to), name, reason=UPGRADE)
    record(system_actor("setup"), "backup.made", subject=("backup", row.id), details={"reason": UPGRADE})


def _has_people() -> bool:
    """Whether anybody has begun to use this installation."""
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_user")
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        return False
