"""From a customer's content to what matching wants to know."""

from kedang.archive.content import Content
from kedang.engine.matching.facts import Facts

_PHONES = frozenset({"mobile", "landline"})
_HANDLES = frozenset({"wechat", "qq", "other_contact"})


def facts_of(content: Content) -> Facts:
    """Everything of a content that tells one customer from another. Contacts of an organisation lend it their numbers."""
    points = [*content.points, *(p for contact in content.contacts for p in contact.points)]
    fields = content.fields
    return Facts(
        kind=content.kind,
        name=content.name,
        other_names=tuple([name.value for name in content.names]),
        phones=tuple(dict.fromkeys(p.value for p in points if p.kind in _PHONES)),
        emails=tuple(dict.fromkeys(p.value.lower() for p in points if p.kind == "email")),
        handles=tuple(dict.fromkeys(p.value.lower() for p in points if p.kind in _HANDLES)),
        identifiers=tuple([(i.kind, i.value) for i in content.identifiers]),
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
