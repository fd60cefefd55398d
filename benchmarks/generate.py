"""Made-up customers with real frequencies, always the same for the same seed.

    python -m benchmarks.generate --count 100000 --kind person customers.csv

Kinds: person, organisation, mixed (three persons to one organisation, told apart by the column 客户类型).
"""

import argparse
import csv
import random
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

from benchmarks import frequencies as table
from kedang.engine.standardise.credit_codes import check_character
from kedang.engine.standardise.id_numbers import check_digit
from kedang.engine.standardise.pinyin import sort_key
from kedang.engine.standardise.regions import area_of

SEED = 20261122
ORGANISATION_SHARE = 0.25
SECOND_PHONE = 0.08
HEADERS: dict[str, str] = {
    "kind": "客户类型",
    "external_id": "客户编号",
    "name": "客户名称",
    "mobile": "手机",
    "landline": "座机",
    "email": "邮箱",
    "id_number": "身份证号",
    "credit_code": "统一社会信用代码",
    "region": "省市",
    "address": "地址",
    "industry": "行业",
    "contact_name": "联系人",
    "contact_mobile": "联系人手机",
    "level": "等级",
    "status": "状态",
    "source": "来源",
    "tags": "标签",
    "recorded_on": "建档日期",
}
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
Values = dict[str, str]


class Customers:
    """A stream of customers."""

    def __init__(self, seed: int = SEED) -> None:
        self.chance = random.Random(seed)
        self._draws: dict[str, Callable[[], str]] = {}
        self.places = [self._place(piece.split()) for piece in table.PLACES.split("|")]
        self.place_weights = list(accumulate(int(piece.split()[2]) for piece in table.PLACES.split("|")))
        self.surname = self._draw(table.SURNAMES)
        self.given = self._draw(table.GIVEN)
        self.brand = self._draw(table.BRAND)
        self.trade = self._draw(table.TRADES)
        self.form = self._draw(table.FORMS)
        self.domain = self._draw(table.DOMAINS)
        self.level = self._draw(table.LEVELS)
        self.status = self._draw(table.STATUSES)
        self.source = self._draw(table.SOURCES)
        self.tag = self._draw(table.TAGS)

    def _draw(self, text: str) -> Callable[[], str]:
        values, weights = table.weighted(text)
        cumulated, chance = list(accumulate(weights)), self.chance

        def draw() -> str:
            return chance.choices(values, cum_weights=cumulated)[0]

        return draw

    @staticmethod
    def _place(words: list[str]) -> tuple[str, str, list[tuple[str, str]]]:
        cities = [tuple(word.split(":", 1)) for word in words[3:]]
        return words[0], words[1], [(code, name) for code, name in cities]

    def rows(self, count: int, kind: str = "mixed", *, first: int = 1) -> Iterator[Values]:
        """Customers by field code, numbered from `first`; blank fields are left out."""
        for number in range(first, first + count):
            organisation = kind == "organisation" or (kind == "mixed" and self.chance.random() < ORGANISATION_SHARE)
            row = self._organisation(number) if organisation else self._person(number)
            yield {code: value for code, value in row.items() if value}

    def mobile(self) -> str:
        """Eleven digits, now and then written as people write them."""
        number = self.chance.choice(table.MOBILE_PREFIXES) + f"{self.chance.randrange(10**8):08}"
        style = self.chance.random()
        if style < 0.04:
            return f"{number[:3]} {number[3:7]} {number[7:]}"
        return f"+86 {number}" if style < 0.06 else number

    def _where(self) -> tuple[str, str, str]:
        """Six digits of a region, province and city, a street address."""
        code, province, cities = self.chance.choices(self.places, cum_weights=self.place_weights)[0]
        city_code, city = self.chance.choice(cities) if cities else (code + "01", "")
        street = f"{self.chance.choice(table.STREETS)}{self.chance.randrange(1, 999)}号"
        return city_code + "02", province + city, province + city + street

    def person_name(self) -> str:
        """Two characters in three of ten cases, else three."""
        second = self.given() if self.chance.random() < 0.7 else ""
        return self.surname() + self.given() + second

    def _common(self, number: int) -> Values:
        tags = sorted({self.tag() for _ in range(self.chance.choice((0, 0, 0, 1, 1, 2)))})
        return {
            "external_id": f"C{number:08}",
            "level": self.level().strip(),
            "status": self.status(),
            "source": self.source().strip(),
            "tags": "、".join(tags),
            "recorded_on": f"{self.chance.randrange(2008, 2027)}-{self.chance.randrange(1, 13):02}-{self.chance.randrange(1, 29):02}",
        }

    def _email(self, name: str) -> str:
        spelled = sort_key(name, surname=True).replace(" ", "")
        return f"{spelled}{self.chance.randrange(10**4)}@{self.domain()}" if spelled.isascii() else ""

    def _person(self, number: int) -> Values:
        name = self.person_name()
        region, place, address = self._where()
        first = f"{region}{self.chance.randrange(1950, 2008)}{self.chance.randrange(1, 13):02}{self.chance.randrange(1, 29):02}"
        first += f"{self.chance.randrange(1000):03}"
        mobile = self.mobile()
        if self.chance.random() < SECOND_PHONE:
            mobile += f" / {self.mobile()}"
        return {
            "kind": "person",
            "name": name,
            "mobile": mobile,
            "email": self._email(name) if self.chance.random() < 0.6 else "",
            "id_number": first + check_digit(first) if self.chance.random() < 0.5 else "",
            "region": place,
            "address": address if self.chance.random() < 0.7 else "",
            **self._common(number),
        }

    def _organisation(self, number: int) -> Values:
        region, place, address = self._where()
        city = place.removesuffix("市").rpartition("省")[2].removeprefix("广西壮族自治区").removeprefix("内蒙古自治区")
        brand = "".join(self.brand() for _ in range(self.chance.choice((2, 2, 2, 3))))
        trade = self.trade()
        code = "91" + region + "".join(self.chance.choices(_CREDIT, k=9))
        return {
            "kind": "organisation",
            "name": f"{city if self.chance.random() < 0.8 else ''}{brand}{trade}{self.form()}",
            "landline": f"{area_of(int(region) // 100 * 100) or '010'}-{self.chance.randrange(2 * 10**7, 9 * 10**7)}",
            "credit_code": code + check_character(code) if self.chance.random() < 0.8 else "",
            "region": place,
            "address": address,
            "industry": trade,
            "contact_name": self.person_name() if self.chance.random() < 0.7 else "",
            "contact_mobile": self.mobile() if self.chance.random() < 0.7 else "",
            **self._common(number),
        }


def write_csv(path: Path, count: int, kind: str = "mixed", *, seed: int = SEED, first: int = 1) -> None:
    """A file of customers with Chinese headers; columns that the kind never has are left out."""
    columns = _columns(kind)
    names = {"person": "个人", "organisation": "企业"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([HEADERS[code] for code in columns])
        for row in Customers(seed).rows(count, kind, first=first):
            writer.writerow(
                [names.get(row.get(c, ""), row.get(c, "")) if c == "kind" else row.get(c, "") for c in columns]
            )


def _columns(kind: str) -> list[str]:
    unwanted = {
        "person": {"kind", "landline", "credit_code", "industry", "contact_name", "contact_mobile"},
        "organisation": {"kind", "mobile", "email", "id_number"},
    }.get(kind, set())
    return [code for code in HEADERS if code not in unwanted]


def main() -> None:
    """The command."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("path", type=Path)
    arguments.add_argument("--count", type=int, default=100_000)
    arguments.add_argument("--kind", choices=["person", "organisation", "mixed"], default="mixed")
    arguments.add_argument("--seed", type=int, default=SEED)
    given = arguments.parse_args()
    write_csv(given.path, given.count, given.kind, seed=given.seed)


if __name__ == "__main__":
    main()
