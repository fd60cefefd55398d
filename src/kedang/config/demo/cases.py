"""The demonstration's cases: what companies and members of the shop complained of, asked and wanted repaired, some of it late, and the
improvements that came of it.

Who said what is made up.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction

from kedang.accounts.behind import actor_for
from kedang.accounts.models import User
from kedang.archive.models import ORGANISATION, PERSON, Customer
from kedang.fields.values import LOCAL
from kedang.finding.conditions import today
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.service import cases, clock, improving, moving, queues
from kedang.service.kinds import CLOSED, ENDED_STATES, NEW, SOLVED, WAITING
from kedang.service.models import Case, Step
from kedang.service.moving import Said

_QUEUES = (
    ("售后组", ("repair", "consultation"), ("zhou", "he", "chen")),
    ("投诉组", ("complaint",), ("lin", "zhou", "chen")),
)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """A case: `days` ago; answered after so many `hours`, and `worked` on for so many before it stands as it does."""

    of: int
    kind: str
    title: str
    text: str
    days: int
    state: str
    channel: str = "phone"
    priority: str = "normal"
    hours: float | None = None
    worked: float = 0
    answer: str = ""
    end: str = ""
    reason: str = ""
    cause: str = ""
    score: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    """An improvement for stories by their places; `due` in so many days. `proof` closes it."""

    stories: tuple[int, ...]
    title: str
    text: str
    due: int
    done: bool = False
    proof: str = ""


_STORIES = (
    _Story(
        of=ORGANISATION,
        kind="complaint",
        title="6204 轴承到货有锈斑",
        text="一箱 40 套里有 11 套外圈有锈斑，客户怀疑是受潮。要求换货，并说明以后怎么避免。",
        days=46,
        state=CLOSED,
        channel="wechat",
        priority="high",
        hours=1.5,
        worked=26,
        answer="已请客户拍照并暂停使用，当天安排补发。",
        end="补发 11 套，旧货由物流带回；仓库查明外箱在雨天装卸时淋湿。",
        reason="product",
        cause="纸箱没有防潮袋，雨天装卸没有遮盖。",
        score=4,
        words="处理得还算快，希望不要再有。",
    ),
    _Story(
        of=ORGANISATION,
        kind="complaint",
        title="减速机漏油，第二次",
        text="同一台 NMRV063 三个月内第二次漏油，产线停了半天，客户要求赔偿停线损失。",
        days=33,
        state=CLOSED,
        priority="urgent",
        hours=0.7,
        worked=31,
        answer="工程师当天到现场，先换备用机恢复生产。",
        end="更换整机和油封，停线损失按合同协商，客户接受延保一年。",
        reason="product",
        cause="这一批油封的硬度不合格，入库时只抽检尺寸。",
        score=3,
        words="人来得快，但同样的问题不该有第二次。",
    ),
    _Story(
        of=ORGANISATION,
        kind="complaint",
        title="交货比约定晚了九天",
        text="合同约定 10 天交货，实际 19 天，客户改从别处调货。",
        days=20,
        state=SOLVED,
        channel="email",
        hours=3,
        worked=52,
        answer="向客户致歉，说明在途情况。",
        end="余下部分改走快运并承担运费，下一单优先排产。",
    ),
    _Story(
        of=ORGANISATION,
        kind="repair",
        title="Y2 电机异响",
        text="运行两周后有周期性异响，温度正常。客户可以停机一天配合检查。",
        days=6,
        state=WAITING,
        hours=2,
        worked=9,
        answer="电话排查后判断为联轴器不同心，请客户确认停机时间。",
        end="等客户定停机日期。",
    ),
    _Story(
        of=ORGANISATION,
        kind="complaint",
        title="开票单位名称少了两个字",
        text="本月发票抬头不对，财务无法入账，要求本周内重开。",
        days=5,
        state="working",
        channel="email",
        priority="high",
        hours=5,
        answer="已向财务提交红冲申请。",
    ),
    _Story(
        of=ORGANISATION,
        kind="consultation",
        title="蜗轮减速机能否用于户外",
        text="想装在露天输送线上，问防护等级和加装防雨罩的价格。",
        days=1,
        state="working",
        channel="web",
        hours=2,
        answer="已发样本，报价明天给。",
    ),
    _Story(
        of=ORGANISATION,
        kind="repair",
        title="6308 轴承安装后发热",
        text="新装的两套轴承半小时升到 85 度，客户停机等处理。",
        days=0,
        state=NEW,
        priority="urgent",
    ),
    _Story(
        of=PERSON,
        kind="complaint",
        title="茶叶罐送到时瘪了",
        text="买来送礼的，罐子瘪了一个角，希望换一罐或补偿。",
        days=27,
        state=CLOSED,
        channel="wechat",
        hours=1,
        worked=8,
        answer="已道歉，当天补发。",
        end="补发一罐并附赠茶杯一只。",
        reason="delivery",
        cause="快递袋没有缓冲，罐装商品应当用纸箱。",
        score=5,
        words="很满意，会再来。",
    ),
    _Story(
        of=PERSON,
        kind="complaint",
        title="店员说话不耐烦",
        text="周六下午在湖滨店问丝巾产地，店员说“看吊牌”，顾客觉得不受尊重。",
        days=12,
        state=CLOSED,
        channel="visit",
        hours=6,
        worked=20,
        answer="店长当面道歉。",
        end="店长致歉，顾客接受；当班店员已谈话。",
        reason="attitude",
        cause="周末下午只排了一人，没有时间接待咨询。",
        score=4,
    ),
    _Story(
        of=PERSON,
        kind="consultation",
        title="真丝围巾怎么洗",
        text="问能不能机洗，沾了咖啡怎么处理。",
        days=9,
        state=CLOSED,
        channel="wechat",
        hours=0.5,
        worked=1,
        answer="冷水手洗，中性洗剂，不要拧；咖啡渍先用温水浸。",
        end="已解答，并发了洗护卡片。",
        reason="explained",
        score=5,
    ),
    _Story(
        of=PERSON,
        kind="complaint",
        title="会员积分没有到账",
        text="上个月两次消费都没有积分，小票号码已登记。",
        days=3,
        state=NEW,
        channel="wechat",
    ),
    _Story(
        of=PERSON,
        kind="repair",
        title="折扇扇骨断了一根",
        text="买了一个月，打开时断了一根扇骨，问能不能修。",
        days=2,
        state="working",
        channel="visit",
        hours=1,
        answer="可以寄回工坊更换，约两周。",
    ),
)
_MEASURES = (
    _Measure(
        stories=(0,),
        title="金属件出库一律加防潮袋",
        text="仓库改包装作业书，雨天装卸使用遮雨棚；质检每周抽查十箱。",
        due=-8,
        done=True,
        proof="实施四周抽查 40 箱，无一受潮；同类投诉由上季度 7 起降为 0 起。",
    ),
    _Measure(
        stories=(1,),
        title="油封入库加测硬度",
        text="采购合同写入硬度指标，每批抽检五件，不合格整批退回。",
        due=-2,
        done=True,
    ),
    _Measure(stories=(7,), title="罐装商品改用纸箱发货", text="快递袋只用于丝巾和折扇。", due=-3),
    _Measure(
        stories=(2, 4), title="合同录入后由第二人核对交期与抬头", text="订单系统里增加核对一步，每周统计差错。", due=12
    ),
)


def build(actor: Actor) -> None:
    """Queues, cases of customers somebody is responsible for, and the improvements made because of them."""
    people = {user.login: user.id for user in User.objects.all()}
    for name, kinds, logins in _QUEUES:
        draft = queues.Draft(name=name, kinds=kinds, member_ids=tuple(people[login] for login in logins))
        queues.create(actor, draft)
    made = []
    for place, (customer, story) in enumerate(_with_customers(actor)):
        with transaction.atomic():
            made.append(_carry_out(customer, story, place))
    for measure in _MEASURES:
        with transaction.atomic():
            _improve(actor_for(people["wang"]), measure, made)


def _with_customers(actor: Actor) -> Iterator[tuple[Customer, _Story]]:
    seen = Customer.objects.visible_to(actor).filter(owner_id__isnull=False).order_by("id")
    # Every third of them, so that not all of it happened to neighbours in the list.
    found = {kind: iter(seen.filter(kind=kind)[: 3 * len(_STORIES) : 3]) for kind in (ORGANISATION, PERSON)}
    for story in _STORIES:
        yield next(found[story.of]), story


def _carry_out(customer: Customer, story: _Story, place: int) -> int:
    """One case, from entry to where it stands; its id."""
    author = actor_for(customer.owner_id or 0)
    draft = cases.Draft(
        kind=story.kind, title=story.title, text=story.text, channel=story.channel, priority=story.priority
    )
    case_id = cases.open_case(author, customer.id, draft)
    if story.state != NEW:
        cases.take(author, case_id, version=_version(case_id))
        moving.answer(author, case_id, version=_version(case_id), text=story.answer)
        _end(author, case_id, story)
    _date(Case.objects.get(id=case_id), story, place)
    return case_id


def _version(case_id: int) -> int:
    return Case.objects.get(id=case_id).version


def _end(author: Actor, case_id: int, story: _Story) -> None:
    if story.state == WAITING:
        moving.move(author, case_id, "wait", Said(text=story.end), version=_version(case_id))
    if story.state in ENDED_STATES:
        moving.move(author, case_id, "solve", Said(text=story.end), version=_version(case_id))
    if story.score:
        moving.rate(author, case_id, story.score, version=_version(case_id), words=story.words)
    if story.state == CLOSED:
        said = Said(reason=story.reason, cause=story.cause)
        moving.move(author, case_id, "close", said, version=_version(case_id))


def _date(row: Case, story: _Story, place: int) -> None:
    """Let it have happened when the story says, with a clock that ran in that time."""
    opened = _opened_at(story, place)
    answered = opened + _HOUR * (story.hours or 0)
    moved = answered + _HOUR * story.worked
    local = opened.astimezone(LOCAL)
    row.created_at, row.month = opened, local.year * 100 + local.month
    row.answered_at = row.answer_seconds = None
    clock.start(row, first=row.first_target, solve=row.solve_target, at=opened)
    if story.hours is not None:
        clock.answered(row, at=answered)
    clock.run_in(row, story.state, at=moved)
    row.moved_at = moved
    row.solved_at = moved if story.state in ENDED_STATES else None
    row.closed_at = moved + 2 * _HOUR if story.state == CLOSED else None
    row.save()
    _date_steps(row, {"opened": opened, "taken": answered - _HOUR / 4, "answered": answered}, moved)


def _date_steps(row: Case, known: Mapping[str, datetime], moved: datetime) -> None:
    steps = list(Step.objects.filter(case_id=row.id).order_by("id"))
    for step in steps:
        step.created_at = row.closed_at or moved if step.kind == "closed" else known.get(step.kind, moved)
    Step.objects.bulk_update(steps, ["created_at"])


def _opened_at(story: _Story, place: int) -> datetime:
    if story.days == 0:
        return now() - timedelta(minutes=25)
    morning = datetime.combine(today() - timedelta(days=story.days), time(9, 20), LOCAL)
    return morning + timedelta(minutes=53 * place % 420)


def _improve(manager: Actor, measure: _Measure, made: list[int]) -> None:
    first, *others = (made[place] for place in measure.stories)
    owner = Case.objects.get(id=first).assignee_id
    due_on = today() + timedelta(days=measure.due)
    draft = improving.Draft(title=measure.title, text=measure.text, due_on=due_on, owner_id=owner)
    improvement = improving.plan(manager, first, draft)
    for case_id in others:
        improving.link_case(manager, improvement, case_id)
    if measure.done:
        improving.move(manager, improvement, "finish", version=1)
    if measure.proof:
        improving.check(manager, improvement, version=2, effect="yes", proof=measure.proof)
        improving.move(manager, improvement, "close", version=3)
