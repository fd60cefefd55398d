"""Persons as rows that can be compared, and the keys under which two of them are looked at together."""

from functools import lru_cache
from itertools import combinations
from typing import Any

from kedang.engine.matching.facts import Facts
from kedang.engine.matching.places import place_columns
from kedang.engine.matching.shapes import shaped
from kedang.engine.matching.spelling import NOBODY, Spelled, spelled_person
from kedang.engine.standardise.companies import standardise_company
from kedang.engine.standardise.id_numbers import standardise_id_number
from kedang.engine.standardise.script import to_simplified

Row = dict[str, Any]
_PUBLIC_MAILBOXES_TEXT = "info sales admin contact service office hr support kefu mail"
PUBLIC_MAILBOXES = frozenset(_PUBLIC_MAILBOXES_TEXT.split())


def person_row(facts: Facts) -> Row:
    """The comparable columns of a person; a column that is unknown is None."""
    name = spelled_person(facts.name) if facts.name else NOBODY
    others = [spelled_person(other) for other in facts.other_names]
    spellings = list(dict.fromkeys(s for n in (name, *others) for s in n.spellings))
    birth = facts.birth_date if len(facts.birth_date) == 10 else ""
    ids = [value for kind, value in facts.identifiers if kind != "bank_account"]
    return {
        "known": name.full or "".join(name.characters) or None,
        "name": name.full or None,
        "shape": shaped(name.full) or None,
        "surname": name.surname or None,
        "given": name.given if len(name.given) > 1 else None,
        "spelled": name.spellings[0] if name.spellings else None,
        "spellings": spellings or None,
        "letters": name.letters or None,
        "open": list(name.open) or None,
        "characters": list(name.characters) or None,
        "short": len(name.full) == 2 and not name.full.isascii(),
        "long": len(name.full) > 3 and not name.full.isascii(),
        "shortened": None if name.full.isascii() else shortened(name.full),
        "latin": bool(name.full) and name.full.isascii(),
        "nick": len(name.characters) == 1 and (not name.full or name.full.isascii()),
        "initials": initials(name) or None,
        "initialled": any(len(part) == 1 and part.isascii() for part in name.characters),
        "phones": list(facts.phones) or None,
        "mobiles": [phone for phone in facts.phones if is_mobile(phone)] or None,
        "phone": facts.phones[0] if facts.phones else None,
        "emails": list(facts.emails) or None,
        "email": facts.emails[0] if facts.emails and facts.emails[0].isascii() else None,
        "mailboxes": mailboxes(facts.emails) or None,
        "handles": list(facts.handles) or None,
        "ids": ids or None,
        "idnumber": ids[0] if ids and ids[0].isascii() else None,
        "sound_id": any(kind == "id_number" and is_sound(value) for kind, value in facts.identifiers),
        "birth": birth or None,
        "birth_year": birth[:4] or None,
        "birth_years": _years(birth),
        "birth_month": birth[5:7] or None,
        "birth_day": birth[8:] or None,
        "birth_mixed": "".join(sorted((birth[5:7], birth[8:]))) or None,
        "gender": facts.gender or None,
        "employer": employer_of(facts.employer) or None,
        **place_columns(facts),
    }


def person_keys(facts: Facts, row: Row) -> list[str]:
    """Keys of which two records of one person share at least one, with near certainty; each names few persons."""
    name = spelled_person(facts.name) if facts.name else NOBODY
    letters, surname = row["letters"], name.surname_spelled
    keys = [f"t{phone}" for phone in facts.phones]
    keys += [f"e{email}" for email in facts.emails]
    keys += [f"h{handle}" for handle in facts.handles]
    keys += [f"i{value}" for value in row["ids"] or ()]
    keys += [f"d{door}|{row['county'] or ''}" for door in row["doors"] or ()]
    keys += _name_keys(row, facts)
    keys += _latin_keys(row)
    if birth := row["birth"]:
        keys += [f"b{birth}"]
        keys += [f"b{birth}|{place}" for place in (row["county"], row["city"]) if place]
        keys += [f"b{birth}|{part}" for part in (letters, surname, name.given_spelled, surname[:1]) if part]
        keys += [f"b{birth}|{facts.postcode}"] if facts.postcode else []
    if surname:
        keys += [f"s{surname}|{mark}|{row['county'] or row['city'] or ''}" for mark in row["marks"] or ()]
        keys += [f"s{surname}|{facts.postcode}"] if facts.postcode else []
        keys += [f"s{surname}|{row['employer']}"] if row["employer"] else []
    return list(dict.fromkeys(keys))


def _name_keys(row: Row, facts: Facts) -> list[str]:
    """Keys of a name: alone (worth something when it is rare), and with whatever else narrows it down."""
    keys = [f"n{''.join(sorted(spelling))}" for spelling in row["spellings"] or ()]
    keys += [f"n{row['shape']}"] if row["shape"] and row["characters"] else []
    letters = row["letters"]
    if not letters:
        return keys
    narrow = [row["county"], row["city"], row["employer"], facts.postcode, facts.gender and row["birth_year"]]
    narrow += [tail for phone in facts.phones for tail in (phone[:-4][-7:], phone[-4:])]
    keys += [f"n{letters}|{place}" for place in narrow if place]
    if row["open"]:
        keys += [
            f"o{variant}|{place}" for variant in row["open"] for place in (row["county"], row["birth_year"]) if place
        ]
    return keys


def initials(name: Spelled) -> list[str]:
    """A Latin name with its first part cut to a letter: t brown, of Thomas Brown and of T. Brown."""
    parts = name.full.split() if name.full.isascii() else []
    return [f"{parts[0][0]} {parts[-1]}"] if len(parts) > 1 else []


def _years(birth: str) -> list[str] | None:
    """The year and the one after it: shared by those whose years are next to each other (a birth date by the moon)."""
    return [birth[:4], str(int(birth[:4]) + 1)] if birth else None


@lru_cache(maxsize=1024)
def is_sound(number: str) -> bool:
    """Whether an ID number's check digit fits: of two different sound numbers none is a mistyped other."""
    return standardise_id_number(number).valid


def shortened(name: str) -> list[str] | None:
    """A Chinese name of two characters, or what a dropped character leaves of one of three."""
    if len(name) == 2:
        return [name]
    return [name[:2], name[0] + name[2]] if len(name) == 3 else None


def _latin_keys(row: Row) -> list[str]:
    """Two pieces of a Latin address name few; one wrong letter in any third does no harm."""
    if not row["latin"]:
        return []
    return [f"m{one}|{other}" for one, other in combinations(row["marks"] or (), 2)]


def is_mobile(phone: str) -> bool:
    """Whether a number is one person's: a Chinese mobile, or a foreign number (which does not tell)."""
    return not phone.startswith("+86") or (len(phone) == 14 and phone[3] == "1")


def mailboxes(emails: tuple[str, ...]) -> list[str]:
    """The part before @ where it names somebody: long enough, and not info@."""
    found = [email.partition("@")[0] for email in emails]
    return [box for box in found if len(box) >= 5 and box not in PUBLIC_MAILBOXES]


def employer_of(text: str) -> str:
    """An employer by the heart of its name."""
    return to_simplified(standardise_company(text).core).lower() if text else ""
