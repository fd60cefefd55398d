"""Quick capture: a pasted signature, business card or chat message as a draft. What is not recognised stays in `rest`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kedang.engine.catalogue import FIELDS
from kedang.engine.standardise.credit_codes import standardise_credit_code
from kedang.engine.standardise.id_numbers import standardise_id_number
from kedang.engine.standardise.names import split_person
from kedang.engine.standardise.phones import standardise_phone
from kedang.engine.tables.content import looks_like_address, looks_like_company, looks_like_person
from kedang.engine.tables.opening import open_table
from kedang.engine.tables.refusals import TableRefused
from kedang.engine.tables.vocabulary import BY_KIND, meaning

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_URL = re.compile(r"(?:https?://|www\.)[^\s，。；,;]+", re.IGNORECASE)
_CODE18 = re.compile(r"(?<![0-9A-Za-z])[0-9A-Z]{17}[0-9A-Zx](?![0-9A-Za-z])", re.ASCII)
_PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\(?0\d{2,3}\)?[- ]?\d{7,8}(?:\s*(?:转|-|ext\.?)\s*\d{1,6})?"
    r"|400[- ]?\d{3}[- ]?\d{4}|\+\d{1,3}[- .]?(?:\(?\d{1,4}\)?[- .]?){2,5})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\s*([^\s:：\d@]{1,20}?(?:\s[A-Za-z]{1,10})?)\s*[:：]\s*(.+)$")
_NEXT_LABEL = re.compile(r"\s+(?=[^\s:：]{1,10}[:：])")
_LONGEST_LINE = 2_000
_SPACED = re.compile(r"^\s*([\u4e00-\u9fff]{2,8})\s+(\S.*)$")
_CALLED = re.compile(r"(?:我是|我叫|姓名是|名字叫|联系人是?)\s*([\u4e00-\u9fff·]{2,4}?)(?=[，,。；;\s]|$)")
_INLINE = re.compile(
    r"(?<![A-Za-z\u4e00-\u9fff])(微信号?|wechat|wx|v信|qq号?|weixin)\s*[:：]?\s*([A-Za-z0-9_-]{5,30})", re.IGNORECASE
)
_TITLE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,10}(?:总经理|副总裁|总裁|总监|经理|主管|主任|董事长|董事|工程师|顾问|助理|专员|代表|律师|医生|老师|教授|秘书|会计|合伙人|负责人|创始人|店长|部长|科长|处长|院长|校长))"
    r"|(?:[A-Za-z &]*\b(?:manager|director|engineer|president|ceo|cto|cfo|coo|founder|sales|consultant|partner|head of [a-z ]+)\b[A-Za-z &]*)",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\t|｜/／、，,;；。]+|\s{2,}")
_ENGLISH_NAME = re.compile(r"[A-Z][a-z]+(?: [A-Z]\.?)?(?: [A-Z][a-z]+){1,2}$")
_LABELS = {
    "wechat": "wechat",
    "微信": "wechat",
    "微信号": "wechat",
    "weixin": "wechat",
    "wx": "wechat",
    "v信": "wechat",
}
_SHORT = {
    "t": "phone",
    "m": "mobile",
    "f": "fax",
    "e": "email",
    "p": "phone",
    "tel": "phone",
    "mob": "mobile",
    "a": "address",
}
_PERSON_ONLY = frozenset(c for c, s in FIELDS.items() if s.kinds == ("person",))


@dataclass(slots=True)
class Parsed:
    """A draft. `kind` is None when nothing says what it is."""

    kind: str | None = None
    values: dict[str, list[str]] = field(default_factory=dict)
    rest: str = ""

    def add(self, code: str, value: str) -> None:
        """One more value, each once."""
        value = value.strip(" \t,，;；|")
        kept = self.values.setdefault(code, [])
        if value and value not in kept:
            kept.append(value)


def parse_text(text: str) -> Parsed:
    """Recognise what stands in a text. Never raises."""
    if "BEGIN:VCARD" in text.upper():
        card = _card(text)
        if card is not None:
            return card
    found = Parsed()
    rest: list[str] = []
    for line in text.splitlines():
        left = [_line(part, found) for part in _NEXT_LABEL.split(line[:_LONGEST_LINE])]
        kept = " ".join(piece for piece in left if piece)
        if kept:
            rest.append(kept)
    found.rest = "\n".join(rest)
    return _decided(found)


def _card(text: str) -> Parsed | None:
    try:
        rows = list(open_table(text.encode("utf-8", "replace"), filename="card.vcf").first().rows())
    except TableRefused:
        return None
    found = Parsed()
    for header, cell in zip(rows[0].cells, rows[1].cells, strict=False):
        code = re.sub(r"_\d+$", "", header)
        if not cell:
            continue
        if code == "kind":
            found.kind = cell
        elif code in FIELDS:
            found.add(code, cell)
        else:
            found.rest += f"{header}: {cell}\n"
    found.values = {code: values for code, values in found.values.items() if values}
    return found


def _line(line: str, found: Parsed) -> str:
    """Take what is recognised out of a line; what is left."""
    line = line.strip()
    labelled = _LABEL.match(line) or _SPACED.match(line)
    if labelled and not line.lower().startswith(("http:", "https:")) and _labelled(labelled[1], labelled[2], found):
        return ""
    called = _CALLED.search(line)
    if called and looks_like_person(called[1]):
        found.add("name", called[1])
        line = line.replace(called.group(0), "  ", 1)
    for taken in _inline(line, found):
        line = line.replace(taken, "  ", 1)
    left = [piece for piece in _pieces(line) if not _bare(piece, found)]
    return " ".join(left)


def _labelled(label: str, value: str, found: Parsed) -> bool:
    word = label.strip().lower()
    concept = _LABELS.get(word) or _SHORT.get(word) or meaning(label).concept
    if concept == "fax":
        return _faxes(value, found)
    if concept in {"phone", "mobile", "landline", "email", "website"}:
        return False
    if concept in {"family_name", "given_name", "kind", "province", "city", "district", "sequence", "reference", ""}:
        return False
    code = _NAMES.get(concept) or BY_KIND.get(concept, (concept, concept))[0] or concept
    if code not in FIELDS or code in {"tags", "groups", "owner"}:
        return False
    found.add(code, value)
    return True


_NAMES = {"person_name": "name", "contact_person": "name", "company_name": "employer", "any_name": "name"}


def _faxes(value: str, found: Parsed) -> bool:
    numbers = [m.group(0) for m in _PHONE.finditer(value)]
    for number in numbers:
        found.add("fax", number)
    return bool(numbers)


def _phone(number: str, found: Parsed) -> None:
    found.add("mobile" if standardise_phone(number).kind == "mobile" else "landline", number)


def _inline(line: str, found: Parsed) -> Iterator[str]:
    """Values that are recognisable wherever they stand."""
    for match in _EMAIL.finditer(line):
        found.add("email", match.group(0))
        yield match.group(0)
    for match in _URL.finditer(line):
        found.add("website", match.group(0))
        yield match.group(0)
    for match in _INLINE.finditer(line):
        found.add("qq" if match[1].lower().startswith("qq") else "wechat", match[2])
        yield match.group(0)
    for match in _CODE18.finditer(line):
        code = match.group(0)
        if standardise_id_number(code).valid:
            found.add("id_number", code)
            yield code
        elif standardise_credit_code(code).valid:
            found.add("credit_code", code)
            yield code
    bare = line
    for match in _PHONE.finditer(bare):
        _phone(match.group(0), found)
        yield match.group(0)


def _pieces(line: str) -> Iterator[str]:
    for part in _SEPARATORS.split(line):
        part = part.strip(" ·-—:：")
        if not part:
            continue
        whole = looks_like_company(part) or looks_like_address(part) or part.isascii()
        yield from [part] if whole or " " not in part else part.split()


def _bare(piece: str, found: Parsed) -> bool:
    """A piece without a label: a company, an address, a person, a title; labels of what was taken are done with."""
    if piece.lower().rstrip(".") in _SHORT or (meaning(piece).certainty >= 0.9 and len(piece) <= 6):
        return True
    if looks_like_company(piece):
        found.add("employer", piece)
    elif looks_like_address(piece):
        found.add("address", piece)
    elif looks_like_person(piece) and not found.values.get("name"):
        found.add("name", piece)
    elif not found.values.get("name") and _named_with_title(piece, found):
        pass
    elif _TITLE.fullmatch(piece):
        found.add("job_title", piece)
    else:
        return False
    return True


def _named_with_title(piece: str, found: Parsed) -> bool:
    """张三经理, 王芳 销售总监, John Smith."""
    if _ENGLISH_NAME.match(piece):
        found.add("name", piece)
        return True
    title = _TITLE.search(piece)
    if title and title.start() >= 2 and looks_like_person(piece[: title.start()]):
        found.add("name", piece[: title.start()])
        found.add("job_title", title.group(0))
        return True
    name, label = split_person(piece)
    if label and looks_like_person(name):
        found.add("name", name)
        return True
    return False


def _decided(found: Parsed) -> Parsed:
    """A person with an employer, or the organisation itself when nobody is named."""
    values = {code: kept for code, kept in found.values.items() if kept}
    person = bool(values.get("name")) or bool(values.keys() & {"id_number", "wechat", "qq"})
    if values.get("employer") and not person:
        values["name"] = values.pop("employer")[:1]
        values = {code: kept for code, kept in values.items() if code not in _PERSON_ONLY}
        found.kind = "organisation"
    elif values:
        found.kind = "organisation" if "credit_code" in values and not person else "person"
    for code in ("name", "employer", "job_title", "website"):
        if len(values.get(code, ())) > 1:
            found.rest = "\n".join([*values[code][1:], found.rest]).strip()
            values[code] = values[code][:1]
    found.values = values
    return found
