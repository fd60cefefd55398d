"""What somebody's roles give them: each right with the roles it comes from."""

from dataclasses import dataclass

from kedang.access import rights
from kedang.accounts.behind import as_they_stand
from kedang.accounts.models import User
from kedang.accounts.policy import Grants, RoleGrant, current_policy
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody as the policy knows them. `roles` stand in the order of the modes of `actor`."""

    user: User
    actor: Actor
    roles: tuple[RoleGrant, ...]
    grants: Grants

    def givers(self, right: str) -> list[RoleGrant]:
        """The roles a right comes from."""
        return [role for role in self.roles if right in role.rights]

    def widest(self) -> list[RoleGrant]:
        """The roles the scope comes from."""
        return [role for role in self.roles if role.scope == self.actor.scope]


def standing_of(asker: Actor, user_id: int) -> Standing:
    """What somebody's roles give them; that it was asked is on record."""
    found = load(asker, user_id)
    record_read(asker, "access.explained", details={"user": str(user_id)})
    return found


def load(asker: Actor, user_id: int) -> Standing:
    """The same, for a question that is recorded with more."""
    asker.require(rights.EXPLAIN)
    user = User.objects.select_related("department").filter(id=user_id).first()
    if user is None:
        raise NOT_FOUND()
    policy = current_policy()
    grants = policy.grants_of(user.id, user.department_id)
    return Standing(user, as_they_stand(user), tuple(policy.roles[role_id] for role_id in grants.role_ids), grants)
