"""Whether somebody sees the customer that a row of another table is about."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from kedang.archive import rights
from kedang.archive.models import LISTED, REACH, Customer, reaches
from kedang.kit.actor import Actor

_TABLE = f'"{Customer._meta.db_table}" '


class Seen(Exists):
    """The condition. SQLite would fetch each customer's whole row, a page of it, where a narrow index tells all that is asked."""

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        """Read from the index: what costs most for thousands of rows. SQLite by itself always prefers the row's own number."""
        sql, parameters = self.as_sql(compiler, connection, **extra)
        head, table, rest = sql.partition(_TABLE)
        if not table:
            return sql, parameters  # who may see nothing is not looked for
        alias, space, condition = rest.partition(" ")
        return f'{head}{table}{alias} INDEXED BY "{REACH}"{space}{condition}', parameters


def seen_by(actor: Actor, *, trashed: bool | None = False) -> Seen:
    """For rows with a `customer_id`: that the actor sees this customer. `trashed` as for `visible_to`."""
    return Seen(Customer.objects.visible_to(actor, trashed=trashed).filter(id=OuterRef("customer_id")))


def ids_in_sight(actor: Actor) -> QuerySet[Customer, Any]:
    """The ids of the customers somebody sees who does not see all and sees few, for `IN`: each way is looked up by its own index."""
    if not actor.can(rights.VIEW):
        return Customer.objects.none().values("id")
    listed = Customer.objects.filter(LISTED).cleared_for(actor)
    first, *others = (listed.filter(way).values("id") for way in reaches(actor).values())
    return first.union(*others, all=True)
