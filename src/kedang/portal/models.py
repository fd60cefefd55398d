"""The tables of the portal. Links, codes and sessions stand here as hashes only, what a customer wrote is sealed.

References to a customer carry no database constraint, like everywhere; a `blind` is that of the contact point at the time.
"""

from django.db import models
from django.db.models import Q

from kedang.archive.models import Customer
from kedang.kit.clock import now
from kedang.kit.ids import new_id

OPEN, USED, REVOKED, LOCKED, CLOSED, REPLACED = "open", "used", "revoked", "locked", "closed", "replaced"
WAITING, ACCEPTED, REFUSED = "waiting", "accepted", "refused"


class Invitation(models.Model):
    """One link to one customer: where it went, by which way its code goes (none: somebody of ours says it), and what became of it.

    A link is used once: the right code ends it and begins the session, of which the hash stands in `session`.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    secret = models.CharField(max_length=64, unique=True)
    link_kind = models.CharField(max_length=32)
    link_blind = models.BigIntegerField()
    code_point_id = models.BigIntegerField(null=True)
    code_kind = models.CharField(max_length=32, default="")
    code_blind = models.BigIntegerField(null=True)
    language = models.CharField(max_length=8, default="zh-CN")
    state = models.CharField(max_length=12, default=OPEN)
    created_at = models.DateTimeField(default=now)
    created_by = models.BigIntegerField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=32, default="")
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=64, default="")
    code_sent_at = models.DateTimeField(null=True)
    code_until = models.DateTimeField(null=True)
    codes = models.SmallIntegerField(default=0)
    tries = models.SmallIntegerField(default=0)
    session = models.CharField(max_length=64, default="")
    session_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "portal_invitation"
        indexes = [models.Index(fields=["session"], name="portal_by_session", condition=~Q(session=""))]


class Correction(models.Model):
    """What a customer says a field should hold. `body_enc` holds what stood there then and what should, and why it was refused.

    At most one of a field waits: a later one takes its place.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    invitation_id = models.BigIntegerField()
    field = models.CharField(max_length=64)
    body_enc = models.BinaryField()
    state = models.CharField(max_length=12, default=WAITING)
    created_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "portal_correction"
        indexes = [models.Index(fields=["id"], name="portal_correction_waiting", condition=Q(state=WAITING))]


class Rule(models.Model):
    """Which fields customers see, as JSON; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    fields = models.TextField(default="[]")

    class Meta:
        db_table = "portal_rule"
