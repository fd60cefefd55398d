"""Everything that points at a customer says what becomes of it; a forgotten table is a red build."""

import pytest
from django.apps import apps
from django.db import connection, models

from kedang.archive.links import links
from kedang.archive.models import Customer

# Bare ids that mean a customer are told by their names.
NAMES = {"customer_id", "person_id", "survivor_id"}
# History names subjects for ever and is never rewritten.
EXEMPT = {"history_read_event.customer_id"}


def pointers(model: type[models.Model]) -> set[str]:
    """The columns of a model that hold customers' ids."""
    found = set()
    for field in model._meta.concrete_fields:
        if field.related_model is Customer or field.column in NAMES:
            found.add(f"{model._meta.db_table}.{field.column}")
    return found


def ours() -> list[type[models.Model]]:
    """Every model of the house."""
    return [m for m in apps.get_models() if m.__module__.startswith("kedang.")]


def test_every_pointer_is_linked() -> None:
    found = set().union(*(pointers(model) for model in ours()))
    assert sorted(found - EXEMPT) == [link.name for link in links()]


def led(name: str) -> bool:
    """Whether an index of the table begins with the column, so that a merge or an erasure need not read it all."""
    table, column = name.split(".")
    with connection.cursor() as cursor:
        kept = connection.introspection.get_constraints(cursor, table).values()
    return any(
        (each["index"] or each["unique"] or each["primary_key"]) and (each["columns"] or [""])[0] == column
        for each in kept
    )


@pytest.mark.django_db
def test_every_pointer_leads_an_index() -> None:
    assert [link.name for link in links() if not led(link.name)] == []


def test_an_unlinked_table_is_seen() -> None:
    class Forgotten(models.Model):
        customer = models.ForeignKey(Customer, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")

        class Meta:
            app_label = "nowhere"
            db_table = "forgotten"
            managed = False

    try:
        assert pointers(Forgotten) == {"forgotten.customer_id"}
        assert "forgotten.customer_id" not in {link.name for link in links()}
    finally:
        del apps.all_models["nowhere"]["forgotten"]
        apps.clear_cache()
