"""What cases can be, how they stand, which moves lead from where to where, and the targets an installation starts with."""

from collections.abc import Mapping
from typing import Literal, get_args

Kind = Literal["complaint", "consultation", "repair"]
Channel = Literal["phone", "wechat", "email", "visit", "web", "other"]
Priority = Literal["urgent", "high", "normal"]
State = Literal["new", "working", "waiting", "solved", "closed"]
MoveName = Literal["wait", "resume", "solve", "close", "reopen"]
StepKind = Literal[
    "opened", "taken", "handed", "answered", "waiting", "resumed", "solved", "closed", "reopened", "comment", "rated"
]
Effect = Literal["unknown", "yes", "no"]
Pressing = Literal["late", "soon", "calm", "paused", "ended"]

KINDS: tuple[Kind, ...] = get_args(Kind)
PRIORITIES: tuple[Priority, ...] = get_args(Priority)
NEW, WORKING, WAITING, SOLVED, CLOSED = "new", "working", "waiting", "solved", "closed"
OPEN_STATES = (NEW, WORKING, WAITING)
ENDED_STATES = (SOLVED, CLOSED)

# move → (from which states, to which, the step it leaves, the event it records)
MOVES: Mapping[MoveName, tuple[tuple[str, ...], str, StepKind, str]] = {
    "wait": ((WORKING,), WAITING, "waiting", "case.waiting"),
    "resume": ((WAITING,), WORKING, "resumed", "case.resumed"),
    "solve": ((WORKING, WAITING), SOLVED, "solved", "case.solved"),
    "close": ((SOLVED,), CLOSED, "closed", "case.closed"),
    "reopen": ((SOLVED, CLOSED), WORKING, "reopened", "case.reopened"),
}
# What is told in the customer's timeline; the rest stands on the case's own page.
MILESTONES: tuple[StepKind, ...] = ("opened", "solved", "closed", "reopened")

# Working minutes until the first answer and until the case is solved. A working day has eight hours.
Targets = Mapping[tuple[str, str], tuple[int, int]]
TARGETS: Targets = {
    ("complaint", "urgent"): (60, 480),
    ("complaint", "high"): (120, 960),
    ("complaint", "normal"): (240, 1440),
    ("consultation", "urgent"): (60, 240),
    ("consultation", "high"): (120, 480),
    ("consultation", "normal"): (480, 960),
    ("repair", "urgent"): (60, 480),
    ("repair", "high"): (240, 1440),
    ("repair", "normal"): (480, 2400),
}
# code → words; the organisation may add its own and take any out of use
REASONS: Mapping[str, tuple[str, str]] = {
    "product": ("产品质量", "Product quality"),
    "delivery": ("交付延误", "Late delivery"),
    "attitude": ("服务态度", "Conduct of staff"),
    "billing": ("账单与价格", "Billing and price"),
    "usage": ("使用不当", "Wrong use"),
    "explained": ("已解释说明", "Explained"),
    "unfounded": ("反映不属实", "Not founded"),
    "other": ("其他", "Other"),
}

assert set(TARGETS) == {(kind, priority) for kind in KINDS for priority in PRIORITIES}


def moves_from(state: str) -> list[MoveName]:
    """Which moves a state allows, the usual next one first."""
    return [move for move, (sources, _, _, _) in MOVES.items() if state in sources]
