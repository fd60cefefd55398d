"""Products: made, found, changed, set aside; their lines keep what was charged."""

import pytest

from kedang.commerce.models import Product
from kedang.commerce.tests.scene import make_scene
from tests.people import browser, code, send

pytestmark = pytest.mark.django_db
BEARING = {"code": "Z-6204", "name": "深沟球轴承", "unit": "只", "price": "12.5", "currency": "cny"}


def test_a_product_is_made_sold_and_set_aside() -> None:
    scene = make_scene()
    lin = browser(scene.cast.lin)
    made = send(lin, "POST", "/products", BEARING).json()
    assert (made["price"], made["currency"], made["active"]) == ("12.5", "CNY", True)
    bought = scene.made("purchase", None, lines=[{"product_id": made["id"], "quantity": "2", "price": "12.5"}])
    fixed = {"version": 1, "price": None, "active": False}
    assert send(lin, "PATCH", f"/products/{made['id']}", fixed).status_code == 204
    stale = send(lin, "PATCH", f"/products/{made['id']}", fixed)
    assert (stale.status_code, code(stale)) == (409, "stale")
    (line,) = scene.ask(scene.cast.zhou, "GET", f"/{bought}").json()["lines"]
    assert (line["code"], line["text"], line["unit"], line["amount"]) == ("Z-6204", "深沟球轴承", "只", "25.00")
    assert send(lin, "GET", "/products?active=true").json()["rows"] == []
    assert [each["price"] for each in send(lin, "GET", "/products?q=球轴").json()["rows"]] == [None]


def test_a_code_is_one_products() -> None:
    scene = make_scene()
    lin = browser(scene.cast.lin)
    send(lin, "POST", "/products", BEARING)
    other = send(lin, "POST", "/products", BEARING | {"code": "Z-6205"}).json()
    for answer in (
        send(lin, "POST", "/products", BEARING),
        send(lin, "PATCH", f"/products/{other['id']}", {"version": 1, "code": "Z-6204"}),
    ):
        assert (answer.status_code, code(answer)) == (409, "product.taken")
    assert code(send(lin, "POST", "/products", BEARING | {"code": " "})) == "product.name"
    assert sorted(Product.objects.values_list("code", flat=True)) == ["Z-6204", "Z-6205"]


def test_who_may_not_manage_products_only_reads_them() -> None:
    scene = make_scene()
    answer = send(browser(scene.cast.zhou), "POST", "/products", BEARING)
    assert (answer.status_code, Product.objects.count()) == (403, 0)
    assert send(browser(scene.cast.zhou), "GET", "/products").status_code == 200


def test_pages_by_code() -> None:
    scene = make_scene()
    lin = browser(scene.cast.lin)
    for number in range(3):
        send(lin, "POST", "/products", BEARING | {"code": f"P{number}"})
    first = send(lin, "GET", "/products?limit=2").json()
    second = send(lin, "GET", f"/products?cursor={first['next']}").json()
    assert [each["code"] for each in first["rows"] + second["rows"]] == ["P0", "P1", "P2"]
