"""One source row as field values: the columns of a mapping applied, parts put together, the rest kept as extras."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kedang.engine.catalogue import EXTRA_PREFIX
from kedang.engine.tables.vocabulary import PARTS

SEPARATOR = "\n"
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_PLAIN_NUMBER = re.compile(r"[-+]?[\d,，.]+$")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a column goes. A `field` of None keeps it as `extra:<header>`; '' leaves it out."""

    index: int
    header: str
    field: str | None
    unit: str = ""


def row_values(targets: Sequence[Target], cells: Sequence[str]) -> dict[str, str]:
    """{field code: text}. Several columns of one field are joined by line breaks; empty cells give nothing."""
    values: dict[str, str] = {}
    for target in targets:
        text = cells[target.index].strip() if target.index < len(cells) else ""
        if not text or target.field == "":
            continue
        code = target.field if target.field is not None else EXTRA_PREFIX + target.header
        if target.unit and _PLAIN_NUMBER.match(text):
            text += target.unit
        values[code] = values[code] + SEPARATOR + text if code in values else text
    return put_together(values) if not PARTS.isdisjoint(values) else values


def put_together(values: Mapping[str, str]) -> dict[str, str]:
    """Replace the parts by what they make: name from family and given name, region from province, city, district."""
    result = {code: text for code, text in values.items() if code not in PARTS or code == "kind"}
    family, given = values.get("family_name", ""), values.get("given_name", "")
    if family or given:
        result.setdefault(
            "name", family + given if _CJK.search(family + given) else " ".join(p for p in (given, family) if p)
        )
    places = [values[part] for part in ("province", "city", "district") if values.get(part)]
    if places:
        region = "".join(dict.fromkeys(places)) if _CJK.search("".join(places)) else ", ".join(reversed(places))
        if "region" not in result:
            result["region"] = region
    return result
