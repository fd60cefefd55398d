"""Filters over custom fields, and what a day is in a filter."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.fields.models import Definition, DefinitionsVersion
from kedang.finding import conditions
from kedang.finding.tests.asking import found
from kedang.kit.actor import Actor, system_actor
from kedang.kit.errors import DomainError
from kedang.kit.ids import new_id
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def everyone() -> Actor:
    return system_actor("command")


def define(code: str, kind: str, **rest: Any) -> Definition:
    definition = Definition.objects.create(
        code=code, label_zh=code, label_en=code, kinds=["person", "organisation"], type=kind, **rest
    )
    DefinitionsVersion.objects.update_or_create(id=1, defaults={"version": new_id()})
    return definition


@pytest.mark.parametrize(
    ("kind", "given", "condition", "holds"),
    [
        ("text", "红色", ("eq", "红色"), True),
        ("text", "红色", ("contains", "红"), True),
        ("text", "红色", ("ne", "红色"), False),
        ("text", "红色", ("empty",), False),
        ("number", "12.50", ("eq", "12.5"), True),
        ("number", "12.50", ("gt", "12.49"), True),
        ("number", "12.50", ("between", [1, 12]), False),
        ("date", "2020年5月6日", ("eq", "2020-05-06"), True),
        ("date", "2020-05-06", ("lt", "2020-05-06"), False),
        ("datetime", "2020-05-06 10:00", ("eq", "2020-05-06"), True),
        ("datetime", "2020-05-06 10:00", ("gt", "2020-05-06"), False),
        ("boolean", "是", ("eq", "true"), True),
        ("choice", "蓝", ("eq", "blue"), True),
        ("choice", "蓝", ("any", ["blue", "red"]), True),
        ("choice", "蓝", ("ne", "red"), True),
        ("multi_choice", "蓝、红", ("eq", "red"), True),
    ],
)
def test_custom_fields(
    cast: Cast, everyone: Actor, kind: str, given: str, condition: Sequence[Any], *, holds: bool
) -> None:
    options = [{"value": "blue", "zh": "蓝", "en": "Blue"}, {"value": "red", "zh": "红", "en": "Red"}]
    definition = define("colour", kind, options=options if "choice" in kind else [])
    customer = file_customer(cast.zhou, name="张三")
    from kedang.archive.custom_values import custom_items
    from kedang.archive.customers import update
    from kedang.fields.queries import by_code

    def edit(_: Customer, content: Any) -> Any:
        content.customs = custom_items(everyone, by_code()["colour"], given)
        return content

    update(everyone, customer, edit)
    assert definition.code == "colour"
    assert found(everyone, ("custom:colour", *condition)) == ([customer] if holds else [])


def test_sealed_custom_fields_answer_equality_only(cast: Cast, everyone: Actor) -> None:
    define("secret", "text", sensitivity="S")
    customer = file_customer(cast.zhou, **{"name": "张三", "custom:secret": "芝麻开门"})
    assert found(everyone, ("custom:secret", "eq", "芝麻开门")) == [customer]
    assert found(everyone, ("custom:secret", "eq", "芝麻")) == []
    with pytest.raises(DomainError, match="field_not_filterable"):
        found(everyone, ("custom:secret", "contains", "芝麻"))
    with pytest.raises(DomainError, match="field_not_readable"):
        found(actor(cast.wang), ("custom:secret", "eq", "芝麻开门"))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "2026-11-22", "2026-11-22"), ("today-7", "2026-11-15", "2026-11-15"), ("-7d", "2026-11-15", "2026-11-15"), ("+30d", "2026-12-22", "2026-12-22"),
        ("this_week", "2026-11-16", "2026-11-22"), ("last_week", "2026-11-09", "2026-11-15"), ("this_month", "2026-11-01", "2026-11-30"),
        ("last_month", "2026-10-01", "2026-10-31"), ("next_month", "2026-12-01", "2026-12-31"), ("this_quarter", "2026-10-01", "2026-12-31"),
        ("last_quarter", "2026-07-01", "2026-09-30"), ("this_year", "2026-01-01", "2026-12-31"), ("last_year", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"), ("2024", "2024-01-01", "2024-12-31"), ("2024年2月3日", "2024-02-03", "2024-02-03"),
    ],
)  # fmt: skip
def test_days(text: str, first: str, last: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conditions, "today", lambda: date(2026, 11, 22))
    assert conditions.days(conditions.Condition("created_at", "eq", (text,)), text) == (first, last)


def test_a_day_begins_at_midnight_in_china() -> None:
    assert conditions.midnight("2026-11-22") == "2026-11-21 16:00:00.000000"
    assert conditions.midnight("2026-11-22", after=1) == "2026-11-22 16:00:00.000000"
