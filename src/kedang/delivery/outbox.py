"""Putting a message into the outbox, and asking how the outbox stands."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import orjson
from django.db import transaction
from django.db.models import Count, Min

from kedang.delivery.models import MAIL, QUEUED, STATES, Message
from kedang.delivery.settings import mail_settings, sms_settings
from kedang.jobs.queue import enqueue
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.vault.keys import SubjectKey, create_keys, shred

SEND_JOB = "delivery.send"
RECENT = timedelta(days=7)
_PLACE = {"table": "delivery_message", "column": "sealed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message to be sent: to whom, in which words, for what, from when on, and until when it makes sense."""

    channel: str
    to: str = field(repr=False)
    text: str = field(repr=False)
    subject: str = ""
    purpose: str
    subject_id: int = 0
    actor_id: int
    not_before: datetime | None = None
    expires_at: datetime | None = None


def post(draft: Draft) -> int:
    """Queue a message inside the caller's transaction. Its key is committed first: an orphan key is harmless."""
    message_id = new_id()
    key = create_keys([message_id])[message_id]
    content = orjson.dumps([draft.to, draft.subject, draft.text]).decode()
    Message(
        id=message_id,
        channel=draft.channel,
        purpose=draft.purpose,
        subject_id=draft.subject_id,
        actor_id=draft.actor_id,
        sealed=key.seal_padded(content, row_id=message_id, **_PLACE),
        expires_at=draft.expires_at,
    ).save(force_insert=True)
    enqueue(SEND_JOB, subject_id=message_id, actor_id=draft.actor_id, run_after=draft.not_before)
    return message_id


def open_content(message: Message, key: SubjectKey) -> tuple[str, str, str]:
    """Address, subject and text of a message that is not over."""
    assert message.sealed is not None
    to, subject, text = orjson.loads(key.open_padded(message.sealed, row_id=message.id, **_PLACE))
    return to, subject, text


def take_out(purpose: str, subject_ids: Collection[int]) -> None:
    """Take messages that have not left yet out of the outbox, in the caller's transaction; their keys go once it is committed."""
    waiting = Message.objects.filter(purpose=purpose, subject_id__in=subject_ids, state=QUEUED)
    ids = list(waiting.select_for_update().values_list("id", flat=True))
    Message.objects.filter(id__in=ids).delete()
    transaction.on_commit(lambda: shred(ids))


def is_set_up(channel: str) -> bool:
    """Whether messages of a channel can leave."""
    wanted = mail_settings() if channel == MAIL else sms_settings()
    return wanted is not None and not wanted.problem


@dataclass(frozen=True, slots=True)
class Standing:
    """A channel's messages of the last seven days by state, since when the oldest waits, and why messages failed."""

    counts: dict[str, int]
    waiting_since: datetime | None
    reasons: dict[str, int]


def standing(channel: str) -> Standing:
    """How a channel does."""
    recent = Message.objects.filter(channel=channel, created_at__gte=now() - RECENT)
    found = dict(recent.values_list("state").annotate(Count("id")))
    failures = recent.exclude(why="").values_list("why").annotate(times=Count("id")).order_by("-times")
    reasons: dict[str, int] = dict(failures[:5])
    oldest = recent.filter(state=QUEUED).aggregate(oldest=Min("created_at"))["oldest"]
    return Standing({state: found.get(state, 0) for state in STATES}, oldest, reasons)
