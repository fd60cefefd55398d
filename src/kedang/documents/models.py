"""The tables of documents. What a file is called and says is sealed; what kind it is, how large, when and by whom is clear.

Each document has a key of its own, sealed under its customer's key; all its versions and their text hang on that one. A merge
therefore seals two small values anew and touches no file. References to a customer carry no database constraint, like
everywhere.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from kedang.archive.models import Customer
from kedang.documents.kinds import NORMAL, WAITING
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.kit.malware import UNSCANNED

KEPT = Q(trashed_at__isnull=True)
CHECKED_EVERY = timedelta(days=30)


def first_check() -> datetime:
    """When a content that was just filed, and read back then, is to be read back again."""
    return now() + CHECKED_EVERY


class Document(models.Model):
    """One file of a customer through all its versions. `about` may name a record of another room; `latest` is the newest version's
    number, `version` rises with every change."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    customer = models.ForeignKey(
        Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    about_kind = models.CharField(max_length=24, default="")
    about_id = models.BigIntegerField(null=True)
    type = models.CharField(max_length=16)
    sensitivity = models.CharField(max_length=8, default=NORMAL)
    retention = models.CharField(max_length=12)
    title_enc = models.BinaryField()
    key_enc = models.BinaryField()
    latest = models.IntegerField(default=1)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    trashed_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "documents_document"
        indexes = [
            models.Index(fields=["customer", "created_at", "id"], name="documents_document_of"),
            models.Index(fields=["type", "id"], name="documents_document_type", condition=KEPT),
            models.Index(fields=["retention", "id"], name="documents_document_retention", condition=KEPT),
            models.Index(
                fields=["about_kind", "about_id"], name="documents_document_about", condition=Q(about_id__isnull=False)
            ),
        ]


class Version(models.Model):
    """One content of a document. `place` is where it lies in the store; name, note and SHA-256 are in the body, sealed under the
    document's key. `scan`: what a virus scanner made of it when it came. `damaged`: the store does not give what was filed, when it
    was last read back, at `checked_at`."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    document = models.ForeignKey(
        Document, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    number = models.IntegerField()
    size = models.BigIntegerField()
    ending = models.CharField(max_length=8)
    body_enc = models.BinaryField()
    store = models.CharField(max_length=8)
    place = models.CharField(max_length=64, unique=True)
    by = models.BigIntegerField()
    at = models.DateTimeField(default=now)
    scan = models.CharField(max_length=9, default=UNSCANNED)
    text_state = models.CharField(max_length=8, default=WAITING)
    pages = models.IntegerField(default=0)
    damaged = models.BooleanField(default=False)
    checked_at = models.DateTimeField(null=True)
    check_at = models.DateTimeField(default=first_check)

    class Meta:
        db_table = "documents_version"
        indexes = [
            models.Index(fields=["check_at", "id"], name="documents_version_check"),
            models.Index(fields=["document"], name="documents_version_damaged", condition=Q(damaged=True)),
        ]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="documents_version_once")]


class Text(models.Model):
    """What the newest version says, compressed and sealed under the document's key."""

    document_id = models.BigIntegerField(primary_key=True)
    version_id = models.BigIntegerField()
    text_enc = models.BinaryField()

    class Meta:
        db_table = "documents_text"
