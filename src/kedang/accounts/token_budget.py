"""How many customers leave through a token: counted where looks are recorded, before their bytes leave.

A stolen token is worth as much as its budget. Whoever goes on beyond it is told to wait, and then stopped.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Sum

from kedang.accounts import token_alerts
from kedang.accounts.models import Token, TokenUse
from kedang.accounts.token_alerts import OVER, STOPPED_OVER
from kedang.accounts.token_standing import stop
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal

# So often a token may run into its budget within a day; after that it is stopped.
PATIENCE = 10
HOUR, DAY = timedelta(hours=1), timedelta(hours=24)

SPENT = Refusal(
    "token.rows_spent",
    429,
    "该访问令牌已达到读取限额（每小时 {hour} 位、每天 {day} 位客户），这次没有返回任何内容。请在 {seconds} 秒后重试，"
    "并减少每次读取的数量；反复超限会停用令牌。",
    "This token has used up its budget ({hour} customers an hour, {day} a day) and nothing was returned. Try again in {seconds} "
    "seconds, and read less at a time; whoever goes on is stopped.",
)


def spend(actor: Actor, customers: int) -> None:
    """Count customers that are about to leave through a token; refuse when its budget does not allow them all."""
    # A person's look costs nothing here: no question, no transaction.
    if actor.via == "token" and customers:
        _count(actor, customers)


@transaction.atomic
def _count(actor: Actor, customers: int) -> None:
    moment = now()
    # The write comes first, so that two requests at once are counted one after the other on both databases.
    use = _use(actor.session_id, moment)
    token = Token.objects.filter(id=actor.session_id).first()
    if token is None or use is None:
        return
    today = _today(token.id, moment)
    if use.rows + customers > token.rows_hour or today + customers > token.rows_day:
        raise SPENT(hour=token.rows_hour, day=token.rows_day, seconds=_wait(moment))
    TokenUse.objects.filter(id=use.id).update(rows=F("rows") + customers)


@transaction.atomic
def ran_over(actor: Actor) -> None:
    """A look was refused by its budget: the first of a day is told, the tenth stops the token. After the refused transaction is
    gone, so that it cannot take this with it."""
    moment = now()
    use = _use(actor.session_id, moment)
    token = Token.objects.filter(id=actor.session_id).first()
    if token is None or use is None:
        return
    TokenUse.objects.filter(id=use.id).update(refusals=F("refusals") + 1)
    since = TokenUse.objects.filter(token_id=token.id, hour__gt=_hour(moment) - DAY)
    refusals = since.aggregate(found=Sum("refusals"))["found"]
    if refusals == 1:
        record(actor, "token.ran_over", subject=("token", token.id), details={"hour": token.rows_hour})
        token_alerts.alert(token, OVER)
    elif refusals >= PATIENCE:
        stop(actor, token, STOPPED_OVER)


def spent_today(token_ids: list[int]) -> dict[int, int]:
    """How many customers left through each of these within a day."""
    recent = TokenUse.objects.filter(token_id__in=token_ids, hour__gt=_hour(now()) - DAY)
    return dict(recent.values_list("token_id").annotate(Sum("rows")))


def forget_old() -> None:
    """Hours that count no more."""
    TokenUse.objects.filter(hour__lt=now() - 2 * DAY).delete()


def _use(token_id: int, moment: datetime) -> TokenUse | None:
    """This hour's row, held until the transaction ends."""
    if not Token.objects.filter(id=token_id).exists():
        return None
    found, _ = TokenUse.objects.select_for_update().get_or_create(token_id=token_id, hour=_hour(moment))
    return found


def _today(token_id: int, moment: datetime) -> int:
    recent = TokenUse.objects.filter(token_id=token_id, hour__gt=_hour(moment) - DAY)
    return recent.aggregate(found=Sum("rows"))["found"] or 0


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _wait(moment: datetime) -> int:
    return int((_hour(moment) + HOUR - moment).total_seconds()) + 1
