"""The key store. Nothing here is a key in clear: every key is wrapped by the one above it."""

from django.db import models


class MasterKey(models.Model):
    """A key-encrypting key of one epoch, or the index key; wrapped by the root key."""

    purpose = models.CharField(max_length=16)
    epoch = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "vault_master_key"
        constraints = [models.UniqueConstraint(fields=["purpose", "epoch"], name="vault_master_key_once")]


class SubjectKeyRow(models.Model):
    """The data key of one subject (a customer, an import run), wrapped by the key-encrypting key of its epoch."""

    subject_id = models.BigIntegerField(primary_key=True)
    epoch = models.PositiveIntegerField()
    wrapped = models.BinaryField()

    class Meta:
        db_table = "vault_subject_key"
