"""What was done with keys: one note and one event for each deed, in one transaction."""

from collections.abc import Mapping
from datetime import datetime

import orjson
from django.db import transaction

from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.operations.models import KeyDeed

# The one subject of everything that is done with keys.
KEYS = ("keys", 1)
(
    EPOCH,
    REWRAPPED,
    ROOT,
    ESCROWED,
    DRILLED,
    COPIED,
    PUT_BACK,
    RECOVERED,
    RENEWED,
    RESEALING,
    RESEALED,
    DROPPED,
    INDEXING,
    INDEXED,
) = (
    "epoch",
    "rewrapped",
    "root",
    "escrowed",
    "drilled",
    "copied",
    "put_back",
    "recovered",
    "renewed",
    "resealing",
    "resealed",
    "dropped",
    "indexing",
    "indexed",
)
VERBS = (
    ("keys.epoch", "启用了新的主密钥", "began a new master key"),
    ("keys.rewrapped", "把客户密钥换到新的主密钥下", "wrapped the customers' keys anew"),
    ("keys.root", "更换了根密钥", "exchanged the root key"),
    ("keys.escrowed", "制作了根密钥的托管卡", "made escrow cards of the root key"),
    ("keys.drilled", "演练了托管卡", "tried the escrow cards"),
    ("keys.copied", "制作了密钥库副本", "made a copy of the key store"),
    ("keys.put_back", "用副本恢复了密钥库", "brought the key store back from a copy"),
    ("keys.renewed", "让保管服务用它最新的密钥重新封装了根密钥", "had the root key sealed anew by its provider"),
    ("keys.resealing", "开始更换客户密钥", "began to exchange customers' keys"),
    ("keys.resealed", "用新的客户密钥重新加密了资料", "sealed values again under customers' new keys"),
    ("keys.dropped", "销毁了不再需要的旧客户密钥", "destroyed old versions of customers' keys"),
    ("keys.indexing", "开始更换检索密钥", "began to exchange the index key"),
    (
        "keys.indexed",
        "用新的检索密钥重建了检索数据，销毁了旧密钥",
        "made search data with the new index key and destroyed the old one",
    ),
    ("keys.recovered", "用托管卡恢复了根密钥", "brought the root key back from cards"),
)


@transaction.atomic
def note(actor: Actor, kind: str, facts: Mapping[str, object]) -> None:
    """Write down a deed, in the caller's transaction. Facts are counts, names and fingerprints."""
    KeyDeed(kind=kind, actor_name=actor.name, facts=orjson.dumps(dict(facts)).decode()).save(force_insert=True)
    record(actor, f"keys.{kind}", subject=KEYS, details=facts)


def last(kind: str) -> KeyDeed | None:
    """The newest deed of a kind."""
    return KeyDeed.objects.filter(kind=kind).order_by("-id").first()


def last_at(*kinds: str) -> datetime | None:
    """When the newest deed of these kinds was done."""
    return max((deed.at for kind in kinds if (deed := last(kind))), default=None)


def facts_of(deed: KeyDeed | None) -> dict[str, object]:
    """What was noted with a deed."""
    found: dict[str, object] = orjson.loads(deed.facts) if deed else {}
    return found
