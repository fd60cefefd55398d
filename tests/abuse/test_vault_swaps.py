"""Somebody with the database file, but not the keys, moves sealed values about: another row, customer, column, or time.

He hopes that a page shows him another customer's number, or an empty field where there was one. He gets a refusal that
names no value, for the one customer he touched; in lists that cell is marked, and every other row goes out as before; the
log says that something was wrong.
"""

import logging
from typing import Any

import pytest
from django.db import connection, connections

from kedang.archive.models import Address, ContactPoint, Customer, Identifier, Note
from kedang.history.denials import denials
from kedang.history.models import ReadEvent
from kedang.kit.crypto import Tampered
from kedang.vault.keys import key_for, shred
from tests.abuse import scene
from tests.abuse.scene import PERSON, Scene, get, text
from tests.people import browser, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def there() -> Scene:
    """The scene."""
    denials.windows.clear()
    return scene.build()


def _swap(table: str, column: str, row: int, sealed: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s', [sealed, row])


def _point(customer: int, kind: str) -> ContactPoint:
    return ContactPoint.objects.get(customer_id=customer, kind=kind, contact_id=None)


SWAPS = (
    "another customer's row",
    "another row of the same customer",
    "another table",
    "another column",
    "cut",
    "one bit",
    "empty",
    "another format",
)


def _forge(there: Scene, how: str) -> None:
    mobile, email = _point(there.person, "mobile"), _point(there.person, "email")
    own = bytes(mobile.value_enc)
    bank = Identifier.objects.get(customer_id=there.person, kind="bank_account")
    assert bank.value_enc is not None
    forged = {
        "another customer's row": bytes(_point(there.company, "landline").value_enc),
        "another row of the same customer": bytes(email.value_enc),
        "another table": bytes(bank.value_enc),
        "another column": key_for(there.person).seal("1", table="contact_point", column="given", row_id=mobile.id),
        "cut": own[:-1],
        "one bit": own[:-1] + bytes((own[-1] ^ 1,)),
        "empty": b"",
        "another format": b"\x02" + own[1:],
    }
    _swap("archive_contact_point", "value_enc", mobile.id, forged[how])


@pytest.mark.parametrize("how", SWAPS)
def test_a_moved_value_is_refused_and_never_anothers(there: Scene, how: str, caplog: pytest.LogCaptureFixture) -> None:
    _forge(there, how)
    zhou = browser(there.cast.zhou)
    with caplog.at_level(logging.WARNING):
        answers: list[Any] = [
            get(zhou, f"/customers/{there.person}"),
            get(zhou, "/customers"),
            get(zhou, "/customers", columns="mobile,email"),
        ]
    for answer in answers:
        assert not [w for w in ("87654321", "6222021234567890128") if w in text(answer)]
        if answer.status_code >= 400:
            assert code(answer) == "sealed_value"
            assert there.cast.zhou.name not in text(answer)
    assert answers[0].status_code == 409
    assert any("sealed" in record.getMessage() for record in caplog.records), "a security event in the log"
    told = ReadEvent.objects.filter(actor_id=there.cast.zhou.id, verb="denied", details__contains="sealed_value")
    assert told.exists(), "a security event in the audit"
    assert [answer.status_code for answer in answers[1:]] == [200, 200]
    assert "13877665544" not in caplog.text
    assert get(zhou, f"/customers/{there.company}").status_code == 200


@pytest.mark.parametrize("model", [ContactPoint, Identifier, Address, Note])
def test_a_row_given_to_another_customer_does_not_open(there: Scene, model: Any) -> None:
    row = model.objects.filter(customer_id=there.person).first()
    model.objects.filter(id=row.id).update(customer_id=there.company)
    answer = get(browser(there.cast.zhou), f"/customers/{there.company}")
    if model is Identifier:
        row = model.objects.filter(customer_id=there.company).exclude(value_enc=None).first()
    assert (answer.status_code, code(answer)) == (409, "sealed_value")
    assert not [word for word in ("13877665544", "碧落巷", "E98765432", "玄机茶") if word in text(answer)]


def test_the_columns_of_the_customers_own_row_are_bound_as_well(there: Scene) -> None:
    sealed = Customer.objects.values_list("birth_date_enc", flat=True).get(id=there.person)
    assert sealed is not None
    for column in ("given_enc", "extras_enc"):
        with pytest.raises(Tampered):
            key_for(there.person).open(bytes(sealed), table="customer", column=column, row_id=there.person)
    _swap("archive_customer", "birth_date_enc", there.company, bytes(sealed))
    answer = get(browser(there.cast.zhou), f"/customers/{there.company}")
    assert (answer.status_code, code(answer)) == (409, "sealed_value")
    assert "1990-03-07" not in text(answer)


def test_a_lost_key_is_said_to_be_lost(there: Scene) -> None:
    shred([there.person])
    zhou = browser(there.cast.zhou)
    answer = get(zhou, f"/customers/{there.person}")
    assert (answer.status_code, code(answer)) == (409, "sealed_value")
    assert get(zhou, "/customers").status_code == 200


def _rows(answer: Any) -> dict[int, dict[str, Any]]:
    assert answer.status_code == 200
    return {int(row["id"]): row for row in answer.json()["rows"]}


@pytest.mark.parametrize("how", SWAPS)
def test_a_list_marks_the_damaged_cell_and_shows_all_the_others(
    there: Scene, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    wanted = "phone,email,mobile,id_number,address,birth_date,wechat,custom:secret_pet"
    zhou = browser(there.cast.zhou)
    before = _rows(get(zhou, "/customers", columns=wanted))
    assert before[there.person]["phone"] == "138****5544"
    _forge(there, how)
    with caplog.at_level(logging.WARNING):
        rows = _rows(get(zhou, "/customers", columns=wanted))
    assert rows[there.company] == before[there.company]
    touched = {"phone": None, "mobile": None, "damaged": ["mobile", "phone"]}
    assert rows[there.person] == before[there.person] | touched
    told = [record.getMessage() for record in caplog.records if "sealed" in record.getMessage()]
    assert told == [f"a sealed value does not open: customer {there.person} (mobile, phone)"]
    events = ReadEvent.objects.filter(actor_id=there.cast.zhou.id, verb="denied", details__contains="sealed_value")
    assert events.count() == 1
    _rows(get(zhou, "/customers", columns=wanted))
    assert events.count() == 1, "folded by the minute"


def test_a_damaged_value_of_the_customers_own_row_is_marked_in_a_list(there: Scene) -> None:
    sealed = Customer.objects.values_list("birth_date_enc", flat=True).get(id=there.person)
    assert sealed is not None
    _swap("archive_customer", "birth_date_enc", there.company, bytes(sealed))
    rows = _rows(get(browser(there.cast.zhou), "/customers", columns="birth_date"))
    assert (rows[there.company]["birth_date"], rows[there.company]["damaged"]) == (None, ["birth_date"])
    assert rows[there.person]["birth_date"] == "1990-**-**"
    assert "damaged" not in rows[there.person]


def test_a_damaged_key_marks_one_row_of_a_list(there: Scene) -> None:
    with connections["keys"].cursor() as cursor:
        cursor.execute("UPDATE vault_subject_key SET wrapped = %s WHERE subject_id = %s", [b"broken", there.person])
    rows = _rows(get(browser(there.cast.zhou), "/customers", columns="phone,address"))
    assert (rows[there.person]["phone"], rows[there.person]["damaged"]) == (None, ["address", "phone"])
    assert rows[there.company]["phone"] == "057****4321"


def test_an_export_says_which_cell_is_damaged(there: Scene) -> None:
    _forge(there, "one bit")
    answer = get(browser(there.cast.lin), "/customers/export", format="csv", columns="name,mobile,email")
    assert answer.status_code == 200
    lines = {line.split(",")[2]: line for line in text(answer).splitlines()}
    assert "（已损坏，无法读取）" in lines[PERSON["name"]]
    assert "已损坏" not in lines["杭州玄机碧落仪器有限公司"]
