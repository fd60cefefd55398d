"""The record of merges. Ids in clear; whatever is a value lies sealed under the key of the customer it came from."""

from django.db import models

from kedang.kit.clock import now
from kedang.kit.ids import new_id

SURVIVOR, LOSER, BYSTANDER = 1, 2, 3


class Merge(models.Model):
    """One merge. It stands until `undone_at`.

    `choices` is JSON: what a person chose, field -> id of the customer whose value it became. `image_enc` holds the rows the
    survivor had before, `merged_enc` the content it got; both are sealed under the survivor's key and replaced when an
    earlier merge is undone underneath. `combined` is JSON: what each `Combine` of the links register wants back.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    survivor_id = models.BigIntegerField(db_index=True)
    actor_id = models.BigIntegerField()
    at = models.DateTimeField(default=now)
    choices = models.TextField(default="{}")
    image_enc = models.BinaryField()
    merged_enc = models.BinaryField()
    combined = models.TextField(default="[]")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "merging_merge"


class Participant(models.Model):
    """A customer a merge touched: survivor, loser, or bystander (a row that ties it to a loser was moved or left)."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="participants")
    customer_id = models.BigIntegerField(db_index=True)
    role = models.SmallIntegerField()

    class Meta:
        db_table = "merging_participant"
        constraints = [models.UniqueConstraint(fields=["merge", "customer_id"], name="merging_participant_once")]


class MovedRow(models.Model):
    """One row whose pointer a merge turned round. `place` is the name of the link.

    `sealed` is JSON: column -> [ciphertext as it was, hash of the one it became], so that the way back is bit by bit.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moved")
    place = models.CharField(max_length=128)
    row_id = models.BigIntegerField()
    from_id = models.BigIntegerField()
    to_id = models.BigIntegerField()
    sealed = models.TextField(default="{}")

    class Meta:
        db_table = "merging_moved_row"
