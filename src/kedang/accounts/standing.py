"""Whether somebody may still do what they began: asked again at every batch of work that takes longer than a request."""

from collections.abc import Iterable

from kedang.accounts.models import User
from kedang.accounts.policy import current_policy
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal

DISABLED = Refusal(
    "actor.disabled",
    403,
    "发起人的账号已停用，任务已停止。已完成的部分完整保留，可由有权限的同事继续。",
    "The account of who began this is disabled, and the work has stopped. What was done is whole; a colleague with the "
    "right may go on.",
)
RIGHTS_CHANGED = Refusal(
    "actor.rights_changed",
    403,
    "发起人的权限已变更，任务已停止。已完成的部分完整保留；如仍有权限，可重新继续。",
    "The rights of who began this have changed, and the work has stopped. What was done is whole; go on if still allowed.",
)


def require_still(actor: Actor, rights: Iterable[str]) -> None:
    """Refuse when the actor was disabled meanwhile, lost one of these rights, or sees less or other fields than before."""
    if actor.kind == "system":
        return
    department = User.objects.filter(id=actor.id, is_active=True).values_list("department_id", flat=True)[:1]
    if not department:
        raise DISABLED()
    grants = current_policy().grants_of(actor.id, department[0])
    narrower = grants.scope < actor.scope or not actor.department_ids <= grants.department_ids
    if narrower or grants.modes != actor.modes or not grants.rights.issuperset(rights):
        raise RIGHTS_CHANGED()
