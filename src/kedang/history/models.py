"""The two logs of history, the seal over both, and how far the seal has left the machine.

Lists are stored as JSON text, not as a JSON column: whoever seals the log hashes the bytes that are stored.
"""

from django.db import models

from kedang.kit.ids import new_id

# Looks by which something leaves the house: the register of exports.
LEAVING = ("customers.exported", "customer.printed", "privacy.copy_handed_out")


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
            models.Index(fields=["id"], name="history_read_leaving", condition=models.Q(verb__in=LEAVING)),
        ]


CHANGES, LOOKS = 0, 1


class Leaf(models.Model):
    """The place of an event in the tree, without gaps, and the hash of its stored bytes. `log` is CHANGES or LOOKS."""

    seq = models.BigIntegerField(primary_key=True)
    log = models.SmallIntegerField()
    event_id = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "history_leaf"
        constraints = [models.UniqueConstraint(fields=["log", "event_id"], name="history_leaf_once")]


class Checkpoint(models.Model):
    """What the sealer signed: the note as text, and of it what is looked up. `peaks` are the full subtrees to go on from;
    `last_change` and `last_look` the highest ids that were sealed."""

    number = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField()
    at = models.DateTimeField()
    key_epoch = models.IntegerField()
    note = models.TextField()
    peaks = models.BinaryField()
    last_change = models.BigIntegerField()
    last_look = models.BigIntegerField()

    class Meta:
        db_table = "history_checkpoint"


class Sink(models.Model):
    """A place outside this machine that checkpoints are sent to, and how far it has come. `code` names it, never its address."""

    code = models.CharField(max_length=12, primary_key=True)
    number = models.BigIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "history_sink"
