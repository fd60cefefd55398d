"""What accounts does in the background."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction

from kedang.accounts import letters, token_budget, token_standing
from kedang.accounts.models import Pending, Session, User
from kedang.accounts.pending import LASTS, unfinished
from kedang.history.record import record
from kedang.kit.actor import system_actor
from kedang.kit.clock import now

AT_ONCE = 200


def look_after_tokens() -> None:
    """Stop tokens that nobody uses, and forget what counts no more."""
    token_standing.stop_idle()
    token_budget.forget_old()


@transaction.atomic
def tell_of_unfinished() -> None:
    """Tell people whose right password somebody gave without the second factor, once for all such tries since last time. Whoever
    started again at the same place and got in is not told of their own first try."""
    over = Pending.objects.filter(unfinished(), expires_at__lt=now()).select_related("user")
    rows, told = list(over.order_by("id")[:AT_ONCE]), set[int]()
    Pending.objects.filter(id__in=[row.id for row in rows]).delete()
    for row in rows:
        if row.user is None or row.user_id in told or _got_in(row, row.user):
            continue
        told.add(row.user.id)
        visitor = replace(system_actor("worker"), ip=row.ip, device=row.device)
        record(visitor, "session.unfinished", subject=("user", row.user.id))
        letters.write_to(row.user, "second.missing", visitor, at=row.expires_at - LASTS)


def _got_in(row: Pending, person: User) -> bool:
    began = row.expires_at - LASTS
    same = Session.objects.filter(user=person, ip=row.ip, device=row.device)
    return same.filter(created_at__gte=began, created_at__lt=row.expires_at + timedelta(minutes=10)).exists()
