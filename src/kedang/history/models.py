"""The two tables of history.

Lists are stored as JSON text, not as a JSON column: whoever seals the log hashes the bytes that are stored.
"""

from django.db import models

from kedang.kit.ids import new_id


class Event(models.Model):
    """One change. `subject` is a kind and an id; `before` is ciphertext under the subject's key or nothing."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=120)
    via = models.CharField(max_length=12)
    verb = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    run_id = models.BigIntegerField(null=True)
    fields = models.TextField(default="[]")
    details = models.TextField(default="{}")
    before = models.BinaryField(null=True)
    session_id = models.BigIntegerField(default=0)
    request_id = models.CharField(max_length=32, default="")
    ip = models.CharField(max_length=45, default="")
    device = models.CharField(max_length=160, default="")

    class Meta:
        db_table = "history_event"
        indexes = [
            models.Index(fields=["subject_id", "id"], name="history_event_subject"),
            models.Index(fields=["actor_id", "id"], name="history_event_actor"),
            models.Index(fields=["run_id", "id"], name="history_event_run", condition=models.Q(run_id__isnull=False)),
        ]


class ReadEvent(models.Model):
    """One look: who saw which customers, by what question. `ids` is packed (`packing.pack_ids`)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=120)
    via = models.CharField(max_length=12)
    verb = models.CharField(max_length=64)
    customer_id = models.BigIntegerField(null=True)
    ids = models.BinaryField(null=True)
    count = models.IntegerField(null=True)
    query_hash = models.CharField(max_length=32, default="")
    fields = models.TextField(default="[]")
    details = models.TextField(default="{}")
    session_id = models.BigIntegerField(default=0)
    request_id = models.CharField(max_length=32, default="")
    ip = models.CharField(max_length=45, default="")
    device = models.CharField(max_length=160, default="")

    class Meta:
        db_table = "history_read_event"
        indexes = [
            models.Index(
                fields=["customer_id", "id"],
                name="history_read_customer",
                condition=models.Q(customer_id__isnull=False),
            ),
            models.Index(fields=["actor_id", "id"], name="history_read_actor"),
        ]
