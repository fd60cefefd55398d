"""Runs of imports of transactions. What became of their lines stands with the fates of intake, sealed under the run's key."""

from typing import Self

from django.db import models

from kedang.archive import rights as archive_rights
from kedang.commerce import rights
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.kit.malware import UNSCANNED

UPLOADED, INSPECTED, CHECKING, CHECKED, FILING = "uploaded", "inspected", "checking", "checked", "filing"
DONE, FAILED, STOPPED = "done", "failed", "cancelled"
WAITING, READY = "waiting", "ready"


class RunQuerySet(models.QuerySet["Run"]):
    """Where every read of runs starts."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own runs; everybody's for who sees all customers."""
        if not actor.can(archive_rights.IMPORT) or not actor.can(rights.VIEW):
            return self.none()
        return self if actor.scope == Scope.ALL else self.filter(created_by=actor.id)


class Run(models.Model):
    """One import of one file.

    `position` counts lines whose fate is committed. The counts are of lines; `reasons` (JSON reason → number) and `sums` (JSON currency →
    kind → [lines, amount, customers]) tell of those in `position`, or after a check of the whole file. `inspection_enc` is what was found and chosen. `owner_id`: whose new customers become; null: nobody's.
    `scan`: what a virus scanner made of the file.
    """

    objects = RunQuerySet.as_manager()

    id = models.BigIntegerField(primary_key=True, default=new_id)
    state = models.CharField(max_length=12, default=UPLOADED)
    filename = models.CharField(max_length=255)
    size = models.BigIntegerField(default=0)
    scan = models.CharField(max_length=9, default=UNSCANNED)
    source = models.CharField(max_length=64, default="")
    currency = models.CharField(max_length=3, default="CNY")
    customer_kind = models.CharField(max_length=12, default="organisation")
    owner_id = models.BigIntegerField(null=True)
    inspection_enc = models.BinaryField(null=True)
    total = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0)
    batch_rows = models.IntegerField(default=5000)
    created = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    skipped_layout = models.BigIntegerField(default=0)
    transactions = models.BigIntegerField(default=0)
    customers = models.BigIntegerField(default=0)
    reasons = models.TextField(default="{}")
    sums = models.TextField(default="{}")
    error = models.TextField(default="")
    created_at = models.DateTimeField(default=now)
    created_by = models.BigIntegerField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    destroy_after = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "commerce_import_run"
        indexes = [models.Index(fields=["created_by", "id"], name="commerce_run_by_creator")]


class ReportQuerySet(models.QuerySet["Report"]):
    """Where every read of reports starts."""

    def visible_to(self, actor: Actor) -> Self:
        """Those one asked for oneself, of runs one still sees: what stands in them depends on who asked."""
        return self.filter(asked_by=actor.id, run_id__in=Run.objects.visible_to(actor).values("id"))


class Report(models.Model):
    """The result workbook of a run for one person: written by a job, sealed under the run's key, there for a day.

    `only`: of which fate the lines are, "" for all. `about` is what the run had come to when it was asked for; `cells`: whether the
    lines of the file stand in it.
    """

    objects = ReportQuerySet.as_manager()

    id = models.BigIntegerField(primary_key=True, default=new_id)
    run_id = models.BigIntegerField()
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField(default=now)
    about = models.CharField(max_length=80)
    only = models.CharField(max_length=16, default="")
    language = models.CharField(max_length=8)
    cells = models.BooleanField()
    state = models.CharField(max_length=12, default=WAITING)
    lines = models.BigIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    error = models.CharField(max_length=64, default="")
    destroy_after = models.DateTimeField()

    class Meta:
        db_table = "commerce_import_report"
        indexes = [models.Index(fields=["run_id", "asked_by"], name="commerce_report_by_run")]
