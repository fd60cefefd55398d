"""What other rooms keep about the customer. The register asks for each room's own right before it calls these."""

from decimal import Decimal
from typing import Any

from kedang.archive.moments import Reads, Slice
from kedang.commerce import balances
from kedang.commerce import moments as commerce
from kedang.commerce.kinds import KINDS, METHODS
from kedang.commerce.models import Transaction
from kedang.commerce.money import amount_text
from kedang.commerce.schemas import TransactionOut
from kedang.deals import presenting as deals
from kedang.deals.kinds import LOST_REASONS
from kedang.deals.models import Opportunity
from kedang.deals.schemas import OpportunityOut
from kedang.deals.sight import open_to
from kedang.desk.printing.paper import MOST_ROWS, Paper
from kedang.desk.printing.pieces import Block, Column, heading, pairs, remark, table
from kedang.desk.printing.speech import Speech
from kedang.documents import moments as files
from kedang.documents.kinds import TYPES
from kedang.documents.models import Document
from kedang.documents.schemas import DocumentOut

STATES: dict[str, tuple[str, str]] = {"open": ("进行中", "Open"), "won": ("赢单", "Won"), "lost": ("输单", "Lost")}


def _newest(paper: Paper, reads: Reads) -> list[Any]:
    """What a room shows of the period, the latest first."""
    period = paper.period
    before = (period.end, 0) if period.end else None
    newest = reads(paper.actor, paper.customer, Slice(MOST_ROWS, before))
    return [moment.shown for moment in newest if period.start is None or moment.at >= period.start]


def transactions(paper: Paper) -> list[Block]:
    """How the customer stands, and its transactions in the period, the latest first."""
    say = paper.say
    found: list[TransactionOut] = _newest(paper, commerce.moments)
    there = Transaction.objects.filter(customer_id=paper.customer.id, **paper.period.within("at")).count()
    blocks = _standing(paper)
    if not found:
        return blocks
    columns = [
        Column(say("时间", "Time"), 32),
        Column(say("类别", "Kind"), 20),
        Column(say("金额", "Amount"), 34, right=True),
        Column(say("方式", "Method"), 24),
        Column(say("说明", "Remarks")),
    ]
    more = paper.newest(len(found), there)
    blocks += [heading(say("明细", "Entries")), *([remark(more)] if more else [])]
    return [*blocks, table(columns, [_transaction(say, each) for each in found])]


def _transaction(say: Speech, found: TransactionOut) -> list[str]:
    due = say(f"到期 {found.due_on}", f"Due {found.due_on}") if found.due_on else ""
    late = say(f"逾期 {found.overdue_days} 天", f"{found.overdue_days} days overdue") if found.overdue_days else ""
    void = say("已作废", "Void") if found.voided_at else ""
    text = "\n".join(filter(None, (say.also(void, due, late), found.remark, say.also(found.source, found.external_id))))
    amount = f"{found.currency} {_grouped(found.amount)}"
    return [say.time(found.at), say.word(KINDS, found.kind), amount, say.word(METHODS, found.method), text]


def _grouped(amount: str) -> str:
    """An amount as paper has it: 1,234.50."""
    return f"{Decimal(amount):,}"


def _standing(paper: Paper) -> list[Block]:
    say = paper.say
    standing = balances.balances(paper.customer.id)
    columns = [
        Column(say("币种", "Currency"), 19),
        *(
            Column(label, 25, right=True)
            for label in (
                say("购买", "Purchased"),
                say("退货", "Returned"),
                say("账单", "Invoiced"),
                say("收款", "Paid"),
                say("应收", "Owed"),
                say("逾期", "Overdue"),
            )
        ),
    ]
    rows = [
        [
            b.currency,
            *(
                amount_text(b.currency, each)
                for each in (b.purchased, b.returned, b.invoiced, b.paid, b.owed, b.overdue)
            ),
        ]
        for b in standing
    ]
    return [heading(say("余额（全部时间）", "Balances (of all time)")), table(columns, rows)] if rows else []


def opportunities(paper: Paper) -> list[Block]:
    """Opportunities, the open ones first."""
    found = deals.of_customer(paper.actor, paper.customer.id, most=MOST_ROWS)
    stages = {each.id: paper.say(each.name_zh, each.name_en) for each in found.stages}
    its = open_to(paper.actor, Opportunity.objects.filter(customer_id=paper.customer.id))
    more = paper.newest(len(found.opportunities), its.count()) if found.more else ""
    blocks: list[Block] = [remark(more)] if more else []
    for each in found.opportunities:
        title = paper.say.unreadable if each.title is None else each.title
        blocks += [heading(title), pairs(_opportunity(paper.say, each, stages))]
    return blocks


def _opportunity(say: Speech, found: OpportunityOut, stages: dict[str, str]) -> list[tuple[str, str, str]]:
    why = say.word(LOST_REASONS, found.lost_reason)
    state = say.also(say.word(STATES, found.state), say.day(found.ended_at), why)
    rows = [
        (say("金额", "Amount"), f"{found.currency} {_grouped(amount_text(found.currency, found.amount))}", ""),
        (say("状态", "State"), state, found.lost_note or ""),
        (
            say("阶段", "Stage"),
            stages.get(found.stage_id, ""),
            say(f"可能性 {found.probability}%", f"Chance {found.probability}%"),
        ),
        (say("预计", "Expected"), say.day(found.expected_on), ""),
        (say("负责人", "Owner"), say.person(found.owner), ""),
        (say("竞争对手", "Competitors"), found.competitors or "", ""),
        (say("下一步", "Next step"), found.next_step or "", ""),
    ]
    return [row for row in rows if row[1]]


def documents(paper: Paper) -> list[Block]:
    """Which documents were filed in the period, the latest first; not what is in them."""
    say = paper.say
    found: list[DocumentOut] = _newest(paper, files.documents)
    if not found:
        return []
    kept = Document.objects.filter(customer_id=paper.customer.id, trashed_at__isnull=True)
    there = kept.filter(**paper.period.within("created_at")).count()
    columns = [
        Column(say("日期", "Day"), 24),
        Column(say("类型", "Kind"), 30),
        Column(say("标题", "Title")),
        Column(say("版本", "Version"), 18, right=True),
        Column(say("大小", "Size"), 24, right=True),
        Column(say("上传人", "By"), 28),
    ]
    more = paper.newest(len(found), there)
    return [*([remark(more)] if more else []), table(columns, [_document(say, each) for each in found])]


def _document(say: Speech, found: DocumentOut) -> list[str]:
    title = say.unreadable if found.title is None else "\n".join(dict.fromkeys(filter(None, (found.title, found.name))))
    kind = say.word(TYPES, found.type)
    return [say.day(found.at), kind, title, str(found.number), _size(found.size), say.person(found.by)]


def _size(number: int) -> str:
    kilobytes = number / 1024
    return f"{kilobytes:,.0f} KB" if kilobytes < 1024 else f"{kilobytes / 1024:,.1f} MB"
