"""Persons as rows that can be compared, and the keys under which two of them are looked at together."""

from typing import Any

from kedang.engine.matching.facts import Facts
from kedang.engine.matching.places import place_columns
from kedang.engine.matching.spelling import NOBODY, spelled_person
from kedang.engine.standardise.companies import standardise_company
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
        "name": name.full or None,
        "surname": name.surname or None,
        "given": name.given or None,
        "spelled": name.spellings[0] if name.spellings else None,
        "spellings": spellings or None,
        "letters": name.letters or None,
        "open": list(name.open) or None,
        "nick": bool(name.surname and not name.full),
        "phones": list(facts.phones) or None,
        "phone": facts.phones[0] if facts.phones else None,
        "emails": list(facts.emails) or None,
        "email": facts.emails[0] if facts.emails and facts.emails[0].isascii() else None,
        "mailboxes": mailboxes(facts.emails) or None,
        "handles": list(facts.handles) or None,
        "ids": ids or None,
        "idnumber": ids[0] if ids and ids[0].isascii() else None,
        "birth": birth or None,
        "birth_year": birth[:4] or None,
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
    if birth := row["birth"]:
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


def mailboxes(emails: tuple[str, ...]) -> list[str]:
    """The part before @ where it names somebody: long enough, and not info@."""
    found = [email.partition("@")[0] for email in emails]
    return [box for box in found if len(box) >= 5 and box not in PUBLIC_MAILBOXES]


def employer_of(text: str) -> str:
    """An employer by the heart of its name."""
    return to_simplified(standardise_company(text).core).lower() if text else ""
