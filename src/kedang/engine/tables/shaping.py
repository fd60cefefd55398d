"""One source row as field values: the columns of a mapping applied, name parts put together, the rest kept as extras."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kedang.engine.catalogue import EXTRA_PREFIX

_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_PLAIN_NUMBER = re.compile(r"[-+]?[\d,，.]+$")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a column goes. A `field` of None keeps it as `extra:<header>`; '' leaves it out."""

    index: int
    header: str
    field: str | None
    unit: str = ""


def row_values(targets: Sequence[Target], cells: Sequence[str]) -> dict[str, str | list[str]]:
    """{field code: text}, a list where several columns of one field are filled; empty cells give nothing.

    The shape is what `standardise_record` takes; `kind`, when a column says it, is taken out by the caller.
    """
    values: dict[str, str | list[str]] = {}
    for target in targets:
        text = cells[target.index] if target.index < len(cells) else ""
        if not text or text.isspace() or target.field == "":
            continue
        code = target.field if target.field is not None else EXTRA_PREFIX + target.header
        if target.unit and _PLAIN_NUMBER.match(text.strip()):
            text = text.strip() + target.unit
        before = values.get(code)
        if before is None:
            values[code] = text
        elif isinstance(before, list):
            before.append(text)
        else:
            values[code] = [before, text]
    if "family_name" in values or "given_name" in values:
        _compose_name(values)
    return values


def _compose_name(values: dict[str, str | list[str]]) -> None:
    """张 + 三 → 张三, John + Doe → John Doe; a name that stands on its own wins."""
    parts = {code: str(values.pop(code, "")).strip() for code in ("family_name", "given_name")}
    family, given = parts["family_name"], parts["given_name"]
    joined = family + given if _CJK.search(family + given) else " ".join(p for p in (given, family) if p)
    values.setdefault("name", joined)
