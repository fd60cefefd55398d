"""Copies of the key store as a verb: made daily, kept for seven days and never longer than thirty, brought back when it is lost."""

from pathlib import Path

from django.db import transaction

from kedang.accounts.stepup import require_stepup
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.crypto import Tampered
from kedang.kit.errors import Refusal
from kedang.operations import keys_deeds, rights
from kedang.operations.keys_settings import copies_folder
from kedang.privacy import ledger
from kedang.vault import copies
from kedang.vault.keys import shred
from kedang.vault.models import SubjectKeyRow
from kedang.vault.root import ProviderAway, RootKeyMissing

NOT_EMPTY = Refusal(
    "keys.store_not_empty",
    409,
    "密钥库里还有密钥，副本不会覆盖它们。",
    "The key store still holds keys; a copy is not put over them.",
)
BAD_COPY = Refusal(
    "keys.bad_copy",
    422,
    "这个副本打不开：文件不完整，或属于另一把根密钥。密钥库没有变化。",
    "This copy does not open: it is not whole, or of another root key. The key store is as it was.",
)


@transaction.atomic
def copy(actor: Actor) -> str:
    """A copy of the key store now, read back; old ones go. Its name."""
    actor.require(rights.MANAGE)
    require_stepup(actor)
    path = copies.write_copy(copies_folder())
    copies.drop_old(copies_folder())
    keys_deeds.note(actor, keys_deeds.COPIED, {"name": path.name, "keys": SubjectKeyRow.objects.count()})
    return path.name


@transaction.atomic
def put_back(actor: Actor, path: Path) -> int:
    """The key store from a copy, when it is lost; how many customers' keys came back. The copy may be older than
    an erasure: whoever stands in the ledger of the erased loses the key again before anybody can use it."""
    actor.require(rights.MANAGE)
    try:
        with transaction.atomic(using="keys"):
            count = copies.put_back(path) - shred(ledger.erased_subjects())
    except copies.NotEmpty:
        raise NOT_EMPTY() from None
    except ProviderAway:
        raise
    except (Tampered, RootKeyMissing, OSError):
        raise BAD_COPY() from None
    keys_deeds.note(actor, keys_deeds.PUT_BACK, {"name": path.name, "keys": count})
    return count


def tend() -> None:
    """Repeated work: a copy a day, and none that is too old."""
    newest = next(iter(copies.copies(copies_folder())), None)
    if newest is None or copies.made_at(newest).date() < now().date():
        copy(system_actor("worker"))
    else:
        copies.drop_old(copies_folder())
