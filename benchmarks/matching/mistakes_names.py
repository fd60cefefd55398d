"""Mistakes with people's names."""

from benchmarks.matching.characters import READINGS, spelled
from benchmarks.matching.companies import Company
from benchmarks.matching.families import family
from benchmarks.matching.names import TITLES_MAN, TITLES_WOMAN
from benchmarks.matching.world import Card, World


def _untouched(card: Card) -> bool:
    return card.values["name"] == card.surname + card.given


def _swap_one(world: World, text: str, table: dict[str, str], *, start: int = 0) -> str:
    """The text with one character confused with another; the same text when none can be."""
    places = [index for index in range(start, len(text)) if table.get(text[index])]
    if not places:
        return text
    index = world.chance.choice(places)
    return text[:index] + world.chance.choice(table[text[index]]) + text[index + 1 :]


def _changed(card: Card, name: str) -> bool:
    if name == card.values["name"]:
        return False
    card.values["name"] = name
    return True


@family("homophone", "person", weight=3)
def homophone(world: World, card: Card, _: Company | None) -> bool:
    """张伟 heard on the telephone and written 张维; now and then the surname."""
    if not _untouched(card):
        return False
    start = 0 if world.happens(0.2) else len(card.surname)
    return _changed(card, _swap_one(world, card.values["name"], world.confusions.sounds, start=start))


@family("near_shape", "person", weight=1.5)
def near_shape(world: World, card: Card, _: Company | None) -> bool:
    """A character misread from paper."""
    return _untouched(card) and _changed(card, _swap_one(world, card.values["name"], world.confusions.shapes))


@family("surname_last", "person")
def surname_last(_: World, card: Card, __: Company | None) -> bool:
    """Given name and surname in the wrong columns of some form."""
    return _untouched(card) and _changed(card, card.given + card.surname)


@family("pinyin", "person", weight=1.5)
def pinyin(world: World, card: Card, _: Company | None) -> bool:
    """Zhang Wei, ZHANG WEI, zhangwei."""
    if not _untouched(card):
        return False
    surname, given = spelled(card.surname, card.given)
    styles = (f"{surname.title()} {given.title()}", f"{surname} {given}".upper(), surname + given)
    return _changed(card, world.chance.choice(styles))


@family("pinyin_given_first", "person", aside=True)
def pinyin_given_first(_: World, card: Card, __: Company | None) -> bool:
    """Wei Zhang."""
    if not _untouched(card):
        return False
    surname, given = spelled(card.surname, card.given)
    return _changed(card, f"{given.title()} {surname.title()}")


@family("polyphone", "person", weight=40)
def polyphone(_: World, card: Card, __: Company | None) -> bool:
    """单晓明 as Dan Xiaoming: the surname read as the word."""
    if not _untouched(card) or card.surname not in READINGS or len(set(READINGS[card.surname])) < 2:
        return False
    surname, given = spelled(card.surname, card.given, wrongly=True)
    return _changed(card, f"{surname.title()} {given.title()}")


@family("traditional", "person", aside=True)
def traditional(world: World, card: Card, _: Company | None) -> bool:
    """In the other script, as far as the input method went."""
    table = world.confusions.traditional
    return _changed(card, "".join(table.get(character, character) for character in card.values["name"]))


@family("nickname", "person", weight=1.2)
def nickname(world: World, card: Card, _: Company | None) -> bool:
    """小王, 老王, 阿伟: a telephone book's names. Only where the number is nobody else's."""
    if not _untouched(card) or "mobile" in card.shared:
        return False
    styles = [f"小{card.surname}", f"老{card.surname}", f"阿{card.given[-1]}", f"小{card.given[-1]}"]
    return _changed(card, world.chance.choice(styles))


@family("title", "person", weight=2)
def title(world: World, card: Card, _: Company | None) -> bool:
    """王总, 张先生, 王伟先生, 王伟（经理）."""
    if not _untouched(card):
        return False
    word = world.chance.choice((TITLES_WOMAN if card.woman else TITLES_MAN).split())
    name, style = card.values["name"], world.chance.random()
    if style < 0.4 and "mobile" not in card.shared:
        return _changed(card, card.surname + word)
    if style < 0.7:
        return _changed(card, name + word)
    left, right = world.chance.choice(("（）", "()"))
    return _changed(card, f"{name}{left}{world.names.job()}{right}")


@family("spaced", "person")
def spaced(world: World, card: Card, _: Company | None) -> bool:
    """张 伟, 张　伟, 欧阳·娜娜."""
    if not _untouched(card):
        return False
    return _changed(card, card.surname + world.chance.choice((" ", "  ", "\u3000", "·", ".")) + card.given)


@family("english_name", "person", aside=True)
def english_name(world: World, card: Card, _: Company | None) -> bool:
    """David Zhang, 张伟 David, 张伟(David)."""
    if not _untouched(card):
        return False
    english, surname = world.chance.choice(world.names.english), spelled(card.surname, card.given)[0].title()
    name = card.values["name"]
    return _changed(card, world.chance.choice((f"{english} {surname}", f"{name} {english}", f"{name}({english})")))


@family("letter_dropped", "person", weight=0.8)
def letter_dropped(world: World, card: Card, _: Company | None) -> bool:
    """王晓明 as 王明 or 王晓: a name of three characters with two."""
    if not _untouched(card) or len(card.given) < 2:
        return False
    return _changed(card, card.surname + world.chance.choice(card.given))


@family("letters_swapped", "person", weight=0.8)
def letters_swapped(_: World, card: Card, __: Company | None) -> bool:
    """王晓明 as 王明晓."""
    if not _untouched(card) or len(card.given) < 2:
        return False
    return _changed(card, card.surname + card.given[::-1])
