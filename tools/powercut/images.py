"""From the record of a process to what a disk may hold after a cut at any moment.

A disk keeps what was flushed. Of what was written since, it keeps any sectors it likes, of names in a folder that was not flushed any
number from the first on, as a file system with a journal of its folders does.
"""

import os
import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

_HEAD = struct.Struct("<cHqI")
SECTOR, KEPT = 512, 0.6
# Where the process says what it has done.
SAID = "said"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done: its kind (see recorder.c), to which path, a number, bytes."""

    kind: str
    path: str
    number: int
    data: bytes


def deeds(log: Path, below: str) -> list[Deed]:
    """What was done, in order; paths from the folder on."""
    found, at, text = [], 0, log.read_bytes()
    while at < len(text):
        kind, named, number, size = _HEAD.unpack_from(text, at)
        at += _HEAD.size
        path = text[at : at + named].decode()
        data = text[at + named : at + named + size]
        at += named + size
        found.append(Deed(kind.decode(), os.path.relpath(path, below), number, data))
    return found


@dataclass(slots=True)
class _File:
    """What of a file is safe, and what was done to it since."""

    safe: bytearray
    since: list[Deed] = field(default_factory=list)


@dataclass(slots=True)
class Disk:
    """A disk at one moment: names that are safe, names as the process sees them, and the changes of names by folder."""

    safe: dict[str, _File] = field(default_factory=dict)
    seen: dict[str, _File] = field(default_factory=dict)
    names: dict[str, list[tuple[str, str, _File | None]]] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> "Disk":
        """A folder as it is, everything safe."""
        disk = cls()
        for path in folder.rglob("*"):
            if path.is_file():
                file = _File(bytearray(path.read_bytes()))
                disk.safe[str(path.relative_to(folder))] = disk.seen[str(path.relative_to(folder))] = file
        return disk

    def do(self, deed: Deed) -> None:
        """One thing more has happened."""
        if deed.kind in "WT":
            self.seen.setdefault(deed.path, _File(bytearray())).since.append(deed)
        elif deed.kind == "S":
            self._flush(deed.path)
        elif deed.kind == "N":
            self.seen[deed.path] = _File(bytearray())
            self._name("add", deed.path, self.seen[deed.path])
        elif deed.kind == "U":
            self.seen.pop(deed.path, None)
            self._name("drop", deed.path, None)
        elif deed.kind == "R":
            self._rename(deed)

    def _rename(self, deed: Deed) -> None:
        to = str(PurePosixPath(deed.path).parent / PurePosixPath(deed.data.decode()).name)
        file = self.seen.pop(deed.path)
        self.seen[to] = file
        self._name("drop", deed.path, None)
        self._name("add", to, file)

    def _name(self, what: str, path: str, file: _File | None) -> None:
        self.names.setdefault(str(PurePosixPath(path).parent), []).append((what, path, file))

    def _flush(self, path: str) -> None:
        if path in self.seen:
            file = self.seen[path]
            for deed in file.since:
                _apply(file.safe, deed.kind, deed.number, deed.data)
            file.since.clear()
        else:  # a folder: its names are safe
            for what, name, named in self.names.pop(path, []):
                _call(self.safe, what, name, named)

    def cut(self, chance: random.Random) -> Iterator[tuple[str, bytes]]:
        """What is found after a cut now: names and contents."""
        names = dict(self.safe)
        for changes in self.names.values():
            for change in changes[: chance.randint(0, len(changes))]:
                _call(names, *change)
        for name, file in names.items():
            yield name, bytes(_after(file, chance)) if file.since else bytes(file.safe)


def _call(names: dict[str, _File], what: str, name: str, file: _File | None) -> None:
    if what == "add" and file is not None:
        names[name] = file
    else:
        names.pop(name, None)


def _after(file: _File, chance: random.Random) -> bytearray:
    content = bytearray(file.safe)
    for deed in file.since:
        if deed.kind == "T":
            if chance.random() < 1 / 2:
                _apply(content, "T", deed.number, b"")
            continue
        for start in range(0, len(deed.data), SECTOR):
            if chance.random() < KEPT:
                _apply(content, "W", deed.number + start, deed.data[start : start + SECTOR])
    return content


def _apply(content: bytearray, kind: str, number: int, data: bytes) -> None:
    if kind == "T":
        del content[number:]
        content.extend(bytes(number - len(content)))
        return
    content.extend(bytes(max(0, number + len(data) - len(content))))
    content[number : number + len(data)] = data
