"""Printing a customer's archive: right, sight, page, paper, record; then the bytes."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kedang.accounts.policy import current_policy
from kedang.archive import customers, forwarding, rights
from kedang.archive.models import KIND_NAMES, Customer
from kedang.desk import schemas as out
from kedang.desk.page import page_of
from kedang.desk.printing.paper import Paper, Period
from kedang.desk.printing.parts import PARTS, parts_for, sections
from kedang.desk.printing.pieces import fit
from kedang.desk.printing.speech import SYSTEM_PEOPLE, Speech
from kedang.desk.printing.typesetting import typeset
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import INVALID, NOT_FOUND
from kedang.kit.ids import new_id

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed: parts of the register (none: all), and the period of what happened."""

    parts: tuple[str, ...] = ()
    period: Period = field(default_factory=Period)

    def __post_init__(self) -> None:
        if unknown := set(self.parts) - set(PARTS):
            raise INVALID(what=", ".join(sorted(unknown)))
        since, until = self.period.since, self.period.until
        if since and until and since > until:
            raise INVALID(what=f"{since} > {until}")


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper: its bytes, and what it is known by."""

    pdf: bytes
    number: str
    version: int
    serial: str


def printable_parts(actor: Actor, customer_id: int) -> out.PrintParts:
    """What of a customer can be printed, by name."""
    actor.require(rights.VIEW)
    actor.require(rights.PRINT)
    customer = customers.load_visible(actor, forwarding.leads_to(customer_id), trashed=None)
    say, there = Speech(actor.language), parts_for(actor, KIND_NAMES[customer.kind])
    return out.PrintParts(parts=[out.PrintPart(code=code, label=say(p.zh, p.en)) for code, p in there.items()])


def print_archive(actor: Actor, customer_id: int, wanted: Wanted) -> Printed:
    """A customer's archive as PDF, masked like the page. Recorded with its serial and hash before it is returned."""
    actor.require(rights.VIEW)
    actor.require(rights.PRINT)
    customer = customers.load_visible(actor, forwarding.leads_to(customer_id), trashed=None)
    at, serial = now(), _serial(new_id())
    page = page_of(actor, customer)
    chosen = [code for code in parts_for(actor, page.kind) if not wanted.parts or code in wanted.parts]
    paper = Paper(actor, customer, page, Speech(actor.language), wanted.period)
    pdf = typeset(_data(paper, chosen, serial, at), at=int(at.timestamp()))
    _record(paper, chosen, serial, pdf)
    return Printed(pdf, customer.number, customer.version, serial)


def id_of_number(actor: Actor, number: str) -> int:
    """The customer with an archive number, if the actor sees it or the one it was merged into."""
    found = Customer.objects.filter(number=number.strip()).values_list("id", flat=True).first()
    if found is None:
        raise NOT_FOUND()
    return customers.load_visible(actor, forwarding.leads_to(found), trashed=None).id


def _record(paper: Paper, chosen: Collection[str], serial: str, pdf: bytes) -> None:
    period = paper.period
    details = {
        "serial": serial,
        "version": paper.customer.version,
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "parts": list(chosen),
        "since": period.since.isoformat() if period.since else "",
        "until": period.until.isoformat() if period.until else "",
    }
    record_read(paper.actor, "customer.printed", customer_ids=[paper.customer.id], details=details)


def _serial(number: int) -> str:
    """An id in letters and digits that are not mistaken for each other, in groups: 0FKX-3S2M-81Q0-4."""
    digits = "".join(_DIGITS[(number >> shift) & 31] for shift in range(60, -1, -5))
    return "-".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _data(paper: Paper, chosen: Collection[str], serial: str, at: datetime) -> dict[str, Any]:
    """The paper as its template takes it."""
    say, page = paper.say, paper.page
    organisation = fit(current_policy().organisation)
    by = fit(_reader(paper))
    kind_of_paper = say("客户档案", "Customer archive")
    edition = say(f"第 {page.version} 版 · 打印编号 {serial}", f"Version {page.version} · Print {serial}")
    return {
        "lang": "zh" if say.chinese else "en",
        "title": f"{kind_of_paper} {page.number}",
        "organisation": organisation,
        "kind_of_paper": kind_of_paper,
        "number": page.number,
        "serial": serial,
        "name": fit(page.name),
        "head": say.also(organisation, kind_of_paper, page.number),
        "edition": edition,
        "watermark": say.also(by, say.time(at), page.number),
        "cover": [[fit(text) for text in row] for row in _cover(paper, chosen, serial, at)],
        "care": _care(say),
        "words": {
            "contents": say("目录", "Contents"),
            "page": say("第 {page} 页 共 {pages} 页", "Page {page} of {pages}"),
        },
        "sections": [{"title": each.title, "blocks": each.blocks} for each in sections(paper, chosen)],
    }


def _reader(paper: Paper) -> str:
    actor = paper.actor
    return paper.say.word(SYSTEM_PEOPLE, str(actor.id)) if actor.kind == "system" else actor.name


def _cover(paper: Paper, chosen: Collection[str], serial: str, at: datetime) -> list[tuple[str, str, str]]:
    page, say, period = paper.page, paper.say, paper.period
    kind = say("个人", "Person") if page.kind == "person" else say("企业", "Organisation")
    titles = [say(PARTS[code].zh, PARTS[code].en) for code in chosen]
    there = parts_for(paper.actor, page.kind)
    left_out = [say(part.zh, part.en) for code, part in there.items() if code not in chosen]
    return [
        (say("档号", "Archive number"), page.number, ""),
        (say("类型", "Kind"), kind, ""),
        (say("版本", "Version"), say(f"第 {page.version} 版", f"{page.version}"), say.time(page.updated_at)),
        (
            say("打印编号", "Print"),
            serial,
            say("凭此编号可在审计记录中查到这次打印", "By this number the audit log finds this print"),
        ),
        (say("打印人", "Printed by"), _reader(paper), ""),
        (say("打印时间", "Printed at"), say.time(at), ""),
        (
            say("内容", "Parts"),
            say("全部", "All") if not left_out else say("、", ", ").join(titles),
            say("没有打印：", "Left out: ") + say("、", ", ").join(left_out) if left_out else "",
        ),
        (
            say("往来、交易、文件的期间", "Period"),
            say.span(period.since, period.until) or say("全部时间", "All time"),
            "",
        ),
    ]


def _care(say: Speech) -> str:
    return say(
        "本件按打印人的权限打印：打印人在系统中看不到的内容，这里也没有；带 * 的内容已遮盖。含有客户信息，请妥善保管，用后按规定销毁。",
        "Printed as far as its reader's rights go: what they cannot see in the system is not here either, and values with * are "
        "masked. This paper holds customer data: keep it safe and destroy it as your rules say.",
    )
