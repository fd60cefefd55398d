"""The root key in shares (Shamir, over GF(256) with the polynomial of AES): any so many of them give it back, fewer tell nothing.

A card is a share as text: 72 letters and digits without those that are taken for others (Crockford's base 32), in groups of six, with
a checksum of its own, the fingerprint of the root key, how many cards are needed, and which one it is.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from kedang.kit import crypto

MOST = 16
_VERSION = 1
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans("OIL", "011")
_LENGTH, _CHECK = 72, 5


class BadCards(Exception):
    """The cards do not give the key back; `args` say why: card, which, mixed, few, twice."""


@dataclass(frozen=True, slots=True)
class Share:
    """One share of a secret."""

    named: bytes
    needed: int
    number: int
    content: bytes


def _times(a: int, b: int) -> int:
    """Multiplication in GF(256), in the same number of steps whatever the values are."""
    product = 0
    for _ in range(8):
        product ^= -(b & 1) & a
        a = (a << 1) ^ (-(a >> 7) & 0x11B)
        b >>= 1
    return product & 0xFF


def _inverse(a: int) -> int:
    """a to the 254th: what it is to be multiplied with to give one."""
    square, product = a, 1
    for _ in range(7):
        square = _times(square, square)
        product = _times(product, square)
    return product


def split(secret: bytes, *, needed: int, of: int) -> list[Share]:
    """The secret in so many shares, of which so many are needed."""
    if not 2 <= needed <= of <= MOST:
        raise ValueError("between 2 and 16 shares, and no fewer than are needed")
    named = crypto.derive(secret, b"fingerprint")[:4]
    polynomials = [bytes((byte, *secrets.token_bytes(needed - 1))) for byte in secret]
    return [
        Share(named, needed, number, bytes(_value(each, number) for each in polynomials)) for number in range(1, of + 1)
    ]


def _value(polynomial: bytes, at: int) -> int:
    total = 0
    for coefficient in reversed(polynomial):
        total = _times(total, at) ^ coefficient
    return total


def interpolated(points: Sequence[tuple[int, bytes]]) -> bytes:
    """What the polynomials through these points say at zero."""
    secret = bytearray(len(points[0][1]))
    for number, content in points:
        weight = 1
        for other, _ in points:
            if other != number:
                weight = _times(weight, _times(other, _inverse(other ^ number)))
        for place, byte in enumerate(content):
            secret[place] ^= _times(byte, weight)
    return bytes(secret)


def joined(shares: Sequence[Share]) -> bytes:
    """The secret of these shares, or BadCards."""
    first = shares[0] if shares else None
    if first is None or len({share.number for share in shares}) != len(shares):
        raise BadCards("twice" if shares else "few")
    if any((share.named, share.needed) != (first.named, first.needed) for share in shares):
        raise BadCards("mixed")
    if len(shares) < first.needed:
        raise BadCards("few")
    secret = interpolated([(share.number, share.content) for share in shares[: first.needed]])
    if crypto.derive(secret, b"fingerprint")[:4] != first.named:
        raise BadCards("which")
    return secret


def to_card(share: Share) -> str:
    """The share as text."""
    data = bytes((_VERSION, share.needed, share.number, 0)) + share.named + share.content
    number = int.from_bytes(data + sha256(data).digest()[:_CHECK], "big")
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join(letters[at : at + 6] for at in range(0, _LENGTH, 6))


def from_card(text: str) -> Share:
    """The share a card holds, however it was typed; BadCards when a letter is wrong."""
    letters = "".join(each for each in text.upper().translate(_READ_AS) if each.isalnum())
    if len(letters) != _LENGTH or any(each not in _ALPHABET for each in letters):
        raise BadCards("card")
    number = 0
    for each in letters:
        number = number << 5 | _ALPHABET.index(each)
    data = number.to_bytes(_LENGTH * 5 // 8, "big")
    body, check = data[:-_CHECK], data[-_CHECK:]
    if sha256(body).digest()[:_CHECK] != check or body[0] != _VERSION:
        raise BadCards("card")
    return Share(named=body[4:8], needed=body[1], number=body[2], content=body[8:])
