"""The copy of their data that a person gets: for reading as PDF, for programs as JSON.

It says what is held, why, for how long, who gets it and who looked. Making one is recorded before it is made.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.history import verbs
from kedang.history.models import ReadEvent
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.clock import iso, now
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.privacy import gathering, rights
from kedang.privacy.models import DONE, IDENTIFIED, Purpose, Request
from kedang.privacy.purposes import fields_of

NOT_A_COPY = Refusal(
    "privacy.no_copy_asked",
    409,
    "只有查阅、复制和转移的请求才提供副本，并且要先核对身份。没有导出任何内容。",
    "Only requests to see, copy or move data get a copy, once it is known who asks. Nothing was made.",
)
_LOOKS = 20_000


@dataclass(frozen=True, slots=True)
class Copy:
    """Everything the person gets."""

    number: str
    made_at: datetime
    facts: list[gathering.Fact]
    sections: list[gathering.Section]
    purposes: list[Purpose]
    looks: list[tuple[str, str, int]]


def make(actor: Actor, customer_id: int, request_id: int) -> Copy:
    """The copy somebody asked for, after it was seen who they are."""
    actor.require(rights.REQUESTS)
    customer = customers.load_visible(actor, customer_id)
    row = Request.objects.visible_to(actor).filter(id=request_id, customer_id=customer.id).first()
    if row is None:
        raise NOT_FOUND()
    if row.kind not in ("access", "copy", "port") or row.state not in (IDENTIFIED, DONE):
        raise NOT_A_COPY()
    record_read(
        actor, "privacy.copy_handed_out", customer_ids=[customer.id], details={"request": str(row.id)}, fields=["*"]
    )
    return Copy(
        customer.number,
        now(),
        gathering.profile(customer),
        gathering.sections(customer),
        list(Purpose.objects.filter(ended_at__isnull=True).order_by("id")),
        _looks(customer),
    )


def _looks(customer: Customer) -> list[tuple[str, str, int]]:
    """How often somebody looked at this customer alone, by what they did: (Chinese, English, times). Who it was is theirs."""
    done = ReadEvent.objects.filter(customer_id=customer.id).order_by("-id").values_list("verb", flat=True)
    counted = Counter(done[:_LOOKS])
    return [(verbs.text(verb, "zh-CN"), verbs.text(verb, "en"), times) for verb, times in counted.most_common()]


def for_programs(made: Copy, language: str) -> dict[str, Any]:
    """The copy as plain data."""
    zh = language.startswith("zh")
    return {
        "archive_number": made.number,
        "made_at": iso(made.made_at),
        "profile": [
            {"field": fact.code, "label": gathering.label_of(fact.code, language), "values": fact.values}
            for fact in made.facts
        ],
        "records": [
            {"kind": each.table, "label": each.label[0 if zh else 1], "rows": each.rows, "cut": each.cut}
            for each in made.sections
        ],
        "purposes": [_purpose(each, zh) for each in made.purposes],
        "looks": [{"what": words[0 if zh else 1], "times": times} for *words, times in made.looks],
        "left_out": [
            {"what": code, "why": text_zh if zh else text_en} for code, text_zh, text_en in gathering.LEFT_OUT
        ],
    }


def _purpose(row: Purpose, zh: bool) -> dict[str, Any]:
    return {
        "name": row.name_zh if zh else row.name_en,
        "basis": row.basis,
        "fields": fields_of(row),
        "kept_months_after_last_contact": row.months,
        "recipients": row.recipients,
        "cross_border": row.cross_border,
    }
