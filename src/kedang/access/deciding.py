"""Who may say that a line still holds: a security administrator, or a lead of the person's department in whose line below they stand;
nobody of themselves."""

from collections.abc import Collection
from dataclasses import dataclass

from kedang.access.models import Line
from kedang.accounts.models import User
from kedang.accounts.rights import ROLES_MANAGE
from kedang.approvals.line import not_below
from kedang.approvals.rights import DECIDE
from kedang.classification.rights import CLEAR
from kedang.kit.actor import Actor, Scope
from kedang.kit.errors import DENIED, Refusal

OWN = Refusal(
    "access.own_line",
    403,
    "不能复核自己的权限，请由其他人复核。没有改动。",
    "Nobody confirms what they hold themselves. Nothing was changed.",
)
NOT_YOURS = Refusal(
    "access.not_your_line",
    403,
    "这一行须由其上级主管或安全管理员复核；同级、上级和可看全部客户的人不由您复核。没有改动。",
    "This line is for somebody who leads this person, or a security administrator; not for peers or those they lead. Nothing was changed.",
)
ONLY_SECURITY = Refusal(
    "access.only_security",
    403,
    "管理员和审计员的角色、密级权限、以及停用账号，只能由安全管理员收回。没有改动。",
    "Only a security administrator takes roles of administrators and auditors, clearances, or an account, away. Nothing was changed.",
)


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody with every account that is theirs (the same mail address is the same person), and who is not in their line below."""

    actor: Actor
    own: frozenset[int]
    not_below: frozenset[int]

    def is_own(self, line: Line) -> bool:
        """Whether the line is about themselves."""
        return line.user_id in self.own

    def leads(self, line: Line) -> bool:
        """Whether they lead the department the person was in, and the person: a lead of the same department, or one's own, is not."""
        reach = self.actor.scope == Scope.ALL or line.department_id in self.actor.department_ids
        return self.actor.can(DECIDE) and reach and line.user_id not in self.not_below

    def may_confirm(self, line: Line) -> bool:
        """Whether they may say that it still holds."""
        return not self.is_own(line) and (self.actor.can(ROLES_MANAGE) or self.leads(line))

    def may_take(self, line: Line) -> bool:
        """Whether they may take it away: leads what their people work with, not what others administer with."""
        light = line.role_id is not None and not line.heavy
        if line.clearance:
            return self.may_confirm(line) and self.actor.can(CLEAR)
        return self.may_confirm(line) and (self.actor.can(ROLES_MANAGE) or light)

    def require(self, lines: Collection[Line], *, take: bool = False) -> None:
        """Refuse what they may not decide."""
        for line in lines:
            if self.is_own(line):
                raise OWN()
            if not self.may_confirm(line):
                raise NOT_YOURS()
            if take and not self.may_take(line):
                raise ONLY_SECURITY()


def decides(actor: Actor) -> bool:
    """Whether anything of a review may be theirs to decide."""
    return actor.can(ROLES_MANAGE) or actor.can(DECIDE)


def require_deciding(actor: Actor) -> None:
    """Refuse everybody else."""
    if not decides(actor):
        raise DENIED(right=DECIDE)


def decider(actor: Actor) -> Decider:
    """The actor as one who decides."""
    return deciders([actor])[0]


def deciders(actors: Collection[Actor]) -> list[Decider]:
    """The same for many, with a fixed number of questions."""
    mails = {user_id: mail.strip().casefold() for user_id, mail in User.objects.values_list("id", "email")}
    same: dict[str, set[int]] = {}
    for user_id, mail in mails.items():
        same.setdefault(mail, set()).add(user_id)
    # Who gives roles decides about everybody; nobody's line need be known for that.
    others = not_below([actor.id for actor in actors if not actor.can(ROLES_MANAGE)])
    found = []
    for actor in actors:
        mail = mails.get(actor.id, "")
        own = frozenset({actor.id} | (same[mail] if mail else set()))
        found.append(Decider(actor, own, others.get(actor.id, frozenset())))
    return found
