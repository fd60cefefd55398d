"""The made-up archive: two files of customers in random order, and which rows are of one customer."""

import csv
import random
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from benchmarks.matching import mistakes_companies, mistakes_contacts, mistakes_names
from benchmarks.matching.organisations import Organisations
from benchmarks.matching.persons import Persons
from benchmarks.matching.repeating import Customer, Repeater
from benchmarks.matching.scenes import SCENES, Cast, Member, Scene
from benchmarks.matching.shape import DEFAULT, Shape
from benchmarks.matching.tables import drawing
from benchmarks.matching.world import World

# Loaded for what they declare.
DECLARED = (mistakes_names, mistakes_contacts, mistakes_companies)
COLUMNS = {
    "person": {
        "name": "姓名", "mobile": "手机", "landline": "固定电话", "email": "邮箱", "id_number": "身份证号", "birth_date": "出生日期",
        "gender": "性别", "wechat": "微信", "employer": "工作单位", "job_title": "职务", "address": "地址", "province": "省", "city": "市",
        "district": "区", "remark": "备注",
    },
    "organisation": {
        "name": "企业名称", "credit_code": "统一社会信用代码", "legal": "法定代表人", "phone": "电话", "email": "邮箱", "website": "网址",
        "region": "所在地区", "address": "地址", "contact": "联系人", "contact_mobile": "联系人手机", "industry": "行业", "former": "曾用名",
        "short": "简称", "english": "英文名称",
    },
}  # fmt: skip
FILES = {"person": "persons.csv", "organisation": "organisations.csv"}
LETTER = {"person": "P", "organisation": "O"}
TRUTH = ("外部编号", "entity", "families", "scene")
_PILES = 32


@dataclass(frozen=True, slots=True)
class Row:
    """One row before it has a number. `scene` is "twins#12" for customers of a scene, else empty."""

    kind: str
    entity: str
    families: str
    scene: str
    values: tuple[str, ...]


class Archive:
    """A stream of rows, all cards of a customer next to each other."""

    def __init__(self, seed: int, shape: Shape = DEFAULT, *, holdout: bool = False, only: Collection[str] = ()) -> None:
        self.world = World(seed, shape, holdout=holdout)
        self._cast = Cast(self.world, Persons(self.world), Organisations(self.world))
        self._repeater = Repeater(self.world, only)
        self._scenes: dict[str, Callable[[], Scene]] = {}
        for kind in COLUMNS:
            scenes = [
                s
                for s in SCENES.values()
                if s.kind == kind and (holdout or not s.aside) and (not only or s.name in only)
            ]
            if scenes:
                self._scenes[kind] = drawing([(s, s.weight) for s in scenes], self.world.chance)
        self._entities = self._played = 0

    def rows(self, kind: str, count: int) -> Iterator[Row]:
        """About this many, to the end of the last customer."""
        made = 0
        while made < count:
            for row in self._next(kind):
                made += 1
                yield row

    def _next(self, kind: str) -> Iterator[Row]:
        shape = self.world.shape
        share = shape.person_scenes if kind == "person" else shape.organisation_scenes
        if kind in self._scenes and self.world.happens(share):
            scene = self._scenes[kind]()
            self._played += 1
            members = scene.play(self._cast)
            name = f"{scene.name}#{self._played}" if len(members) > 1 else ""
            firsts = self._repeater.firsts(members)
        else:
            members = [self._anybody(kind)]
            name, firsts = "", [self._repeater.first(members[0], in_scene=False)]
        for member, first in zip(members, firsts, strict=True):
            self._entities += 1
            for card in self._repeater.cards(Customer(member, first)):
                columns = COLUMNS[kind]
                values = tuple(card.values.get(column, "") for column in columns)
                yield Row(kind, f"{LETTER[kind]}E{self._entities}", "+".join(card.marks), name, values)

    def _anybody(self, kind: str) -> Member:
        if kind == "person":
            return Member(self._cast.persons.anybody())
        made = self._cast.organisations.any_one()
        return Member(made.card, made)


def generate(
    folder: Path, count: int, seed: int, *, holdout: bool = False, only: Collection[str] = ()
) -> dict[str, int]:
    """Write persons.csv, organisations.csv and truth.csv; the number of rows by kind."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = Archive(seed, holdout=holdout, only=only)
    persons = round(count * archive.world.shape.persons)
    counts = {}
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as truth:
        told = csv.writer(truth, lineterminator="\n")
        told.writerow(TRUTH)
        for kind, wanted in (("person", persons), ("organisation", count - persons)):
            with (folder / FILES[kind]).open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(["外部编号", *COLUMNS[kind].values()])
                counts[kind] = 0
                for row in shuffled(archive.rows(kind, wanted), random.Random(f"{seed}:{kind}")):
                    counts[kind] += 1
                    number = f"{LETTER[kind]}{counts[kind]:07}"
                    writer.writerow([number, *row.values])
                    told.writerow([number, row.entity, row.families, row.scene])
    return counts


def shuffled(rows: Iterator[Row], chance: random.Random) -> Iterator[Row]:
    """All rows in random order, with a thirty-second of them in memory at a time."""
    with tempfile.TemporaryDirectory(prefix="kedang-bench-") as folder:
        piles = [Path(folder) / str(number) for number in range(_PILES)]
        files: list[TextIO] = [pile.open("w", encoding="utf-8", newline="") for pile in piles]
        writers = [csv.writer(file) for file in files]
        for row in rows:
            writers[chance.randrange(_PILES)].writerow((row.kind, row.entity, row.families, row.scene, *row.values))
        for file in files:
            file.close()
        for pile in piles:
            with pile.open(encoding="utf-8", newline="") as file:
                lines = list(csv.reader(file))
            chance.shuffle(lines)
            for kind, entity, families, scene, *values in lines:
                yield Row(kind, entity, families, scene, tuple(values))


def small(count: int = 3_000, seed: int = 7, *, holdout: bool = False, only: Collection[str] = ()) -> list[Row]:
    """A few rows in random order, in memory: for tests."""
    archive = Archive(seed, holdout=holdout, only=only)
    persons = round(count * archive.world.shape.persons)
    rows = [*archive.rows("person", persons), *archive.rows("organisation", count - persons)]
    random.Random(seed).shuffle(rows)
    return rows


def named(row: Row) -> dict[str, str]:
    """The row's values by heading."""
    return {heading: value for heading, value in zip(COLUMNS[row.kind].values(), row.values, strict=True) if value}
