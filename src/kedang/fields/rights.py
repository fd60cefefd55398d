"""What people may be allowed to do with field definitions and views."""

from kedang.accounts.rights import Right
from kedang.kit.actor import Actor

MANAGE = Right("fields.manage", "管理自定义字段与行业模板", "Manage custom fields and templates")
SHARE_VIEWS = Right("views.share", "共享视图", "Share views with everybody")

ALL = (MANAGE, SHARE_VIEWS)
# Validation rules belong to who shapes the fields and to who answers for the quality of what stands in them.
RULES = (MANAGE, "quality.manage")


def require_rules(actor: Actor) -> None:
    """Refuse who may do neither."""
    if not any(actor.can(right) for right in RULES):
        actor.require(MANAGE)
