"""What a customer says is wrong: checked as everything that enters is, sealed, and left for a person. The archive stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson
from django.db import transaction

from kedang.archive.content import Content
from kedang.archive.edit import stored_values
from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.archive.point_states import hold_customer
from kedang.archive.policy import field_label, policy_for
from kedang.engine.catalogue import FIELDS
from kedang.engine.standardise.reasons import reason_text
from kedang.engine.standardise.record import Value, standardise_record
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.text import storable
from kedang.portal.models import REPLACED, WAITING, Correction
from kedang.portal.sessions import Guest
from kedang.vault.keys import SubjectKey, key_for

PLACE = {"table": "portal_correction", "column": "body"}
LONGEST, MOST = 500, 20
NOTHING = Refusal("portal.nothing_changed", 422, "内容没有变化，没有提交。", "Nothing is different; nothing was sent.")
NOT_ONE = Refusal(
    "portal.not_valid",
    422,
    "“{label}”{why}，没有提交。请改正后再试。",
    "“{label}”: {why}. Nothing was sent; please correct it.",
)
MASKED = Refusal(
    "portal.masked",
    422,
    "“{label}”里还有星号。请填写完整的新内容。没有提交。",
    "There are stars in “{label}”. Give the whole new value. Nothing was sent.",
)
# An extension of somebody's own office, which the archive takes from colleagues, reaches nobody from here.
_OF_NO_USE = frozenset(("phone.short",))
_WHY_SHAPE = ("格式不对", "does not look right")
_WHY_LONG = ("太长或太多", "is too long, or too many")
_WHY_EMPTY = ("不能为空", "may not be empty")


@dataclass(frozen=True, slots=True)
class Said:
    """What a correction holds: what stood there, what should, and why it was refused."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    reason: str = ""


@transaction.atomic
def correct(guest: Guest, values: Mapping[str, Sequence[str]]) -> int:
    """Send corrections; how many fields. A field that waits already is said anew, and the same words twice are said once."""
    actor, customer = guest.actor, held(guest)
    content = load_content(customer.id)
    key = key_for(customer.id)
    sent = []
    for code, given in values.items():
        said = _checked(guest, content, code, given)
        if said is not None and _file(guest, key, code, said):
            sent.append(code)
    if not sent:
        raise NOTHING()
    record(actor, "portal.corrected", subject=("customer", customer.id), fields=sorted(sent))
    return len(sent)


def held(guest: Guest) -> Customer:
    """The customer of the session, locked: two presses of one button come one after the other."""
    hold_customer(guest.customer_id)
    customer = Customer.objects.visible_to(guest.actor).filter(id=guest.customer_id).first()
    if customer is None:
        raise NOT_FOUND()
    return customer


def _checked(guest: Guest, content: Content, code: str, given: Sequence[str]) -> Said | None:
    """What was said about one field, or nothing when it stands there already. A field that is not shown does not exist."""
    if code not in guest.fields or content.kind not in FIELDS[code].kinds:
        raise NOT_FOUND()
    policy = policy_for(guest.actor, own=False)
    texts = tuple(dict.fromkeys(storable(text).strip() for text in given if text.strip()))
    stored = stored_values(content, code, policy)
    if len(texts) > (MOST if FIELDS[code].multi else 1) or any(len(text) > LONGEST for text in texts):
        raise _refused(guest.actor, code, _WHY_LONG)
    if not texts and code == "name":
        raise _refused(guest.actor, code, _WHY_EMPTY)
    if not policy.clear(code) and any("*" in text for text in texts):
        raise MASKED(label=_label(guest.actor, code))
    fresh = standard_form(content, code, texts)
    flawed = next((value for value in fresh if value.state == "invalid" or value.reason in _OF_NO_USE), None)
    if flawed is not None:
        why = tuple(reason_text(flawed.reason or "", language=each) for each in ("zh-CN", "en"))
        raise _refused(guest.actor, code, why if flawed.reason else _WHY_SHAPE)
    if texts and not fresh:
        raise _refused(guest.actor, code, _WHY_SHAPE)
    if sorted(value.standard or value.given for value in fresh) == sorted(stored):
        return None
    return Said(tuple(stored), texts)


def standard_form(content: Content, code: str, texts: Sequence[str]) -> list[Value]:
    """Texts of one field as the archive would write them, within the customer's own region."""
    known = {"region": content.fields["region"]} if "region" in content.fields and code != "region" else {}
    given = {**known, code: list(texts) if FIELDS[code].multi else "".join(texts[:1])}
    return [value for value in standardise_record(content.kind, given).all(code) if value.given]


def _refused(actor: Actor, code: str, why: Sequence[str]) -> Exception:
    return NOT_ONE(label=_label(actor, code), why=why[0 if actor.language.startswith("zh") else 1])


def _label(actor: Actor, code: str) -> str:
    return field_label(code, actor.language, {})


def _file(guest: Guest, key: SubjectKey, code: str, said: Said) -> bool:
    waiting = Correction.objects.filter(customer_id=guest.customer_id, field=code, state=WAITING).first()
    if waiting is not None:
        if opened(key, waiting).new == said.new:
            return False
        Correction.objects.filter(id=waiting.id).update(state=REPLACED)
    row = Correction(customer_id=guest.customer_id, invitation_id=guest.invitation.id, field=code)
    row.body_enc = sealed(key, row.id, said)
    row.save(force_insert=True)
    return True


def sealed(key: SubjectKey, row_id: int, said: Said) -> bytes:
    """What a correction says, for its column."""
    body = orjson.dumps({"old": said.old, "new": said.new, "reason": said.reason}).decode()
    return key.seal_padded(body, row_id=row_id, **PLACE)


def opened(key: SubjectKey, row: Correction) -> Said:
    """What a correction says."""
    body = orjson.loads(key.open_padded(bytes(row.body_enc), row_id=row.id, **PLACE))
    return Said(tuple(body["old"]), tuple(body["new"]), body["reason"])
