"""Business cards (.vcf) as a table: one row a card, the headers are field codes, repeated values in numbered columns."""

import re
from collections.abc import Iterator
from functools import partial

from kedang.engine.tables.content import looks_like_company
from kedang.engine.tables.encodings import Encoding
from kedang.engine.tables.refusals import TableRefused
from kedang.engine.tables.rows import Content, Row, Sheet
from kedang.engine.tables.vcard_syntax import Card, Property, read_cards, split_unescaped, unescape

KIND = "kind"
_SIMPLE = {
    "NICKNAME": "short_name",
    "TITLE": "job_title",
    "ROLE": "occupation",
    "NOTE": "remark",
    "BDAY": "birth_date",
    "UID": "external_id",
    "EMAIL": "email",
    "URL": "website",
    "X-QQ": "qq",
    "X-WECHAT": "wechat",
    "X-WEIXIN": "wechat",
    "X-TENCENT-QQ": "qq",
}
_MESSENGER = re.compile(
    r"X-(AIM|ICQ|MSN|YAHOO|SKYPE|SKYPE-USERNAME|JABBER|GTALK|GOOGLE-TALK|GADUGADU|GROUPWISE|TWITTER)$"
)
_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}$")
_CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_ORDER = (
    KIND,
    "external_id",
    "name",
    "short_name",
    "contact_name",
    "mobile",
    "landline",
    "fax",
    "email",
    "wechat",
    "qq",
    "other_contact",
    "employer",
    "department",
    "job_title",
    "occupation",
    "gender",
    "birth_date",
    "address",
    "postcode",
    "website",
    "tags",
    "remark",
)

Values = list[tuple[str, str]]


def card_sheets(content: Content, encoding: Encoding) -> tuple[Sheet, ...]:
    """One sheet with a header row (line 0) and a row for each card at the line of its BEGIN."""
    text = encoding.decode(content.everything()).replace("\0", "")
    cards = [(card.line, card_values(card)) for card in read_cards(text, encoding.name)]
    if not cards:
        raise TableRefused("vcard.none")
    headers = _headers([values for _, values in cards])
    return (Sheet("1", partial(_rows, headers, cards), len(cards), header_line=0),)


def _headers(cards: list[Values]) -> dict[str, int]:
    """{header: column}: each code as often as the card that repeats it most; `mobile`, `mobile_2` …"""
    most: dict[str, int] = {}
    for values in cards:
        codes = [code for code, _ in values]
        for code in codes:
            most[code] = max(most.get(code, 0), codes.count(code))
    known = [code for code in _ORDER if code in most]
    other = [code for code in most if code not in _ORDER]
    names = [code if n == 1 else f"{code}_{n}" for code in known + other for n in range(1, most[code] + 1)]
    return {name: column for column, name in enumerate(names)}


def _rows(headers: dict[str, int], cards: list[tuple[int, Values]]) -> Iterator[Row]:
    yield Row(0, tuple(headers))
    for line, values in cards:
        cells = [""] * len(headers)
        seen: dict[str, int] = {}
        for code, value in values:
            seen[code] = seen.get(code, 0) + 1
            name = code if seen[code] == 1 else f"{code}_{seen[code]}"
            cells[headers[name]] = value
        yield Row(line, tuple(cells))


def card_values(card: Card) -> Values:
    """(field code, value) pairs of one card; an unknown property keeps its own name."""
    names = _names(card)
    organisations = [p for p in card.properties if p.name == "ORG"]
    company = next((part for p in organisations for part in p.parts() if part), "")
    kind = _kind(card, names, company)
    values: Values = [(KIND, kind), *_naming(kind, names, company, organisations)]
    for p in card.properties:
        values.extend(_property_values(p, card))
    unique = dict.fromkeys((code, value) for code, value in values if value)
    return list(unique)


def _kind(card: Card, names: list[str], company: str) -> str:
    for p in card.properties:
        if p.name in ("KIND", "X-ABSHOWAS") and p.text().lower() in ("org", "company", "organization"):
            return "organisation"
    if not names:
        return "organisation" if company else "person"
    has_person = any(p.name == "N" and any(p.parts()[:2]) for p in card.properties)
    same = names[0] == company or (not has_person and looks_like_company(names[0]))
    return "organisation" if same else "person"


def _naming(kind: str, names: list[str], company: str, organisations: list[Property]) -> Values:
    values: Values = []
    if kind == "organisation":
        name = company or next(iter(names), "")
        values.append(("name", name))
        values.extend(("contact_name", n) for n in names[:1] if n != name)
        names = names[1:]
    else:
        values.extend(("name", n) for n in names[:1])
        names = names[1:]
        values.append(("employer", company))
    values.extend(("FN", n) for n in names)
    for index, p in enumerate(organisations):
        parts = [part for part in p.parts() if part]
        values.append(("department", " / ".join(parts[1:])))
        if index:
            values.append(("ORG", parts[0] if parts else ""))
    return values


def _names(card: Card) -> list[str]:
    formatted = [p.text() for p in card.properties if p.name == "FN"]
    structured = [_composed(p.parts()) for p in card.properties if p.name == "N"]
    names = [n for n in formatted if n] or [n for n in structured if n]
    return list(dict.fromkeys(names))


def _composed(parts: list[str]) -> str:
    family, given, middle = ([*parts, "", "", ""])[:3]
    if _CJK.search(family + given):
        return family + middle + given
    return " ".join(p for p in (given, middle, family) if p)


def _property_values(p: Property, card: Card) -> Values:
    name = p.name
    if name in ("FN", "N", "ORG", "KIND", "X-ABSHOWAS", "LABEL"):
        return [("address", p.text())] if name == "LABEL" and not _has(card, "ADR") else []
    if name in ("TEL", "X-MS-TEL"):
        return [_phone(p)]
    if name == "ADR":
        return _address(p.parts())
    if name in ("GENDER", "X-GENDER"):
        return [("gender", p.parts()[0])]
    if name == "CATEGORIES":
        return [("tags", ",".join(unescape(t).strip() for t in split_unescaped(p.value, ",")))]
    if name == "IMPP":
        return [_impp(p.text())]
    if _MESSENGER.match(name):
        return [("other_contact", f"{name[2:].lower()}: {p.text()}")]
    code = _SIMPLE.get(name)
    if code in ("email", "website"):
        return [(code, re.sub(r"^mailto:", "", p.text()))]
    return [(code, p.text())] if code else [(p.label or name, p.text())]


def _has(card: Card, name: str) -> bool:
    return any(p.name == name for p in card.properties)


def _phone(p: Property) -> tuple[str, str]:
    number = re.sub(r"^tel:", "", p.text(), flags=re.IGNORECASE)
    if "fax" in p.types:
        return "fax", number
    if "pager" in p.types:
        return "other_contact", f"pager: {number}"
    if p.types & {"cell", "iphone", "mobile"} or _MOBILE.match(re.sub(r"[\s()-]", "", number)):
        return "mobile", number
    return "landline", number


def _impp(text: str) -> tuple[str, str]:
    scheme, _, rest = text.partition(":")
    code = {"qq": "qq", "weixin": "wechat", "wechat": "wechat"}.get(scheme.lower())
    return (code, rest) if code and rest else ("other_contact", text)


def _address(parts: list[str]) -> Values:
    box, extended, street, city, region, postcode, country = (parts + [""] * 7)[:7]
    if _CJK.search(region + city + street):
        home = "" if country in ("中国", "中华人民共和国", "China", "CN") else country
        text = "".join((home, region, city if city != region else "", street, extended, box))
    else:
        text = ", ".join(" ".join(p.split()) for p in (extended, street, box, city, region, postcode, country) if p)
    return [("address", text), ("postcode", postcode)]
