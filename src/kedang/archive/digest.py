"""One hash over everything the archive says, whatever ids, times, keys, counters and runs were used to say it.

Two archives with equal digests hold the same customers with the same decrypted content. Used to prove that an interrupted
import equals an uninterrupted one, and that undo brings back what was there.
"""

import hashlib
from collections.abc import Iterator

import orjson

from kedang.archive.content import Content
from kedang.archive.load import load_contents
from kedang.archive.models import Customer, Group, Tag
from kedang.kit.actor import Actor

_BATCH = 2_000


def archive_digest(actor: Actor) -> str:
    """SHA-256 over the sorted digests of all customers the actor sees, trashed ones marked."""
    lines = sorted(_customer_digests(actor))
    total = hashlib.sha256()
    for line in lines:
        total.update(line)
    return total.hexdigest()


def _customer_digests(actor: Actor) -> Iterator[bytes]:
    tags = dict(Tag.objects.values_list("id", "name"))
    groups = dict(Group.objects.values_list("id", "name"))
    last = 0
    while True:
        query = Customer.objects.visible_to(actor, trashed=None).filter(id__gt=last).order_by("id")
        page = list(query.values_list("id", "trashed_at")[:_BATCH])
        if not page:
            return
        trashed = {i for i, at in page if at is not None}
        for customer_id, content in load_contents([i for i, _ in page]).items():
            yield content_digest(content, tags, groups, trashed=customer_id in trashed)
        last = page[-1][0]


def content_digest(content: Content, tags: dict[int, str], groups: dict[int, str], *, trashed: bool) -> bytes:
    """The hash of one customer: tags and groups by name, everything else by value."""
    named = content.copy()
    named.tag_ids, named.group_ids = [], []
    parts = [
        named.signature(),
        sorted(tags[i] for i in content.tag_ids),
        sorted(groups[i] for i in content.group_ids),
        trashed,
    ]
    return hashlib.sha256(orjson.dumps(parts, default=str)).digest()
