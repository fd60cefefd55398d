"""The tables of operations: what was done with the keys of this installation, and when; and which backups there are.

The backups themselves say the same, signed: their table can be made again from them.
"""

from django.db import models

from kedang.kit.clock import now
from kedang.kit.ids import new_id

MAKING, UNPROVEN, GOOD, BAD, FAILED, GONE = "making", "unproven", "good", "bad", "failed", "gone"
WHOLE = (UNPROVEN, GOOD, BAD)
COMMAND, SCHEDULE, BUTTON, UPGRADE, FOUND = "command", "schedule", "button", "upgrade", "found"


class KeyDeed(models.Model):
    """One thing that was done with keys. `kind` is a code, `facts` are counts and fingerprints as JSON, never a key."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=24)
    at = models.DateTimeField(default=now)
    actor_name = models.CharField(max_length=80)
    facts = models.TextField(default="{}")

    class Meta:
        db_table = "operations_key_deed"
        indexes = [models.Index(fields=["kind", "id"], name="operations_key_deed_kind")]


class Backup(models.Model):
    """One backup. `made_at` is the moment of its picture; `found` is JSON: what its proof looked at, or why it failed. Only a backup
    that was restored for a trial, and found whole, is `good`."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    name = models.CharField(max_length=64, unique=True)
    place = models.TextField()
    reason = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default=MAKING)
    started_at = models.DateTimeField(default=now)
    made_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    size = models.BigIntegerField(default=0)
    new_bytes = models.BigIntegerField(default=0)
    files = models.IntegerField(default=0)
    missing = models.IntegerField(default=0)
    proved_at = models.DateTimeField(null=True)
    proof_seconds = models.FloatField(default=0)
    found = models.TextField(default="{}")

    class Meta:
        db_table = "operations_backup"
        indexes = [models.Index(fields=["state", "id"], name="operations_backup_state")]


class IndexStanding(models.Model):
    """By which version of the index key everything that is searched was made; one row. `cursor` says how far work on that is: a stage, and
    the last one that was looked at; empty when it is over. `version` is what is being made, or was made last; `changed` and `damaged` what
    came of it, `again` how much the present look has changed."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    made_by = models.BigIntegerField(default=1)
    version = models.BigIntegerField(default=1)
    cursor = models.CharField(max_length=64, default="")
    changed = models.BigIntegerField(default=0)
    again = models.BigIntegerField(default=0)
    damaged = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "operations_index_standing"


class Resealing(models.Model):
    """New versions of customers' keys, and values sealed again under them. `customer_id`: of one customer only. `version` names the
    versions it gives; `sealed_at`: nothing live is under older ones; `ended_at`: those were destroyed where nothing needs them."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    version = models.BigIntegerField()
    customer_id = models.BigIntegerField(null=True)
    begun_at = models.DateTimeField(default=now)
    sealed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    values = models.BigIntegerField(default=0)
    damaged = models.IntegerField(default=0)
    dropped = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)

    class Meta:
        db_table = "operations_resealing"
        indexes = [
            models.Index(
                fields=["customer_id"], name="operations_resealing_of", condition=models.Q(customer_id__isnull=False)
            )
        ]
