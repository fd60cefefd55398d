"""How many files, and how many bytes of them, one person may bring within 24 hours: nobody fills the disk alone.

The count is one row a person, locked while a file is written down and taken back with it when that fails. The 24 hours begin with the
first file. Tokens count for their person; the command line is whoever runs the machine, and is not counted.
"""

import os
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from kedang.accounts.models import FilesSent
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal

DAY = timedelta(hours=24)
FILES, MEGABYTES = 2_000, 20_480
SPENT = Refusal(
    "upload.quota",
    429,
    "您在 24 小时内上传的文件已达到上限（{files} 个，共 {megabytes} MB），这个文件没有保存。约 {hours} 小时后可以继续；确实需要更多时，请联系管理员。",
    "You have brought as many files as one person may within 24 hours ({files}, {megabytes} MB together), so this one was not kept. Go on in about {hours} "
    "hours, or ask an administrator for more.",
)


@dataclass(frozen=True, slots=True)
class Quota:
    """The most files and megabytes of one person in 24 hours; 0: as many as they like."""

    files: int
    megabytes: int

    def allows(self, files: int, size: int) -> bool:
        """Whether so many files of so many bytes are within it."""
        return (not self.files or files <= self.files) and (not self.megabytes or size <= self.megabytes << 20)


def quota() -> Quota:
    """What is set."""
    files, megabytes = os.environ.get("KEDANG_FILES_A_DAY"), os.environ.get("KEDANG_FILE_MEGABYTES_A_DAY")
    return Quota(int(files or FILES), int(megabytes or MEGABYTES))


def wrongly_set() -> str:
    """What is wrong with the settings; empty when nothing is."""
    try:
        fine = min(quota().files, quota().megabytes) >= 0
    except ValueError:
        fine = False
    return "" if fine else "KEDANG_FILES_A_DAY and KEDANG_FILE_MEGABYTES_A_DAY are whole numbers, 0 for no limit."


def require_room(actor: Actor, size: int = 0) -> None:
    """Refuse before the work is done. Two files at once may both pass here; only one of them passes `take`."""
    if actor.kind == "user":
        sent = FilesSent.objects.filter(user_id=actor.id).first()
        _require(sent or FilesSent(user_id=actor.id, began_at=now()), size)


@transaction.atomic
def take(actor: Actor, size: int) -> None:
    """Count a file, in the transaction that writes it down."""
    if actor.kind != "user":
        return
    FilesSent.objects.get_or_create(user_id=actor.id, defaults={"began_at": now()})
    sent = FilesSent.objects.select_for_update().get(user_id=actor.id)
    _require(sent, size)
    if _is_over(sent):
        sent.began_at, sent.files, sent.bytes = now(), 0, 0
    sent.files += 1
    sent.bytes += size
    sent.save()


def _require(sent: FilesSent, size: int) -> None:
    files, before = (0, 0) if _is_over(sent) else (sent.files, sent.bytes)
    allowed = quota()
    if not allowed.allows(files + 1, before + size):
        left = (sent.began_at + DAY - now()).total_seconds() if files else DAY.total_seconds()
        hours = max(1, round(left / 3600))
        raise SPENT(files=allowed.files or "∞", megabytes=allowed.megabytes or "∞", hours=hours, seconds=round(left))


def _is_over(sent: FilesSent) -> bool:
    return now() - sent.began_at >= DAY
