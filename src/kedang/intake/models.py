"""Import runs, the fate of each source row, and mappings that were confirmed before.

Whatever comes from the file is sealed under the run's key: the file itself, what was found in it, and the fates. When the
run's data is destroyed, the key goes and the counts stay.
"""

from typing import Self

from django.db import models

from kedang.archive import rights
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.kit.malware import UNSCANNED

CREATED, UPDATED, UNCHANGED, DUPLICATE, REFUSED, SKIPPED = (
    "created",
    "updated",
    "unchanged",
    "duplicate",
    "refused",
    "skipped_layout",
)
FATES = (CREATED, UPDATED, UNCHANGED, DUPLICATE, REFUSED, SKIPPED)

UPLOADED, INSPECTED, CHECKING, CHECKED, FILING = "uploaded", "inspected", "checking", "checked", "filing"
OFF, LIST, HOLD = "off", "list", "hold"
DONE, FAILED, STOPPED, UNDOING, UNDONE = "done", "failed", "cancelled", "undoing", "undone"


class RunQuerySet(models.QuerySet["ImportRun"]):
    """Where every read of runs starts."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own runs; everybody's for who sees all customers."""
        if not actor.can(rights.IMPORT):
            return self.none()
        return self if actor.scope == Scope.ALL else self.filter(created_by=actor.id)


class ImportRun(models.Model):
    """One import of one file.

    `position` counts source rows whose fate is committed; `batch_rows` never changes within a run, so that a resumed run
    cuts the file exactly like an uninterrupted one. `serials` is what the number counters stood at when an empty archive
    began to be filled, else null: as long as they add up, nobody else has created anybody. `fuzzy` says what becomes of rows
    that look like somebody who is there: they are not looked for (off), filed and listed (list), or not filed (hold);
    "" until somebody says so or the run starts. `scan`: what a virus scanner made of the file. `suspected` counts the listed and the held ones, among the other counts.
    """

    objects = RunQuerySet.as_manager()

    id = models.BigIntegerField(primary_key=True, default=new_id)
    state = models.CharField(max_length=12, default=UPLOADED)
    filename = models.CharField(max_length=255)
    size = models.BigIntegerField(default=0)
    scan = models.CharField(max_length=9, default=UNSCANNED)
    source = models.CharField(max_length=64, default="")
    mode = models.CharField(max_length=8, default="upsert")
    match_key = models.CharField(max_length=24, default="")
    fuzzy = models.CharField(max_length=8, default="")
    kind = models.CharField(max_length=12, default="")
    sheet = models.CharField(max_length=255, default="")
    owner_id = models.BigIntegerField(null=True)
    inspection_enc = models.BinaryField(null=True)
    total = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    batch_rows = models.IntegerField(default=5000)
    serials = models.BigIntegerField(null=True)
    created = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    duplicate = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    skipped_layout = models.BigIntegerField(default=0)
    suspected = models.BigIntegerField(default=0)
    error = models.TextField(default="")
    created_at = models.DateTimeField(default=now)
    created_by = models.BigIntegerField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    destroy_after = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "intake_import_run"
        indexes = [models.Index(fields=["created_by", "id"], name="intake_run_by_creator")]


class FateBatch(models.Model):
    """What became of some consecutive source rows, compressed and sealed under the run's key.

    `phase` is check or file; `counts` is JSON fate → number, so that a list of one fate opens only batches that have it.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    run_id = models.BigIntegerField()
    phase = models.CharField(max_length=8)
    seq = models.IntegerField()
    rows = models.IntegerField()
    counts = models.TextField()
    fates_enc = models.BinaryField()
    seen_enc = models.BinaryField(null=True)

    class Meta:
        db_table = "intake_fate_batch"
        constraints = [models.UniqueConstraint(fields=["run_id", "phase", "seq"], name="intake_fate_batch_once")]


class RememberedMapping(models.Model):
    """Columns that a person confirmed for a head like this, for their own next file. The head itself is kept as a keyed hash
    only."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    signature = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    match_key = models.CharField(max_length=24, default="")
    columns = models.TextField()
    actor_id = models.BigIntegerField()
    used_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "intake_remembered_mapping"
        constraints = [
            models.UniqueConstraint(fields=["actor_id", "signature"], name="intake_remembered_once_a_person")
        ]


class MissingIndexes(models.Model):
    """At most one row: indexes that a bulk load left out, as JSON [[name, definition]]."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    run_id = models.BigIntegerField()
    definitions = models.TextField()

    class Meta:
        db_table = "intake_missing_indexes"
