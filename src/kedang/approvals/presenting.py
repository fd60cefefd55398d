"""Requests, grants and reviews as they go out."""

from collections.abc import Iterable
from typing import Any, Literal, cast

from kedang.accounts.queries import directory
from kedang.approvals import questions, rights, words
from kedang.approvals import schemas as out
from kedang.approvals.looking import may_ask
from kedang.approvals.models import OPEN, Grant, Request, Review, Terms
from kedang.approvals.reading import About, Page, Reviews, of_customer
from kedang.approvals.terms import CLASSES, REASON, need_of, purposes, terms
from kedang.archive import customers
from kedang.archive import rights as archive_rights
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.engine.catalogue import FIELDS
from kedang.finding.column_names import column_name
from kedang.kit.actor import Actor
from kedang.kit.clock import now

GrantState = Literal["running", "suspended", "used", "over", "ended"]


def page(actor: Actor, found: Page) -> out.ApprovalPage:
    """Some requests, customers named as lists name them."""
    policy = policy_for(actor, own=False, place="list")
    return out.ApprovalPage(rows=[_request(policy, row, found.about[row.id]) for row in found.rows], next=found.next)


def reviews(actor: Actor, found: Reviews) -> out.GrantReviewPage:
    """Some reviews."""
    policy = policy_for(actor, own=False, place="list")
    rows = []
    for row in found.rows:
        request = found.requests[row.grant.request_id]
        shown = _request(policy, request, found.about[request.id])
        rows.append(_review(actor, row, shown, found.findings[row.id]))
    return out.GrantReviewPage(rows=rows, next=found.next)


def _review(actor: Actor, row: Review, shown: out.ApprovalOut, finding: str) -> out.GrantReviewOut:
    return out.GrantReviewOut(
        id=str(row.id),
        emergency=row.emergency,
        state=cast(Any, row.state),
        due_at=row.due_at,
        late=row.state == OPEN and row.due_at < now(),
        own=actor.id in (row.user_id, row.grant.granted_by),
        reviewed_by=_person(row.reviewed_by),
        reviewed_at=row.reviewed_at,
        finding=finding,
        request=shown,
    )


def _request(policy: FieldPolicy, row: Request, about: About) -> out.ApprovalOut:
    return out.ApprovalOut(
        id=str(row.id),
        kind=cast(Any, row.kind),
        state=cast(Any, row.state),
        user=_person(row.user_id),
        customers=[_customer(policy, about, each) for each in sorted(about.numbers)],
        fields=_columns(policy, row.fields) if about.export else _fields(policy, row.fields),
        purpose=row.purpose,
        words=about.said,
        minutes=row.minutes,
        looks=row.looks,
        asked_at=row.asked_at,
        lapses_at=row.lapses_at,
        decided_by=_person(row.decided_by),
        decided_at=row.decided_at,
        answer=about.answer,
        export=_export(policy, row, about),
        grant=_grant(policy, about.grant, suspended=about.suspended) if about.grant else None,
        seen=[
            out.ApprovalLook(
                at=look.at,
                customer_id=str(look.customer_id),
                number=about.numbers.get(look.customer_id, ""),
                fields=_fields(policy, look.fields),
            )
            for look in about.looks
        ],
        version=row.version,
    )


def _export(policy: FieldPolicy, row: Request, about: About) -> out.ApprovalExport | None:
    if about.export is None:
        return None
    runs = about.grant is not None and _state(about.grant, suspended=about.suspended) == "running"
    return out.ApprovalExport(
        count=about.export.count,
        readable=about.asked is not None,
        conditions=questions.in_words(policy, about.asked.filter) if about.asked else [],
        trashed=about.asked is not None and about.asked.trashed,
        clear=_columns(policy, about.export.clear),
        may_fetch=runs and about.asked is not None and row.user_id == policy.actor.id,
    )


def _columns(policy: FieldPolicy, codes: Iterable[str]) -> list[out.ApprovalField]:
    language = policy.actor.language
    return [out.ApprovalField(code=code, label=column_name(code, language, policy.definitions)) for code in codes]


def _customer(policy: FieldPolicy, about: About, customer_id: int) -> out.ApprovalCustomer:
    seen = about.seen.get(customer_id)
    name = policy.show("name", seen.name) if seen else None
    return out.ApprovalCustomer(
        id=str(customer_id), number=about.numbers[customer_id], name=name.value if name else None
    )


def _grant(policy: FieldPolicy, grant: Grant, *, suspended: bool) -> out.ApprovalGrant:
    actor = policy.actor
    state = _state(grant, suspended=suspended)
    ends = actor.id in (grant.granted_by, grant.user_id) or actor.can(rights.MANAGE) or actor.can(rights.REVIEW)
    return out.ApprovalGrant(
        id=str(grant.id),
        fields=_fields(policy, grant.fields),
        since=grant.since,
        until=grant.until,
        looks=grant.looks,
        used=grant.used,
        state=state,
        ended_by=_person(grant.ended_by),
        may_end=ends and state in ("running", "suspended"),
    )


def _state(grant: Grant, *, suspended: bool) -> GrantState:
    if grant.ended_at is not None:
        return "ended"
    if grant.used >= grant.looks:
        return "used"
    if grant.until <= now():
        return "over"
    return "suspended" if suspended else "running"


def standing(actor: Actor, customer_id: int) -> out.ApprovalStanding:
    """What somebody may do about a customer's masked fields, and how their requests stand."""
    customer = customers.load_visible(actor, customer_id, trashed=None)
    policy, said = policy_for(actor, own=customers.is_own(actor, customer)), terms()
    asked = of_customer(actor, customer)
    keys = words.keys_of([row.id for row, _, _ in asked])
    codes = [*FIELDS, *(f"custom:{code}" for code in policy.definitions)]
    needs = {code: need for code in codes if (need := need_of(said, policy, code)) != REASON}
    return out.ApprovalStanding(
        active=said.active,
        may_reveal=actor.can(archive_rights.REVEAL),
        may_ask=may_ask(actor),
        may_break=actor.can(rights.BREAK_GLASS),
        needs=cast(Any, needs),
        requests=[
            out.StandingRequest(
                id=str(row.id),
                state=cast(Any, row.state),
                fields=row.fields,
                asked_at=row.asked_at,
                answer=words.opened(keys, row.id, "answer", bytes(row.answer_enc)),
                grant=_grant(policy, grant, suspended=suspended) if grant else None,
            )
            for row, grant, suspended in asked
        ],
        purposes=_purposes(said),
    )


def rules(said: Terms) -> out.ApprovalTermsOut:
    """The rules in force."""
    return out.ApprovalTermsOut(
        active=said.active,
        mail=said.mail,
        needs={**dict.fromkeys(CLASSES, REASON), **said.needs},
        quotas=said.quotas,
        quota=said.quota,
        sample_percent=said.sample_percent,
        most_customers=said.most_customers,
        purposes=_purposes(said),
        export_rows=said.export_rows,
        export_hours=said.export_hours,
        version=said.version,
    )


def _purposes(said: Terms) -> list[out.ApprovalPurpose]:
    return [out.ApprovalPurpose(code=each.code, zh=each.zh, en=each.en) for each in purposes(said)]


def _fields(policy: FieldPolicy, codes: Iterable[str]) -> list[out.ApprovalField]:
    return [out.ApprovalField(code=code, label=policy.label(code)) for code in codes]


def _person(user_id: int | None) -> out.ApprovalPerson | None:
    known = directory()
    person = known.person(user_id)
    if person is None:
        return None
    place = known.department_name(person.department_id)
    return out.ApprovalPerson(id=str(person.id), name=person.name, department=place)
