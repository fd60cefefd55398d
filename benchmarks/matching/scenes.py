"""Scenes: customers who are alike and are not the same. To put two of a scene together is the mistake we look for.

Each scene makes whole records; `shared` columns are equal on purpose. What a card shows is drawn afterwards, but two of a
scene always show something that tells them apart: a person could decide.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.matching.characters import SHAPES, SOUNDS, sound
from benchmarks.matching.organisations import Organisation, Organisations
from benchmarks.matching.persons import Persons
from benchmarks.matching.world import Card, World
from kedang.engine.standardise.regions import region_of


@dataclass(frozen=True, slots=True)
class Member:
    """One of a scene. `organisation` is None for people."""

    card: Card
    organisation: Organisation | None = None


@dataclass(slots=True)
class Cast:
    """Who makes the members."""

    world: World
    persons: Persons
    organisations: Organisations


Play = Callable[[Cast], Sequence[Member]]


@dataclass(frozen=True, slots=True)
class Scene:
    """One kind of scene; `aside`: only with `holdout`."""

    name: str
    kind: str
    weight: float
    aside: bool
    play: Play


SCENES: dict[str, Scene] = {}
_ALIKE = [set(group) for group in f"{SOUNDS}|{SHAPES}".split("|")]
_HOUSEHOLD = ("landline", "address", "province", "city", "district")


def scene(name: str, kind: str, *, weight: float = 1.0, aside: bool = False) -> Callable[[Play], Play]:
    """Declare a scene."""

    def declare(play: Play) -> Play:
        SCENES[name] = Scene(name, kind, weight, aside, play)
        return play

    return declare


def _share(cards: Sequence[Card], columns: Sequence[str]) -> list[Member]:
    first = cards[0]
    for card in cards[1:]:
        for column in columns:
            card.values[column] = first.values[column]
    for card in cards:
        card.shared = frozenset(columns)
    return [Member(card) for card in cards]


def _unlike(one: str, other: str) -> bool:
    """Whether two given names are so different that no slip of the pen makes one of the other."""
    if len(one) != len(other):
        return one not in other and other not in one
    different = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return (
        bool(different)
        and one != other[::-1]
        and not any(group.issuperset(pair) for pair in different for group in _ALIKE)
    )


def _relative(cast: Cast, first: Card, **fixed: object) -> Card:
    while True:
        card = cast.persons.anybody(**{"place": first.place, "region": first.place.region, **fixed})
        if _unlike(first.given, card.given):
            return card


@scene("namesakes_city", "person", weight=3)
def namesakes_city(cast: Cast) -> Sequence[Member]:
    """Two or three of one name in one city."""
    first = cast.persons.anybody()
    cards = [first]
    for _ in range(cast.world.chance.choice((1, 1, 2))):
        region = cast.world.places.within(first.place.region)
        cards.append(cast.persons.anybody(surname=first.surname, given=first.given, woman=first.woman, region=region))
    return _share(cards, ("name",))


@scene("namesakes_employer", "person", aside=True)
def namesakes_employer(cast: Cast) -> Sequence[Member]:
    """Two of one name at one employer."""
    first = cast.persons.anybody()
    other = cast.persons.anybody(surname=first.surname, given=first.given, woman=first.woman, region=first.place.region)
    return _share([first, other], ("name", "employer"))


@scene("parent_and_child", "person", weight=2)
def parent_and_child(cast: Cast) -> Sequence[Member]:
    """Father and son at one address with one telephone."""
    decade = cast.world.chance.choice((1940, 1950, 1960, 1970))
    parent = cast.persons.anybody(decade=decade, woman=False)
    child = _relative(cast, parent, surname=parent.surname, decade=decade + 30 if decade < 1970 else 2000)
    return _share([parent, child], ("mobile", *_HOUSEHOLD))


@scene("spouses", "person", weight=2)
def spouses(cast: Cast) -> Sequence[Member]:
    """Man and wife with one telephone; now and then of one surname."""
    decade = cast.world.chance.choice((1950, 1960, 1970, 1980))
    man = cast.persons.anybody(decade=decade, woman=False)
    same = {"surname": man.surname} if cast.world.happens(0.15) else {}
    return _share([man, _relative(cast, man, decade=decade, woman=True, **same)], ("mobile", *_HOUSEHOLD))


@scene("twins", "person")
def twins(cast: Cast) -> Sequence[Member]:
    """Born on one day, living at one address, reached by one number."""
    first = cast.persons.anybody(decade=2000)
    other = _relative(cast, first, surname=first.surname, decade=2000)
    members = _share([first, other], ("mobile", "birth_date", *_HOUSEHOLD))
    for member in members:
        born = first.values["birth_date"].replace("-", "")
        number = member.card.values["id_number"]
        member.card.values["id_number"] = cast.persons.id_number_of(number[:6] + born + number[14:17])
    return members


@scene("siblings_alike", "person", aside=True)
def siblings_alike(cast: Cast) -> Sequence[Member]:
    """王丽 and 王莉 of one flat: names that sound alike, people that are not."""
    sounds = cast.world.confusions.sounds
    while True:
        first = cast.persons.anybody()
        places = [index for index, letter in enumerate(first.given) if sounds.get(letter)]
        if places:
            break
    at = cast.world.chance.choice(places)
    given = first.given[:at] + cast.world.chance.choice(sounds[first.given[at]]) + first.given[at + 1 :]
    other = cast.persons.anybody(
        surname=first.surname, given=given, woman=first.woman, place=first.place, region=first.place.region
    )
    return _share([first, other], ("address", "landline", "province", "city", "district"))


@scene("colleagues", "person", weight=2)
def colleagues(cast: Cast) -> Sequence[Member]:
    """Three of one office, with its telephone and its mail."""
    first = cast.persons.anybody()
    domain = "".join(map(sound, first.values["employer"][2:6]))
    first.values["email"] = f"{cast.world.chance.choice(('office', 'info', 'sales', 'hr'))}@{domain}.com"
    cards = [first, _relative(cast, first, place=None), _relative(cast, first, place=None)]
    return _share(cards if _unlike(cards[1].given, cards[2].given) else cards[:2], ("employer", "landline", "email"))


@scene("number_reused", "person", aside=True)
def number_reused(cast: Cast) -> Sequence[Member]:
    """A number that was given up, and given to somebody else."""
    first = cast.persons.anybody()
    return _share([first, _relative(cast, first, place=None, region=cast.world.places.region())], ("mobile",))


def _organised(organisations: Sequence[Organisation], columns: Sequence[str]) -> list[Member]:
    _share([organisation.card for organisation in organisations], columns)
    return [Member(organisation.card, organisation) for organisation in organisations]


@scene("branches", "organisation", weight=3)
def branches(cast: Cast) -> Sequence[Member]:
    """A company and its 上海分公司, 第二分店: one switchboard, and codes that begin alike."""
    world, make = cast.world, cast.organisations
    parent = make.any_one()
    made = [parent]
    for _ in range(world.chance.choice((1, 1, 2, 3))):
        region = world.places.region()
        town = region_of(region // 100 * 100) or region_of(region)
        assert town is not None
        extra = world.chance.choice(
            (
                f"{town.short}分公司",
                f"{town.short}分公司",
                f"{town.short}办事处",
                f"第{world.chance.choice('一二三四五六')}分店",
            )
        )
        company = parent.company.with_(extra=extra)
        if not world.companies.take(company):
            continue
        branch = make.any_one(company, region=region)
        if world.happens(0.5):
            branch.card.values["credit_code"] = world.companies.credit_code(
                region, body=parent.card.values["credit_code"][8:14] + branch.card.values["credit_code"][14:17]
            )
        branch.card.values.update(short="", english="")
        made.append(branch)
    return _organised(made, ("phone", "website"))


@scene("parent_and_subsidiary", "organisation", weight=1.5)
def parent_and_subsidiary(cast: Cast) -> Sequence[Member]:
    """盐湖集团 and 盐湖工业股份: one 字号, one house, two companies."""
    world, make = cast.world, cast.organisations
    child = make.any_one()
    known = child.company
    trade = world.chance.choice(world.companies.sectors) if world.happens(0.5) else ""
    form = "集团有限公司" if not trade else world.chance.choice(("有限公司", "股份有限公司"))
    company = known.with_(trade=trade, form=form)
    if not world.companies.take(company):
        return [Member(child.card, child)]
    parent = make.any_one(company, region=child.card.place.region)
    return _organised([child, parent], ("website", "phone") if world.happens(0.3) else ("website",))


@scene("franchise", "organisation", weight=1.5, aside=True)
def franchise(cast: Cast) -> Sequence[Member]:
    """Shops under one sign, each with a tenant of its own: 青柠餐饮（人民路店）, 青柠餐饮（中山路店）."""
    world, make = cast.world, cast.organisations
    first = make.any_one()
    made = []
    for _ in range(world.chance.choice((2, 3, 4))):
        place = world.places.office(world.places.within(first.card.place.region))
        company = first.company.with_(place="", form="", extra=f"（{place.road}店）")
        if world.companies.take(company):
            shop = make.any_one(company, place=place)
            shop.card.values.update(short="", english="")
            made.append(shop)
    return _organised(made, ("website", "email")) if made else [Member(first.card, first)]


@scene("same_name_other_trade", "organisation", weight=2)
def same_name_other_trade(cast: Cast) -> Sequence[Member]:
    """One 字号 and one city, another trade."""
    first = cast.organisations.any_one()
    known = first.company
    while (trade := cast.world.companies.trade())[:2] == known.trade[:2]:
        pass
    company = known.with_(trade=trade)
    if not cast.world.companies.take(company):
        return [Member(first.card, first)]
    return _organised([first, cast.organisations.any_one(company, region=first.card.place.region)], ())


@scene("same_name_other_city", "organisation", weight=2)
def same_name_other_city(cast: Cast) -> Sequence[Member]:
    """杭州华盛科技 and 南京华盛科技."""
    first = cast.organisations.any_one()
    region = cast.world.places.region()
    place = cast.world.companies.place(region) or "中国"
    company = first.company.with_(place=place)
    if place[:2] == first.company.place[:2] or not cast.world.companies.take(company):
        return [Member(first.card, first)]
    return _organised([first, cast.organisations.any_one(company, region=region)], ())
