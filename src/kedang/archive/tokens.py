"""The token string a customer is found by.

A token is one type letter and a body of ASCII letters, digits and CJK ideographs; every other letter is written as its code
point, so that both databases cut and compare tokens alike. Tokens of people who may see the customer stand in the same
string, so that permission is part of the match.

| letter | body |
|---|---|
| n | one or two ideographs of a name |
| w | a word or number of a name, an external id, a code |
| p / i | full pinyin / initials of a name, every reading |
| t / f | last four digits / whole value of a contact point, blind |
| s | an identity number, blind |
| a | the archive number, without separators |
| g / h | a tag / a group |
| k / r | the kind / the region and the regions around it |
| o / d | who owns or shares it / the departments it belongs to, up the tree |
"""

import re
import unicodedata
from collections.abc import Iterable

from kedang.archive.content import Content
from kedang.engine.standardise import pinyin, script
from kedang.kit.text import folded
from kedang.vault.blind import blind_token

MAX_BODY = 48
_RUNS = re.compile(r"[\u4e00-\u9fff]+|[^\W_\u4e00-\u9fff]+")
_CLEAR_IDENTIFIERS = frozenset({"credit_code", "tax_number", "business_licence"})


def plain(text: str) -> str:
    """Folded for matching: NFKC, case, accents and traditional forms gone."""
    if text.isascii():
        return text.lower()
    base = unicodedata.normalize("NFD", folded(text))
    bare = "".join(c for c in base if not unicodedata.combining(c)) if not base.isascii() else base
    return script.to_simplified(unicodedata.normalize("NFC", bare))


def _body(word: str) -> str:
    if word.isascii():
        return word[:MAX_BODY]
    return "".join(c if c.isascii() or "\u4e00" <= c <= "\u9fff" else f"u{ord(c):x}" for c in word)[:MAX_BODY]


def runs(text: str) -> list[str]:
    """The searchable pieces of a text: runs of ideographs, and words of anything else with a letter or digit."""
    return _RUNS.findall(plain(text))


def word_token(word: str) -> str:
    """The token of one non-ideographic word."""
    return "w" + _body(word)


def grams(run: str) -> list[str]:
    """One- and two-character tokens of a run of ideographs."""
    return ["n" + c for c in run] + ["n" + a + b for a, b in zip(run, run[1:], strict=False)]


def name_tokens(name: str, *, surname: bool) -> list[str]:
    """Every way to find a name."""
    found: list[str] = []
    for run in runs(name):
        if "\u4e00" <= run[0] <= "\u9fff":
            found += grams(run)
            for reading in pinyin.readings(run[:16], surname=surname):
                found.append("p" + "".join(reading)[:MAX_BODY])
                found.append("i" + "".join(syllable[0] for syllable in reading if syllable))
        else:
            found.append(word_token(run))
    return found


def digits_of(value: str) -> str:
    """Only the digits."""
    return "".join(c for c in value if "0" <= c <= "9")


def point_tokens(kind: str, value: str) -> list[str]:
    """Blind tokens of a contact point: the whole value, and the tail of a phone number."""
    if not value:
        return []
    whole = "f" + blind_token("point", value.lower())
    digits = digits_of(value) if kind in {"mobile", "landline", "fax", "contact_mobile", "contact_landline"} else ""
    return [whole, "t" + blind_token("tail", digits[-4:])] if len(digits) >= 4 else [whole]


def code_token(letter: str, value: str) -> str:
    """A token of a code without its separators."""
    return letter + _body("".join(runs(value)))


def region_tokens(region: str) -> list[str]:
    """A region and what it lies in: r33, r3301, r330106."""
    if len(region) != 6:
        return []
    levels = [region[:2]]
    if region[2:4] != "00":
        levels.append(region[:4])
    if region[4:] != "00":
        levels.append(region)
    return ["r" + level for level in levels]


def content_tokens(content: Content) -> list[str]:
    """All tokens that follow from the content."""
    person = content.kind == "person"
    found = name_tokens(content.name, surname=person)
    for name in content.names:
        found += name_tokens(name.value, surname=False)
    for contact in content.contacts:
        found += name_tokens(contact.name, surname=True)
        for point in contact.points:
            found += point_tokens(point.kind, point.value)
    for point in content.points:
        found += point_tokens(point.kind, point.value)
    for identifier in content.identifiers:
        if identifier.kind in _CLEAR_IDENTIFIERS:
            found.append(code_token("w", identifier.value))
        elif identifier.value:
            found.append("s" + blind_token(identifier.kind, identifier.value))
    found += [code_token("w", value) for _, value in content.external_ids]
    for code in ("stock_code", "region"):
        if code in content.fields:
            value = content.fields[code]
            found += [code_token("w", value)] if code == "stock_code" else region_tokens(value)
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


def scope_tokens(owner_id: int | None, departments: Iterable[int], sharers: Iterable[int] = ()) -> list[str]:
    """Who may see it: owner and sharers, and its department with everything above."""
    people = [owner_id, *sharers] if owner_id else list(sharers)
    return [f"o{person:x}" for person in people] + [f"d{department:x}" for department in departments]


def token_string(tokens: Iterable[str]) -> str:
    """Distinct tokens in order, as both indexes store them."""
    return " ".join(dict.fromkeys(t for t in tokens if len(t) > 1))
