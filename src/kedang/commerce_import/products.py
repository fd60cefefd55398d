"""Products that a file names by their code: known ones are taken, new ones made where the actor may, else they stay words on the line."""

from collections.abc import Sequence

from kedang.archive.write import insert_rows
from kedang.commerce import rights
from kedang.commerce.models import Product
from kedang.commerce_import.plan import Plan
from kedang.commerce_import.reading import LONGEST_TEXT, Item
from kedang.history.record import stamp_now
from kedang.kit.ids import new_id

_COLUMNS = (
    "id", "code", "name", "unit", "price", "currency", "active", "created_by", "created_at", "updated_at", "version",
)  # fmt: skip
_LONGEST_NAME = 200


class Catalogue:
    """The products of one run, by code."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._makes = plan.actor.can(rights.MANAGE)
        self._known: dict[str, tuple[int, str]] = {}

    def learn(self, items: Sequence[Item]) -> None:
        """Look up the codes of a batch; make those that are new."""
        names: dict[str, Item] = {}
        for item in items:
            if (
                item.product
                and item.product not in self._known
                and not (names.get(item.product) and names[item.product].text)
            ):
                names[item.product] = item
        if not names:
            return
        found = Product.objects.filter(code__in=sorted(names)).values_list("code", "id", "name")
        self._known |= {code: (product_id, name) for code, product_id, name in found}
        if self._makes:
            self._make([item for code, item in names.items() if code not in self._known])

    def _make(self, items: Sequence[Item]) -> None:
        made, rows = stamp_now(), []
        for item in items:
            row_id, name = new_id(), (item.text or item.product)[:_LONGEST_NAME]
            self._known[item.product] = (row_id, name)
            actor_id = self._plan.actor.id
            rows.append((row_id, item.product, name, item.unit, None, "", True, actor_id, made, made, 1))
        if self._plan.writing:
            insert_rows("commerce_product", _COLUMNS, rows)

    def named(self, item: Item) -> tuple[int | None, str]:
        """(product, what else the line says)."""
        known = self._known.get(item.product) if item.product else None
        if known is None:
            return None, f"{item.product} {item.text}".strip()[:LONGEST_TEXT]
        return known[0], "" if item.text in (known[1], "") else item.text
