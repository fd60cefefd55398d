"""The tables of mailbox: the one mailbox, and every mail that was seen in it. What a mail says is kept only while it waits, under a key
of its own."""

from typing import Self

from django.db import models
from django.db.models import Q

from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.mailbox import rights

TLS, STARTTLS, NONE = "tls", "starttls", "none"
# Said without a word for the state: an index for some rows must be recognised whatever the statement is given.
STILL_WAITING = Q(destroy_after__isnull=False)
FILED, WAITING, DISCARDED, DESTROYED = "filed", "waiting", "discarded", "destroyed"


class Box(models.Model):
    """The mailbox; one row, and none as long as nobody has set it up.

    `password_enc` is sealed under the key `key_id`. `uid_validity` and `last_uid` are IMAP's: what is not above has been dealt with.
    `trusts` names the mail server whose word on the sender is required; empty: the sender is believed. `problem` is a code.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    active = models.BooleanField(default=False)
    address = models.CharField(max_length=254, default="")
    host = models.CharField(max_length=253, default="")
    port = models.IntegerField(default=993)
    security = models.CharField(max_length=8, default=TLS)
    user = models.CharField(max_length=254, default="")
    key_id = models.BigIntegerField(default=new_id)
    password_enc = models.BinaryField(null=True)
    folder = models.CharField(max_length=120, default="INBOX")
    trusts = models.CharField(max_length=253, default="")
    keep_days = models.SmallIntegerField(default=30)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=24, default="")
    version = models.IntegerField(default=0)

    class Meta:
        db_table = "mailbox_box"


class MailQuerySet(models.QuerySet["Mail"]):
    """Where every read of mails starts."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own mails; everybody's and nobody's for who sees all customers."""
        if not actor.can(rights.SORT):
            return self.none()
        return self if actor.scope == Scope.ALL else self.filter(user_id=actor.id)


class Mail(models.Model):
    """One mail that was seen. `mark` is the blind index of what makes it this mail; `user_id` the colleague who sent or got it.

    What waits has a `destroy_after`, and nothing else has. `content_enc` is sealed under the mail's own key, and gone when the mail waits no more.
    """

    objects = MailQuerySet.as_manager()

    id = models.BigIntegerField(primary_key=True, default=new_id)
    mark = models.BigIntegerField(unique=True)
    state = models.CharField(max_length=12)
    reason = models.CharField(max_length=24, default="")
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    came_at = models.DateTimeField(default=now)
    destroy_after = models.DateTimeField(null=True)
    content_enc = models.BinaryField(null=True)

    class Meta:
        db_table = "mailbox_mail"
        indexes = [
            models.Index(fields=["id"], name="mailbox_mail_waiting", condition=STILL_WAITING),
            models.Index(fields=["user_id", "id"], name="mailbox_mail_own", condition=STILL_WAITING),
            models.Index(fields=["destroy_after"], name="mailbox_mail_due", condition=STILL_WAITING),
        ]
