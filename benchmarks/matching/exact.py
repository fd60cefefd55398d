"""The baseline: rows are one customer when they are equal in an exact key, after the simplest of cleaning."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_NOT_DIGITS = re.compile(r"[^0-9]")
_NOISE = re.compile(r"[\s()（）\[\]【】·.,，、-]")


def clusters(folder: Path) -> list[list[str]]:
    """External ids of the archive in this folder that an exact key ties together."""
    joined = Joined()
    for name, keys in (("persons.csv", person_keys), ("organisations.csv", organisation_keys)):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            joined.add((row["外部编号"], keys(row)) for row in csv.DictReader(file))
    return joined.groups()


def person_keys(row: Mapping[str, str]) -> Iterator[str]:
    """Identity number; phone with name; mail with name."""
    name = _NOISE.sub("", row["姓名"]).lower()
    if row["身份证号"]:
        yield "id:" + row["身份证号"]
    for column in ("手机", "固定电话"):
        if row[column]:
            yield f"phone:{phone(row[column])}:{name}"
    if row["邮箱"]:
        yield f"mail:{row['邮箱'].lower()}:{name}"


def organisation_keys(row: Mapping[str, str]) -> Iterator[str]:
    """Credit code; the whole name; phone or mail with the name."""
    name = _NOISE.sub("", row["企业名称"]).lower().replace("有限责任公司", "有限公司")
    yield "name:" + name
    if row["统一社会信用代码"]:
        yield "code:" + row["统一社会信用代码"]


def phone(text: str) -> str:
    """The last eleven digits."""
    return _NOT_DIGITS.sub("", text)[-11:]


class Joined:
    """Rows with a key in common, and what hangs together by them."""

    def __init__(self) -> None:
        self._head: dict[str, str] = {}
        self._holder: dict[str, str] = {}

    def add(self, rows: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Rows with their keys."""
        for number, keys in rows:
            for key in keys:
                self._tie(self._holder.setdefault(key, number), number)

    def _tie(self, one: str, other: str) -> None:
        left, right = self._top(one), self._top(other)
        if left != right:
            self._head[right] = left

    def _top(self, number: str) -> str:
        while (above := self._head.get(number, number)) != number:
            self._head[number] = self._head.get(above, above)
            number = above
        return number

    def groups(self) -> list[list[str]]:
        """Groups of two and more."""
        found: dict[str, list[str]] = defaultdict(list)
        for number in self._head:
            found[self._top(number)].append(number)
        for top, members in found.items():
            if top not in self._head:
                members.append(top)
        return list(found.values())
