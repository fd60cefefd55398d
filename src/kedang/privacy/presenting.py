"""Answers about privacy, as the screens show them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from kedang.accounts.queries import people
from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.finding.conditions import today
from kedang.history.reads import record_read
from kedang.kit.actor import Actor, system_name
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.privacy import bodies, consents, erasing, gathering, ledger, obstacles, policy, rights, schemas
from kedang.privacy.models import (
    ERASED,
    PROPOSED,
    RESTRICTED,
    STANDING,
    WAITING,
    Consent,
    Erasure,
    Notice,
    Purpose,
    Request,
)
from kedang.privacy.purposes import fields_of, notice_in_force, oldest_good_notice
from kedang.vault.keys import SubjectKey, key_for, keys_for

MOST = 200
NO_REASON = Refusal(
    "privacy.look_reason",
    422,
    "请写明查看的理由（至少 4 个字）。",
    "Say why you look (at least 4 characters).",
)


def register(actor: Actor) -> schemas.RegisterOut:
    """Purposes, notices, and the rules in force."""
    actor.require(rights.VIEW)
    rule, current = policy.current(), notice_in_force()
    return schemas.RegisterOut(
        purposes=[_purpose(row) for row in Purpose.objects.order_by("ended_at", "id")],
        notices=[_notice(row, current) for row in Notice.objects.order_by("-number")],
        answer_days=rule.answer_days,
        four_eyes=rule.four_eyes,
        invoice_years=rule.invoice_years,
        editable=actor.can(rights.MANAGE),
    )


def _purpose(row: Purpose) -> schemas.PurposeOut:
    return schemas.PurposeOut(
        id=str(row.id),
        name_zh=row.name_zh,
        name_en=row.name_en,
        basis=row.basis,
        fields=fields_of(row),
        months=row.months,
        recipients=row.recipients,
        contract_until=row.contract_until,
        cross_border=row.cross_border,
        ended=row.ended_at is not None,
        version=row.version,
    )


def _notice(row: Notice, current: Notice | None) -> schemas.PrivacyNoticeOut:
    return schemas.PrivacyNoticeOut(
        id=str(row.id),
        number=row.number,
        text_zh=row.text_zh,
        text_en=row.text_en,
        digest=row.digest,
        valid_from=row.valid_from,
        renew=row.renew,
        in_force=current is not None and row.id == current.id,
    )


def of_customer(actor: Actor, customer_id: int) -> schemas.CustomerPrivacyOut:
    """What a customer agreed to and asked for, and whether it is to be erased."""
    actor.require(rights.VIEW)
    customer = customers.load_visible(actor, customer_id)
    record_read(actor, "privacy.read", customer_ids=[customer.id])
    given = list(Consent.objects.filter(customer_id=customer.id).select_related("purpose", "notice").order_by("-id"))
    asked = list(Request.objects.visible_to(actor).filter(customer_id=customer.id).order_by("-id"))
    row = Erasure.objects.filter(customer_id=customer.id, state__in=STANDING).first()
    names, key = _names([*given, *asked, *([row] if row else [])]), key_for(customer.id)
    changes = customers.may_change(actor, customer)
    return schemas.CustomerPrivacyOut(
        consents=[_consent(each, key, names) for each in given],
        requests=[_request(each, key, names, customer) for each in asked],
        erasure=_erasure(row, names, actor) if row else None,
        child=consents.under_age(customer),
        against=[_obstacle(each) for each in erasing.standing_against(customer.id)] if actor.can(rights.ERASE) else [],
        may_record=actor.can(rights.RECORD) and changes,
        may_handle=actor.can(rights.REQUESTS),
        may_erase=actor.can(rights.ERASE) and changes,
    )


def _consent(row: Consent, key: SubjectKey, names: dict[int, str]) -> schemas.ConsentOut:
    said = bodies.opened(key, row)
    good = row.notice.number >= oldest_good_notice() and row.purpose.ended_at is None
    return schemas.ConsentOut(
        id=str(row.id),
        purpose_id=str(row.purpose_id),
        purpose_zh=row.purpose.name_zh,
        purpose_en=row.purpose.name_en,
        act=row.act,
        notice=row.notice.number,
        channel=row.channel,
        evidence=said.get("evidence", ""),
        guardian=said.get("guardian", ""),
        at=row.created_at,
        by=names.get(row.created_by, ""),
        withdrawn_at=row.withdrawn_at,
        state="withdrawn" if row.withdrawn_at else "stands" if good else "ask_again",
    )


def _request(row: Request, key: SubjectKey, names: dict[int, str], customer: Customer) -> schemas.RequestOut:
    said = bodies.opened(key, row)
    return schemas.RequestOut(
        id=str(row.id),
        customer_id=str(customer.id),
        customer=customer.name,
        number=customer.number,
        kind=row.kind,
        channel=row.channel,
        words=said.get("words", ""),
        answer=said.get("answer", ""),
        received_on=row.received_on,
        due_on=row.due_on,
        overdue=row.state in WAITING and row.due_on < today(),
        state=row.state,
        identified_how=row.identified_how,
        identified_by=names.get(row.identified_by or 0, ""),
        reason=row.reason,
        closed_at=row.closed_at,
        version=row.version,
    )


def requests(actor: Actor, state: str) -> schemas.RequestsOut:
    """Requests that wait, the most urgent first; or those that are closed, the newest first."""
    actor.require(rights.REQUESTS)
    found = Request.objects.visible_to(actor).select_related("customer")
    if state == "closed":
        found = found.exclude(state__in=WAITING).order_by("-closed_at", "-id")
    else:
        found = found.filter(state__in=WAITING).order_by("due_on", "id")
    rows = [row for row in found[:MOST] if row.customer is not None]
    record_read(actor, "privacy.requests_listed", customer_ids={row.customer.id for row in rows if row.customer})
    keys, names = keys_for({row.customer.id for row in rows if row.customer}), _names(rows)
    shown = [_request(row, keys[row.customer.id], names, row.customer) for row in rows if row.customer]
    return schemas.RequestsOut(
        rows=shown,
        comebacks=[
            schemas.ComebackOut(
                customer_id=str(each.customer_id),
                customer=each.customer.name,
                number=each.customer.number,
                erased_at=each.erased_at,
                seen_at=each.seen_at,
            )
            for each in ledger.comebacks(actor)
        ],
    )


def erasures(actor: Actor) -> schemas.ErasuresOut:
    """Erasures proposed, restrictions with their day, and what was done, the newest first."""
    erasing.require_decider(actor)
    found: QuerySet[Erasure] = Erasure.objects.filter(erasing.in_reach(actor)).order_by("-id")
    rows = list(found[:MOST])
    record_read(actor, "privacy.erasures_listed", customer_ids={row.customer_id for row in rows if row.customer_id})
    names = _names(rows)
    return schemas.ErasuresOut(rows=[_erasure(row, names, actor) for row in rows])


def _erasure(row: Erasure, names: dict[int, str], actor: Actor) -> schemas.ErasureOut:
    own = row.proposed_by == actor.id and policy.current().four_eyes
    return schemas.ErasureOut(
        id=str(row.id),
        customer_id=str(row.customer_id) if row.customer_id and row.state == PROPOSED else None,
        number=row.number,
        reason=row.reason,
        state=row.state,
        against=[_obstacle(each) for each in obstacles.unpacked(row.kept)],
        erase_on=row.erase_on,
        proposed_at=row.proposed_at,
        proposed_by=names.get(row.proposed_by, ""),
        decided_at=row.decided_at,
        decided_by=names.get(row.decided_by or 0, ""),
        done_at=row.done_at,
        may_decide=row.state == PROPOSED and actor.can(rights.CONFIRM) and not own,
        may_release=row.state == RESTRICTED and actor.can(rights.CONFIRM),
        may_look=row.state == RESTRICTED and actor.can(rights.RESTRICTED),
        certificate=row.state in (ERASED, RESTRICTED),
        version=row.version,
    )


def _obstacle(each: obstacles.Obstacle) -> schemas.ObstacleOut:
    return schemas.ObstacleOut(code=each.code, zh=each.zh, en=each.en, until=each.until)


def look(actor: Actor, erasure_id: int, reason: str) -> schemas.RestrictedOut:
    """A restricted customer, for who may and says why; each look is recorded with its reason."""
    actor.require(rights.RESTRICTED)
    why = bodies.checked(reason)
    if len(why) < 4:
        raise NO_REASON()
    row = Erasure.objects.filter(id=erasure_id, state=RESTRICTED).first()
    customer = Customer.objects.cleared_for(actor).filter(id=row.customer_id or 0).first() if row else None
    if row is None or customer is None:
        raise NOT_FOUND()
    record_read(
        actor, "privacy.restricted_viewed", customer_ids=[customer.id], fields=["*"], details={"reason": why[:200]}
    )
    told = [
        schemas.PersonalFactOut(label=gathering.label_of(fact.code, actor.language), values=fact.values)
        for fact in gathering.profile(customer)
    ]
    return schemas.RestrictedOut(number=customer.number, name=customer.name, facts=told)


def _names(rows: Iterable[Any]) -> dict[int, str]:
    """Who did what in these rows."""
    asked = ("created_by", "identified_by", "closed_by", "proposed_by", "decided_by")
    ids = {found for row in rows for name in asked if (found := getattr(row, name, None))}
    named = {each: ref.name for each, ref in people(ids).items()}
    return named | {each: system_name(each) or "" for each in ids if each < 0}
