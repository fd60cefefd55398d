"""What a customer sees of the own record: the fields that are allowed, what waits, consents and requests. Nothing else leaves."""

from kedang.archive.content import Content
from kedang.archive.edit import stored_values
from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.archive.policy import FieldPolicy, named, policy_for, present
from kedang.engine.catalogue import FIELDS, kind_fields
from kedang.history.reads import record_read
from kedang.kit.errors import NOT_FOUND
from kedang.portal import schemas as out
from kedang.portal.correcting import opened
from kedang.portal.models import REPLACED, WAITING, Correction
from kedang.portal.sessions import Guest
from kedang.privacy import bodies
from kedang.privacy.consents import under_age
from kedang.privacy.models import Consent, Purpose, Request
from kedang.privacy.purposes import notice_in_force, oldest_good_notice
from kedang.vault.keys import SubjectKey, key_for
from kedang.verification.wording import sender_name

NEWEST = 20


def page(guest: Guest) -> out.PortalOut:
    """Everything the customer's page shows; recorded before it leaves."""
    customer = Customer.objects.visible_to(guest.actor).filter(id=guest.customer_id).first()
    if customer is None:
        raise NOT_FOUND()
    record_read(guest.actor, "portal.seen", customer_ids=[customer.id], fields=guest.fields)
    content, key = load_content(customer.id), key_for(customer.id)
    policy = policy_for(guest.actor, own=False)
    rows = list(Correction.objects.filter(customer_id=customer.id).exclude(state=REPLACED).order_by("-id")[:NEWEST])
    until = guest.invitation.session_until
    assert until is not None, "a session has an end"
    return out.PortalOut(
        organisation=sender_name(),
        until=until,
        fields=[
            _field(content, policy, spec.code, guest.actor.language)
            for spec in kind_fields(content.kind)
            if spec.code in guest.fields
        ],
        corrections=[_correction(row, key, policy) for row in rows if row.field in guest.fields],
        notice=_notice(guest),
        child=under_age(customer),
        consents=_consents(guest, customer.id),
        requests=_requests(key, customer.id),
    )


def _field(content: Content, policy: FieldPolicy, code: str, language: str) -> out.PortalField:
    spec, stored = FIELDS[code], stored_values(content, code, policy)
    clear = policy.clear(code)
    at = 1 if language.startswith("zh") else 2
    plain = stored if spec.choices else [named(code, value, language) for value in stored]
    return out.PortalField(
        code=code,
        label=policy.label(code),
        type=spec.type,
        multi=spec.multi,
        masked=not clear,
        shown=[named(code, v, language) if clear else policy.masked(code, v) for v in stored],
        values=plain if clear else [],
        choices=[out.PortalChoice(value=each[0], label=each[at]) for each in spec.choices],
    )


def _correction(row: Correction, key: SubjectKey, policy: FieldPolicy) -> out.PortalCorrection:
    said = opened(key, row)
    clear = policy.clear(row.field)
    return out.PortalCorrection(
        field=row.field,
        label=policy.label(row.field),
        values=[present(row.field, v) if clear else policy.masked(row.field, v) for v in said.new],
        state=row.state,
        reason=said.reason,
        at=row.decided_at or row.created_at,
        waiting=row.state == WAITING,
    )


def _notice(guest: Guest) -> out.PortalNotice | None:
    notice = notice_in_force()
    if notice is None:
        return None
    text = notice.text_zh if guest.actor.language.startswith("zh") else notice.text_en
    return out.PortalNotice(number=notice.number, text=text)


def _consents(guest: Guest, customer_id: int) -> list[out.PortalConsent]:
    """Every purpose that rests on consent, and every consent that was given and not withdrawn."""
    zh, good = guest.actor.language.startswith("zh"), oldest_good_notice()
    given = Consent.objects.filter(customer_id=customer_id, withdrawn_at__isnull=True).select_related(
        "purpose", "notice"
    )
    standing = [row for row in given.order_by("id") if row.notice.number >= good and row.purpose.ended_at is None]
    shown = [
        out.PortalConsent(
            id=str(row.id),
            purpose_id=str(row.purpose_id),
            purpose=row.purpose.name_zh if zh else row.purpose.name_en,
            act=row.act,
            at=row.created_at,
        )
        for row in standing
    ]
    have = {row.purpose_id for row in standing if row.act == "general"}
    open_ones = Purpose.objects.filter(basis="consent", ended_at__isnull=True).exclude(id__in=have).order_by("id")
    return shown + [
        out.PortalConsent(id=None, purpose_id=str(p.id), purpose=p.name_zh if zh else p.name_en, act="general", at=None)
        for p in open_ones
    ]


def _requests(key: SubjectKey, customer_id: int) -> list[out.PortalRequest]:
    rows = Request.objects.filter(customer_id=customer_id).order_by("-id")[:NEWEST]
    return [
        out.PortalRequest(
            id=str(row.id),
            kind=row.kind,
            state=row.state,
            received_on=row.received_on,
            due_on=row.due_on,
            answer=bodies.opened(key, row).get("answer", ""),
        )
        for row in rows
    ]
