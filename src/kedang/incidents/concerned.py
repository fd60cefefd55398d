"""Whether an incident is about somebody: nobody rewrites or ends one that concerns themselves."""

from collections.abc import Iterator

import orjson

from kedang.accounts.models import Token, User
from kedang.history.models import Event, ReadEvent
from kedang.incidents.affected import sources_of
from kedang.incidents.models import EXPORT, PERSON, TOKEN, Incident
from kedang.kit.errors import Refusal

OWN = Refusal(
    "incident.own",
    403,
    "不能修改或办结涉及本人的安全事件，请由其他人处理。没有改动。",
    "Nobody changes or closes an incident that concerns themselves. Nothing was changed.",
)


def concerns(user_id: int, row: Incident) -> bool:
    """Whether the incident names somebody, a token or an export of theirs: the same account, or another with the same mail address."""
    named = set(_named(row))
    if user_id in named:
        return True
    mails = dict(User.objects.filter(id__in=[user_id, *named]).values_list("id", "email"))
    own = mails.pop(user_id, "").strip().casefold()
    return own != "" and own in {mail.strip().casefold() for mail in mails.values()}


def _named(row: Incident) -> Iterator[int]:
    """The accounts behind what the incident names. An address has none that could be told."""
    ids = {
        wanted: [int(value) for kind, value in sources_of(row) if kind == wanted] for wanted in (PERSON, TOKEN, EXPORT)
    }
    yield from ids[PERSON]
    yield from ReadEvent.objects.filter(id__in=ids[EXPORT]).values_list("actor_id", flat=True)
    yield from Token.objects.filter(id__in=ids[TOKEN]).values_list("user_id", flat=True)
    # A revoked token is gone, which is the first thing done with one that was stolen; the history still knows whose it was.
    told = Event.objects.filter(
        subject_kind="token", subject_id__in=ids[TOKEN], verb__in=("token.created", "token.revoked")
    )
    for actor_id, details in told.values_list("actor_id", "details"):
        yield int(orjson.loads(details or "{}").get("user") or actor_id)
