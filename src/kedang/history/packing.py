"""Sets of 64-bit ids as a few bytes: sorted, each as the distance to the one before, seven bits a byte."""

from collections.abc import Iterable


def pack_ids(ids: Iterable[int]) -> bytes:
    """Pack non-negative ids; order and repetition are not kept."""
    packed = bytearray()
    last = 0
    for value in sorted(set(ids)):
        step = value - last
        last = value
        while step > 0x7F:
            packed.append(step & 0x7F | 0x80)
            step >>= 7
        packed.append(step)
    return bytes(packed)


def unpack_ids(packed: bytes) -> list[int]:
    """The ids of `pack_ids`, rising."""
    ids: list[int] = []
    last = step = shift = 0
    for byte in packed:
        step |= (byte & 0x7F) << shift
        if byte & 0x80:
            shift += 7
            continue
        last += step
        ids.append(last)
        step = shift = 0
    return ids
