"""The register of purposes, and the versions of the notice people are told by."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

import orjson
from django.db import transaction
from django.db.models import Max

from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS
from kedang.fields.queries import by_id
from kedang.finding.conditions import today
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import INVALID, NOT_FOUND, STALE, Refusal
from kedang.kit.text import storable
from kedang.privacy import rights
from kedang.privacy.models import BASES, Notice, Purpose

LONGEST = 20_000
NAMELESS = Refusal(
    "privacy.purpose_name",
    422,
    "请用中英文写明目的的名称，各不超过 80 字。没有保存任何改动。",
    "Name the purpose in Chinese and English, up to 80 characters each. Nothing was saved.",
)
EMPTY_NOTICE = Refusal(
    "privacy.notice_text",
    422,
    "隐私声明要有中文和英文，各不超过 2 万字。没有保存任何改动。",
    "A notice has a Chinese and an English text of up to 20,000 characters. Nothing was saved.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeDraft:
    """A purpose as it is said. `fields`: codes of the fields it may use; `months` after the last contact it ends."""

    name_zh: str
    name_en: str
    basis: str
    fields: Sequence[str] = ()
    months: int | None = None
    recipients: str = ""
    contract_until: date | None = None
    cross_border: bool = False


@transaction.atomic
def add_purpose(actor: Actor, draft: PurposeDraft) -> int:
    """Enter a purpose into the register; its id."""
    actor.require(rights.MANAGE)
    made = Purpose.objects.create(**_checked(draft), created_by=actor.id)
    record(actor, "privacy.purpose_added", subject=("purpose", made.id))
    return made.id


@transaction.atomic
def change_purpose(actor: Actor, purpose_id: int, draft: PurposeDraft, *, version: int) -> None:
    """Say a purpose anew."""
    actor.require(rights.MANAGE)
    row = _locked(purpose_id, version)
    said = _checked(draft)
    changed = sorted(name for name, value in said.items() if getattr(row, name) != value)
    Purpose.objects.filter(id=row.id).update(**said, version=row.version + 1)
    record(actor, "privacy.purpose_changed", subject=("purpose", row.id), fields=changed)


@transaction.atomic
def end_purpose(actor: Actor, purpose_id: int, *, version: int) -> None:
    """Nothing is done for this purpose any more; consents to it stay written."""
    actor.require(rights.MANAGE)
    row = _locked(purpose_id, version)
    if row.ended_at is None:
        Purpose.objects.filter(id=row.id).update(ended_at=now(), version=row.version + 1)
        record(actor, "privacy.purpose_ended", subject=("purpose", row.id))


@transaction.atomic
def publish_notice(actor: Actor, *, text_zh: str, text_en: str, valid_from: date, renew: bool) -> int:
    """Publish the next version of the notice; its id. Published versions are never changed."""
    actor.require(rights.MANAGE)
    zh, en = storable(text_zh).strip(), storable(text_en).strip()
    if not zh or not en or max(len(zh), len(en)) > LONGEST:
        raise EMPTY_NOTICE()
    number = (Notice.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    digest = hashlib.sha256(f"{zh}\0{en}".encode()).hexdigest()
    made = Notice.objects.create(
        number=number, text_zh=zh, text_en=en, digest=digest, valid_from=valid_from, renew=renew, created_by=actor.id
    )
    record(actor, "privacy.notice_published", subject=("notice", made.id), details={"number": number, "renew": renew})
    return made.id


def notice_in_force() -> Notice | None:
    """What people are told today."""
    return Notice.objects.filter(valid_from__lte=today()).order_by("-number").first()


def oldest_good_notice() -> int:
    """The number of the notice from which on consents still count: the last one in force that asked for new ones; 0: any."""
    asked = Notice.objects.filter(valid_from__lte=today(), renew=True).order_by("-number").first()
    return asked.number if asked else 0


def fields_of(row: Purpose) -> list[str]:
    """The codes of the fields a purpose may use."""
    codes: list[str] = orjson.loads(row.fields)
    return codes


def _checked(draft: PurposeDraft) -> dict[str, object]:
    said = asdict(draft)
    for name in ("name_zh", "name_en"):
        said[name] = storable(said[name]).strip()
        if not 0 < len(said[name]) <= 80:
            raise NAMELESS()
    if draft.basis not in BASES:
        raise INVALID(what="basis")
    if draft.months is not None and not 1 <= draft.months <= 1200:
        raise INVALID(what="months")
    known = {*FIELDS, *(CUSTOM_PREFIX + each.code for each in by_id().values())}
    if not set(draft.fields) <= known:
        raise INVALID(what="fields")
    said["fields"] = orjson.dumps(sorted(set(draft.fields))).decode()
    said["recipients"] = storable(draft.recipients).strip()[:2000]
    return said


def _locked(purpose_id: int, version: int) -> Purpose:
    row = Purpose.objects.select_for_update().filter(id=purpose_id).first()
    if row is None:
        raise NOT_FOUND()
    if row.version != version:
        raise STALE(version=row.version)
    return row
