"""Products: listed, made, changed. They are never deleted, because lines name them; what is sold no longer is set aside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from kedang.commerce import rights
from kedang.commerce.models import Product
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, STALE, Refusal
from kedang.kit.paging import clamp_limit, decode_cursor, encode_cursor
from kedang.kit.text import storable

TAKEN = Refusal(
    "product.taken", 409, "已有编号为“{code}”的产品。", "There is a product with the code “{code}” already."
)
NAMELESS = Refusal("product.name", 422, "请填写产品编号和名称。", "A product needs a code and a name.")


@dataclass(frozen=True, slots=True)
class ProductPage:
    """Some products, by code."""

    rows: list[Product]
    next: str | None


def listed(
    actor: Actor, *, text: str = "", active: bool | None = None, cursor: str | None = None, limit: int | None = None
) -> ProductPage:
    """Products by code; `text` is part of a code or name."""
    actor.require(rights.VIEW)
    found = Product.objects.all()
    if text:
        found = found.filter(Q(code__icontains=text) | Q(name__icontains=text))
    if active is not None:
        found = found.filter(active=active)
    if cursor:
        found = found.filter(code__gt=str(decode_cursor(cursor, length=1)[0]))
    size = clamp_limit(limit)
    rows = list(found.order_by("code")[: size + 1])
    return ProductPage(rows[:size], encode_cursor((rows[size - 1].code,)) if len(rows) > size else None)


def make(actor: Actor, values: Mapping[str, Any]) -> Product:
    """A new product. `values`: code, name, unit, price (ten-thousandths), currency."""
    actor.require(rights.MANAGE)
    try:
        with transaction.atomic():
            row = Product(created_by=actor.id)
            _put(row, values)
            row.save(force_insert=True)
            record(actor, "product.created", subject=("product", row.id))
            return row
    except IntegrityError:
        raise TAKEN(code=values["code"]) from None


def change(actor: Actor, product_id: int, values: Mapping[str, Any], *, version: int) -> None:
    """Change a product; lines that name it keep their price."""
    actor.require(rights.MANAGE)
    try:
        _change(actor, product_id, values, version)
    except IntegrityError:
        raise TAKEN(code=values.get("code", "")) from None


@transaction.atomic
def _change(actor: Actor, product_id: int, values: Mapping[str, Any], version: int) -> None:
    row = Product.objects.select_for_update().filter(id=product_id).first()
    if row is None:
        raise NOT_FOUND()
    if row.version != version:
        raise STALE(version=row.version)
    _put(row, values)
    row.version += 1
    row.updated_at = now()
    row.save()
    record(actor, "product.changed", subject=("product", row.id), fields=sorted(values))


def _put(row: Product, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, storable(value).strip() if isinstance(value, str) else value)
    if not row.code or not row.name:
        raise NAMELESS()
