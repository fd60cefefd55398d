"""For whom the password still opens the door, where people come by a sign-in service."""

from kedang.accounts.models import Installation, User
from kedang.accounts.policy import current_policy
from kedang.accounts.rights import PEOPLE_MANAGE, ROLES_MANAGE
from kedang.kit.errors import Refusal

EVERYBODY, ADMINISTRATORS = "everybody", "administrators"
WEIGHTY = frozenset((PEOPLE_MANAGE.code, ROLES_MANAGE.code))

BY_SERVICE = Refusal(
    "sign_in.by_service",
    403,
    "您的单位要求通过登录服务登录，请使用登录页上的按钮。",
    "Your organisation signs in by its sign-in service: use its button on this page.",
)


def password_rule() -> str:
    """The rule that holds now."""
    return Installation.objects.filter(id=1).values_list("password_for", flat=True).first() or EVERYBODY


def may_use_password(user: User) -> bool:
    """Administrators always may: their way stays open when a service fails."""
    return password_rule() != ADMINISTRATORS or is_weighty(user)


def is_weighty(user: User) -> bool:
    """Whoever manages people or roles: a service's claim alone never becomes one of them."""
    grants = current_policy().grants_of(user.id, user.department_id)
    return bool((grants.rights | grants.withheld) & WEIGHTY)
