"""Whatever points at a customer has said what becomes of it when customers are merged or erased."""

import re
from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from kedang.archive.links import links
from kedang.archive.models import Customer

# A column of this name holds a customer's id even where no foreign key says so.
MEANS_A_CUSTOMER = re.compile(r"^(.*_)?customer(_id)?$")
# History outlives what it tells of: its events keep ids, and its before-images die with the customer's key.
EXEMPT = {"history_read_event.customer_id"}


def pointing_columns(found: Iterable[type[models.Model]]) -> set[str]:
    """`table.column` of every foreign key to a customer and every bare id that means one."""
    columns: set[str] = set()
    for model in found:
        for field in model._meta.concrete_fields:
            is_key = field.remote_field is not None and field.related_model is Customer
            is_bare = isinstance(field, models.BigIntegerField) and bool(MEANS_A_CUSTOMER.match(field.name))
            if (is_key or is_bare) and model is not Customer:
                columns.add(f"{model._meta.db_table}.{field.column}")
    return columns


def test_every_pointer_at_a_customer_is_linked() -> None:
    linked = {link.name for link in links()}
    assert sorted(pointing_columns(apps.get_models()) - linked - EXEMPT) == []


def test_every_link_leads_to_a_column() -> None:
    columns = {f"{m._meta.db_table}.{f.column}" for m in apps.get_models() for f in m._meta.concrete_fields}
    assert sorted({link.name for link in links()} - columns) == []


@isolate_apps("kedang.archive")
def test_a_forgotten_table_is_seen() -> None:
    class Forgotten(models.Model):
        customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, related_name="+")
        first_customer_id = models.BigIntegerField()
        number = models.BigIntegerField()

        class Meta:
            app_label = "archive"
            db_table = "forgotten"

    assert pointing_columns([Forgotten]) == {"forgotten.customer_id", "forgotten.first_customer_id"}
