"""From a customer's content to what matching wants to know."""

import re
from collections.abc import Iterator, Sequence

from kedang.archive.content import Content
from kedang.engine.matching.facts import Facts
from kedang.engine.matching.persons import is_sound
from kedang.engine.standardise.phones import MOBILE

_MOBILE_INSIDE = re.compile(rf"(?<![0-9]){MOBILE.pattern}(?![0-9])")
_DOCUMENTS = frozenset({"id_number", "passport"})
_PHONES = frozenset({"mobile", "landline"})
_HANDLES = frozenset({"wechat", "qq", "other_contact"})


def facts_of(content: Content) -> Facts:
    """Everything of a content that tells one customer from another. Contacts of an organisation lend it their numbers."""
    points = [*content.points, *(p for contact in content.contacts for p in contact.points)]
    fields, identifiers = content.fields, [(i.kind, i.value) for i in content.identifiers]
    numbers = [p.value for p in points if p.kind in _PHONES]
    return Facts(
        kind=content.kind,
        name=content.name,
        other_names=tuple([name.value for name in content.names]),
        phones=tuple(dict.fromkeys(_dialled(numbers, identifiers, content.name))),
        emails=tuple(dict.fromkeys(p.value.lower() for p in points if p.kind == "email")),
        handles=tuple(dict.fromkeys(p.value.lower() for p in points if p.kind in _HANDLES)),
        identifiers=tuple(_documents(identifiers, numbers)),
        birth_date=fields.get("birth_date", ""),
        gender=fields.get("gender", ""),
        employer=fields.get("employer", ""),
        region=int(fields.get("region", 0) or 0),
        addresses=tuple([(a.region or 0, a.value) for a in content.addresses]),
        postcode=fields.get("postcode", "") or content.given.get("postcode", [""])[0],
        website=fields.get("website", ""),
        legal_representative=fields.get("legal_representative", ""),
        people=tuple([contact.name for contact in content.contacts if contact.name]),
    )


def _dialled(numbers: Sequence[str], identifiers: Sequence[tuple[str, str]], name: str) -> Iterator[str]:
    """Telephone numbers, those that stand in the name or where a document's number belongs among them. A masked one tells
    nothing, and a document's number is none."""
    yield from (number for number in numbers if "*" not in number and not _is_document(number))
    misplaced = (value for kind, value in identifiers if kind in _DOCUMENTS)
    yield from (f"+86{found}" for text in (name, *misplaced) for found in _MOBILE_INSIDE.findall(text))


def _documents(identifiers: Sequence[tuple[str, str]], numbers: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Documents, one that stands where a telephone number belongs among them."""
    yield from (each for each in identifiers if not (each[0] in _DOCUMENTS and MOBILE.fullmatch(each[1])))
    yield from (("id_number", number.upper()) for number in numbers if _is_document(number))


def _is_document(text: str) -> bool:
    return len(text) == 18 and is_sound(text)
