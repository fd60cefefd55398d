"""What was found, and what fixes were to do, does not stay: after seven days it goes. What fixes did stays, and can be undone."""

from datetime import timedelta

from django.db import transaction

from kedang.cleaning.fixing import DISCARDABLE, SUBJECT, touched
from kedang.cleaning.models import BUSY, DISCARDED, RUNNING, FieldProfile, Fix
from kedang.history.record import record
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.vault.keys import shred

TIME = timedelta(days=7)


def forget_old() -> None:
    """Repeated work. The keys go first: whatever a crash leaves behind is unreadable. Safe to do twice."""
    limit = now() - TIME
    looks = FieldProfile.objects.filter(created_at__lt=limit).exclude(state=RUNNING)
    profile_ids = list(looks.values_list("id", flat=True))
    shred(profile_ids)
    FieldProfile.objects.filter(id__in=profile_ids).delete()
    for fix in Fix.objects.filter(created_at__lt=limit).exclude(state__in=BUSY).exclude(plan_enc=b""):
        _forget_plan(fix)


@transaction.atomic
def _forget_plan(fix: Fix) -> None:
    """A preview that changed nobody is discarded; any other fix keeps its customers and loses its list."""
    found = Fix.objects.select_for_update().filter(id=fix.id).exclude(state__in=BUSY).first()
    if found is None:
        return
    shred([fix.id])
    Fix.objects.filter(id=fix.id).update(plan_enc=b"")
    if not touched(fix) and Fix.objects.filter(id=fix.id, state__in=DISCARDABLE).update(state=DISCARDED):
        fix.rows.all().delete()
        record(system_actor("worker"), "cleaning.discarded", subject=(SUBJECT, fix.id))
