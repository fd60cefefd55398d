"""Lists tell and filter by what other rooms count: the last contact, the next thing to do, the last deal."""

from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from django.db import transaction

from kedang.archive.figures import keep_contact, keep_deals
from kedang.archive.tests.filing import file_customer
from kedang.kit.clock import now
from tests.people import Cast, browser, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def filed(cast: Cast) -> dict[str, int]:
    found = {name: file_customer(cast.zhou, name=name) for name in ("张伟", "王芳", "李娜")}
    with transaction.atomic():
        keep_contact(
            {
                found["张伟"]: (now() - timedelta(days=100), now() + timedelta(days=1)),
                found["王芳"]: (now() - timedelta(days=3), now() - timedelta(days=2)),
            }
        )
        keep_deals({found["王芳"]: now() - timedelta(days=30)})
    return found


def names(cast: Cast, *conditions: dict[str, Any]) -> set[str]:
    answer = browser(cast.zhou).get("/api/customers", {"filter": orjson.dumps(conditions).decode()})
    assert answer.status_code == 200, answer.content
    return {row["name"] for row in answer.json()["rows"]}


@pytest.mark.parametrize(
    ("field", "op", "value", "expected"),
    [
        ("last_contact_at", "lt", "-90d", {"张伟"}),
        ("last_contact_at", "gt", "-90d", {"王芳"}),
        ("last_contact_at", "empty", None, {"李娜"}),
        ("next_due_at", "lt", "today", {"王芳"}),
        ("next_due_at", "between", ["today", "+7d"], {"张伟"}),
        ("next_due_at", "not_empty", None, {"张伟", "王芳"}),
        ("last_deal_at", "gt", "-60d", {"王芳"}),
    ],
)
def test_filtered_by(cast: Cast, filed: dict[str, int], field: str, op: str, value: object, expected: set[str]) -> None:
    assert names(cast, {"field": field, "op": op, "value": value}) == expected


def test_shown_as_times(cast: Cast, filed: dict[str, int]) -> None:
    answer = browser(cast.zhou).get("/api/customers", {"columns": "last_contact_at,next_due_at,last_deal_at"})
    rows = {row["name"]: row for row in answer.json()["rows"]}
    assert rows["李娜"]["last_contact_at"] is None
    told = datetime.fromisoformat(rows["张伟"]["last_contact_at"])
    assert timedelta(days=100) <= now() - told < timedelta(days=100, minutes=5)
    assert timedelta(days=30) <= now() - datetime.fromisoformat(rows["王芳"]["last_deal_at"]) < timedelta(days=31)
