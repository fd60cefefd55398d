"""The table of the calendar."""

from django.db import models


class WorkCalendar(models.Model):
    """One row, and none as long as nobody has changed anything. `stated` is JSON: the hours of the week and the marked days.
    `version` rises with every change."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    stated = models.TextField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "calendar_work"
