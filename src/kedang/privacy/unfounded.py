"""Fields that hold data although no live purpose may use them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from kedang.archive.models import (
    Address,
    Contact,
    ContactPoint,
    Customer,
    CustomerName,
    CustomValue,
    Identifier,
    kept_from,
)
from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS, FieldSpec
from kedang.fields.queries import by_code, by_id
from kedang.kit.actor import Actor
from kedang.privacy import gathering, rights, schemas
from kedang.privacy.models import Purpose
from kedang.privacy.purposes import fields_of

COUNTED = 1_000
# What makes a record a record, and is written down by the house itself.
_OURS = frozenset({"name", "owner", "tags", "groups", "external_id", "source", "recorded_on", "status", "level"})


def unfounded(actor: Actor) -> list[schemas.UnfoundedOut]:
    """Every field with data and without a purpose, and of how many customers."""
    actor.require(rights.VIEW)
    founded = {code for row in Purpose.objects.filter(ended_at__isnull=True) for code in fields_of(row)}
    found = []
    for code, rows in _holding():
        if code in founded or code in _OURS:
            continue
        count = _known(actor, code, rows).order_by()[: COUNTED + 1].count()
        if count:
            label = gathering.label_of(code, actor.language)
            capped = count > COUNTED
            found.append(schemas.UnfoundedOut(code=code, label=label, customers=min(count, COUNTED), capped=capped))
    return found


def _known(actor: Actor, code: str, rows: "QuerySet[Any, Any]") -> "QuerySet[Any, Any]":
    """Without customers above the actor's clearance."""
    column = "id" if code in FIELDS and FIELDS[code].storage in ("column", "sealed") else "customer_id"
    return rows.exclude(**{f"{column}__in": kept_from(actor)})


def _holding() -> Iterator[tuple[str, "QuerySet[Any, Any]"]]:
    for code, spec in FIELDS.items():
        rows = _rows_with(code, spec)
        if rows is not None:
            yield code, rows
    for field_id, definition in by_id().items():
        if CUSTOM_PREFIX + definition.code and definition.code in by_code():
            yield CUSTOM_PREFIX + definition.code, CustomValue.objects.filter(field_id=field_id).values("customer_id")


def _rows_with(code: str, spec: FieldSpec) -> "QuerySet[Any, Any] | None":
    if spec.storage == "column":
        kind = Customer._meta.get_field(code)
        return Customer.objects.filter(~Q(**{code: ""}) if not kind.null else Q(**{f"{code}__isnull": False}))
    if spec.storage == "sealed":
        return Customer.objects.filter(**{f"{code}_enc__isnull": False})
    if spec.storage == "name":
        return CustomerName.objects.filter(kind=code)
    if spec.storage == "identifier":
        return Identifier.objects.filter(kind=code)
    if spec.storage == "point":
        return ContactPoint.objects.filter(kind=code)
    if spec.storage == "address":
        return Address.objects.all()
    return Contact.objects.all() if code == "contact_name" else None
