"""Reasons: no level of any comparison may speak of a field that its reader's modes were not asked about."""

from collections.abc import Iterator
from typing import Any

import pytest

from kedang.duplicates.review_reasons import fields_of
from kedang.engine.matching.columns import COLUMNS
from kedang.engine.matching.comparisons import COMPARISONS

# The field behind each column that holds something people may not be allowed to read.
BEHIND = {
    "phones": "mobile",
    "mobiles": "mobile",
    "phone": "mobile",
    "emails": "email",
    "email": "email",
    "mailboxes": "email",
    "domains": "email",
    "handles": "wechat",
    "ids": "id_number",
    "idnumber": "id_number",
    "sound_id": "id_number",
    "codes": "credit_code",
    "credit": "credit_code",
    "sound_code": "credit_code",
    "birth": "birth_date",
    "birth_year": "birth_date",
    "birth_years": "birth_date",
    "birth_month": "birth_date",
    "birth_day": "birth_date",
    "birth_mixed": "birth_date",
    "gender": "gender",
    "employer": "employer",
    "doors": "address",
    "marks": "address",
    "postcode": "postcode",
    "county": "region",
    "city": "region",
    "legal": "legal_representative",
    "legal_spelled": "legal_representative",
    "people": "contact_name",
}
OF_NAMES = {
    "person": {
        "known",
        "latin",
        "name",
        "shape",
        "surname",
        "given",
        "spelled",
        "spellings",
        "letters",
        "open",
        "characters",
    }
    | {"short", "long", "shortened", "nick", "initials", "initialled"},
    "organisation": {
        "key",
        "keys",
        "core",
        "cores",
        "stem",
        "stems",
        "core_spelled",
        "romans",
        "registered",
        "left_out",
    }
    | {"beginnings", "is_group", "named_places", "trades", "branch", "branches", "is_branch", "unit", "heart", "whole"},
}


def columns(condition: Any) -> Iterator[str]:
    if condition is None:
        return
    yield from (getattr(condition, name) for name in ("column", "among") if hasattr(condition, name))
    for part in getattr(condition, "parts", ()):
        yield from columns(part)
    if hasattr(condition, "part"):
        yield from columns(condition.part)


@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_every_column_a_level_looks_at_is_asked_about(kind: Any) -> None:
    assert set(COLUMNS[kind]) <= BEHIND.keys() | OF_NAMES[kind]
    for comparison in COMPARISONS[kind]:
        for level in comparison.levels:
            asked = fields_of(kind, comparison, level.code)
            spoken_of = {BEHIND.get(column, "name") for column in columns(level.when)}
            assert spoken_of <= set(asked), (comparison.code, level.code)


def test_numbers_of_contacts_are_asked_about_too() -> None:
    phone = next(c for c in COMPARISONS["organisation"] if c.code == "phone")
    assert set(fields_of("organisation", phone, "same")) == {
        "mobile",
        "landline",
        "contact_mobile",
        "contact_landline",
    }
