"""What second factors somebody has, and who must have one. A mailed code is none: it proves the mailbox only."""

from dataclasses import dataclass
from datetime import datetime

from kedang.accounts import recovery
from kedang.accounts.models import Installation, Passkey, Session, Totp, User
from kedang.accounts.policy import current_policy
from kedang.accounts.rights import weighty
from kedang.accounts.sessions import require_session
from kedang.kit.actor import Actor

NOBODY, WEIGHTY, EVERYBODY = "nobody", "weighty", "everybody"
WHO = (NOBODY, WEIGHTY, EVERYBODY)
TOTP, PASSKEY, RECOVERY, PASSWORD = "totp", "passkey", "recovery", "password"


@dataclass(frozen=True, slots=True)
class Factors:
    """Somebody's second factors as their own page shows them."""

    totp_since: datetime | None
    passkeys: tuple[Passkey, ...]
    recovery_left: int
    required: bool


def own_factors(actor: Actor) -> Factors:
    """What one has, without any secret."""
    require_session(actor)
    app = Totp.objects.filter(user_id=actor.id, confirmed_at__isnull=False).values_list("confirmed_at", flat=True)
    keys = tuple(Passkey.objects.filter(user_id=actor.id).order_by("id"))
    user = User.objects.get(id=actor.id)
    return Factors(app.first(), keys, recovery.left(actor.id), must_have(user))


def ways(user_id: int) -> list[str]:
    """The factors somebody can answer with; recovery codes only stand in for another one."""
    found = []
    if Totp.objects.filter(user_id=user_id, confirmed_at__isnull=False).exists():
        found.append(TOTP)
    if Passkey.objects.filter(user_id=user_id).exists():
        found.append(PASSKEY)
    if found and recovery.left(user_id):
        found.append(RECOVERY)
    return found


def must_have(user: User) -> bool:
    """Whether the installation's rule asks this person for a second factor."""
    rule = Installation.objects.filter(id=1).values_list("second_factor", flat=True).first() or NOBODY
    return concerns(rule, user)


def concerns(rule: str, user: User) -> bool:
    """Whether a rule means this person."""
    if rule == WEIGHTY:
        grants = current_policy().grants_of(user.id, user.department_id)
        return bool((grants.rights | grants.withheld) & weighty())
    return rule == EVERYBODY


def end_unprotected(rule: str) -> int:
    """End the sessions of those whom a rule asks for a factor they do not have: they enrol at their next sign-in."""
    signed_in = User.objects.filter(id__in=Session.objects.values("user_id"))
    bare = [user.id for user in signed_in if concerns(rule, user) and not ways(user.id)]
    return Session.objects.filter(user_id__in=bare).delete()[0]
