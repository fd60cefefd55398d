"""Who was told something: the notices, for tests of rooms that stand below them."""

from django.db.models import QuerySet

from kedang.notices.models import Notice


def notices() -> QuerySet[Notice]:
    """Every notice there is."""
    return Notice.objects.all()
