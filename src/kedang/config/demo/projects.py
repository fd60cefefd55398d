"""The demonstration's projects: what came of opportunities that were won, some of it late, some with problems, and changes of need."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.archive.models import Customer
from kedang.deals import bodies, milestones, needs, problems, projects
from kedang.deals.models import WON, Milestone, NeedChange, Opportunity, Problem, Project
from kedang.deals.needs import NeedDraft
from kedang.deals.projects import ProjectDraft
from kedang.finding.conditions import today
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.vault.keys import key_for

_SEED = 20261124
_MOST = 14


@dataclass(frozen=True, slots=True)
class _Work:
    """Name, goal, the points on the way, and what stood in the way with how it was solved ("" when it was not)."""

    name: str
    goal: str
    points: tuple[str, ...]
    troubles: tuple[tuple[str, str], ...]


_WHAT: dict[str, _Work] = {
    "二期产线设备更新": _Work(
        "二期产线安装与调试",
        "国庆后恢复满产，节拍不低于每分钟 42 件",
        ("设备到货", "安装完成", "单机调试", "联机试产", "终验收"),
        (("基础螺栓孔位与图纸差 8 毫米", "现场重新钻孔并加垫板，双方签字确认"), ("电控柜比计划晚到一周", "")),
    ),
    "仓储系统升级": _Work(
        "仓储系统上线",
        "出库差错率降到千分之一以下",
        ("需求确认", "接口联调", "期初盘点", "试运行", "正式上线"),
        (("旧系统的物料编码有重复", "按规格合并后重新导入"),),
    ),
    "厂区节能改造": _Work(
        "厂区节能改造施工",
        "单位产值电耗下降 12%",
        ("现场勘察", "方案评审", "设备更换", "节能量核定"),
        (),
    ),
}
_ELSE = ("首批交付", "质量复核", "对账开票", "阶段总结")
_TROUBLE = ("包装标签与对方条码系统不一致", "")
_NEEDS = (
    ("每季度集中交货", "改为每月交货，每次不少于计划量的三成", "下游订单不稳定，库存压力大", "采购总监电话"),
    ("使用进口轴承", "可以接受通过认证的国产型号", "预算下调一成", "技术评审会"),
    ("本地部署", "希望先在云上试用三个月", "机房扩容推迟到明年", "信息中心主任来访时提出"),
    ("质保一年", "要求质保两年并含两次巡检", "同类设备去年停机两次", "招标文件澄清"),
)
_SAID = (
    (5, "安装队很专业，提前两天交付"),
    (4, "整体满意，培训安排得有点紧"),
    (3, "设备没问题，沟通要更及时"),
)


def build(actor: Actor) -> None:
    """Projects of customers whose opportunities were won, by those who won them."""
    chance = random.Random(_SEED)  # noqa: S311 - the same projects every time
    seen = Customer.objects.visible_to(actor).values("id")
    won = Opportunity.objects.filter(state=WON, customer_id__in=seen).order_by("id")
    with transaction.atomic():
        for number, opportunity in enumerate(won[:_MOST]):
            _carry_on(chance, opportunity, number)


def _carry_on(chance: random.Random, opportunity: Opportunity, number: int) -> None:
    author = actor_for(opportunity.owner_id)
    customer_id = opportunity.customer_id
    title = bodies.opened(key_for(customer_id), opportunity)["title"]
    work = _WHAT.get(title) or _Work(
        f"{title}交付", "按期按量交付，准时率 98%", _ELSE, (_TROUBLE,) if number % 2 else ()
    )
    began = today() - timedelta(days=chance.randrange(30, 110))
    ends = began + timedelta(days=30 * len(work.points))
    draft = ProjectDraft(name=work.name, goal=work.goal, opportunity_id=opportunity.id, starts_on=began, due_on=ends)
    made = projects.enter(author, customer_id, draft)
    reached = list(_reached(author, customer_id, made, work.points, waits=number % 3 == 1))
    for title, solution in work.troubles:
        problem = problems.note(author, customer_id, made, title=title)
        if solution:
            problems.solve(author, customer_id, problem, solved=True, solution=solution, version=1)
    over = len(reached) == len(work.points)
    progress = 100 * len(reached) // len(work.points)
    projects.change(author, customer_id, made, {"progress": progress}, version=1)
    projects.put_state(author, customer_id, made, state="done" if over else "running", version=2)
    if over or number % 3 == 0:
        score, words = chance.choice(_SAID)
        projects.take_feedback(author, customer_id, made, score=score, words=words, on=None, version=3)
    if number % 2 == 0:
        before, after, cause, source = _NEEDS[number // 2 % len(_NEEDS)]
        said = NeedDraft(before=before, after=after, cause=cause, source=source, project_id=made)
        needs.write_down(author, customer_id, said)
    _take_time(chance, made)


def _reached(
    author: Actor, customer_id: int, project_id: int, points: tuple[str, ...], *, waits: bool
) -> Iterator[int]:
    """Plan a point every month; those whose day has passed are reached, but for the last of them in a project that waits."""
    began = Project.objects.get(id=project_id).starts_on or today()
    days = [began + timedelta(days=26 * number) for number in range(1, len(points) + 1)]
    made = [
        milestones.plan(author, customer_id, project_id, title=title, due_on=day)
        for title, day in zip(points, days, strict=True)
    ]
    passed = sum(day < today() for day in days)
    for milestone in made[: passed - 1 if waits and passed else passed]:
        milestones.tick(author, customer_id, milestone, done=True, version=1)
        yield milestone


def _take_time(chance: random.Random, made: int) -> None:
    """Spread what happened over the past weeks."""
    for point in Milestone.objects.filter(project_id=made, done_at__isnull=False):
        ago = max(1, (today() - point.due_on).days + chance.randrange(-2, 4))
        Milestone.objects.filter(id=point.id).update(done_at=now() - timedelta(days=ago))
    Problem.objects.filter(project_id=made).update(created_at=now() - timedelta(days=chance.randrange(12, 30)))
    Problem.objects.filter(project_id=made, solved_at__isnull=False).update(
        solved_at=now() - timedelta(days=5, hours=2)
    )
    NeedChange.objects.filter(project_id=made).update(at=now() - timedelta(days=chance.randrange(2, 40), hours=3))
