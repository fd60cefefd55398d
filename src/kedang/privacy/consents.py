"""Consent: one record for one act of one purpose, given after reading one notice, withdrawn as easily as it is given."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from kedang.archive import customers
from kedang.archive.load import load_content
from kedang.archive.models import PERSON, Customer
from kedang.finding.conditions import today
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import INVALID, NOT_FOUND, Refusal
from kedang.privacy import bodies, rights
from kedang.privacy.models import ACTS, CHANNELS, GENERAL, Consent, Purpose
from kedang.privacy.purposes import notice_in_force, oldest_good_notice
from kedang.vault.keys import key_for

OF_AGE = 14
NO_NOTICE = Refusal(
    "privacy.no_notice",
    409,
    "还没有生效的隐私声明，不能记录同意。请先发布隐私声明。",
    "No privacy notice is in force, so that nobody can consent to anything. Publish one first.",
)
NO_PURPOSE = Refusal(
    "privacy.purpose_ended",
    422,
    "这个目的不存在或已停用，没有记录同意。",
    "This purpose is not there, or has ended; no consent was recorded.",
)
NO_EVIDENCE = Refusal(
    "privacy.no_evidence",
    422,
    "请写明同意的凭据，例如表单编号、勾选的原文或通话编号。",
    "Say what proves the consent: the number of a form, the words that were ticked, the number of a call.",
)
GUARDIAN = Refusal(
    "privacy.guardian",
    422,
    "客户未满十四周岁，要由监护人同意。请写明监护人，再记录。",
    "The customer is under fourteen: a guardian has to consent. Name the guardian, then record it.",
)
ALREADY = Refusal(
    "privacy.consented_already",
    409,
    "这位客户对这一项的同意已经有效，没有重复记录。",
    "The customer's consent to this stands already; it was not recorded twice.",
)
ENDED = Refusal("privacy.withdrawn_already", 409, "这份同意已经撤回。", "This consent has been withdrawn already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentDraft:
    """One act of consent as somebody took it down. `guardian`: who consented for a child."""

    purpose_id: int
    act: str = GENERAL
    channel: str
    evidence: str
    guardian: str = ""


def is_child(born: str, on: date) -> bool:
    """Whether somebody born on this day (ISO text, perhaps only a year) is under fourteen on a day. Who was born on 29 February
    is a year older on 1 March in other years: the day before is still the year before."""
    try:
        birth = date.fromisoformat(born)
    except ValueError:
        return False
    return (on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))) < OF_AGE


def under_age(customer: Customer) -> bool:
    """Whether a customer is a child today, where the archive is kept."""
    return customer.kind == PERSON and is_child(load_content(customer.id).fields.get("birth_date", ""), today())


@transaction.atomic
def give(actor: Actor, customer_id: int, draft: ConsentDraft) -> int:
    """Record one consent; its id. Several acts are several records."""
    actor.require(rights.RECORD)
    customer = customers.load_for_change(actor, customer_id)
    if draft.act not in ACTS or draft.channel not in CHANNELS:
        raise INVALID(what="act" if draft.act not in ACTS else "channel")
    purpose = Purpose.objects.filter(id=draft.purpose_id, ended_at__isnull=True).first()
    if purpose is None:
        raise NO_PURPOSE()
    said = {"evidence": bodies.checked(draft.evidence), "guardian": bodies.checked(draft.guardian)}
    if len(said["evidence"]) < 2:
        raise NO_EVIDENCE()
    notice = notice_in_force()
    if notice is None:
        raise NO_NOTICE()
    if under_age(customer) and not said["guardian"]:
        raise GUARDIAN()
    same = Consent.objects.filter(customer_id=customer.id, purpose=purpose, act=draft.act, withdrawn_at__isnull=True)
    if same.filter(notice__number__gte=oldest_good_notice()).exists():
        raise ALREADY()
    row = Consent(
        customer=customer,
        purpose=purpose,
        notice=notice,
        act=draft.act,
        channel=draft.channel,
        by_guardian=bool(said["guardian"]),
        created_by=actor.id,
    )
    row.body_enc = bodies.seal(key_for(customer.id), row, said)
    row.save(force_insert=True)
    record(actor, "consent.given", subject=("customer", customer.id), details=_about(row))
    return row.id


@transaction.atomic
def withdraw(actor: Actor, customer_id: int, consent_id: int) -> None:
    """Take a consent back at once; nothing else is asked for."""
    actor.require(rights.RECORD)
    customer = customers.load_for_change(actor, customer_id)
    row = Consent.objects.select_for_update().filter(id=consent_id, customer_id=customer.id).first()
    if row is None:
        raise NOT_FOUND()
    if row.withdrawn_at is not None:
        raise ENDED()
    row.withdrawn_at, row.withdrawn_by = now(), actor.id
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(actor, "consent.withdrawn", subject=("customer", customer.id), details=_about(row))


def _about(row: Consent) -> dict[str, object]:
    return {"consent": str(row.id), "purpose": str(row.purpose_id), "act": row.act}


def stands(customer_id: int, purpose_id: int, act: str = GENERAL) -> bool:
    """Whether a customer's consent to an act holds now: given, not withdrawn, and to a notice that still counts."""
    found = Consent.objects.filter(customer_id=customer_id, purpose_id=purpose_id, act=act, withdrawn_at__isnull=True)
    return found.filter(purpose__ended_at__isnull=True, notice__number__gte=oldest_good_notice()).exists()
