#!/usr/bin/env python3
"""Verify a Kedang audit log without Kedang: copy this one file; it needs Python 3.11 and the package `cryptography`.

    standalone.py --pubkey KEY --checkpoint KEPT --data kedang.db --audit audit.db   the two SQLite files
    standalone.py --pubkey KEY --checkpoint KEPT --export FOLDER                     what `kedang audit export` wrote

Ends with 0 all is well, 2 tampered with, 3 incomplete, 4 cannot read. What is hashed: see the guide, page "audit".
"""

import argparse
import base64
import hashlib
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PIECE = 1 << 14  # how many leaves are read at once
GRACE_MS, BORN_MS, SHIFT = 15 * 60_000, 1_704_067_200_000, 22  # an id is milliseconds since 2024, then 22 bits
TABLES, NAMES = ("history_event", "history_read_event"), ("change", "look")
_FIRST, _LAST = ("id at actor_id actor_name via verb ", " fields details{} session_id request_id ip device")
COLUMNS = (
    (_FIRST + "subject_kind subject_id run_id" + _LAST.format(" before")).split(),
    (_FIRST + "customer_id ids count query_hash" + _LAST.format("")).split(),
)
Peaks = list[tuple[int, bytes]]
Key = tuple[str, bytes]
Leaf = tuple[int, int, bytes, bytes | None]  # log, id of the event, sealed hash, the row's bytes as they are now
Part = dict[str, Any]


def record_sql(log: int) -> str:
    """What is hashed of a row: its columns in order, U+001F between them; bytes as '+' and hex, nothing as '-'."""
    odd = {name: f"coalesce('+'||hex({name}),'-')" for name in ("before", "ids")}
    odd |= {name: f"coalesce({name},'-')" for name in ("run_id", "customer_id", "count")}
    return f"CAST({'||char(31)||'.join(odd.get(name, name) for name in COLUMNS[log])} AS BLOB)"


def leaf_hash(record: bytes) -> bytes:
    return hashlib.sha256(b"\0" + record).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def push(peaks: Peaks, height: int, digest: bytes) -> None:
    """Put a full subtree of 2**height leaves to the right of a tree given by its full subtrees, the largest first."""
    while peaks and peaks[-1][0] == height:
        digest, height = node(peaks.pop()[1], digest), height + 1
    peaks.append((height, digest))


def root_of(peaks: Peaks) -> bytes:
    """The root of RFC 6962, section 2.1."""
    digest = peaks[-1][1] if peaks else hashlib.sha256(b"").digest()
    for _, left in reversed(peaks[:-1]):
        digest = node(left, digest)
    return digest


def peaks_at(leaves: list[bytes], counts: Sequence[int]) -> dict[int, Peaks]:
    """The full subtrees of the first n leaves of a piece, for each n asked for."""
    levels, found = [leaves], dict[int, Peaks]()
    while len(below := levels[-1]) > 1:
        levels.append([node(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)])
    for n in counts:
        bits = [height for height in range(n.bit_length() - 1, -1, -1) if n >> height & 1]
        found[n] = [(height, levels[height][(n >> height + 1) * 2]) for height in bits]
    return found


def read_key(text: str) -> Key:
    """A public key as it is printed: name+hash+base64(0x01 and 32 bytes)."""
    name, _, coded = text.strip().split("+", 2)
    return name, base64.b64decode(coded)[1:]


def split_notes(text: str) -> list[str]:
    """The signed notes of a text; each ends with its line of signature."""
    lines = text.splitlines(keepends=True)
    ends = [i + 1 for i, line in enumerate(lines) if line.startswith("— ")]
    return ["".join(lines[start:end]).lstrip("\n") for start, end in zip([0, *ends], ends, strict=False)]


def read_note(note: str) -> Part:
    """A checkpoint in parts: origin, size, root (base64), then lines of a word and its value; a signature at its end."""
    body, _, signature = note.rpartition("\n\n— ")
    lines, blob = body.split("\n"), base64.b64decode(signature.split()[1])
    part: Part = {"origin": lines[0], "size": int(lines[1]), "root": base64.b64decode(lines[2]), "text": note}
    part |= {"body": body + "\n", "key_id": blob[:4], "signature": blob[4:]}
    part |= dict(line.split(" ", 1) for line in lines[3:])
    return part | {"number": int(part["number"])}


def signed_by(part: Part, key: Key) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key[1]).verify(part["signature"], part["body"].encode())
    except InvalidSignature:
        return False
    return bool(part["key_id"] == hashlib.sha256(key[0].encode() + b"\n\x01" + key[1]).digest()[:4])


def check_chain(parts: list[Part], pubkey: Key | None, kept: list[Part], every: bool = True) -> list[str]:
    """What is wrong with the checkpoints: among themselves, with the key one holds, with those kept elsewhere."""
    wrong, keys, before = list[str](), [read_key(parts[0]["key"])] if parts else list[Key](), dict[str, Any]()
    for number, part in enumerate(parts, 1):
        if (every or part is parts[-1] or "key" in part) and not signed_by(part, keys[-1]):
            wrong.append(f"checkpoint {number}: the signature is not of the key in force")
        if part["number"] != number or part["previous"] != hashlib.sha256(before.get("text", "").encode()).hexdigest():
            wrong.append(f"checkpoint {part['number']} does not follow from the one before")
        if before and (part["size"] < before["size"] or part["time"] < before["time"]):
            wrong.append(f"checkpoint {number} goes back in size or in time")
        if before and "key" in part:
            keys.append(read_key(part["key"]))
        before = part
    if pubkey and pubkey not in keys:
        wrong.append("the log is signed by another key than the one you hold")
    for part in kept:
        name = f"kept checkpoint {part['number']} over {part['size']} events"
        if not any(signed_by(part, key) for key in keys):
            wrong.append(f"{name}: signed by a key that this log does not know")
        elif part["number"] > len(parts):
            wrong.append(f"{name}: this log ends before it, at {before.get('size', 0)}; its end was cut off")
        elif parts[part["number"] - 1]["text"] != part["text"]:
            wrong.append(f"{name}: not the one of this log; there are two histories")
    return wrong


def check_piece(start: int, leaves: list[Leaf], sizes: Sequence[int]) -> tuple[list[str], dict[int, Peaks], int]:
    """What is wrong with the rows of a piece, the subtrees at these sizes and at its end, and how many leaves it has."""
    wrong = list[str]()
    for seq, (log, event, sealed, record) in enumerate(leaves, start):
        if record is None or leaf_hash(record) != sealed:
            wrong.append(f"{NAMES[log]} {event} (place {seq}) was {'deleted' if record is None else 'changed'}")
    counts = {size - start for size in sizes if start < size <= start + len(leaves)} | {len(leaves)}
    return wrong, peaks_at([leaf[2] for leaf in leaves], sorted(counts)), len(leaves)


class Sqlite:
    """The log in its two database files, only read."""

    def __init__(self, data: str, audit: str) -> None:
        self.base = sqlite3.connect(f"{Path(data).resolve().as_uri()}?mode=ro", uri=True)
        self.base.execute("ATTACH ? AS audit", (f"{Path(audit).resolve().as_uri()}?mode=ro",))
        rows = [f"(SELECT {record_sql(log)} FROM {TABLES[log]} WHERE id = l.event_id)" for log in (0, 1)]
        self.leaves = (
            f"SELECT log, event_id, hash, CASE log WHEN 0 THEN {rows[0]} ELSE {rows[1]} END FROM history_leaf l"
        )

    def notes(self) -> list[str]:
        return [str(row[0]) for row in self.base.execute("SELECT note FROM history_checkpoint ORDER BY number")]

    def piece(self, start: int) -> list[Leaf]:
        return self.base.execute(
            f"{self.leaves} WHERE seq >= ? AND seq < ? ORDER BY seq", (start, start + PIECE)
        ).fetchall()

    def unsealed(self, log: int) -> tuple[list[int], int]:
        """The rows nobody sealed, and the highest id that was sealed. Each row is looked for only when the counts differ."""
        sealed, table = f"SELECT event_id FROM history_leaf WHERE log = {log:d}", TABLES[log]
        highest, count = self.base.execute(f"SELECT coalesce(max(event_id), 0), count(*) FROM ({sealed})").fetchone()
        found = self.base.execute(f"SELECT id FROM {table} WHERE id > ?", (highest,)).fetchall()
        if self.base.execute(f"SELECT count(*) FROM {table}").fetchone()[0] != count + len(found):
            found += self.base.execute(f"SELECT id FROM {table} WHERE id <= ? AND id NOT IN ({sealed})", (highest,))
        return [int(row[0]) for row in found], int(highest)


class Export:
    """A folder with checkpoints.txt and events.ndjson, in the order of the tree."""

    def __init__(self, folder: str) -> None:
        self.folder, self.lines = Path(folder), (Path(folder) / "events.ndjson").open(encoding="utf-8", newline="\n")

    def notes(self) -> list[str]:
        return split_notes((self.folder / "checkpoints.txt").read_text(encoding="utf-8"))

    def piece(self, start: int) -> list[Leaf]:
        parts = [json.loads(line) for line in islice(self.lines, PIECE)]
        rows = [None if part["record"] is None else part["record"].encode() for part in parts]
        return [(p["log"], p["id"], bytes.fromhex(p["hash"]), row) for p, row in zip(parts, rows, strict=True)]

    def unsealed(self, log: int) -> tuple[list[int], int]:
        return [], 0


SOURCE: list[Any] = []  # one for each process of the pool


def opened(make: Callable[..., Any], *where: str) -> None:
    SOURCE[:] = [make(*where)]


def looked_at(job: tuple[int, list[int]]) -> tuple[list[str], dict[int, Peaks], int]:
    return check_piece(job[0], SOURCE[0].piece(job[0]), job[1])


def jobs_of(parts: list[Part]) -> list[tuple[int, list[int]]]:
    """The pieces to look at: where each begins, and the sizes of the checkpoints that fall into it."""
    jobs: list[tuple[int, list[int]]] = [(start, []) for start in range(0, parts[-1]["size"] if parts else 0, PIECE)]
    for size in sorted({part["size"] for part in parts}):
        jobs[(size - 1) // PIECE][1].append(size)
    return jobs


def check_tree(parts: list[Part], found: Iterable[tuple[list[str], dict[int, Peaks], int]]) -> Iterator[str]:
    """What is wrong with the rows, and where the sealed hashes do not give the root that was signed."""
    peaks, start, due = Peaks(), 0, sorted(parts, key=lambda part: part["size"])
    for wrong, local, count in found:
        yield from wrong
        whole = {start + n: list(peaks) for n in local}
        for n, subtrees in local.items():
            for subtree in subtrees:
                push(whole[start + n], *subtree)
        start += count
        peaks = whole[start]
        while due and due[0]["size"] <= start:
            part = due.pop(0)
            if root_of(whole[part["size"]]) != part["root"]:
                yield f"checkpoint {part['number']} of {part['time']}: the hashes before place {part['size']} are not those signed"
                return
    if due or start != (parts[-1]["size"] if parts else 0):
        yield f"{start} sealed hashes, but the last checkpoint speaks of {parts[-1]['size'] if parts else 0}"


def check_unsealed(parts: list[Part], source: Any) -> tuple[list[str], int]:
    """Rows put in behind the seal's back, and how many wait to be sealed for longer than a minute."""
    wrong, late, limit = list[str](), 0, time.time() * 1000 - 60_000
    last = datetime.fromisoformat(parts[-1]["time"]).timestamp() * 1000 - GRACE_MS if parts else 0
    for log in (0, 1):
        ids, highest = source.unsealed(log)
        for event in ids:
            if (made := (event >> SHIFT) + BORN_MS) < last and event < highest:
                wrong.append(f"{NAMES[log]} {event} was put in: it is old and no checkpoint covers it")
            late += made < limit
    return wrong, late


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    for name in ("--pubkey", "--checkpoint", "--data", "--audit", "--export"):
        parser.add_argument(name, metavar="PATH")
    wanted = parser.parse_args()
    make: tuple[Any, ...] = (Export, wanted.export) if wanted.export else (Sqlite, wanted.data, wanted.audit)
    try:
        opened(*make)
        parts = [read_note(note) for note in SOURCE[0].notes()]
        pubkey = read_key(Path(wanted.pubkey).read_text(encoding="utf-8")) if wanted.pubkey else None
        kept = split_notes(Path(wanted.checkpoint).read_text(encoding="utf-8")) if wanted.checkpoint else []
        wrong = check_chain(parts, pubkey, [read_note(note) for note in kept])
        jobs = jobs_of(parts)
        with ProcessPoolExecutor(1 if wanted.export else os.cpu_count(), initializer=opened, initargs=make) as pool:
            wrong += check_tree(parts, pool.map(looked_at, jobs))
        inserted, waiting = check_unsealed(parts, SOURCE[0])
    except (OSError, ValueError, LookupError, TypeError, sqlite3.Error) as failure:
        print(f"cannot read: {type(failure).__name__}: {failure}")
        return 4
    wrong += inserted
    for line in wrong[:100]:
        print(line)
    print(
        f"{parts[-1]['size'] if parts else 0} events, {len(parts)} checkpoints, {len(wrong)} problems, {waiting} not sealed"
    )
    return 2 if wrong else 3 if waiting or not parts else 0


if __name__ == "__main__":
    sys.exit(main())
