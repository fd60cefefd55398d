"""Mistakes with numbers, mail, dates and addresses, and what changes in the course of years."""

from datetime import date, timedelta

from benchmarks.matching.companies import Company
from benchmarks.matching.families import BOTH, family
from benchmarks.matching.places import STYLES
from benchmarks.matching.world import Card, World
from kedang.engine.standardise.regions import full_name, parts

_PHONES = ("mobile", "landline", "phone", "contact_mobile")
_DROPPABLE = (
    "mobile", "landline", "email", "id_number", "birth_date", "gender", "wechat", "employer", "job_title", "address", "remark",
    "credit_code", "legal", "phone", "website", "contact", "contact_mobile", "industry", "short", "english",
)  # fmt: skip


def _phone(world: World, card: Card) -> str:
    """A column with a number on this card, or ""."""
    have = [column for column in _PHONES if card.values.get(column)]
    return world.chance.choice(have) if have else ""


def _digits(text: str) -> list[int]:
    return [index for index, character in enumerate(text) if character.isdigit()]


def _other_digit(world: World, text: str, *, start: int = 0) -> str:
    places = _digits(text)[start:]
    if not places:
        return text
    index = world.chance.choice(places)
    return text[:index] + str((int(text[index]) + world.chance.randrange(1, 10)) % 10) + text[index + 1 :]


@family("phone_digit", BOTH, weight=2.5)
def phone_digit(world: World, card: Card, _: Company | None) -> bool:
    """One digit wrong."""
    column = _phone(world, card)
    if not column:
        return False
    card.values[column] = _other_digit(world, card.values[column], start=3)
    return True


@family("phone_transposed", BOTH, aside=True)
def phone_transposed(world: World, card: Card, _: Company | None) -> bool:
    """Two neighbouring digits the other way round."""
    column = _phone(world, card)
    text = card.values.get(column, "")
    pairs = [
        i for i in range(3, len(text) - 1) if text[i] != text[i + 1] and text[i].isdigit() and text[i + 1].isdigit()
    ]
    if not pairs:
        return False
    at = world.chance.choice(pairs)
    card.values[column] = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return True


@family("phone_short", BOTH, aside=True)
def phone_short(world: World, card: Card, _: Company | None) -> bool:
    """A digit missing."""
    column = _phone(world, card)
    if not column:
        return False
    text = card.values[column]
    at = world.chance.choice(_digits(text)[3:])
    card.values[column] = text[:at] + text[at + 1 :]
    return True


@family("phone_new", BOTH, weight=2.5)
def phone_new(world: World, card: Card, _: Company | None) -> bool:
    """Another number; the former one is gone."""
    column = _phone(world, card)
    if not column:
        return False
    mobile = column in ("mobile", "contact_mobile")
    card.values[column] = world.mobile() if mobile else world.landline(card.place.area)
    if card.values.get("wechat") == card.values.get(column):
        card.values.pop("wechat", None)
    return True


@family("phone_family", "person", weight=1)
def phone_family(world: World, card: Card, _: Company | None) -> bool:
    """The number of a wife or father instead of one's own: to us it is just another number."""
    if not card.values.get("mobile"):
        return False
    card.values["mobile"] = world.mobile()
    card.values["remark"] = world.chance.choice(("电话是爱人的", "家属电话", "父亲电话", "打家里电话"))
    return True


@family("phone_written", BOTH, weight=2)
def phone_written(world: World, card: Card, __: Company | None) -> bool:
    """+86, 86, spaces, dashes, brackets about the area code, an extension."""
    column = _phone(world, card)
    if not column:
        return False
    text = card.values[column]
    if text.isdigit() and len(text) == 11:
        cut = f"{text[:3]}-{text[3:7]}-{text[7:]}", f"{text[:3]} {text[3:7]} {text[7:]}"
        styles: tuple[str, ...] = (f"+86 {text}", f"86-{text}", f"0086{text}", *cut)
    else:
        area, dash, rest = text.partition("-")
        if not dash:
            return False
        styles = (
            f"({area}){rest}",
            f"{area}{rest}",
            f"+86-{area.removeprefix('0')}-{rest}",
            f"{text}转{world.chance.randrange(1, 9)}0{world.chance.randrange(1, 10)}",
            f"{area} {rest}",
        )
    card.values[column] = world.chance.choice(styles)
    return True


@family("email_typo", BOTH)
def email_typo(world: World, card: Card, _: Company | None) -> bool:
    """A letter left out, doubled or swapped before the @."""
    local, at, domain = card.values.get("email", "").partition("@")
    if not at or len(local) < 4:
        return False
    index, style = world.chance.randrange(1, len(local) - 1), world.chance.random()
    if style < 0.4:
        local = local[:index] + local[index + 1 :]
    elif style < 0.7:
        local = local[:index] + local[index] + local[index:]
    else:
        local = local[:index] + local[index + 1] + local[index] + local[index + 2 :]
    changed = f"{local}@{domain}"
    if changed == card.values["email"]:
        return False
    card.values["email"] = changed
    return True


@family("email_domain", BOTH, weight=0.7, aside=True)
def email_domain(world: World, card: Card, _: Company | None) -> bool:
    """The same name with another provider."""
    local, at, domain = card.values.get("email", "").partition("@")
    other = world.domain()
    if not at or other == domain:
        return False
    card.values["email"] = f"{local}@{other}"
    return True


@family("id_digit", "person", weight=1.5)
def id_digit(world: World, card: Card, _: Company | None) -> bool:
    """One digit of the identity number wrong; its check digit no longer fits."""
    number = card.values.get("id_number", "")
    if len(number) != 18:
        return False
    card.values["id_number"] = _other_digit(world, number[:17]) + number[17]
    return True


@family("id_old_form", "person", aside=True)
def id_old_form(_: World, card: Card, __: Company | None) -> bool:
    """The fifteen digits of before 1999."""
    number = card.values.get("id_number", "")
    if len(number) != 18 or number[6:8] != "19":
        return False
    card.values["id_number"] = number[:6] + number[8:17]
    return True


@family("birth_swapped", "person")
def birth_swapped(_: World, card: Card, __: Company | None) -> bool:
    """Day and month the other way round."""
    year, month, day = (card.values.get("birth_date") or "0-0-0").split("-")
    if year == "0" or int(day) > 12 or day == month:
        return False
    card.values["birth_date"] = f"{year}-{day}-{month}"
    return True


@family("birth_decade", "person", weight=0.6, aside=True)
def birth_decade(world: World, card: Card, _: Company | None) -> bool:
    """Ten years too many or too few."""
    text = card.values.get("birth_date", "")
    if not text or text.endswith("02-29"):
        return False
    card.values["birth_date"] = f"{int(text[:4]) + world.chance.choice((-10, 10))}{text[4:]}"
    return True


@family("birth_lunar", "person", weight=0.8)
def birth_lunar(world: World, card: Card, _: Company | None) -> bool:
    """The day of the farmers' calendar written as if it were of the common one: three to seven weeks earlier."""
    text = card.values.get("birth_date", "")
    if not text:
        return False
    card.values["birth_date"] = (date.fromisoformat(text) - timedelta(days=world.chance.randrange(20, 51))).isoformat()
    return True


@family("moved", BOTH, weight=2)
def moved(world: World, card: Card, _: Company | None) -> bool:
    """Another address, mostly in the same city."""
    if not card.values.get("address"):
        return False
    region = world.places.within(card.place.region) if world.happens(0.7) else world.places.region()
    places = world.places
    card.place = places.home(region) if card.kind == "person" else places.office(region)
    card.values["address"] = card.place.written("full")
    if card.values.get("district"):
        card.values["province"], card.values["city"], card.values["district"] = parts(region)
    if card.values.get("region"):
        card.values["region"] = full_name(region)
    return True


@family("address_written", BOTH, weight=2.5)
def address_written(world: World, card: Card, _: Company | None) -> bool:
    """The same place in other words: without province, 栋 for 幢, dashes, only the road or only the community."""
    return _rewritten(card, world.chance.choice(STYLES))


@family("address_han", BOTH, aside=True)
def address_han(_: World, card: Card, __: Company | None) -> bool:
    """The house number in Chinese digits."""
    return _rewritten(card, "han")


def _rewritten(card: Card, style: str) -> bool:
    if not card.values.get("address") or (style == "site" and not card.place.site):
        return False
    text = card.place.written(style)
    if text == card.values["address"]:
        return False
    card.values["address"] = text
    return True


@family("emptied", BOTH, weight=1.5)
def emptied(world: World, card: Card, _: Company | None) -> bool:
    """A card filled in by somebody in a hurry."""
    have = [column for column in _DROPPABLE if card.values.get(column)]
    if len(have) < 3:
        return False
    for column in world.chance.sample(have, k=len(have) // 2):
        del card.values[column]
    return True
