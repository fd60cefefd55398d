"""The tables of access reviews. Lines keep the names of their day: they are read years later as evidence."""

from django.db import models

from kedang.accounts.rights import AUDIT_READ, ROLES_MANAGE
from kedang.approvals.rights import DECIDE
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.ids import new_id

# What becomes of what nobody confirmed in time.
WARN, REMOVE, SUSPEND = "warn", "remove", "suspend"
AT_DEADLINE = (WARN, REMOVE, SUSPEND)

# Waits; was decided by somebody; ended by itself, because the person left or lost the role meanwhile.
OPEN, CONFIRMED, TAKEN, GONE = "open", "confirmed", "taken", "gone"
# The deadline passed: told only; role taken; account disabled; neither could be done.
LAPSED, REMOVED, SUSPENDED, KEPT = "lapsed", "removed", "suspended", "kept"
UNCONFIRMED = (OPEN, LAPSED, REMOVED, SUSPENDED, KEPT)


class ReviewRules(models.Model):
    """The setting: one row. `every_months` 0 means never by itself; the first is counted from `counted_from`."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    every_months = models.PositiveSmallIntegerField(default=3)
    at_deadline = models.CharField(max_length=8, default=WARN)
    counted_from = models.DateTimeField(default=now)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "access_review_rules"


class Review(models.Model):
    """One review. `is_open` is true or empty, never false: so that a constraint allows one open review only."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    started_at = models.DateTimeField()
    started_by = models.BigIntegerField()
    due_at = models.DateTimeField()
    at_deadline = models.CharField(max_length=8)
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_open = models.BooleanField(null=True, default=True, unique=True)

    class Meta:
        db_table = "access_review"


class LineQuerySet(models.QuerySet["Line"]):
    """Lines of reviews, as far as somebody may read them."""

    def visible_to(self, actor: Actor) -> "LineQuerySet":
        """All of them for security administrators and auditors, those of the people they lead for leads."""
        if actor.can(ROLES_MANAGE) or actor.can(AUDIT_READ):
            return self
        if not actor.can(DECIDE):
            return self.none()
        return self if actor.scope == Scope.ALL else self.filter(department_id__in=actor.department_ids)


class Line(models.Model):
    """One person's one role on the day the list was made; without a role, an account that has none; or, with a `clearance`, up to which
    level they see customers.

    `rights` are those of the role that matter, `heavy` says that one of them makes an administrator or auditor. `why` is the code of
    the refusal that kept what was not confirmed.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="+")
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=120)
    user_login = models.CharField(max_length=80)
    department_id = models.BigIntegerField(null=True)
    department_name = models.CharField(max_length=120, default="")
    role_id = models.BigIntegerField(null=True)
    role_zh = models.CharField(max_length=80, default="")
    role_en = models.CharField(max_length=80, default="")
    scope = models.SmallIntegerField(default=Scope.OWN)
    rights = models.JSONField(default=list)
    heavy = models.BooleanField(default=False)
    clearance = models.SmallIntegerField(default=0)
    last_sign_in = models.DateTimeField(null=True)
    last_use = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=OPEN)
    why = models.CharField(max_length=64, default="")
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        db_table = "access_review_line"
        indexes = [models.Index(fields=["review", "state", "id"], name="access_review_line_page")]
        constraints = [models.UniqueConstraint(fields=["review", "user_id", "role_id"], name="access_review_line_once")]
