"""What of a customer can be printed, in the order of the paper: a register, to which each room's part is one line."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from kedang.desk.printing import profile, rooms, story
from kedang.desk.printing.paper import Paper
from kedang.desk.printing.pieces import Block, Section, remark


@dataclass(frozen=True, slots=True)
class Part:
    """One chapter: its title, and what makes it; nothing comes of it when there is nothing to say."""

    zh: str
    en: str
    write: Callable[[Paper], list[Block]]


PARTS: dict[str, Part] = {
    "profile": Part("资料", "Profile", profile.profile),
    "reaching": Part("联系方式与地址", "Contact points and addresses", profile.reaching),
    "contacts": Part("联系人", "Contacts", profile.contacts),
    "relations": Part("关系", "Relations", profile.relations),
    "notes": Part("备注", "Notes", profile.notes),
    "follow_ups": Part("待办跟进", "Open follow-ups", story.to_do),
    "timeline": Part("往来与大事", "What happened", story.happened),
    "transactions": Part("交易", "Transactions", rooms.transactions),
    "opportunities": Part("商机", "Opportunities", rooms.opportunities),
}


def sections(paper: Paper, wanted: Collection[str]) -> list[Section]:
    """The chapters that are wanted, in the order of the register."""
    return [_section(paper, part) for code, part in PARTS.items() if code in wanted]


def _section(paper: Paper, part: Part) -> Section:
    say = paper.say
    blocks = part.write(paper) or [remark(say("没有可打印的内容。", "There is nothing to print here."))]
    return Section(say(part.zh, part.en), blocks)
