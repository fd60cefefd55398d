"""The tables of oversight: how far the logs were read, what was counted, where people work from, and what was unusual."""

from django.db import models
from django.db.models import Q

from kedang.kit.clock import now
from kedang.kit.ids import new_id

OPEN, EXPLAINED, CONFIRMED = "open", "explained", "confirmed"


class Progress(models.Model):
    """How far each log was read; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    last_look = models.BigIntegerField(default=0)
    last_change = models.BigIntegerField(default=0)

    class Meta:
        db_table = "oversight_progress"


class Hour(models.Model):
    """What somebody did within an hour, by hand (`token_id` 0) or through one of their tokens. Counted anew whenever something of that
    hour appears, so that counting twice changes nothing."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    user_id = models.BigIntegerField()
    token_id = models.BigIntegerField(default=0)
    hour = models.DateTimeField()
    rows = models.IntegerField(default=0)
    outside = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)
    edits = models.IntegerField(default=0)
    thin = models.IntegerField(default=0)
    exported = models.IntegerField(default=0)
    elsewhere = models.IntegerField(default=0)
    canaries = models.IntegerField(default=0)

    class Meta:
        db_table = "oversight_hour"
        constraints = [models.UniqueConstraint(fields=["user_id", "hour", "token_id"], name="oversight_hour_once")]
        indexes = [models.Index(fields=["hour"], name="oversight_hour_at")]


class Place(models.Model):
    """A network somebody worked from, as a keyed hash, and since when."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    user_id = models.BigIntegerField()
    network = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "oversight_place"
        constraints = [models.UniqueConstraint(fields=["user_id", "network"], name="oversight_place_once")]
        indexes = [models.Index(fields=["last_at"], name="oversight_place_at")]


class Canary(models.Model):
    """A customer nobody has reason to open. Which one is kept as a keyed hash alone: no list, merge or copy of this table tells."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    token = models.CharField(max_length=64, unique=True)
    by = models.BigIntegerField()
    at = models.DateTimeField(default=now)

    class Meta:
        db_table = "oversight_canary"


class Rules(models.Model):
    """Which rules are watched, from which figures on; one row, and none as long as nobody changed anything."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    stated = models.JSONField(default=dict)
    version = models.IntegerField(default=0)

    class Meta:
        db_table = "oversight_rules"


class Hit(models.Model):
    """Unusual access: who, by which rule, in which window, how much, and from how much on it counts. The window bounds the events in
    the log: nothing of them is kept here."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    rule = models.CharField(max_length=16)
    user_id = models.BigIntegerField()
    token_id = models.BigIntegerField(default=0)
    since = models.DateTimeField()
    until = models.DateTimeField()
    found_at = models.DateTimeField(default=now)
    told_at = models.DateTimeField(null=True)
    amount = models.IntegerField()
    threshold = models.IntegerField()
    state = models.CharField(max_length=10, default=OPEN)
    judged_by = models.BigIntegerField(null=True)
    judged_at = models.DateTimeField(null=True)
    note_enc = models.BinaryField(default=b"")

    class Meta:
        db_table = "oversight_hit"
        constraints = [
            models.UniqueConstraint(fields=["user_id", "rule", "since", "token_id"], name="oversight_hit_once")
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="oversight_hit_state"),
            models.Index(fields=["since"], name="oversight_hit_since"),
            models.Index(fields=["id"], name="oversight_hit_untold", condition=Q(told_at__isnull=True)),
        ]
