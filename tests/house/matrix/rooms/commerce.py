"""What commerce adds to the matrix: a purchase of every customer, and a product."""

from decimal import Decimal

from kedang.commerce import products
from kedang.commerce.recording import Entry, write_down
from kedang.kit.actor import system_actor
from tests.house.matrix.asked import Body, fixed
from tests.house.matrix.world import World, world_author

_SENT = {"external_id": "A1", "customer_external_id": "C1", "kind": "payment", "amount": "1"}
BODIES: dict[str, Body] = {
    "POST /api/customers/{}/transactions": fixed(kind="purchase", amount="10.00"),
    "PATCH /api/customers/{}/transactions/{}": fixed(amount="12.00", version=1),
    "POST /api/customers/{}/transactions/{}/void": fixed(version=1),
    "PUT /api/transactions": fixed(source="网店", transactions=[_SENT]),
    "POST /api/products": fixed(code="P-2", name="轴承"),
    "PATCH /api/products/{}": fixed(name="改名", version=1),
}


def add(world: World) -> None:
    """A purchase of every customer that has parts, by its owner."""
    for customer, owner in world.owners.items():
        made = write_down(world_author(owner), customer, Entry(kind="purchase", currency="CNY", amount=Decimal("8.00")))
        world.ids[("part:transactions", str(customer), "")] = str(made)
    product = products.make(system_actor("demo"), {"code": "P-1", "name": "轴承"})
    world.ids[("products", "any", "")] = str(product.id)
