"""Rules that nothing could fit are not taken."""

import pytest

from kedang.fields.models import ValidationRule
from tests.people import browser, make_cast, send

pytestmark = pytest.mark.django_db
STAFF = {"test": "range", "fields": ["employees"], "kinds": ["organisation"]}
BIRTH = {"test": "range", "fields": ["birth_date"], "kinds": ["person"]}
NAME = {"test": "range", "fields": ["name"], "measure": "length"}


@pytest.mark.parametrize(
    ("asked", "least", "greatest", "status"),
    [
        (STAFF, "10", "1", 422),
        (STAFF, "10", "9", 422),
        (STAFF, "9", "10", 201),
        (STAFF, "10", "10", 201),
        (NAME, "5", "2", 422),
        (NAME, "2", "5", 201),
        (BIRTH, "2020-05", "2020-04-30", 422),
        (BIRTH, "today-18y", "today-60y", 422),
        (BIRTH, "today-60y", "today-18y", 201),
        # a month is all of its days
        (BIRTH, "2020-05-31", "2020-05", 201),
        (BIRTH, "2020", "", 201),
        (BIRTH, "2020-05-31 nonsense", "", 422),
        (BIRTH, "", "2020-02-30", 422),
        (BIRTH, "", "today+1w", 422),
    ],
)
def test_limits_are_read_and_stand_in_order(asked: dict[str, object], least: str, greatest: str, status: int) -> None:
    body = {**asked, "severity": "refuse", "least": least, "greatest": greatest}
    answer = send(browser(make_cast().admin), "POST", "/rules", body)
    assert answer.status_code == status, answer.content
    assert ValidationRule.objects.count() == (status == 201)
