"""The tables of operations: what was done with the keys of this installation, and when."""

from django.db import models

from kedang.kit.clock import now
from kedang.kit.ids import new_id


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
