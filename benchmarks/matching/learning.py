"""Learning the shipped parameters from a made-up archive whose truth is known: `python -m benchmarks.matching learn`.

m is counted over pairs of one customer, u over pairs of two picked at random and smoothed by what is shipped now. Levels that
say their weight themselves are left alone. Nothing that is kept aside is ever learnt from.
"""

import json
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.matching.generating import Row, named, small
from kedang.engine.catalogue import Kind
from kedang.engine.matching.facts import Facts
from kedang.engine.matching.learning import Seen, learnt
from kedang.engine.matching.model import Parameters, shipped
from kedang.engine.matching.organisations import organisation_row
from kedang.engine.matching.persons import person_row

CODES = {
    "姓名": "name", "企业名称": "name", "手机": "mobile", "固定电话": "landline", "电话": "landline", "邮箱": "email",
    "身份证号": "id_number", "出生日期": "birth_date", "性别": "gender", "微信": "wechat", "工作单位": "employer", "地址": "address",
    "省": "province", "市": "city", "区": "district", "所在地区": "region", "统一社会信用代码": "credit_code",
    "法定代表人": "legal_representative", "网址": "website", "联系人": "contact_name", "联系人手机": "contact_mobile",
    "行业": "industry", "曾用名": "former_name", "简称": "short_name", "英文名称": "english_name",
}  # fmt: skip
KINDS: tuple[Kind, ...] = ("person", "organisation")
_STRANGERS = 300_000
_TRUST_IN_SHIPPED = (1.0, 20_000.0)


def learn(target: Path, count: int, seed: int) -> None:
    """Write persons.json and organisations.json into a folder."""
    rows = small(count, seed)
    for kind in KINDS:
        text = document(_learnt(kind, [row for row in rows if row.kind == kind], seed))
        (target / f"{kind}s.json").write_text(text, encoding="utf-8")


def document(parameters: Parameters) -> str:
    """Parameters as they are shipped: a comparison a line, three digits."""
    raw = parameters.as_json()
    lines = [
        f'  "{code}": ' + json.dumps({level: [float(f"{p:.3g}") for p in pair] for level, pair in levels.items()})
        for code, levels in raw["levels"].items()
    ]
    head = f'{{\n "kind": "{raw["kind"]}",\n "prior": {raw["prior"]!r},\n "levels": {{\n'
    return head + ",\n".join(lines) + "\n }\n}\n"


def _learnt(kind: Kind, rows: Sequence[Row], seed: int) -> Parameters:
    records = [_record(row) for row in rows]
    by_entity: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        by_entity[row.entity].append(place)
    same = [pair for places in by_entity.values() for pair in combinations(places, 2)]
    drawn = random.Random(seed)
    strangers = [tuple(drawn.sample(range(len(rows)), 2)) for _ in range(_STRANGERS)]
    met, unmet = Seen(kind), Seen(kind)
    met.add((records[a], records[b]) for a, b in same)
    unmet.add((records[a], records[b]) for a, b in strangers if rows[a].entity != rows[b].entity)
    return learnt(shipped(kind), met, unmet, trust=_TRUST_IN_SHIPPED)


def facts_of_row(row: Row) -> Facts:
    """What Kedang knows of a row once it is filed. Django is set up by whoever asks."""
    from kedang.duplicates.facts import facts_of
    from kedang.intake.standardising import standardise

    values: dict[str, str | Sequence[str]] = {CODES[h]: value for h, value in named(row).items() if h in CODES}
    made = standardise(row.kind, values, source="", definitions={}, today=date(2026, 1, 1))
    return facts_of(made.content)


def _record(row: Row) -> dict[str, Any]:
    facts = facts_of_row(row)
    return person_row(facts) if facts.kind == "person" else organisation_row(facts)
