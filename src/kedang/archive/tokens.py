"""The token string a customer is found by.

A token is one type letter and a body of ASCII letters, digits and CJK ideographs; every other letter is written as its code
point, so that both databases cut and compare tokens alike. Tokens of people who may see the customer stand in the same
string, so that permission is part of the match.

| letter | body |
|---|---|
| n | one or two ideographs of a name |
| q | the first 2 to 8 letters of a spelling: a word or number in a name, the pinyin of a name, every reading |
| p | a whole spelling of more than 8 letters |
| i | initials of a name: the first 2 to 6, and all |
| f / m / x | a telephone number / an email address / another contact point, blind |
| t | the last four digits of a telephone number, blind |
| s | an identity number, blind |
| c | a code in clear: credit code, external id, stock code |
| a | the archive number, without separators |
| g / h | a tag / a group |
| k / r | the kind / the region and the regions around it |
| l / u / z | level / status / source |
| o | who owns or shares it |
| d / e | its department and all above / its department alone |
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from kedang.archive.content import Content
from kedang.engine.standardise import pinyin, script
from kedang.engine.standardise.regions import regions
from kedang.kit.text import folded
from kedang.vault.blind import blind_token, remembered

MAX_BODY = 48
LONGEST_NAME = 1000
SHORTEST_PREFIX, LONGEST_PREFIX = 2, 8
MOST_INITIALS = 6
SPELLED = 24
MOST_READINGS = {True: 4, False: 2}
PHONE_KINDS = frozenset({"mobile", "landline", "fax", "contact_mobile", "contact_landline"})
EMAIL_KINDS = frozenset({"email", "contact_email"})
CLEAR_IDENTIFIERS = frozenset({"credit_code", "tax_number", "business_licence"})
CLASS_LETTERS = (("level", "l"), ("status", "u"), ("source", "z"))
_EMPTY = frozenset("nqpifmxtscaghkrluzode")
_RUNS = re.compile(r"[\u4e00-\u9fff]+|[^\W_\u4e00-\u9fff]+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LEGAL_FORM = re.compile(r"(?:股份)?有限(?:责任)?公司$|股份公司$|总公司$|公司$")


def plain(text: str) -> str:
    """Folded for matching: NFKC, case, accents and traditional forms gone."""
    if text.isascii():
        return text.lower()
    base = unicodedata.normalize("NFD", folded(text))
    bare = (
        "".join(c for c in base if not unicodedata.combining(c)) if not unicodedata.is_normalized("NFC", base) else base
    )
    return script.to_simplified(unicodedata.normalize("NFC", bare))


def _body(word: str) -> str:
    if word.isascii():
        return word[:MAX_BODY]
    return "".join(c if c.isascii() or "\u4e00" <= c <= "\u9fff" else f"u{ord(c):x}" for c in word)[:MAX_BODY]


def runs(text: str) -> list[str]:
    """The searchable pieces of a text: runs of ideographs, and words of anything else with a letter or digit."""
    if _HAN.fullmatch(text):
        return [script.to_simplified(text)]
    return _RUNS.findall(plain(text))


def is_han(run: str) -> bool:
    """Whether a run from `runs` is one of ideographs."""
    return "\u4e00" <= run[0] <= "\u9fff"


def grams(run: str) -> list[str]:
    """One- and two-character tokens of a run of ideographs."""
    return ["n" + c for c in run] + ["n" + run[at : at + 2] for at in range(len(run) - 1)]


def spelling(text: str) -> list[str]:
    """Tokens by which a spelling is found from its beginning."""
    longest = min(len(text), LONGEST_PREFIX)
    if text.isascii():
        found = ["q" + text[:length] for length in range(SHORTEST_PREFIX, longest + 1)] or ["q" + text]
        return [*found, "p" + text[:MAX_BODY]] if len(text) > LONGEST_PREFIX else found
    found = ["q" + _body(text[:length]) for length in range(SHORTEST_PREFIX, longest + 1)] or ["q" + _body(text)]
    return [*found, "p" + _body(text)] if len(text) > LONGEST_PREFIX else found


def _initials(syllables: Sequence[str]) -> list[str]:
    letters = _body("".join([s[0] for s in syllables]))
    most = min(len(letters), MOST_INITIALS)
    found = ["i" + letters[:length] for length in range(SHORTEST_PREFIX, most + 1)]
    return found if len(letters) == most and found else [*found, "i" + letters]


@cache
def _ambiguous(character: str) -> bool:
    return len(pinyin.readings(character, surname=False)) > 1


@cache
def _ambiguous_surname(character: str) -> bool:
    return len(pinyin.readings(character, surname=True)) > 1


@cache
def _places() -> frozenset[str]:
    """Names of provinces and prefectures that company names begin with, long and short."""
    named = [r for r in regions().values() if r.level < 3]
    return frozenset([r.name for r in named] + [r.short for r in named])


def _place_length(text: str) -> int:
    """How many characters of a place stand in front, when enough is left to be a name."""
    places = _places()
    return next((n for n in (4, 3, 2) if text[:n] in places and len(text) >= n + 2), 0)


def _readings(text: str, *, surname: bool) -> list[tuple[str, ...]]:
    unsure = (_ambiguous_surname if surname else _ambiguous)(text[0]) or any(map(_ambiguous, text[1:]))
    if unsure:
        return pinyin.readings(text, surname=surname)[: MOST_READINGS[surname]]
    return [tuple(pinyin.spelled(text, surname=surname).split())]


@lru_cache(maxsize=8192)
def name_tokens(name: str, *, surname: bool) -> tuple[str, ...]:
    """Every way to find a name; `surname` reads its beginning as a person's."""
    found: list[str] = []
    pieces = runs(name[:LONGEST_NAME])
    han = False
    for run in pieces:
        if is_han(run):
            found += grams(run)
            han = True
        else:
            found += spelling(run)
    if not han:
        return tuple(found)
    joined = "".join(pieces)
    text = joined[:SPELLED] if surname else _LEGAL_FORM.sub("", joined)[:SPELLED] or joined[:SPELLED]
    place = 0 if surname else _place_length(text)
    for number, syllables in enumerate(_readings(text, surname=surname)):
        core = syllables[place:]
        if place and core:
            found += spelling("".join(core)) + _initials(core)
        if not place or not number:
            found += spelling("".join(syllables)) + _initials(syllables)
    return tuple(found)


def digits_of(value: str) -> str:
    """Only the digits."""
    return "".join([c for c in value if "0" <= c <= "9"])


@remembered(10_000)
def tail_token(digits: str) -> str:
    """The token of the last four digits of a telephone number."""
    return "t" + blind_token("tail", digits)


def point_tokens(kind: str, value: str) -> list[str]:
    """Blind tokens of a contact point: the whole value, and the tail of a telephone number."""
    if not value:
        return []
    whole = blind_token("point", value.lower())
    if kind in PHONE_KINDS:
        digits = digits_of(value[-8:])
        return ["f" + whole, tail_token(digits[-4:])] if len(digits) >= 4 else ["f" + whole]
    return [("m" if kind in EMAIL_KINDS else "x") + whole]


def identity_code(text: str) -> str:
    """An identity number as it is stored: half width, upper case, no decoration."""
    return "".join([c for c in folded(text).upper() if c.isalnum()])


def code_token(letter: str, value: str) -> str:
    """A token of a code without its separators."""
    if value.isascii() and value.isalnum():
        return letter + value.lower()[:MAX_BODY]
    return letter + _body("".join(runs(value)))


@lru_cache(maxsize=2048)
def _class_token(letter: str, value: str) -> str:
    """`code_token` of a word that many customers share."""
    return code_token(letter, value)


@cache
def region_tokens(region: str) -> tuple[str, ...]:
    """A region and what it lies in: r33, r3301, r330106."""
    if len(region) != 6:
        return ()
    levels = [region[:2]]
    if region[2:4] != "00":
        levels.append(region[:4])
    if region[4:] != "00":
        levels.append(region)
    return tuple(["r" + level for level in levels])


def content_tokens(content: Content) -> list[str]:
    """All tokens that follow from the content."""
    person = content.kind == "person"
    fields = content.fields
    found = list(name_tokens(fields.get("name", ""), surname=person))
    for name in content.names:
        found += name_tokens(name.value, surname=False)
    for contact in content.contacts:
        found += name_tokens(contact.name, surname=True)
        for point in contact.points:
            found += point_tokens(point.kind, point.value)
    for point in content.points:
        found += point_tokens(point.kind, point.value)
    for identifier in content.identifiers:
        if identifier.kind in CLEAR_IDENTIFIERS:
            found.append(code_token("c", identifier.value))
        elif identifier.value:
            found.append("s" + blind_token(identifier.kind, identifier.value))
    found += [code_token("c", value) for _, value in content.external_ids]
    if "stock_code" in fields:
        found.append(code_token("c", fields["stock_code"]))
    if "region" in fields:
        found += region_tokens(fields["region"])
    found += [_class_token(letter, fields[code]) for code, letter in CLASS_LETTERS if code in fields]
    found += [f"g{tag:x}" for tag in content.tag_ids] + [f"h{group:x}" for group in content.group_ids]
    found.append("kp" if person else "ko")
    return found


def number_tokens(number: str) -> list[str]:
    """The archive number whole, and its last run of digits, with and without leading zeros."""
    words = runs(number)
    found = ["a" + _body("".join(words))]
    if words and words[-1].isdigit():
        found += ["a" + words[-1], "a" + words[-1].lstrip("0")]
    return found


def scope_tokens(owner_id: int | None, departments: Sequence[int], sharers: Iterable[int] = ()) -> list[str]:
    """Who may see it: owner and sharers, and its departments from the root down to its own, which stands last."""
    people = [owner_id, *sharers] if owner_id else list(sharers)
    found = [f"o{person:x}" for person in people] + [f"d{department:x}" for department in departments]
    return [*found, f"e{departments[-1]:x}"] if departments else found


def token_string(tokens: Iterable[str]) -> str:
    """Distinct tokens in order, as both indexes store them."""
    distinct = dict.fromkeys(tokens)
    for empty in _EMPTY.intersection(distinct):
        del distinct[empty]
    return " ".join(distinct)
