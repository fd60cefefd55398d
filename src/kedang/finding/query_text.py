"""What somebody typed into the one search box, as a question to the index.

Words are joined by AND. Each may mean several things: a fragment of a name, its pinyin or initials, a telephone number in
any writing or its last four digits, an email address, a code, an archive number, a tag. Some of these meanings are values
the reader may see on some customers only; such tokens ask for the token of those customers as well, so that a search never
answers what a page would hide.
"""

import itertools
import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from kedang.archive import tokens
from kedang.engine.catalogue import FIELDS
from kedang.engine.search_terms import Every, Term, Token, every, some
from kedang.engine.standardise.clean import one_line
from kedang.engine.standardise.id_numbers import standardise_id_number
from kedang.engine.standardise.names import split_person
from kedang.engine.standardise.phones import standardise_phone
from kedang.kit.actor import Actor
from kedang.kit.modes import Mode
from kedang.kit.text import folded
from kedang.vault.blind import blind_token

LONGEST_TEXT = 200
MOST_WORDS = 8
LONGEST_RUN = 32
SHORTEST_PHONE = 5
_POINT_CODES = tuple(
    c for c, s in FIELDS.items() if s.storage == "point" or c in tokens.PHONE_KINDS | tokens.EMAIL_KINDS
)
# Which fields a blind token may speak of: its reader must be allowed to read every one of them.
BLIND_FIELDS: dict[str, tuple[str, ...]] = {
    "f": tuple(c for c in _POINT_CODES if c in tokens.PHONE_KINDS),
    "t": tuple(c for c in _POINT_CODES if c in tokens.PHONE_KINDS),
    "m": tuple(c for c in _POINT_CODES if c in tokens.EMAIL_KINDS),
    "x": tuple(c for c in _POINT_CODES if c not in tokens.PHONE_KINDS | tokens.EMAIL_KINDS),
}
_CODES_IN_CLEAR = (*sorted(tokens.CLEAR_IDENTIFIERS), "external_id", "stock_code")
_NAMES = ("name", "contact_name", *(c for c, s in FIELDS.items() if s.storage == "name"))
_IDENTITY = ("id_number", "passport", "bank_account")
_SEALED_LETTERS = frozenset((*BLIND_FIELDS, "s"))
_DIGITS = re.compile(r"[0-9]+", re.ASCII)
_PHONE_LIKE = re.compile(r"[^0-9]*(?:[0-9][^0-9]*){5,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reader:
    """How far an actor may look into each kind of blind token: everywhere in reach, only their own customers, nowhere."""

    everywhere: frozenset[str]
    own: frozenset[str]
    own_token: Token

    def may_know(self, letter: str, held: Container[str]) -> bool:
        """Whether the actor may be told that a customer with these tokens has one of this kind."""
        names = [f"s:{code}" for code in _IDENTITY] if letter == "s" else [letter]
        if letter not in _SEALED_LETTERS or all(name in self.everywhere for name in names):
            return True
        return self.own_token.text in held and all(name in self.everywhere | self.own for name in names)


def reader(actor: Actor) -> Reader:
    """What of the sealed fields the actor may search."""
    classes: Mapping[str, Iterable[str]] = BLIND_FIELDS | {f"s:{code}": (code,) for code in _IDENTITY}
    classes = {**classes, "c": _CODES_IN_CLEAR, "n": _NAMES, "g": ("tags",), "h": ("groups",)}
    everywhere: set[str] = set()
    own: set[str] = set()
    for name, codes in classes.items():
        modes = [actor.modes.modes(code, FIELDS[code].sensitivity) for code in codes]
        if all(m.own >= Mode.READ for m in modes):
            (everywhere if all(m.other >= Mode.READ for m in modes) else own).add(name)
    return Reader(frozenset(everywhere), frozenset(own), Token(f"o{actor.id:x}" if actor.id > 0 else "o0"))


def _guarded(who: Reader, name: str, term: Term) -> Term | None:
    """The term as far as the actor may look: as it is, on own customers only, or not at all."""
    if name in who.everywhere:
        return term
    return Every((term, who.own_token)) if name in who.own else None


def _sealed(who: Reader, name: str, token: str) -> Term | None:
    return _guarded(who, name, Token(token))


def question(text: str, who: Reader, named: Mapping[str, Iterable[str]]) -> Term | None:
    """The question behind a text, or None when nothing in it can be found.

    `named` maps folded names of tags and groups to their tokens. The text may be meant as it is, without the marks nobody
    sees, without the title that a person's name was filed without, or without accents.
    """
    text = _cut(text)
    line = one_line(text)
    forms = dict.fromkeys((text, line, split_person(line)[0], _unmarked(line)))
    return some([term for form in forms if (term := _question(form, who, named)) is not None])


def _cut(text: str) -> str:
    """What is read of a text: whole words, because the first letter of a long word finds nothing."""
    cut = text[:LONGEST_TEXT].strip()
    return cut if len(text) <= LONGEST_TEXT else cut.rpartition(" ")[0] or cut


def _unmarked(text: str) -> str:
    """The text without marks on its letters, which a word alone may lose or keep."""
    marked = not text.isascii() and any(map(unicodedata.combining, unicodedata.normalize("NFD", text)))
    return tokens.plain(text) if marked else text


def _question(text: str, who: Reader, named: Mapping[str, Iterable[str]]) -> Term | None:
    words = text.split()[:MOST_WORDS]
    if not words:
        return None
    asked = [term for word in words if tokens.runs(word) for term in (_word(word, who, named),)]
    if not asked:
        return None
    separate = None if None in asked else every([term for term in asked if term is not None])
    if len(words) == 1:
        return separate
    return some([*([separate] if separate else ()), *_whole(text, who, named)])


def _word(word: str, who: Reader, named: Mapping[str, Iterable[str]]) -> Term | None:
    """Everything one word may mean."""
    return some(
        [
            *_names(word, who),
            *_codes(word, who),
            *_points(word, who),
            *_identities(word, who),
            *_labels(word, who, named),
        ]
    )


def _whole(text: str, who: Reader, named: Mapping[str, Iterable[str]]) -> list[Term]:
    """What only the words together mean: a spaced telephone number, pinyin syllable by syllable, a tag of two words."""
    found = [*_points(text, who), *_identities(text, who), *_labels(text, who, named), *_codes(text, who)]
    joined = "".join(tokens.runs(text))
    spelled = some(_spelled(joined)) if joined.isascii() and joined.isalpha() else None
    whole = _guarded(who, "n", spelled) if spelled else None
    return [*found, whole] if whole else found


def _names(word: str, who: Reader) -> list[Term]:
    """The word as a piece of a name: every run of it must be there."""
    parts: list[Term | None] = []
    for run in tokens.runs(word)[:MOST_WORDS]:
        run = run[:LONGEST_RUN]
        if not tokens.is_han(run):
            parts.append(some(_spelled(run)))
        elif len(run) == 1:
            parts.append(Token("n" + run))
        else:
            parts.append(every([Token("n" + a + b) for a, b in itertools.pairwise(run)]))
    found = every([part for part in parts if part is not None])
    allowed = _guarded(who, "n", found) if found else None
    return [allowed] if allowed else []


def _spelled(run: str) -> list[Term]:
    """A spelling from its beginning, or initials."""
    if len(run) > tokens.LONGEST_PREFIX:
        found: list[Term] = [Token(tokens.spelling(run)[-1], prefix=True)]
    else:
        found = [Token(tokens.spelling(run)[-1])]
    if run.isascii() and run.isalpha():
        found.append(Token("i" + run))
    return found


def _codes(word: str, who: Reader) -> list[Term]:
    """The word as a code in clear or as an archive number, without its separators."""
    body = tokens.code_token("", word)
    if not body:
        return []
    code = _sealed(who, "c", "c" + body)
    found: list[Term] = [*([code] if code else []), Token("a" + body)]
    if _DIGITS.fullmatch(body) and body.lstrip("0"):
        found.append(Token("a" + body.lstrip("0")))
    return found


def _points(word: str, who: Reader) -> list[Term]:
    """The word as a contact point, whole or by its last four digits."""
    raw = folded(word)
    digits = tokens.digits_of(raw)
    values = dict.fromkeys((word.lower(), raw))
    found = [_sealed(who, "m" if "@" in raw else "x", _blind("m" if "@" in raw else "x", value)) for value in values]
    if len(digits) == 4 and digits == raw:
        found += [_sealed(who, "t", tokens.tail_token(digits)), _sealed(who, "f", _blind("f", digits))]
    elif len(digits) >= SHORTEST_PHONE and _PHONE_LIKE.fullmatch(raw):
        phone = standardise_phone(word)
        numbers = dict.fromkeys(filter(None, (phone.standard, phone.national, digits, *values)))
        found += [_sealed(who, "f", _blind("f", number)) for number in numbers]
    return [term for term in found if term is not None]


def _blind(letter: str, value: str) -> str:
    return letter + blind_token("point", value)


def _identities(word: str, who: Reader) -> list[Term]:
    """The word as an identity number."""
    code = tokens.identity_code(word)
    if not 6 <= len(code) <= 32:
        return []
    values: dict[str, str] = {"passport": code}
    if code[:-1].isdigit() and len(code) in (15, 18):
        values["id_number"] = standardise_id_number(code).standard or code
    if code.isdigit():
        values["bank_account"] = code
    found = [_sealed(who, f"s:{kind}", "s" + blind_token(kind, value)) for kind, value in values.items()]
    return [term for term in found if term is not None]


def _labels(word: str, who: Reader, named: Mapping[str, Iterable[str]]) -> list[Term]:
    """The word as the name of a tag or a group."""
    found = [_sealed(who, token[0], token) for token in named.get(tokens.plain(word).strip(), ())]
    return [term for term in found if term is not None]
