"""The rules of approvals: what seeing a field takes, how many customers a day without asking, what is looked at afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kedang.accounts.policy import current_policy
from kedang.accounts.stepup import require_stepup
from kedang.approvals import rights
from kedang.approvals.models import Terms
from kedang.archive.policy import FieldPolicy
from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS
from kedang.fields.queries import by_code
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID, STALE
from kedang.kit.glance import once
from kedang.kit.text import storable

NEVER, REASON, APPROVAL = "never", "reason", "approval"
NEEDS = (NEVER, REASON, APPROVAL)
CLASSES = ("*C", "*S")
BOUNDS = {
    "quota": (0, 100_000),
    "sample_percent": (0, 100),
    "most_customers": (1, 100),
    "export_rows": (0, 10_000_000),
    "export_hours": (1, 168),
}
LONGEST_PURPOSE, MOST_PURPOSES = 40, 20
PURPOSES: tuple[dict[str, str], ...] = (
    {"code": "service", "zh": "为客户办理业务", "en": "Serve the customer"},
    {"code": "check", "zh": "核对身份或证件", "en": "Check identity or papers"},
    {"code": "contract", "zh": "签订或履行合同", "en": "Make or keep a contract"},
    {"code": "complaint", "zh": "处理投诉或纠纷", "en": "Handle a complaint or dispute"},
    {"code": "authority", "zh": "配合监管、司法或审计", "en": "Answer an authority, a court or an audit"},
    {"code": "other", "zh": "其他", "en": "Something else"},
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a request may be for."""

    code: str
    zh: str
    en: str


def terms() -> Terms:
    """The rules in force."""
    return once("approval terms", lambda: Terms.objects.filter(id=1).first() or Terms())


def purposes(said: Terms) -> list[Purpose]:
    """What may be chosen, in order."""
    return [Purpose(**each) for each in said.purposes or PURPOSES]


def need_of(said: Terms, policy: FieldPolicy, code: str) -> str:
    """What it takes to see a masked field, for whoever has the right to reveal; whoever has not asks in any case. With approvals off,
    a reason is enough."""
    found: str = said.needs.get(code) or said.needs.get(f"*{policy.sensitivity(code)}") or REASON
    return REASON if found == APPROVAL and not said.active else found


def quota_of(said: Terms, actor: Actor) -> int:
    """How many customers a day somebody may reveal: the widest of their roles counts."""
    held = current_policy().grants_of(actor.id, actor.department_id).role_ids
    return max((int(said.quotas.get(str(role_id), said.quota)) for role_id in held), default=said.quota)


def read(actor: Actor) -> Terms:
    """The rules, for whoever sets them."""
    actor.require(rights.MANAGE)
    return terms()


@transaction.atomic
def change(actor: Actor, changes: Mapping[str, Any], *, version: int) -> Terms:
    """Set rules; what is left out stays. Whoever sets them shows that it is them: a wider rule lets values and files out."""
    actor.require(rights.MANAGE)
    require_stepup(actor)
    checked = {name: (_CHECKS.get(name) or _number)(name, value) for name, value in changes.items()}
    Terms.objects.get_or_create(id=1)
    row = Terms.objects.select_for_update().get(id=1)
    if row.version != version:
        raise STALE(version=row.version)
    fields = sorted(name for name, value in checked.items() if getattr(row, name) != value)
    for name in fields:
        setattr(row, name, checked[name])
    row.version += 1
    row.save()
    told = {name: checked[name] for name in fields if isinstance(checked[name], int)}
    record(actor, "approvals.terms_changed", subject=("installation", 1), fields=fields, details=told)
    return row


def _number(name: str, value: Any) -> int:
    low, high = BOUNDS[name]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise INVALID(what=f"{name}: {low}–{high}")
    return value


def _flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise INVALID(what=name)
    return value


def _needs(name: str, value: Mapping[str, str]) -> dict[str, str]:
    known = by_code()
    for code, need in value.items():
        there = code in FIELDS or code in CLASSES or code.removeprefix(CUSTOM_PREFIX) in known
        if not there or need not in NEEDS:
            raise INVALID(what=f"{name}: {code}")
    return dict(sorted(value.items()))


def _quotas(name: str, value: Mapping[str, int]) -> dict[str, int]:
    roles = current_policy().roles
    low, high = BOUNDS["quota"]
    for role_id, number in value.items():
        if not role_id.isdigit() or int(role_id) not in roles or not low <= number <= high:
            raise INVALID(what=f"{name}: {role_id}")
    return dict(sorted(value.items()))


def _purposes(name: str, value: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    rows = [{part: storable(each[part]).strip() for part in ("code", "zh", "en")} for each in value]
    codes = [row["code"] for row in rows]
    good = all(0 < len(text) <= LONGEST_PURPOSE for row in rows for text in row.values())
    if not good or not 1 <= len(rows) <= MOST_PURPOSES or len(set(codes)) != len(codes):
        raise INVALID(what=name)
    return rows


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "active": _flag,
    "mail": _flag,
    "needs": _needs,
    "quotas": _quotas,
    "purposes": _purposes,
}
