"""What counts as unusual: a small pure function a rule, over what was counted, with figures that an administrator may change.

A rule compares with the person's own past where there is one: `factor` times the 99th percentile of their last thirty days. The floor
keeps people of whom little is known, and people who do little, from alarming.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

Span = Literal["hour", "day"]
# One change for so many customers that were opened is "hardly any".
HARDLY = 20


@dataclass(frozen=True, slots=True)
class Counted:
    """What somebody did in an hour or on a day. `thin`: searches that found nobody or one, each question counted once, in the densest
    ten minutes; `elsewhere`: customers exported from a network that is new for them; `opened`: different customers, hour by hour."""

    rows: int = 0
    outside: int = 0
    opened: int = 0
    edits: int = 0
    thin: int = 0
    exported: int = 0
    elsewhere: int = 0
    canaries: int = 0


COUNTS = tuple(each.name for each in fields(Counted))


@dataclass(frozen=True, slots=True)
class Seen:
    """One window to be looked at: what was counted in it, what in windows of the same length before, and who it is."""

    now: Counted
    before: Sequence[Counted] = ()
    by_token: bool = False
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its figures. `factor` 0: it does not ask about the past. `pick` gives what is weighed, and nothing where the rule does
    not apply."""

    code: str
    span: Span
    floor: int
    factor: int
    zh: str
    en: str
    pick: Callable[[Seen], int]
    usual: Callable[[Counted], int] | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that was hit: how much, and from how much on it is unusual."""

    rule: str
    amount: int
    threshold: int


def percentile(values: Sequence[int]) -> int:
    """The 99th percentile, by the nearest rank; 0 of nothing."""
    ordered = sorted(values)
    return ordered[-(-99 * len(ordered) // 100) - 1] if ordered else 0


def threshold(rule: Rule, before: Sequence[Counted]) -> int:
    """From which figure on a window is unusual for this one."""
    if rule.usual is None or not rule.factor:
        return rule.floor
    return max(rule.floor, rule.factor * percentile([rule.usual(each) for each in before]))


def judge(rule: Rule, seen: Seen) -> Finding | None:
    """Whether a window is unusual by a rule."""
    amount = rule.pick(seen) if rule.active else 0
    if amount < rule.floor:
        return None
    least = threshold(rule, seen.before)
    return Finding(rule.code, amount, least) if amount >= least else None


def total(counted: Sequence[Counted]) -> Counted:
    """Several hours as one; the densest search of them counts."""
    sums = {name: sum(getattr(each, name) for each in counted) for name in COUNTS}
    return Counted(**sums | {"thin": max((each.thin for each in counted), default=0)})


def by_hand(seen: Seen) -> int:
    """Customers whose data somebody got on the screen."""
    return 0 if seen.by_token else seen.now.rows


def by_token(seen: Seen) -> int:
    """Customers whose data left through a token."""
    return seen.now.rows if seen.by_token else 0


def outside_hours(seen: Seen) -> int:
    """Customers looked at when nobody works."""
    return 0 if seen.by_token else seen.now.outside


def only_opened(seen: Seen) -> int:
    """Customers opened by somebody who changed hardly anything."""
    return seen.now.opened if seen.now.edits * HARDLY <= seen.now.opened else 0


def guessed(seen: Seen) -> int:
    """Searches one after the other that are no searches."""
    return seen.now.thin


def baited(seen: Seen) -> int:
    """Looks at customers nobody has reason to open."""
    return seen.now.canaries


def exported_elsewhere(seen: Seen) -> int:
    """Customers exported from where this person never worked."""
    return seen.now.elsewhere


def taken_along(seen: Seen) -> int:
    """Customers opened or exported by somebody who hands over what they have."""
    return seen.now.opened + seen.now.exported if seen.leaving else 0


def _rows(counted: Counted) -> int:
    return counted.rows


def _outside(counted: Counted) -> int:
    return counted.outside


def _opened(counted: Counted) -> int:
    return counted.opened


SHIPPED: tuple[Rule, ...] = (
    Rule(
        "rows",
        "hour",
        600,
        3,
        "一小时内查看的客户远多于本人平时",
        "Far more customers in an hour than usual",
        by_hand,
        _rows,
    ),
    Rule(
        "outside",
        "day",
        200,
        2,
        "非工作时间大量查看客户",
        "Many customers outside working hours",
        outside_hours,
        _outside,
    ),
    Rule(
        "browsing",
        "day",
        80,
        2,
        "打开许多客户却几乎没有修改",
        "Many customers opened, hardly one changed",
        only_opened,
        _opened,
    ),
    Rule("guessing", "hour", 20, 0, "十分钟内连续试探式搜索", "Searches that try one number after the other", guessed),
    Rule("canary", "hour", 1, 0, "打开了诱饵客户", "A canary customer was opened", baited),
    Rule(
        "elsewhere",
        "hour",
        1,
        0,
        "从陌生网络导出客户",
        "An export from a network new for this person",
        exported_elsewhere,
    ),
    Rule(
        "leaving",
        "day",
        50,
        0,
        "正在交接客户的人大量查看或导出",
        "Many customers looked at by somebody handing over",
        taken_along,
    ),
    Rule(
        "token",
        "hour",
        1000,
        3,
        "访问令牌读取的客户远多于平时",
        "A token read far more customers than usual",
        by_token,
        _rows,
    ),
)
CODES = tuple(rule.code for rule in SHIPPED)


def with_figures(stated: Mapping[str, Mapping[str, int | bool]]) -> tuple[Rule, ...]:
    """The rules with what an administrator set."""
    return tuple(_with(rule, stated.get(rule.code, {})) for rule in SHIPPED)


def _with(rule: Rule, said: Mapping[str, int | bool]) -> Rule:
    return replace(
        rule,
        floor=int(said.get("floor", rule.floor)),
        factor=int(said.get("factor", rule.factor)),
        active=bool(said.get("active", True)),
    )
