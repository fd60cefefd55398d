"""Reading both logs on from where the last run stopped, counting, and asking the rules. Safe to run twice."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from kedang.calendar.working import working_time
from kedang.engine.worktime import WorkTime
from kedang.history.following import changers_after, changes_by, lookers_after, looks_by
from kedang.kit.clock import now
from kedang.kit.ids import EPOCH_MS, first_id_at, id_time_ms
from kedang.oversight import alerting, hits, places
from kedang.oversight.canaries import token_of
from kedang.oversight.counting import EXPORTS, HOUR, Key, Look, count, hour_of
from kedang.oversight.figures import rules_in_force
from kedang.oversight.models import Canary, Hit, Hour, Progress
from kedang.oversight.rules import COUNTS, Counted, Rule, Seen, judge, total
from kedang.ownership.models import Succession

EVERY_SECONDS = 120
PAST = timedelta(days=30)
KEPT = timedelta(days=45)
LEAVING = timedelta(days=90)
DAY = timedelta(days=1)
# What is being written just now is read the next time.
SETTLED = timedelta(seconds=10)
# Looks that somebody chose to take at one customer, not lists that happen to show one.
CHOSEN = ("customer.", "document.", "timeline.")
BATCH, MOST_BATCHES = 20_000, 25
Touched = dict[int, tuple[datetime, datetime]]
Past = Mapping[int, Mapping[datetime, Counted]]


def watch() -> int:
    """Repeated work: whatever was logged since the last time; how many hits are new."""
    work, rules, found = working_time(), rules_in_force(), list[Hit]()
    for _ in range(MOST_BATCHES):
        touched = _next()
        traps = dict(Canary.objects.values_list("token", "at"))
        for user_id, (first, last) in touched[1].items():
            _recount(user_id, first, last, work, traps)
            found += _judged(user_id, first, last, work, rules)
        Progress.objects.filter(id=1).update(last_look=touched[0][0], last_change=touched[0][1])
        if touched[2]:
            break
    alerting.alert()
    return len(found)


def forget_old() -> None:
    """Counts nobody compares with any more, and networks nobody came from for long."""
    Hour.objects.filter(hour__lt=now() - KEPT).delete()
    places.forget_old()


def _next() -> tuple[tuple[int, int], Touched, bool]:
    """How far the next lines of both logs reach, whose hours they touch, and whether all is read then."""
    start = first_id_at(now() - PAST)
    row, _ = Progress.objects.get_or_create(id=1, defaults={"last_look": start, "last_change": start})
    until = first_id_at(now() - SETTLED)
    looks = lookers_after(row.last_look, until, BATCH)
    changes = changers_after(row.last_change, until, BATCH)
    touched: Touched = {}
    for event_id, actor_id in (*looks, *changes):
        if actor_id > 0:
            hour = hour_of(_time_of(event_id))
            first, last = touched.get(actor_id, (hour, hour))
            touched[actor_id] = (min(first, hour), max(last, hour))
    # When a log is read to its end, what was passed over in it (the rows of imports) is not passed over again.
    ends = [found[-1][0] if len(found) == BATCH else until - 1 for found in (looks, changes)]
    return (ends[0], ends[1]), touched, len(looks) < BATCH and len(changes) < BATCH


def _time_of(event_id: int) -> datetime:
    return datetime.fromtimestamp(max(id_time_ms(event_id), EPOCH_MS) / 1000, tz=now().tzinfo)


@transaction.atomic
def _recount(user_id: int, first: datetime, last: datetime, work: WorkTime, traps: Mapping[str, datetime]) -> None:
    """Count these hours of somebody from the logs, whatever was counted of them before."""
    low, high = first_id_at(first), first_id_at(last + HOUR)
    edits = list(changes_by(user_id, low, high))
    looks = list(_looks(user_id, low, high, traps))
    looks += [
        Look(at, token_id, verb, 0, 0, 0, "", canary=True)
        for at, token_id, verb, customer_id in edits
        if _is_trap(traps, customer_id, at)
    ]
    counted = count(looks, [(at, token_id) for at, token_id, _, _ in edits], work)
    Hour.objects.filter(user_id=user_id, hour__gte=first, hour__lte=last).delete()
    Hour.objects.bulk_create(
        Hour(user_id=user_id, token_id=token_id, hour=hour, **{name: getattr(each, name) for name in COUNTS})
        for (token_id, hour), each in counted.items()
    )


def _looks(user_id: int, low: int, high: int, traps: Mapping[str, datetime]) -> Iterator[Look]:
    lines = list(looks_by(user_id, low, high))
    known = places.note(user_id, [(line.ip, line.at) for line in lines])
    for line in lines:
        exported = line.verb in EXPORTS
        yield Look(
            line.at,
            line.token_id,
            line.verb,
            line.customer_id,
            line.count if exported else line.shown,
            line.count,
            line.query_hash,
            new_place=exported and known.is_new(line.ip, line.at),
            canary=line.verb.startswith(CHOSEN) and _is_trap(traps, line.customer_id, line.at),
        )


def _is_trap(traps: Mapping[str, datetime], customer_id: int, at: datetime) -> bool:
    """Whether a customer was a canary then: whoever filed it did so before."""
    if not traps or not customer_id:
        return False
    since = traps.get(token_of(customer_id))
    return since is not None and since <= at


def _judged(user_id: int, first: datetime, last: datetime, work: WorkTime, rules: Sequence[Rule]) -> list[Hit]:
    """The hits that are new in these hours and their days."""
    start = first.astimezone(work.zone).replace(hour=0)
    hours = _past(user_id, start - PAST, last)
    days = {token_id: _by_day(counted, work) for token_id, counted in hours.items()}
    leaving = Succession.objects.filter(from_id=user_id, started_at__gt=start - LEAVING).exists()
    found = []
    for rule in rules:
        windows, span, begin = (hours, HOUR, first) if rule.span == "hour" else (days, DAY, start)
        for (token_id, since), seen in _windows(windows, begin, leaving=leaving):
            finding = judge(rule, seen)
            hit = hits.found(user_id, token_id, since, since + span, finding) if finding else None
            found += [hit] if hit else []
    return found


def _windows(windows: Past, begin: datetime, *, leaving: bool) -> Iterator[tuple[Key, Seen]]:
    """Each window from a time on, with those of the thirty days before it."""
    for token_id, counted in windows.items():
        order = sorted(counted)
        for at, since in enumerate(order):
            if since >= begin:
                before = [counted[each] for each in order[:at] if each >= since - PAST]
                yield (token_id, since), Seen(counted[since], before, by_token=token_id != 0, leaving=leaving)


def _past(user_id: int, since: datetime, until: datetime) -> Past:
    rows = Hour.objects.filter(user_id=user_id, hour__gte=since, hour__lte=until)
    found: dict[int, dict[datetime, Counted]] = defaultdict(dict)
    for token_id, hour, *figures in rows.values_list("token_id", "hour", *COUNTS):
        found[token_id][hour] = Counted(*figures)
    return found


def _by_day(counted: Mapping[datetime, Counted], work: WorkTime) -> Mapping[datetime, Counted]:
    days: dict[datetime, list[Counted]] = defaultdict(list)
    for hour, each in counted.items():
        days[hour.astimezone(work.zone).replace(hour=0)].append(each)
    return {day: total(parts) for day, parts in days.items()}
