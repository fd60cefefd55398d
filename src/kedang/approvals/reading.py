"""Reading requests: one's own, those one decides, what became of those, and what is to be reviewed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from kedang.approvals import line, rights, whom, words
from kedang.approvals.asking import require_asker
from kedang.approvals.granting import same_line
from kedang.approvals.models import EMERGENCY, OPEN, WAITING, Export, Grant, Look, Request, Review, Subject
from kedang.approvals.questions import opened
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer
from kedang.finding.lists import ListQuery
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor
from kedang.vault.keys import SubjectKey

MOST_WAITING = 500


@dataclass(slots=True)
class About:
    """What is known beside a request: its customers (those its reader sees by name) or its export, its grant, the looks, and the texts."""

    numbers: dict[int, str] = field(default_factory=dict)
    seen: dict[int, Customer] = field(default_factory=dict)
    export: Export | None = None
    asked: ListQuery | None = None
    grant: Grant | None = None
    suspended: bool = False
    looks: list[Look] = field(default_factory=list)
    said: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some requests, the newest first, each with what is known beside it."""

    rows: list[Request]
    about: dict[int, About]
    next: str | None = None


def mine(actor: Actor, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """One's own requests."""
    require_asker(actor)
    return _page(actor, Request.objects.filter(user_id=actor.id), cursor, limit)


def to_decide(actor: Actor) -> Page:
    """What waits for the actor's decision, the oldest first."""
    actor.require(rights.DECIDE)
    rows = _decidable(actor)
    return Page(rows, _about(actor, rows))


def past(actor: Actor, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """What became of requests: of those one decided; of all, for whoever reviews."""
    if not (actor.can(rights.DECIDE) or actor.can(rights.REVIEW)):
        raise DENIED(right=rights.DECIDE)
    found = Request.objects.exclude(state=WAITING)
    if not actor.can(rights.REVIEW):
        found = found.filter(decided_by=actor.id)
    return _page(actor, found, cursor, limit)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much waits for the actor."""

    decide: int
    review: int


def counts(actor: Actor) -> Counts:
    """What waits for a decision and for a review; nothing for whoever does neither."""
    decide = len(_decidable(actor)) if actor.can(rights.DECIDE) else 0
    review = _open_reviews(actor).count() if actor.can(rights.REVIEW) else 0
    return Counts(decide, review)


@dataclass(frozen=True, slots=True)
class Reviews:
    """Reviews with the requests they are about, and what was found."""

    rows: list[Review]
    about: dict[int, About]
    requests: dict[int, Request]
    findings: dict[int, str]
    next: str | None


def reviews(actor: Actor, *, done: bool = False, cursor: str | None = None, limit: int | None = None) -> Reviews:
    """What is to be looked at afterwards, what is due first on top; or what was."""
    actor.require(rights.REVIEW)
    size = clamp_limit(limit)
    found = Review.objects.select_related("grant__request")
    found = found.exclude(state=OPEN) if done else found.filter(state=OPEN)
    if cursor:
        found = found.filter(id__lt=decode_numbers(cursor, length=1)[0])
    rows = list(found.order_by("-id")[: size + 1])
    shown = rows[:size]
    requests = {row.grant.request_id: row.grant.request for row in shown}
    keys = words.keys_of(list(requests))
    findings = {row.id: words.opened(keys, row.grant.request_id, "finding", bytes(row.finding_enc)) for row in shown}
    following = encode_cursor((shown[-1].id,)) if len(rows) > size else None
    return Reviews(shown, _about(actor, list(requests.values())), requests, findings, following)


def of_customer(actor: Actor, customer: Customer) -> list[tuple[Request, Grant | None, bool]]:
    """The actor's requests about a customer, the newest first, with the grant and whether it is suspended."""
    actor.require(archive_rights.VIEW)
    ids = Subject.objects.filter(customer_id=customer.id).values("request_id")
    rows = list(Request.objects.filter(user_id=actor.id, id__in=ids).exclude(kind=EMERGENCY).order_by("-id")[:20])
    grants = {grant.request_id: grant for grant in Grant.objects.filter(request__in=rows)}
    found = []
    for row in rows:
        grant = grants.get(row.id)
        runs = grant is not None and grant.ended_at is None and grant.until > now()
        stands = not runs or grant is None or same_line(grant, customer)
        found.append((row, grant, not stands))
    return found


def _open_reviews(actor: Actor) -> QuerySet[Review]:
    return Review.objects.filter(state=OPEN).exclude(user_id=actor.id).exclude(grant__granted_by=actor.id)


def _decidable(actor: Actor) -> list[Request]:
    waiting = list(
        Request.objects.filter(state=WAITING, lapses_at__gt=now())
        .exclude(user_id=actor.id)
        .order_by("id")[:MOST_WAITING]
    )
    departments: dict[int, set[int | None]] = defaultdict(set)
    pairs = Subject.objects.filter(request__in=waiting).values_list("request_id", "customer__department_id")
    for request_id, department_id in pairs:
        departments[request_id].add(department_id)
    exports = list(Export.objects.filter(request__in=waiting))
    for export in exports:
        departments[export.request_id].update(export.departments)
    mine = line.decidable(actor, {row.id: (row.user_id, departments[row.id]) for row in waiting})
    mine -= line.kept_of(actor, [row.id for row in waiting])
    mine -= whom.kept_of(actor, [export for export in exports if export.request_id in mine])
    return [row for row in waiting if row.id in mine]


def _page(actor: Actor, found: QuerySet[Request], cursor: str | None, limit: int | None) -> Page:
    size = clamp_limit(limit)
    if cursor:
        found = found.filter(id__lt=decode_numbers(cursor, length=1)[0])
    rows = list(found.order_by("-id")[: size + 1])
    shown = rows[:size]
    return Page(shown, _about(actor, shown), encode_cursor((shown[-1].id,)) if len(rows) > size else None)


def _about(actor: Actor, rows: Sequence[Request]) -> dict[int, About]:
    """Everything beside some requests, in a fixed number of questions; the look at the names is on record."""
    found = {row.id: About() for row in rows}
    pairs = list(Subject.objects.filter(request_id__in=found).values_list("request_id", "customer_id"))
    ids = {customer_id for _, customer_id in pairs}
    # Whoever reviews sees no customers and has to say which one it was; to others one above their clearance is not there.
    known = Customer.objects.all() if actor.can(rights.REVIEW) else Customer.objects.cleared_for(actor)
    numbers = dict(known.filter(id__in=ids).values_list("id", "number"))
    seen = Customer.objects.visible_to(actor, trashed=None).in_bulk(ids)
    for request_id, customer_id in pairs:
        if customer_id in numbers:
            found[request_id].numbers[customer_id] = numbers[customer_id]
        if customer_id in seen:
            found[request_id].seen[customer_id] = seen[customer_id]
    keys = words.keys_of(list(found))
    for export in Export.objects.filter(request_id__in=found):
        found[export.request_id].export = export
        found[export.request_id].asked = opened(keys, export)
    _grants(found, keys)
    for row in rows:
        found[row.id].said = words.opened(keys, row.id, "words", bytes(row.words_enc))
        found[row.id].answer = words.opened(keys, row.id, "answer", bytes(row.answer_enc))
    if ids:
        record_read(actor, "approvals.listed", customer_ids=sorted(ids))
    return found


def _grants(found: dict[int, About], keys: Mapping[int, SubjectKey]) -> None:
    grants = {grant.id: grant for grant in Grant.objects.filter(request_id__in=found)}
    for grant in grants.values():
        about = found[grant.request_id]
        about.grant = grant
        running = grant.ended_at is None and grant.until > now()
        departments = {customer.department_id for customer in about.seen.values()}
        level = max((customer.classification or 0 for customer in about.seen.values()), default=0)
        if about.export is not None:
            departments = set(about.export.departments)
            level = whom.level_of(keys, about.export) if running else 0
        stands = not running or line.still_stands(grant.granted_by, grant.user_id, *departments, level=level)
        about.suspended = bool(departments) and not stands
    for look in Look.objects.filter(grant_id__in=grants).order_by("id"):
        found[grants[look.grant_id].request_id].looks.append(look)
