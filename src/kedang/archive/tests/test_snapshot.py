"""Before-images open with the keys of everybody they tell of, older ones with the one key they were sealed under."""

from dataclasses import asdict

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.archive.edit import change_values
from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.archive.snapshot import held_keys, image_of, keys_of, unpack
from kedang.archive.tests.filing import file_customer
from kedang.vault.keys import KeyMissing, key_for, keys_for, shred
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def lead(former: int, to: int) -> None:
    Customer.objects.filter(id=former).update(survivor_id=to)


def test_an_image_from_before_others_were_named_in_it_still_opens(cast: Cast) -> None:
    one = file_customer(cast.zhou, name="张伟", mobile="13800138000")
    content = load_content(one)
    plain = orjson.dumps({"owner_id": 7, "department_id": None, "content": asdict(content)})
    blob = key_for(one).seal(plain, table="event", column="before", row_id=one)
    assert unpack(keys_of([(one, blob)]), one, blob) == (content, 7, None)


def test_it_opens_with_the_keys_of_all_whom_the_customer_holds(cast: Cast) -> None:
    a, b, c, d = (file_customer(cast.zhou, name=name) for name in "甲乙丙丁")
    lead(c, b)
    lead(b, a)
    assert {holder: [k.subject_id for k in keys] for holder, keys in held_keys([a, b, d]).items()} == {
        a: [b, c],
        b: [c],
    }
    content = load_content(a)
    blob = image_of(Customer.objects.get(id=a), key_for(a), content)
    assert unpack(keys_of([(a, blob)]), a, blob)[0] == content
    lead(c, c)  # whoever is separated later does not matter: the image says itself whose keys it needs
    assert keys_of([(a, blob)]).keys() == {a, b, c}
    shred([c])
    with pytest.raises(KeyMissing):
        unpack(keys_of([(a, blob)]), a, blob)
    with pytest.raises(KeyMissing):
        unpack(keys_for([b]), a, image_of(Customer.objects.get(id=d), key_for(d), content))


def test_who_holds_nobody_is_asked_about_once(cast: Cast) -> None:
    one = file_customer(cast.zhou, name="张伟", level="A")
    with CaptureQueriesContext(connection) as asked:
        change_values(actor(cast.zhou), one, {"level": "B"})
    assert len([q for q in asked.captured_queries if '"survivor_id" IN' in q["sql"]]) == 1
