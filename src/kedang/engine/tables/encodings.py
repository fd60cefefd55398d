"""Which encoding a text is in, judged on all of it, not only on the first kilobytes."""

import codecs
from collections.abc import Iterable
from dataclasses import dataclass

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_EVIDENCE = 1 << 16


@dataclass(frozen=True, slots=True)
class Encoding:
    """`clean` is False when some bytes fit no reading and will be shown as �; `skip` bytes are no text."""

    name: str
    clean: bool = True
    skip: int = 0

    def decode(self, data: bytes) -> str:
        """The text of the start of the file, or of all of it; never fails."""
        return data[self.skip :].decode(self.name, "replace")


def choose_encoding(chunks: Iterable[bytes], *, complete: bool = True) -> Encoding:
    """UTF-8 when everything is valid UTF-8, else the East Asian reading whose characters are the common ones."""
    utf8 = _Strict("utf-8")
    evidence = bytearray()
    for index, chunk in enumerate(chunks):
        if index == 0:
            known = _known(chunk)
            if known:
                return known
        utf8.feed(chunk)
        if len(evidence) < _EVIDENCE and not chunk.isascii():
            evidence += _around_high_bytes(chunk)
        if not utf8.valid and len(evidence) >= _EVIDENCE:
            break
    if complete:
        utf8.end()
    if utf8.valid:
        return Encoding("utf-8")
    return _legacy(bytes(evidence[:_EVIDENCE]), utf8_errors=utf8.errors_in(bytes(evidence[:_EVIDENCE])))


def control_share(text: str) -> float:
    """Share of characters that no table has: C0 controls other than white space, and noncharacters."""
    sample = text[:20_000]
    if not sample:
        return 0.0
    bad = sum(1 for c in sample if (c < " " and c not in "\t\r\n\f\v\x00\x1a\x1b") or c in "\ufffe\uffff\x7f")
    return bad / len(sample)


class _Strict:
    """An incremental strict decoder that remembers whether it ever failed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._decoder = codecs.getincrementaldecoder(name)("strict")
        self.valid = True

    def feed(self, chunk: bytes) -> None:
        if self.valid:
            try:
                self._decoder.decode(chunk)
            except UnicodeDecodeError:
                self.valid = False

    def end(self) -> None:
        if self.valid:
            try:
                self._decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                self.valid = False

    def errors_in(self, data: bytes) -> float:
        text = data.decode(self._name, "replace")
        high = sum(1 for c in text if c > "\x7f") or 1
        return text.count("\ufffd") / high


def _known(head: bytes) -> Encoding | None:
    """The encoding that a mark or the place of the zero bytes gives away."""
    name = next((name for bom, name in _BOMS if head.startswith(bom)), None)
    if name == "utf-16":
        # Some writers put the short mark in front of UTF-32.
        wide = _by_zero_bytes(head[2 : 2 + len(head[2:]) // 4 * 4])
        if wide and wide.startswith("utf-32"):
            return Encoding(wide, skip=2)
    name = name or _by_zero_bytes(head)
    return Encoding(name) if name else None


def _by_zero_bytes(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: the zero bytes of ASCII characters all stand at the same places."""
    sample = head[: 4096 - len(head) % 4] if len(head) >= 4096 else head
    zeros = sample.count(0)
    if zeros * 8 < len(sample) or len(sample) < 4:
        return _by_chinese_wide(sample)
    lanes = [sample[i::4].count(0) for i in range(4)]
    quarter = len(sample) // 4 or 1
    candidates = []
    if lanes[3] >= quarter * 0.98 and lanes[2] >= quarter * 0.98:
        candidates.append("utf-32-le")
    if lanes[0] >= quarter * 0.98 and lanes[1] >= quarter * 0.98:
        candidates.append("utf-32-be")
    if lanes[1] + lanes[3] > 20 * (lanes[0] + lanes[2]):
        candidates.append("utf-16-le")
    if lanes[0] + lanes[2] > 20 * (lanes[1] + lanes[3]):
        candidates.append("utf-16-be")
    return next((name for name in candidates if _reads_well(head, name)), None)


def _by_chinese_wide(sample: bytes) -> str | None:
    if b"\x00" not in sample or len(sample) < 8:
        return None
    for name, newline in (("utf-16-le", b"\n\x00"), ("utf-16-be", b"\x00\n")):
        if newline in sample and _reads_well(sample, name) and _common_share(sample.decode(name, "ignore")) > 0.7:
            return name
    return None


def _reads_well(head: bytes, name: str) -> bool:
    width = 4 if "32" in name else 2
    try:
        text = head[: len(head) // width * width].decode(name)
    except UnicodeDecodeError as error:
        if error.start < len(head) - 8:
            return False
        text = head[: error.start].decode(name, "ignore")
    return bool(text) and "\x00" not in text and control_share(text) == 0


def _around_high_bytes(chunk: bytes) -> bytes:
    """The lines of a chunk that hold non-ASCII bytes, up to the evidence limit."""
    lines = [line for line in chunk.split(b"\n") if not line.isascii()]
    return b"\n".join(lines)[:_EVIDENCE] + b"\n"


def _legacy(data: bytes, *, utf8_errors: float) -> Encoding:
    scores: list[tuple[float, str]] = []
    for name, bonus in (("gb18030", 0.15), ("big5hkscs", 0.0)):
        text = data.decode(name, "replace")
        scores.append((_common_share(text) + bonus - 4 * _replaced(text), name))
    scores.append((_western_share(data), "cp1252"))
    scores.append((0.9 - 6 * utf8_errors, "utf-8"))
    _, name = max(scores)
    return Encoding(name, clean="\ufffd" not in data.decode(name, "replace").rstrip("\ufffd\n"))


def _replaced(text: str) -> float:
    return text.count("\ufffd") / (sum(1 for c in text if c > "\x7f") or 1)


def _common_share(text: str) -> float:
    """Share of the non-ASCII characters that are everyday ones: GB 2312 level one, Big5 level one, punctuation."""
    wide = [c for c in text[:8000] if c > "\x7f"]
    if not wide:
        return 0.0
    return sum(1 for c in wide if _is_common(c)) / len(wide)


def _is_common(char: str) -> bool:
    try:
        lead = char.encode("gb2312")[0]
        if 0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3:
            return True
    except UnicodeEncodeError:
        pass
    try:
        code = char.encode("big5")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xA1 <= code[0] <= 0xC6


def _western_share(data: bytes) -> float:
    """Share of the high bytes that stand alone between ASCII letters, as accents do."""
    high = alone = 0
    for index, byte in enumerate(data[:8000]):
        if byte < 0x80:
            continue
        high += 1
        before = data[index - 1] if index else 0x20
        after = data[index + 1] if index + 1 < len(data) else 0x20
        if byte >= 0xC0 and before < 0x80 and after < 0x80 and (chr(after).isalpha() or chr(before).isalpha()):
            alone += 1
    return 0.95 * alone / high if high else 0.0
