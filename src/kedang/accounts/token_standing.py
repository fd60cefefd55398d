"""Stopping a token and starting it again: whoever stole one shall not enjoy it for long, and shall not go unnoticed."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from kedang.accounts import token_alerts
from kedang.accounts.models import Token
from kedang.accounts.rights import PEOPLE_MANAGE
from kedang.accounts.sessions import require_session
from kedang.accounts.token_alerts import FOREIGN, STOPPED_IDLE
from kedang.accounts.token_limits import ELSEWHERE, IDLE
from kedang.history.denials import denials
from kedang.history.record import record
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, Refusal

FOLDED = timedelta(hours=1)

NOT_AGAIN = Refusal(
    "token.not_again",
    409,
    "该令牌不能重新启用：每个令牌只能重新启用一次，且须在有效期内。请新建一个令牌。",
    "This token cannot be started again: that works once, before it expires. Make a new one.",
)


def used_elsewhere(actor: Actor) -> None:
    """Refuse a token at an address that is not on its list; once an hour its owner and the administrators are told."""
    denials.note(actor, code=ELSEWHERE.code, route="token")
    _tell_of_foreign_address(actor)
    raise ELSEWHERE()


@transaction.atomic
def _tell_of_foreign_address(actor: Actor) -> None:
    moment = now()
    quiet = Q(foreign_at__isnull=True) | Q(foreign_at__lt=moment - FOLDED)
    token = Token.objects.filter(quiet, id=actor.session_id).first()
    if token is None or not Token.objects.filter(quiet, id=token.id).update(foreign_at=moment):
        return
    record(actor, "token.used_elsewhere", subject=("token", token.id), details={"ip": actor.ip})
    token_alerts.alert(token, FOREIGN, ip=actor.ip)


@transaction.atomic
def stop(actor: Actor, token: Token, why: str) -> None:
    """Stop a token, for a reason its owner is shown and told."""
    if Token.objects.filter(id=token.id, disabled_at=None).update(disabled_at=now(), why=why):
        record(actor, "token.stopped", subject=("token", token.id), details={"why": why})
        token_alerts.alert(token, why)


@transaction.atomic
def start_again(actor: Actor, token_id: int) -> None:
    """Start one of one's own stopped tokens: once in its life, and before it expires."""
    require_session(actor)
    own = Token.objects.filter(id=token_id, user_id=actor.id)
    if not own.exists():
        raise NOT_FOUND()
    moment = now()
    stopped = own.filter(disabled_at__isnull=False, enabled_again_at=None, expires_at__gt=moment)
    if not stopped.update(disabled_at=None, why="", enabled_again_at=moment):
        raise NOT_AGAIN()
    record(actor, "token.started_again", subject=("token", token_id))


@transaction.atomic
def revoke_anybodys(actor: Actor, token_id: int) -> None:
    """End somebody's token."""
    actor.require(PEOPLE_MANAGE)
    require_session(actor)
    token = Token.objects.filter(id=token_id).first()
    if token is None:
        raise NOT_FOUND()
    token.delete()
    record(actor, "token.revoked", subject=("token", token_id), details={"user": str(token.user_id)})


def stop_idle() -> int:
    """Stop what nobody used for thirty days; how many. Safe to run twice."""
    moment = now()
    unused = Q(last_used_at__lt=moment - IDLE) | Q(last_used_at=None, created_at__lt=moment - IDLE)
    still = Q(enabled_again_at=None) | Q(enabled_again_at__lt=moment - IDLE)
    found = Token.objects.filter(unused, still, disabled_at=None, expires_at__gt=moment)
    idle = list(found.order_by("id"))
    for token in idle:
        stop(system_actor("worker"), token, STOPPED_IDLE)
    return len(idle)
