"""Grants: made by whoever decides, running until their time or their looks are over, or somebody ends them."""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from kedang.accounts.models import User
from kedang.accounts.stepup import require_stepup
from kedang.approvals import line, questions, rights, telling, whom, words
from kedang.approvals.asking import MOST_LOOKS, OVER, verb_of
from kedang.approvals.models import (
    EMERGENCY,
    EXPORT,
    GRANTED,
    LAPSED,
    REFUSED,
    RUNNING,
    VIEW,
    WAITING,
    Export,
    Grant,
    Request,
    Subject,
)
from kedang.approvals.whom import UNREADABLE
from kedang.archive.models import Customer
from kedang.history.record import record
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, INVALID, NOT_FOUND, STALE, Refusal

REVOKED, MERGED, ERASED, LEFT = "revoked", "merged", "erased", "left"
NOT_YOURS = Refusal(
    "approvals.not_yours",
    403,
    "这份申请不由您审批：不能审批自己、本人另一账号或上级的申请，客户也须都在您的管理范围内。没有改动。",
    "This request is not yours to decide: nobody decides for themselves, their other account or their own lead, and all the customers "
    "must be in your reach. Nothing was changed.",
)


@transaction.atomic
def approve(
    actor: Actor,
    request_id: int,
    *,
    version: int,
    fields: Collection[str] | None = None,
    minutes: int | None = None,
    looks: int | None = None,
    words_said: str = "",
) -> Grant:
    """Grant what was asked, or less of it. The time begins now, by the server's clock."""
    actor.require(rights.DECIDE)
    request = _load_to_decide(actor, request_id, version)
    if request.kind == EXPORT:
        # What leaves by it leaves for good: a screen somebody walked away from, or a token, must not be enough.
        require_stepup(actor)
    wanted = request.fields if fields is None else sorted(set(fields))
    # The file of an export is made from the columns that were asked for: it is granted whole or not at all.
    whole = request.kind == EXPORT
    if not wanted or not set(wanted) <= set(request.fields) or (whole and len(wanted) < len(request.fields)):
        raise INVALID(what="fields")
    given_minutes, given_looks = minutes or request.minutes, looks or request.looks
    if not 1 <= given_minutes <= request.minutes or not 1 <= given_looks <= min(request.looks, MOST_LOOKS):
        raise INVALID(what=f"minutes ≤ {request.minutes}, looks ≤ {request.looks}")
    _decide(actor, request, GRANTED, words_said)
    since = now()
    grant = Grant(
        request=request,
        user_id=request.user_id,
        granted_by=actor.id,
        fields=wanted,
        since=since,
        until=since + timedelta(minutes=given_minutes),
        looks=given_looks,
    )
    grant.save(force_insert=True)
    details = {"user": str(request.user_id), "minutes": given_minutes, "looks": given_looks}
    record(actor, verb_of(request, "granted"), subject=("approval", request.id), fields=wanted, details=details)
    telling.answered(actor, request, first_customer(request.id))
    return grant


@transaction.atomic
def refuse(actor: Actor, request_id: int, *, version: int, reason: str) -> None:
    """Say no, and why."""
    actor.require(rights.DECIDE)
    request = _load_to_decide(actor, request_id, version)
    _decide(actor, request, REFUSED, words.checked(reason, shortest=2))
    details = {"user": str(request.user_id)}
    record(actor, verb_of(request, "refused"), subject=("approval", request.id), details=details)
    telling.answered(actor, request, first_customer(request.id))


@transaction.atomic
def revoke(actor: Actor, grant_id: int) -> None:
    """End a grant at once: whoever granted it, owns a customer of it, sets the rules, reviews, or holds it."""
    grant = Grant.objects.select_for_update().filter(id=grant_id).first()
    if grant is None or not _may_revoke(actor, grant):
        raise NOT_FOUND()
    if grant.ended_at is not None:
        raise OVER()
    _end([grant.id], REVOKED, actor.id)
    details = {"user": str(grant.user_id)}
    record(actor, verb_of(grant.request, "revoked"), subject=("approval", grant.request_id), details=details)
    telling.answered(actor, grant.request, first_customer(grant.request_id))


def _may_revoke(actor: Actor, grant: Grant) -> bool:
    if actor.id in (grant.granted_by, grant.user_id) or actor.can(rights.MANAGE) or actor.can(rights.REVIEW):
        return True
    if Subject.objects.filter(request_id=grant.request_id, customer__owner_id=actor.id).exists():
        return True
    return line.may_decide(actor, grant.user_id, request_departments(grant.request))


def running(user_id: int) -> QuerySet[Grant]:
    """Somebody's grants that have time and looks left. Whether who granted them still may is asked at each look."""
    alive = Grant.objects.filter(RUNNING, user_id=user_id, until__gt=now(), used__lt=F("looks"))
    return alive.filter(request__kind=VIEW)


def first_customer(request_id: int) -> int | None:
    """A customer of a request, for whoever is told of it."""
    found = Subject.objects.filter(request_id=request_id).order_by("customer_id")
    return found.values_list("customer_id", flat=True).first()


def request_departments(request: Request) -> set[int | None]:
    """Where the customers of a request belong now; those of an export, where they belonged when it was asked for."""
    if request.kind == EXPORT:
        return set(Export.objects.get(request=request).departments)
    ids = list(Subject.objects.filter(request_id=request.id).values_list("customer_id", flat=True))
    found = Customer.objects.filter(id__in=ids).order_by()
    return set(found.values_list("department_id", flat=True).distinct())


def end_of_customers(customer_ids: Collection[int], why: str) -> None:
    """Nothing that was asked or granted of these customers goes on: they are others now, or gone."""
    ids = list(Subject.objects.filter(customer_id__in=customer_ids).values_list("request_id", flat=True))
    for request_id in Request.objects.filter(id__in=ids, state=WAITING).values_list("id", flat=True):
        telling.settled(request_id)
    Request.objects.filter(id__in=ids, state=WAITING).update(state=LAPSED, version=F("version") + 1)
    grants = Grant.objects.filter(RUNNING, request_id__in=ids).values_list("id", flat=True)
    _end(list(grants), why, None)


@transaction.atomic
def sweep() -> None:
    """Requests nobody answered lapse, and what was granted to somebody who was disabled ends for good."""
    actor = system_actor("worker")
    moment = now()
    lapsed = list(Request.objects.select_for_update().filter(state=WAITING, lapses_at__lte=moment)[:200])
    for request in lapsed:
        Request.objects.filter(id=request.id).update(state=LAPSED, version=F("version") + 1)
        record(actor, verb_of(request, "lapsed"), subject=("approval", request.id))
        telling.settled(request.id)
    active = User.objects.filter(is_active=True).values("id")
    dead = Grant.objects.filter(RUNNING, until__gt=moment).select_related("request").exclude(user_id__in=active)
    for grant in dead[:200]:
        _end([grant.id], LEFT, None)
        details = {"user": str(grant.user_id)}
        record(actor, verb_of(grant.request, "revoked"), subject=("approval", grant.request_id), details=details)


def _end(grant_ids: list[int], why: str, by: int | None) -> None:
    Grant.objects.filter(RUNNING, id__in=grant_ids).update(ended_at=now(), ended_by=by, why=why)


def _load_to_decide(actor: Actor, request_id: int, version: int) -> Request:
    """A waiting request, locked, that is the actor's to decide; others' are as absent as those that do not exist, but one's own."""
    request = Request.objects.select_for_update().filter(id=request_id).exclude(kind=EMERGENCY).first()
    if request is None:
        raise NOT_FOUND()
    if not line.may_decide(actor, request.user_id, request_departments(request)) or _is_kept(actor, request):
        if line.same_person(actor.id, request.user_id):
            raise NOT_YOURS()
        raise NOT_FOUND()
    if request.state != WAITING or request.lapses_at <= now():
        raise OVER()
    if request.version != version:
        raise STALE(version=request.version)
    if not User.objects.filter(id=request.user_id, is_active=True).exists():
        raise DENIED(right=rights.ASK)
    _require_readable(request)
    return request


def _is_kept(actor: Actor, request: Request) -> bool:
    if request.kind == EXPORT:
        return bool(whom.kept_of(actor, list(Export.objects.filter(request=request))))
    return bool(line.kept_of(actor, [request.id]))


def _require_readable(request: Request) -> None:
    """Nobody says yes or no to what they cannot read."""
    keys = words.keys_of([request.id])
    if request.id not in keys:
        raise UNREADABLE()
    if request.kind == EXPORT:
        row = Export.objects.get(request=request)
        whom.asked_about(keys, row)
        if questions.opened(keys, row) is None:
            raise UNREADABLE()


def _decide(actor: Actor, request: Request, state: str, text: str) -> None:
    request.state, request.decided_by, request.decided_at = state, actor.id, now()
    request.answer_enc = words.seal(request.id, "answer", words.checked(text, shortest=0)) if text else b""
    request.version += 1
    request.save()


def same_line(grant: Grant, customer: Customer) -> bool:
    """Whether a grant stands: who made it could make it now. A grant whose maker may not is suspended, and runs again when they may."""
    level = customer.classification or 0
    return line.still_stands(grant.granted_by, grant.user_id, customer.department_id, level=level)
