"""Following the history: whoever has changed is scored again a moment later, and whoever has not costs nothing.

No verb has to remember to say so. Every change of a customer leaves an event in its own transaction; a cursor walks over the
events, a little behind the present, because a long transaction shows its events late.
"""

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction

from kedang.fields.rule_book import active_ids
from kedang.finding.sql import Sql, among, run, select
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.quality.counting import counting_ids
from kedang.quality.models import Cursor, QualityScore
from kedang.quality.rescore import BATCH, score_customers
from kedang.quality.rules import score_everything

EVENTS = 5_000
PAGES = 4
# How long a transaction may take from writing its events to committing them; what takes longer is found by the daily sweep.
LATE = timedelta(seconds=120)
Touch = tuple[int, int, datetime]


def follow() -> int:
    """Score whoever has changed since the last time. Returns how many were scored; bounded, so that other work gets its turn."""
    start = Cursor.objects.filter(id=1).values_list("event_id", flat=True).first()
    if start is None:
        _begin()
        return 0
    _follow_rules()
    count, after = 0, start
    for _ in range(PAGES):
        page = _events(after)
        if not page:
            break
        count += _follow_page(page)
        after = page[-1][0]
        if len(page) < EVENTS:
            break
    return count + _grown_stale()


@transaction.atomic
def _begin() -> None:
    """The first time: everything that is there already is scored by a job, and events are followed from here."""
    _, mine = Cursor.objects.get_or_create(id=1, defaults={"event_id": new_id()})
    if mine:
        score_everything(system_actor("worker"))


@transaction.atomic
def _follow_rules() -> None:
    """Validation rules came into force or went out of it, or a role reads other fields: what marks count for has changed for
    everybody."""
    ids = (sorted(active_ids()), sorted(counting_ids()))
    counted = hashlib.sha256(repr(ids).encode()).hexdigest() if ids[0] else ""
    if Cursor.objects.filter(id=1).exclude(counted=counted).update(counted=counted):
        score_everything(system_actor("worker"))


def _events(after: int) -> list[Touch]:
    """(event, customer, when) behind an event, in order."""
    rows = run(
        "SELECT id, subject_id, at, subject_kind FROM history_event WHERE id > %s ORDER BY id LIMIT %s", [after, EVENTS]
    )
    return [(row[0], row[1] if row[3] == "customer" else 0, _moment(row[2])) for row in rows]


def _moment(at: datetime | str) -> datetime:
    known = datetime.fromisoformat(at) if isinstance(at, str) else at
    return known if known.tzinfo else known.replace(tzinfo=UTC)


def _follow_page(page: Sequence[Touch]) -> int:
    """Score the customers of some events, and move the cursor over those that are old enough."""
    settled = [event_id for event_id, _, at in page if at < now() - LATE]
    touched: dict[int, datetime] = {}
    for _, customer_id, at in page:
        if customer_id:
            touched[customer_id] = max(at, touched.get(customer_id, at))
    count = 0
    for batch in _batches(sorted(_outdated(touched))):
        with transaction.atomic():
            count += score_customers(batch)
    if settled:
        Cursor.objects.filter(id=1, event_id__lt=settled[-1]).update(event_id=settled[-1])
    return count


def _outdated(touched: Mapping[int, datetime]) -> Iterator[int]:
    """Those not scored since they were touched, in the version they have now, and those that are gone but have a score. An
    event is seen again until it is old."""
    mine = among(list(touched))
    where = [mine, Sql("c.trashed_at IS NULL")]
    rows = run(*select("c.id, c.version", where))
    versions: dict[int, int] = {row[0]: row[1] for row in rows}
    scored = QualityScore.objects.filter(customer_id__in=list(touched)).values_list(
        "customer_id", "version", "scored_at"
    )
    known = {customer_id: (version, at) for customer_id, version, at in scored}
    for customer_id, at in touched.items():
        version, (scored_version, scored_at) = versions.get(customer_id), known.get(customer_id, (None, at))
        if version != scored_version or (version is not None and scored_at <= at):
            yield customer_id


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _grown_stale() -> int:
    """Score those with a value whose time has passed; nobody touched them, only the clock did."""
    moment = int(now().timestamp())
    rows = QualityScore.objects.filter(due_at__lte=moment).order_by("due_at").values_list("customer_id", flat=True)
    found = list(rows[: BATCH * PAGES])
    count = 0
    for batch in _batches(found):
        with transaction.atomic():
            count += score_customers(batch)
    return count


def forget_scores(customer_ids: Collection[int]) -> None:
    """Suspicions about these customers changed: they are scored at the next turn, in a transaction of their own."""
    QualityScore.objects.filter(customer_id__in=list(customer_ids)).update(due_at=0)
