"""The columns of an export: what the list shows, or every field there is; the archive number and external id always."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kedang.archive.policy import FieldPolicy
from kedang.engine.catalogue import CATALOGUE, CUSTOM_PREFIX
from kedang.finding.column_names import BASE, column_name
from kedang.finding.damage import KEY as DAMAGED
from kedang.finding.filter_columns import CLASSIFICATION
from kedang.finding.list_values import is_column
from kedang.finding.lists import UNKNOWN_COLUMN
from kedang.kit.levels import level_text
from kedang.kit.modes import Mode

SEPARATOR = " / "
# Cells of these an import cuts at this sign, and not at a slash, which stands in values.
CUT_SEPARATOR = "；"
_CUT = frozenset({"tags", "groups", "bank_account"})
LISTED = ("number", "external_id", "name", "kind", "owner", "department", "region_name", "level", "status", "tags")
_DAMAGED = ("（已损坏，无法读取）", "(damaged, cannot be read)")
_KINDS = {"person": ("个人", "Person"), "organisation": ("企业", "Organisation")}
# region goes out in words; these stand in the list's own row or have a column of that name
_SAME = {"region": "region_name"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its value comes from, and its heading."""

    code: str
    heading: str


def chosen(codes: Iterable[str] | None, shows: FieldPolicy, language: str) -> list[Column]:
    """The columns of a view; None means every field the actor's export modes do not hide."""
    wanted = every(shows) if codes is None else [*LISTED[:3], *(_SAME.get(c, c) for c in codes)]
    columns: list[Column] = []
    for code in dict.fromkeys(wanted):
        if code not in BASE and not is_column(code):
            raise UNKNOWN_COLUMN(field=code)
        columns.append(Column(code, heading(code, shows, language)))
    return columns


def every(shows: FieldPolicy) -> list[str]:
    """Everything: the list's columns, each field of the catalogue, the custom ones."""
    fields = [_SAME.get(spec.code, spec.code) for spec in CATALOGUE if spec.code not in ("owner", "groups")]
    customs = [CUSTOM_PREFIX + code for code, d in shows.definitions.items() if d.active]
    codes = [*LISTED, *fields, "groups", *customs, "created_at", "updated_at"]
    return [c for c in codes if c in BASE or shows.mode(c) > Mode.HIDDEN]


def heading(code: str, shows: FieldPolicy, language: str) -> str:
    """A column's heading in the reader's language."""
    return column_name(code, language, shows.definitions)


def cell(code: str, row: Mapping[str, Any], language: str) -> str:
    """One cell as text. A value that does not open any more is not passed over in silence."""
    if code in row.get(DAMAGED, ()):
        return _DAMAGED[0 if language.startswith("zh") else 1]
    value = row.get(code)
    if value is None:
        return ""
    if code == "kind":
        zh, en = _KINDS[value]
        return zh if language.startswith("zh") else en
    if code == CLASSIFICATION:
        return level_text(value, language)
    if code in ("owner", "department"):
        return str(value["name"])
    if code == "tags":
        return CUT_SEPARATOR.join(tag["name"] for tag in value)
    if isinstance(value, list):
        cut = code in _CUT or code.startswith(CUSTOM_PREFIX)
        return (CUT_SEPARATOR if cut else SEPARATOR).join(str(each) for each in value)
    return str(value)
