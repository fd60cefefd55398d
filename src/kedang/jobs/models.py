"""The queue and the clock of repeated work."""

from django.db import models

from kedang.kit.clock import now
from kedang.kit.ids import new_id

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
OPEN_STATES = (QUEUED, RUNNING)


class Job(models.Model):
    """One piece of work. `payload`, `log` and `error` hold ids, codes and counts, never values of customers.

    `claim` names the one attempt that may write; `holder` is the process behind it; `attempts` counts claims since the
    last progress, `failures` exceptions since then. Progress is to come further than any attempt before, `furthest`: a job
    that begins anew and comes as far as the last time has made none.
    `turn_at` is its place in the line: when it is due, and later than that for what nobody waits for.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=64)
    subject_id = models.BigIntegerField(default=0)
    actor_id = models.BigIntegerField()
    payload = models.TextField(default="{}")
    state = models.CharField(max_length=12, default=QUEUED)
    cursor = models.TextField(default="")
    done = models.BigIntegerField(default=0)
    furthest = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    log = models.TextField(default="")
    error = models.TextField(default="")
    attempts = models.IntegerField(default=0)
    failures = models.IntegerField(default=0)
    claim = models.BigIntegerField(null=True)
    holder = models.CharField(max_length=160, default="")
    lease_until = models.DateTimeField(null=True)
    cancel = models.BooleanField(default=False)
    run_after = models.DateTimeField(default=now)
    turn_at = models.DateTimeField(default=now)
    created_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "jobs_job"
        indexes = [
            models.Index(
                fields=["turn_at", "id"], name="jobs_job_turn", condition=models.Q(state__in=("queued", "running"))
            ),
            models.Index(fields=["subject_id", "id"], name="jobs_job_subject"),
        ]


class Tick(models.Model):
    """When repeated work is due next."""

    kind = models.CharField(max_length=64, primary_key=True)
    due_at = models.DateTimeField()

    class Meta:
        db_table = "jobs_tick"
