"""The tables of incidents: what happened, the steps that were taken, and who was affected."""

from datetime import datetime, timedelta

from django.db import models

from kedang.kit.clock import now
from kedang.kit.ids import new_id

JOB = "incidents.affected"
OPEN, CLOSED = "open", "closed"
PERSON, TOKEN, ADDRESS, EXPORT = "person", "token", "address", "export"
CONTAIN, AUTHORITY, PEOPLE, MEND = "contain", "authority", "people", "mend"
STEPS = (CONTAIN, AUTHORITY, PEOPLE, MEND)
DONE, NOT_NEEDED = "done", "not_needed"


class Incident(models.Model):
    """One incident. `sources`: whose and which looks are concerned, as JSON [[kind, value]…]; `body_enc`: title, what happened and the
    finding, under a key of its own. `asked`, `answered`: how often it was asked who was affected, and which time was answered last;
    what was found then stands here too. `unnamed` is JSON of looks that name nobody."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=12)
    severity = models.SmallIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    discovered_at = models.DateTimeField()
    authority_hours = models.IntegerField()
    people_hours = models.IntegerField()
    sources = models.TextField()
    body_enc = models.BinaryField(default=b"")
    state = models.CharField(max_length=8, default=OPEN)
    opened_by = models.BigIntegerField()
    opened_at = models.DateTimeField(default=now)
    closed_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    asked = models.IntegerField(default=1)
    answered = models.IntegerField(default=0)
    frozen_at = models.DateTimeField(null=True)
    affected = models.IntegerField(default=0)
    looks = models.IntegerField(default=0)
    changes = models.IntegerField(default=0)
    unnamed = models.TextField(default="[]")
    digest = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "incidents_incident"
        indexes = [models.Index(fields=["state", "id"], name="incidents_state")]

    @property
    def waits(self) -> bool:
        """Whether who was affected is being looked for."""
        return self.answered < self.asked

    def due_at(self, step: str) -> datetime | None:
        """When a step must have been taken; None: it has no clock."""
        hours = {AUTHORITY: self.authority_hours, PEOPLE: self.people_hours}.get(step)
        return self.discovered_at + timedelta(hours=hours) if hours else None


class Step(models.Model):
    """A step that was taken, or found not to be needed. `at`: when; `by`, `noted_at`: who wrote it down, and when."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = models.BigIntegerField()
    noted_at = models.DateTimeField(default=now)
    note_enc = models.BinaryField(default=b"")

    class Meta:
        db_table = "incidents_step"
        constraints = [models.UniqueConstraint(fields=["incident", "kind"], name="incidents_step_once")]


class Affected(models.Model):
    """One customer of a frozen list, and what was done with them. `customer_id` is empty for who was erased, before or since."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+", db_index=False)
    customer_id = models.BigIntegerField(null=True)
    looks = models.IntegerField(default=0)
    revealed = models.IntegerField(default=0)
    left = models.IntegerField(default=0)
    changes = models.IntegerField(default=0)
    fields = models.TextField(default="[]")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        db_table = "incidents_affected"
        indexes = [
            models.Index(fields=["incident", "id"], name="incidents_affected_page"),
            models.Index(
                fields=["customer_id"],
                name="incidents_affected_customer",
                condition=models.Q(customer_id__isnull=False),
            ),
        ]
