"""The tables of archive numbers."""

from django.db import models


class NumberPattern(models.Model):
    """How archive numbers are built; one row. `{kind}`, `{year}`, `{serial:6}`."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    pattern = models.CharField(max_length=64, default="KH{year}-{serial:6}")

    class Meta:
        db_table = "archive_number_pattern"


class NumberCounter(models.Model):
    """The last serial given out in one scope; it only ever rises."""

    scope = models.CharField(max_length=64, primary_key=True)
    last = models.BigIntegerField(default=0)

    class Meta:
        db_table = "archive_number_counter"
