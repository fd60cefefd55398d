"""Lines, properties and cards of vCard 2.1 (versit), 3.0 (RFC 2426) and 4.0 (RFC 6350)."""

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

MEDIA = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_SILENT = frozenset({"VERSION", "PRODID", "BEGIN", "END", "REV", "SOURCE", "NAME", "PROFILE", "MAILER", "CLASS"})
_HEAD = re.compile(r"(?:([A-Za-z0-9_-]+)\.)?([A-Za-z][A-Za-z0-9_-]*)")
_NEWLINES = re.compile(r"\r\n|\r|\n")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CHARSETS = {
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "utf-8": "utf-8",
    "utf8": "utf-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One line of a card. `types` are lower-case TYPE values, whichever version wrote them."""

    name: str
    value: str
    types: frozenset[str] = frozenset()
    group: str = ""
    label: str = ""

    def parts(self) -> list[str]:
        """The `;` components of N, ADR and ORG."""
        return [unescape(p).strip() for p in split_unescaped(self.value, ";")]

    def text(self) -> str:
        return unescape(self.value).strip()


@dataclass(slots=True)
class Card:
    """`media` tells that a photo, logo, sound or key was left out."""

    line: int
    properties: list[Property] = field(default_factory=list)
    media: bool = False


def read_cards(text: str, encoding: str) -> Iterator[Card]:
    """The cards of a file. A card inside a card (AGENT) is left out; one without END ends where the next begins."""
    card: Card | None = None
    depth = 0
    agent = False
    for number, line in _logical_lines(text):
        name = line.strip().upper()
        if name.replace(" ", "") == "BEGIN:VCARD":
            if card is not None and not agent:
                yield _labelled(card)
                card, depth = None, 0
            depth += 1
            card = card or Card(number)
            agent = False
        elif name.replace(" ", "") == "END:VCARD":
            depth -= 1
            if card is not None and depth <= 0:
                yield _labelled(card)
                card, depth = None, 0
        elif card is not None and depth == 1:
            found = parse_property(line, encoding)
            agent = found is not None and found.name == "AGENT" and not found.value.strip()
            _keep(card, found)
    if card is not None:
        yield _labelled(card)


def _keep(card: Card, found: Property | None) -> None:
    if found is None or found.name in _SILENT:
        return
    if found.name in MEDIA:
        card.media = True
    elif found.value.strip(" ;,"):
        card.properties.append(found)


def _labelled(card: Card) -> Card:
    """Give item1.TEL the text of item1.X-ABLabel."""
    labels = {p.group: p.text().strip("_$!<>") for p in card.properties if p.name == "X-ABLABEL" and p.group}
    kept = []
    for p in card.properties:
        if p.name in ("X-ABLABEL", "X-ABADR"):
            continue
        if p.group in labels:
            p = Property(name=p.name, value=p.value, types=p.types, group=p.group, label=labels[p.group])
        kept.append(p)
    card.properties = kept
    return card


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Unfolded lines with the number of the first physical one. Base64 blocks are swallowed with their property."""
    held: list[str] = []
    started = 0
    binary = False
    for number, line in enumerate(_NEWLINES.split(text.lstrip("\ufeff")), 1):
        if held and line[:1] in (" ", "\t"):
            held.append("" if binary else line[1:])
            continue
        if held and not binary and _soft_break(held):
            held[-1] = held[-1][:-1]
            held.append(line)
            continue
        if held and binary and ":" not in line:
            continue
        if held:
            yield started, "".join(held)
        held, started = ([line], number) if line.strip() else ([], 0)
        binary = bool(held) and _is_base64(line)
    if held:
        yield started, "".join(held)


def _soft_break(held: list[str]) -> bool:
    return held[-1].endswith("=") and "QUOTED-PRINTABLE" in held[0].partition(":")[0].upper()


def _is_base64(line: str) -> bool:
    head = line.partition(":")[0].upper()
    return "BASE64" in head or "ENCODING=B" in head or ";B;" in head + ";"


def parse_property(line: str, encoding: str) -> Property | None:
    match = _HEAD.match(line)
    if not match:
        return None
    head, value = _split_at_colon(line[match.end() :])
    if value is None:
        return None
    types: set[str] = set()
    charset = encoding
    quoted = False
    for key, given in _parameters(head):
        if key == "CHARSET":
            charset = _CHARSETS.get(given.lower(), encoding)
        elif key == "ENCODING" or (not key and given.upper() in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT")):
            quoted = quoted or given.upper() == "QUOTED-PRINTABLE"
        elif key in ("TYPE", ""):
            types.update(t.strip().lower() for t in given.split(",") if t.strip())
    if quoted:
        raw = quopri.decodestring(value.encode("latin-1", "replace"))
        value = _decode(raw, charset).replace("\r\n", "\n").replace("\r", "\n")
    return Property(name=match[2].upper(), value=value, types=frozenset(types), group=match[1] or "")


def _decode(raw: bytes, charset: str) -> str:
    for name in (charset, "utf-8", "gb18030"):
        try:
            return raw.decode(name)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def _split_at_colon(text: str) -> tuple[str, str | None]:
    """Cut at the first colon that is not inside double quotes."""
    quoted = False
    for index, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif char == ":" and not quoted:
            return text[:index], text[index + 1 :]
    head, colon, value = text.partition(":")
    return head, value if colon else None


def _parameters(head: str) -> Iterable[tuple[str, str]]:
    for part in re.findall(r';((?:[^;"]|"[^"]*")*)', head):
        key, equals, value = part.partition("=")
        yield (key.strip().upper(), value.strip().strip('"')) if equals else ("", part.strip())


def split_unescaped(text: str, separator: str) -> list[str]:
    parts = [""]
    escaped = False
    for char in text:
        if escaped or char != separator:
            parts[-1] += char
        else:
            parts.append("")
        escaped = char == "\\" and not escaped
    return parts


def unescape(text: str) -> str:
    return _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1] if m[1] in "\\,;:" else m[0], text)
