"""The separation of duties as a setting: switched on when nobody combines them, off only on the server, and told to whoever looks
after rights."""

from dataclasses import dataclass

from django.db import transaction

from kedang.access import rights
from kedang.accounts.models import Installation, User
from kedang.accounts.policy import bump, current_policy
from kedang.accounts.rights import AUDIT_READ, PEOPLE_MANAGE, ROLES_MANAGE
from kedang.accounts.separation import locked
from kedang.accounts.stepup import require_stepup
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import DENIED, Refusal

COMBINED = Refusal(
    "duties.combined",
    409,
    "不能启用：{people} 同时承担多种职责，请先调整其角色。没有改动。",
    "It cannot be switched on: {people} combine several duties. Change their roles first. Nothing was changed.",
)
NOBODY_LEFT = Refusal(
    "duties.nobody",
    409,
    "不能启用：须先有人担任安全管理员，并有人担任审计员。没有改动。",
    "It cannot be switched on before somebody is security administrator and somebody auditor. Nothing was changed.",
)
ON_THE_SERVER = Refusal(
    "duties.server_only",
    403,
    "三员分立只能由服务器管理员在服务器上用命令 kedang separation off 关闭。",
    "Only whoever runs the server switches it off: kedang separation off.",
)


@dataclass(frozen=True, slots=True)
class Combining:
    """Somebody in whom duties meet."""

    user: User
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """The setting, and everybody in whom duties meet."""

    on: bool
    combining: list[Combining]


def state(actor: Actor) -> State:
    """How it stands."""
    if not (actor.can(rights.EXPLAIN) or actor.can(ROLES_MANAGE)):
        raise DENIED(right=rights.EXPLAIN)
    return State(is_on(), combining())


@transaction.atomic
def switch(actor: Actor, *, on: bool) -> None:
    """Keep the duties apart, or no longer. Off only from the command line: whoever gives rights must not lift what binds them."""
    actor.require(ROLES_MANAGE)
    require_stepup(actor)
    row = locked()
    if row.separation == on:
        return
    if not on and actor.via != "command":
        raise ON_THE_SERVER()
    if on:
        _require_ready()
    Installation.objects.filter(id=1).update(separation=on)
    bump()
    record(actor, "separation.switched", subject=("installation", 1), fields=["separation"], details={"on": on})


def is_on() -> bool:
    """Whether duties are kept apart now."""
    return current_policy().separated


def combining() -> list[Combining]:
    """Everybody who may sign in and in whom duties meet, by name."""
    policy = current_policy()
    return [
        Combining(user, duties)
        for user in User.objects.filter(is_active=True).order_by("name", "id")
        if (duties := policy.grants_of(user.id, user.department_id).combined)
    ]


def _require_ready() -> None:
    met = combining()
    if met:
        raise COMBINED(people="、".join(f"{each.user.name}（{each.user.login}）" for each in met))
    policy = current_policy()
    active = User.objects.filter(is_active=True)
    held = [policy.grants_of(user.id, user.department_id).rights for user in active]
    secure = any({PEOPLE_MANAGE, ROLES_MANAGE} <= each for each in held)
    if not secure or not any(AUDIT_READ in each for each in held):
        raise NOBODY_LEFT()
