"""Drafts that meet somebody out of their author's sight say so, and so numbers can be tried against the archive. A record has
few numbers, and honest work meets few such people in an hour: more than that is not answered."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from kedang.archive.content import Content
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal
from kedang.verification.limits import CHINA, full_until, take

FEW, PER_HOUR, HOUR = 5, 60, 3600
_WHAT, _MET = "guess", "guess_met"
STOPPED = "customers.compare_stopped"
TOO_MANY = Refusal(
    "customer.compared_too_often",
    429,
    "这一小时内，您录入的内容已有 {cap} 次与您看不到的客户相同，查重已暂停，请在 {at} 之后再试。您填写的内容没有丢失；大批资料请用导入。",
    "What you entered met customers out of your sight {cap} times in this hour, so comparing has paused until {at}. Nothing "
    "of yours is lost; bring many customers by an import.",
)


class _OfKind(Protocol):
    kind: str


Item = TypeVar("Item", bound=_OfKind)


def require_patience(actor: Actor) -> None:
    """Refuse whoever met too many in this hour, whatever is asked now: a refusal must not tell of a hit either."""
    until = full_until(_WHAT, str(actor.id), cap=PER_HOUR, seconds=HOUR)
    if until is not None:
        record_read(actor, STOPPED)
        raise TOO_MANY(cap=PER_HOUR, at=f"{until.astimezone(CHINA):%H:%M}")


def count_concealed(actor: Actor, concealed: Sequence[int]) -> None:
    """Count a draft that met somebody out of sight; a form asks again while it is filled in, and meets the same ones."""
    fresh = [i for i in concealed if take(_MET, f"{actor.id}:{i}", cap=1, seconds=HOUR) is None]
    if fresh and take(_WHAT, str(actor.id), cap=PER_HOUR, seconds=HOUR) is not None:
        require_patience(actor)


def with_few(content: Content) -> Content:
    """The content with the first few numbers of each kind: only these tell of somebody out of sight."""
    few = content.copy()
    few.points, few.identifiers = _few(few.points), _few(few.identifiers)
    few.external_ids, few.contacts = few.external_ids[:FEW], few.contacts[:FEW]
    for contact in few.contacts:
        contact.points = _few(contact.points)
    return few


def _few(items: Iterable[Item]) -> list[Item]:
    counts: Counter[str] = Counter()
    kept: list[Item] = []
    for item in items:
        counts[item.kind] += 1
        if counts[item.kind] <= FEW:
            kept.append(item)
    return kept
