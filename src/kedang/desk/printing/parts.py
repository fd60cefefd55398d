"""What of a customer can be printed, in the order of the paper: a register, to which each room's part is one line."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from kedang.commerce import rights as commerce
from kedang.deals import rights as deals
from kedang.desk.printing import key_account, profile, rooms, story
from kedang.desk.printing.paper import Paper
from kedang.desk.printing.pieces import Block, Section, remark
from kedang.kit.actor import Actor
from kedang.strategy import rights as strategy

ORGANISATION = "organisation"
EVERYBODY = frozenset(("person", ORGANISATION))


@dataclass(frozen=True, slots=True)
class Part:
    """One chapter: its title, what makes it, of which customers, and the right it needs besides that of printing."""

    zh: str
    en: str
    write: Callable[[Paper], list[Block]]
    kinds: Collection[str] = EVERYBODY
    right: str = ""


PARTS: dict[str, Part] = {
    "profile": Part("资料", "Profile", profile.profile),
    "reaching": Part("联系方式与地址", "Contact details", profile.reaching),
    "contacts": Part("联系人", "Contacts", profile.contacts, kinds=(ORGANISATION,)),
    "relations": Part("关系", "Relations", profile.relations),
    "notes": Part("备注", "Notes", profile.notes),
    "follow_ups": Part("待办跟进", "Open follow-ups", story.to_do),
    "timeline": Part("往来与大事", "What happened", story.happened),
    "transactions": Part("交易", "Transactions", rooms.transactions, right=commerce.VIEW),
    "opportunities": Part("商机", "Opportunities", rooms.opportunities, right=deals.VIEW),
    "key_account": Part("大客户计划", "Key account", key_account.key_account, right=strategy.VIEW),
    "documents": Part("文件清单", "List of documents", rooms.documents),
}


def parts_for(actor: Actor, kind: str) -> Mapping[str, Part]:
    """What of a customer of this kind the actor may print, if they may print."""
    allowed = {code: part for code, part in PARTS.items() if not part.right or actor.can(part.right)}
    return {code: part for code, part in allowed.items() if kind in part.kinds}


def sections(paper: Paper, wanted: Collection[str]) -> list[Section]:
    """The chapters that are wanted, in the order of the register."""
    return [_section(paper, PARTS[code]) for code in PARTS if code in wanted]


def _section(paper: Paper, part: Part) -> Section:
    say = paper.say
    blocks = part.write(paper) or [remark(say("没有可打印的内容。", "There is nothing to print here."))]
    return Section(say(part.zh, part.en), blocks)
