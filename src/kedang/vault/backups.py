"""Keys of backups: a master key of its own in the key store, and from it a key for each backup and one for its list of contents.

It stands in the key store and not in the backup, so that a stolen backup is a stolen ciphertext; and it is wrapped by the root key
like every master key, so that a new root key keeps old backups open.
"""

import hmac
from dataclasses import dataclass

from django.db import connections

from kedang.kit.crypto import derive, keyed_hash
from kedang.vault.keys import SubjectKey
from kedang.vault.models import MasterKey, SubjectKeyRow
from kedang.vault.renewing import DROPPED, GIVEN, newest_of
from kedang.vault.root import master

_PURPOSE, EPOCH = "backup", 1


@dataclass(frozen=True, slots=True)
class KeyStore:
    """Which key store a backup belongs to: its mark, and how far it had come when the backup was made. `version`: the newest that an
    exchange of keys gave; `gone`: versions before it were destroyed."""

    mark: str
    subjects: int
    newest: int
    version: int = 0
    gone: int = 0


def _key(info: bytes, epoch: int = EPOCH) -> bytes:
    return derive(master().key(_PURPOSE, epoch), b"backup|" + info)


def sealing_key(backup_id: int) -> SubjectKey:
    """What the files of one backup are sealed under."""
    return SubjectKey(backup_id, _key(b"seal|%d" % backup_id))


def signature(text: bytes) -> str:
    """What proves that a list of contents is ours."""
    return "hmac-sha256:" + keyed_hash(_key(b"sign"), text).hex()


def is_signed(text: bytes, claimed: str) -> bool:
    """Whether a list of contents is ours and unchanged."""
    return hmac.compare_digest(signature(text).encode(), claimed.encode("utf-8", "replace"))


def has_backup_key() -> bool:
    """Whether this key store has ever made a backup; one that has not cannot open any."""
    return MasterKey.objects.filter(purpose=_PURPOSE, epoch=EPOCH).exists()


def key_store() -> KeyStore:
    """The key store as it stands now."""
    newest = SubjectKeyRow.objects.order_by("-subject_id").values_list("subject_id", flat=True).first()
    mark, count = _key(b"mark").hex()[:16], SubjectKeyRow.objects.count()
    return KeyStore(mark, count, newest or 0, newest_of(GIVEN), newest_of(DROPPED))


def without_key(subject_ids: list[int]) -> list[int]:
    """Those of these subjects that have no key any more."""
    if not subject_ids:
        return []
    marks = ",".join(["%s"] * len(subject_ids))
    with connections["keys"].cursor() as cursor:
        cursor.execute(f"SELECT subject_id FROM vault_subject_key WHERE subject_id IN ({marks})", subject_ids)  # noqa: S608
        kept = {int(row[0]) for row in cursor.fetchall()}
    return [subject_id for subject_id in subject_ids if subject_id not in kept]
