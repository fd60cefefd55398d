"""How much is sent at most: by point, by address, by person, in all. Every message costs money, and can be misused against
somebody. What is counted is counted in the transaction that sends, so that a hundred requests at once are a hundred."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone

from django.db import transaction
from django.db.models import F

from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import iso, now
from kedang.kit.errors import INVALID, Refusal
from kedang.vault.blind import token_apart
from kedang.verification import rights
from kedang.verification.models import Counter, Limits

HOUR, DAY = 3600, 86_400
CHINA = timezone(timedelta(hours=8))
BOUNDS = {
    "per_point_day": (1, 50),
    "per_address_day": (1, 50),
    "per_user_hour": (1, 10_000),
    "per_day": (1, 1_000_000),
    "again_after_days": (1, 3650),
    "valid_days": (1, 3650),
}
CAPPED = Refusal(
    "verification.capped",
    429,
    "{what}已达上限（{cap} 次），没有发送。请在 {at} 之后再试。",
    "{what} has reached its limit of {cap}. Nothing was sent; try again after {at}.",
)
_WHAT = {
    "point": ("这条联系方式今天的发送次数", "Sending to this contact point today"),
    "address": ("这个号码或邮箱今天的发送次数", "Sending to this number or address today"),
    "user": ("您这一小时的发送次数", "Your sending in this hour"),
    "all": ("全单位今天的发送次数", "Sending by the whole organisation today"),
}


def limits() -> Limits:
    """The limits in force."""
    return Limits.objects.filter(id=1).first() or Limits()


@transaction.atomic
def change_limits(actor: Actor, changes: Mapping[str, int]) -> Limits:
    """Set some limits."""
    actor.require(rights.MANAGE)
    for name, value in changes.items():
        low, high = BOUNDS[name]
        if not low <= value <= high:
            raise INVALID(what=f"{name}: {low}–{high}")
    row, _ = Limits.objects.select_for_update().get_or_create(id=1)
    fields = [name for name, value in changes.items() if getattr(row, name) != value]
    if fields:
        for name in fields:
            setattr(row, name, changes[name])
        row.save(update_fields=fields)
        record(actor, "verification.limits_changed", subject=("installation", 1), fields=sorted(fields))
    return row


def take_sending(actor: Actor, *, point_id: int, blind: int, in_campaign: bool) -> None:
    """Count one message, or refuse it. A campaign is one decision of a person: it is held by the other three."""
    allowed = limits()
    _take(actor, "all", 0, allowed.per_day, DAY)
    if not in_campaign:
        _take(actor, "user", actor.id, allowed.per_user_hour, HOUR)
    _take(actor, "address", blind, allowed.per_address_day, DAY)
    _take(actor, "point", point_id, allowed.per_point_day, DAY)


def _take(actor: Actor, what: str, whose: int, cap: int, seconds: int) -> None:
    until = take(what, str(whose), cap=cap, seconds=seconds)
    if until is not None:
        zh, en = _WHAT[what]
        named = zh if actor.language.startswith("zh") else en
        raise CAPPED(what=named, cap=cap, at=f"{until.astimezone(CHINA):%m-%d %H:%M}", limit=what, until=iso(until))


def take(what: str, whose: str, *, cap: int, seconds: int) -> datetime | None:
    """Count once in the present window; when it is full, nothing is counted and the answer says when the next one begins.

    Windows of a day begin at midnight in China.
    """
    key, until = _window(what, whose, seconds)
    Counter.objects.get_or_create(key=key, defaults={"until": until})
    taken = Counter.objects.filter(key=key, count__lt=cap).update(count=F("count") + 1)
    return None if taken else until


def full_until(what: str, whose: str, *, cap: int, seconds: int) -> datetime | None:
    """Until when nothing more is counted in the present window; None while there is room. Counts nothing itself."""
    key, until = _window(what, whose, seconds)
    return until if Counter.objects.filter(key=key, count__gte=cap).exists() else None


def _window(what: str, whose: str, seconds: int) -> tuple[str, datetime]:
    shift = CHINA.utcoffset(None).total_seconds()
    window = int((now().timestamp() + shift) // seconds)
    until = datetime.fromtimestamp((window + 1) * seconds - shift, UTC)
    return f"{what}:{token_apart('verification.counter', whose)}:{window}", until


def forget_counters() -> None:
    """Drop the counters of windows that are over."""
    Counter.objects.filter(until__lt=now()).delete()
