"""The tables of fields."""

from django.db import models

from kedang.kit.clock import now
from kedang.kit.ids import new_id


class Definition(models.Model):
    """One custom field. Code, type and sensitivity are settled when it is created: values are stored by them."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=48, unique=True)
    label_zh = models.CharField(max_length=64)
    label_en = models.CharField(max_length=64)
    kinds = models.JSONField(default=list)
    type = models.CharField(max_length=16)
    options = models.JSONField(default=list)
    required = models.BooleanField(default=False)
    sensitivity = models.CharField(max_length=8, default="clear")
    group = models.CharField(max_length=32, default="custom")
    position = models.IntegerField(default=0)
    help_zh = models.CharField(max_length=200, default="")
    help_en = models.CharField(max_length=200, default="")
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "fields_definition"


class DefinitionsVersion(models.Model):
    """One row whose value changes with every change to definitions; caches are keyed by it.

    A fresh id and not a counter: what was rolled back can never be mistaken for what was committed.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField()

    class Meta:
        db_table = "fields_definitions_version"


class View(models.Model):
    """A kept state of a list: filter, sort and columns. Sealed, because a filter may hold a phone number."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    list_key = models.CharField(max_length=32)
    name = models.CharField(max_length=64)
    owner_id = models.BigIntegerField()
    shared = models.BooleanField(default=False)
    state_enc = models.BinaryField()
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "fields_view"
        indexes = [models.Index(fields=["list_key", "owner_id"], name="fields_view_by_owner")]


class ValidationRule(models.Model):
    """One rule that records must keep. `fields`, `params` and `condition` say what is tested; a removed rule keeps its words,
    because reports and marks name it."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    kinds = models.JSONField(default=list)
    test = models.CharField(max_length=16)
    fields = models.JSONField(default=list)
    params = models.JSONField(default=dict)
    condition = models.JSONField(null=True)
    severity = models.CharField(max_length=8)
    message_zh = models.CharField(max_length=200, default="")
    message_en = models.CharField(max_length=200, default="")
    position = models.IntegerField(default=0)
    active = models.BooleanField(default=False)
    removed = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "fields_rule"


class RulesVersion(models.Model):
    """One row whose value changes with every change to rules, like that of definitions; no row while there never was a rule."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField()

    class Meta:
        db_table = "fields_rules_version"
