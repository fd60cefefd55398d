"""The tables of privacy. What was said is sealed under the customer's key; when, by whom and how it stands is clear.

References to a customer carry no database constraint, like everywhere. `Erased` and `Mark` only ever grow: they name, by a bare id
and by keyed hashes, who must not come back unseen.
"""

from typing import Self

from django.db import models
from django.db.models import Q

from kedang.archive.models import Customer
from kedang.archive.seen import seen_by
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.privacy import rights

BASES = ("consent", "contract", "legal_duty", "emergency", "public_interest", "disclosed", "legitimate_interest")
GENERAL = "general"
SEPARATE = ("sensitive", "share", "publish", "cross_border")
ACTS = (GENERAL, *SEPARATE)
CHANNELS = ("paper", "phone", "in_person", "web", "email", "other")

KINDS = ("access", "copy", "correct", "delete", "port", "withdraw")
OPEN, IDENTIFIED, DONE, REFUSED = "open", "identified", "done", "refused"
WAITING = (OPEN, IDENTIFIED)

PROPOSED, RESTRICTED, ERASED, REJECTED, RELEASED = "proposed", "restricted", "erased", "rejected", "released"
STANDING = (PROPOSED, RESTRICTED)


class Purpose(models.Model):
    """What data is used for, and on what ground. `fields` is JSON: codes of the fields it may use; `months` after the last contact
    it ends."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    basis = models.CharField(max_length=24)
    fields = models.TextField(default="[]")
    months = models.IntegerField(null=True)
    recipients = models.TextField(default="")
    contract_until = models.DateField(null=True)
    cross_border = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)
    created_by = models.BigIntegerField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "privacy_purpose"


class Notice(models.Model):
    """One version of the privacy notice. `digest` is the SHA-256 of both texts; `renew`: consents to earlier ones are asked anew."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    number = models.IntegerField(unique=True)
    text_zh = models.TextField()
    text_en = models.TextField()
    digest = models.CharField(max_length=64)
    valid_from = models.DateField()
    renew = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)
    created_by = models.BigIntegerField()

    class Meta:
        db_table = "privacy_notice"


class OfCustomer(models.Model):
    """What rows about one customer share."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    body_enc = models.BinaryField()
    created_at = models.DateTimeField(default=now)
    created_by = models.BigIntegerField()

    class Meta:
        abstract = True


class Consent(OfCustomer):
    """That a customer agreed to one act for one purpose, having read one notice. Withdrawn ones stay as they were."""

    customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    purpose = models.ForeignKey(Purpose, on_delete=models.PROTECT, related_name="+", db_index=False)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+", db_index=False)
    act = models.CharField(max_length=16)
    channel = models.CharField(max_length=12)
    by_guardian = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "privacy_consent"


class RequestQuerySet(models.QuerySet["Request"]):
    """Where every read of requests starts."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the customers in sight, for who handles requests."""
        return self.filter(seen_by(actor)) if actor.can(rights.REQUESTS) else self.none()


class Request(OfCustomer):
    """What a person wants done with their data, until when we have to answer, and what became of it."""

    objects = RequestQuerySet.as_manager()

    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    kind = models.CharField(max_length=12)
    channel = models.CharField(max_length=12)
    received_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, default=OPEN)
    identified_how = models.CharField(max_length=16, default="")
    identified_by = models.BigIntegerField(null=True)
    identified_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=24, default="")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "privacy_request"
        indexes = [models.Index(fields=["state", "due_on", "id"], name="privacy_request_by_due")]


class Erasure(models.Model):
    """One decision to erase or to restrict: who proposed and who confirmed it, what stood against it, and what was done.

    `kept` and `counts` are JSON: what stood against it and until when; how many rows of which kind went. `customer` becomes null
    when the customer is gone; the archive number stays, it is given to nobody else.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    number = models.CharField(max_length=64)
    request_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=24)
    state = models.CharField(max_length=12, default=PROPOSED)
    kept = models.TextField(default="[]")
    counts = models.TextField(default="{}")
    erase_on = models.DateField(null=True)
    proposed_at = models.DateTimeField(default=now)
    proposed_by = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "privacy_erasure"
        indexes = [
            models.Index(fields=["state", "erase_on", "id"], name="privacy_erasure_by_state"),
            models.Index(fields=["done_at"], name="privacy_erasure_unclear", condition=Q(cleared_at__isnull=True)),
        ]


class Erased(models.Model):
    """The ledger: this id was erased then."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    subject_id = models.BigIntegerField(unique=True)
    erasure_id = models.BigIntegerField(db_index=True)
    at = models.DateTimeField(default=now)

    class Meta:
        db_table = "privacy_erased"


class Mark(models.Model):
    """The ledger: a keyed hash of something the erased person was known by."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    erasure_id = models.BigIntegerField()
    mark = models.CharField(max_length=64, db_index=True)

    class Meta:
        db_table = "privacy_mark"


class Comeback(models.Model):
    """A new customer who is known by what an erased one was known by. `settled_at`: somebody saw to the ground for it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.OneToOneField(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    erased_at = models.DateTimeField()
    seen_at = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.BigIntegerField(null=True)

    class Meta:
        db_table = "privacy_comeback"


class Policy(models.Model):
    """The periods and rules in force, and up to when new customers were compared with the ledger; one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    answer_days = models.IntegerField(default=15)
    four_eyes = models.BooleanField(default=True)
    invoice_years = models.IntegerField(default=10)
    compared_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "privacy_policy"
