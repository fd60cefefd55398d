"""How a customer is worked on as a key account: its plan, and who has a say. Reviews stand in what happened; signals of risk pass."""

from kedang.desk.printing.paper import Paper
from kedang.desk.printing.pieces import Block, Column, heading, pairs, table
from kedang.desk.printing.speech import Speech
from kedang.strategy import presenting
from kedang.strategy.kinds import ATTITUDES, INFLUENCES, ROLES
from kedang.strategy.schemas import PlanOut, StakeholderOut


def key_account(paper: Paper) -> list[Block]:
    """The running plan (two after a merge) and the stakeholders."""
    say = paper.say
    found = presenting.of_customer(paper.actor, paper.customer.id)
    blocks: list[Block] = []
    for plan in found.plans:
        blocks += [heading(say("经营计划", "Plan")), pairs(_plan(say, plan))]
    if not found.people:
        return blocks
    columns = [
        Column(say("姓名", "Name"), 30),
        Column(say("职务", "Position"), 30),
        Column(say("角色", "Role"), 22),
        Column(say("影响力", "Influence"), 20),
        Column(say("态度", "Attitude"), 20),
        Column(say("说明", "Remark")),
    ]
    return [
        *blocks,
        heading(say("关键人", "Stakeholders")),
        table(columns, [_person(say, each) for each in found.people]),
    ]


def _plan(say: Speech, plan: PlanOut) -> list[tuple[str, str, str]]:
    goal = say.unreadable if plan.goal is None else plan.goal
    rows = [
        (say("负责人", "Responsible"), say.person(plan.owner), ""),
        (say("下次评审", "Next review"), say.day(plan.review_on), ""),
        (say("目标", "Goal"), goal, ""),
        (say("需求分析", "Needs"), plan.needs or "", ""),
        (say("策略", "Strategy"), plan.strategy or "", ""),
        (say("竞争对手", "Competitors"), plan.competitors or "", ""),
    ]
    return [row for row in rows if row[1]]


def _person(say: Speech, found: StakeholderOut) -> list[str]:
    name = say.unreadable if found.name is None else found.name
    standing = (say.word(ROLES, found.role), say.word(INFLUENCES, found.influence), say.word(ATTITUDES, found.attitude))
    return [name, found.position or "", *standing, found.note or ""]
