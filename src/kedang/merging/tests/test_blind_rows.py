"""Blind numbers made from rows are those that writing makes; what somebody put in their place does not stay."""

import pytest
from django.db import transaction

from kedang.archive.custom_types import custom_types
from kedang.archive.load import load_contents
from kedang.archive.models import ContactPoint, Customer, CustomValue, Identifier
from kedang.archive.rows import COLUMNS, Bundle, add_parts, sealed_columns
from kedang.archive.tests.filing import file_customer
from kedang.fields.definitions import Draft, create
from kedang.kit.actor import system_actor
from kedang.merging.blind_rows import blind_again
from kedang.vault.keys import keys_for
from tests.people import Cast, make_cast

pytestmark = pytest.mark.django_db
TABLES = ("archive_identifier", "archive_contact_point", "archive_custom_value")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def filed(cast: Cast) -> list[int]:
    """Everything that has a number, and what has none: a wrong number, a custom field in clear."""
    for code, sensitivity in (("secret", "S"), ("shoe", "clear")):
        draft = Draft(code=code, label_zh=code, type="text", kinds=("person",), sensitivity=sensitivity)
        create(system_actor("demo"), draft)
    person = {"name": "曾小贤", "mobile": "13812345678", "email": "A@Example.com", "wechat": "zengxx_2020"}
    more = {"id_number": "11010519491231002X", "birth_date": "1949-12-31", "custom:secret": "暗号", "custom:shoe": "42"}
    firm = {"name": "浙江华盛科技有限公司", "credit_code": "91330106MA27XF1X5A", "contact_name": "李大刚"}
    return [
        file_customer(cast.zhou, **person, **more),
        file_customer(cast.zhou, name="李娜", mobile="12", id_number="110105194912310021"),
        file_customer(None, "organisation", **firm, contact_mobile="13900001111"),
    ]


def stored(ids: list[int]) -> dict[str, dict[int, int | None]]:
    found: dict[str, dict[int, int | None]] = {
        "archive_identifier": dict(Identifier.objects.values_list("id", "blind")),
        "archive_contact_point": dict(ContactPoint.objects.values_list("id", "blind")),
        "archive_custom_value": dict(CustomValue.objects.values_list("id", "blind")),
    }
    return found | {"archive_customer": dict(Customer.objects.filter(id__in=ids).values_list("id", "birth_date_blind"))}


def written(ids: list[int]) -> dict[str, dict[int, int | None]]:
    """The numbers that filing the same anew would write."""
    bundle, keys, births = Bundle(), keys_for(ids), dict[int, int | None]()
    for customer_id, content in load_contents(ids).items():
        add_parts(bundle, customer_id, keys[customer_id], content, custom_types())
        births[customer_id] = sealed_columns(customer_id, keys[customer_id], content)[1]
    place = {table: COLUMNS[table].index("blind") for table in TABLES}
    found = {table: {row[0]: row[place[table]] for row in getattr(bundle, table)} for table in TABLES}
    return found | {"archive_customer": births}


def test_they_are_those_that_writing_makes(filed: list[int]) -> None:
    before = stored(filed)
    assert before == written(filed)
    numbers = [number for numbers in before.values() for number in numbers.values() if number is not None]
    assert len(numbers) == len(set(numbers)) >= 7
    with transaction.atomic():
        assert blind_again(filed).changed == 0
    Identifier.objects.update(blind=7)
    ContactPoint.objects.update(blind=7)
    CustomValue.objects.filter(value_enc__isnull=False).update(blind=None)
    Customer.objects.update(birth_date_blind=None)
    spoiled = stored(filed)
    wrong = sum(spoiled[table][row] != number for table, rows in before.items() for row, number in rows.items())
    with transaction.atomic():
        told = blind_again(filed)
    assert (stored(filed), told.changed, told.damaged) == (before, wrong, set())


def test_what_does_not_open_keeps_its_number(filed: list[int]) -> None:
    point = ContactPoint.objects.filter(customer_id=filed[0], kind="mobile").get()
    ContactPoint.objects.filter(id=point.id).update(value_enc=bytes(point.value_enc)[:-1] + b"\x00\x00", blind=7)
    before = stored(filed)
    with transaction.atomic():
        told = blind_again(filed)
    assert (told.damaged, told.changed, stored(filed)) == ({filed[0]}, 0, before)
