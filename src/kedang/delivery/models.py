"""The outbox. Address and text stand in one sealed cell, under a key of the message's own, only until the message is over."""

from django.db import models

from kedang.kit.clock import now
from kedang.kit.ids import new_id

MAIL, SMS = "mail", "sms"
QUEUED, SENT, FAILED, BOUNCED = "queued", "sent", "failed", "bounced"
STATES = (QUEUED, SENT, FAILED, BOUNCED)


class Message(models.Model):
    """One message to one address. `purpose` and `subject_id` say what of a higher room it belongs to; `why` is a code."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    channel = models.CharField(max_length=8)
    purpose = models.CharField(max_length=32)
    subject_id = models.BigIntegerField(default=0)
    actor_id = models.BigIntegerField()
    state = models.CharField(max_length=8, default=QUEUED)
    why = models.CharField(max_length=32, default="")
    tries = models.IntegerField(default=0)
    sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "delivery_message"
        indexes = [
            models.Index(fields=["created_at", "state"], name="delivery_message_by_time"),
            models.Index(fields=["purpose", "subject_id"], name="delivery_message_subject"),
        ]
