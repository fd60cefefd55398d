"""Whether a person belongs to an organisation: what one record says of the other, each piece with its weight in bits.

Not a likeness, and no parameters are learnt: a person and an organisation share a telephone, a mailbox, a name in the right place.
A piece counts by how seldom it would agree by chance; `LEAST` bits together make a hint, and place alone never does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kedang.engine.matching.facts import Facts
from kedang.engine.matching.organisations import domains_of
from kedang.engine.standardise.companies import standardise_company

Row = Mapping[str, Any]
LEAST = 10.0


@dataclass(frozen=True, slots=True)
class Clue:
    """One kind of piece: the fields it reads of the person and of the organisation, and what it says."""

    code: str
    person: tuple[str, ...]
    organisation: tuple[str, ...]
    weight: float
    zh: str
    en: str


_ORGANISATION_PHONES = ("mobile", "landline", "contact_mobile", "contact_landline")
CLUES: dict[str, Clue] = {
    clue.code: clue
    for clue in (
        Clue("employer", ("employer",), ("name",), 14.0, "工作单位写的就是它", "names it as the employer"),
        Clue(
            "employer_core",
            ("employer",),
            ("name",),
            9.0,
            "工作单位的字号相同",
            "the employer's name has the same heart",
        ),
        Clue("email", ("email",), ("email", "contact_email"), 13.0, "邮箱相同", "same e-mail"),
        Clue(
            "domain",
            ("email",),
            ("website", "email", "contact_email"),
            11.0,
            "用它的域名收信",
            "has mail at its domain",
        ),
        Clue("phone", ("mobile", "landline"), _ORGANISATION_PHONES, 11.0, "电话相同", "same telephone"),
        Clue("contact", ("name",), ("contact_name",), 7.0, "与它的联系人同名", "called like one of its contacts"),
        Clue(
            "legal",
            ("name",),
            ("legal_representative",),
            7.0,
            "与法定代表人同名",
            "called like its legal representative",
        ),
        Clue("door", ("address",), ("address",), 5.0, "门牌相同", "same house"),
        Clue("city", ("address", "region"), ("address", "region"), 1.0, "同一城市", "same city"),
        Clue("elsewhere", ("address", "region"), ("address", "region"), -2.0, "不在同一城市", "in another city"),
    )
}


def clues(person: Facts, person_row: Row, organisation: Facts, organisation_row: Row) -> list[Clue]:
    """What ties this person to this organisation."""
    found = [*_work(person, person_row, organisation_row), *_reach(person, person_row, organisation, organisation_row)]
    found += [*_names(person_row, organisation_row)]
    return [CLUES[code] for code in (*found, *_place(person_row, organisation_row))] if found else []


def _work(person: Facts, row: Row, organisation: Row) -> Iterator[str]:
    if not person.employer:
        return
    if standardise_company(person.employer).key in (organisation["keys"] or ()):
        yield "employer"
    elif row["employer"] and row["employer"] in (organisation["cores"] or ()):
        yield "employer_core"


def _reach(person: Facts, row: Row, organisation: Facts, other: Row) -> Iterator[str]:
    if _share(row["phones"], other["phones"]):
        yield "phone"
    if _share(row["emails"], other["emails"]):
        yield "email"
    elif {email.rpartition("@")[2] for email in person.emails} & set(domains_of(organisation)):
        yield "domain"


def _names(row: Row, other: Row) -> Iterator[str]:
    if row["name"] and row["name"] in (other["people"] or ()):
        yield "contact"
    if row["name"] and row["name"] == other["legal"]:
        yield "legal"


def _place(row: Row, other: Row) -> Iterator[str]:
    if _share(row["doors"], other["doors"]):
        yield "door"
    elif row["city"] and other["city"]:
        yield "city" if row["city"] == other["city"] else "elsewhere"


def _share(ours: list[str] | None, theirs: list[str] | None) -> bool:
    return not set(ours or ()).isdisjoint(theirs or ())
