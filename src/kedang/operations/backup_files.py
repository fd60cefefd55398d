"""The contents of documents and imports, kept beside all backups under their digest: what has not changed is not copied again.

They are ciphertext already, under keys that are in no backup.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from kedang.documents.models import Version
from kedang.documents.stores import store_of
from kedang.documents.unavailable import Missing
from kedang.kit.env import settings
from kedang.operations.backup_places import Place, Read
from kedang.operations.backup_sealed import Beat, Passing, pieces_of

FOLDER = "files"
UPLOADS = "uploads"


@dataclass(frozen=True, slots=True)
class Kept:
    """One file: which store it belongs to and under what name, its size and digest."""

    store: str
    place: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Copied:
    """All files of a backup, how many bytes had to be copied for it, and which could not be read."""

    files: list[Kept]
    new_bytes: int
    missing: list[str]


def file_name(digest: str) -> str:
    """Where a file of this digest lies in the place of backups."""
    plain = digest.split(":", 1)[1]
    return f"{FOLDER}/{plain[:2]}/{plain}"


def copy_files(place: Place, known: Iterable[Kept], beat: Beat) -> Copied:
    """Bring over what is not there yet. `known` are the files of an earlier backup: a content never changes under its name."""
    there = set(place.names(FOLDER))
    before = {(kept.store, kept.place): kept for kept in known if kept.store != UPLOADS}
    files, missing, new_bytes = list[Kept](), list[str](), 0
    for store, name in _wanted():
        kept = before.get((store, name))
        if kept is None or file_name(kept.digest) not in there:
            kept = _copied(place, store, name, there, beat)
            new_bytes += kept.size if kept else 0
        if kept is None and store != UPLOADS:
            missing.append(f"{store}/{name}")
        elif kept is not None:
            there.add(file_name(kept.digest))
            files.append(kept)
    return Copied(files, new_bytes, missing)


def _wanted() -> Iterator[tuple[str, str]]:
    yield from Version.objects.order_by("id").values_list("store", "place").iterator(chunk_size=2000)
    folder = settings().uploads
    for path in sorted(folder.iterdir()) if folder.exists() else ():
        if path.is_file() and not path.name.startswith("."):
            yield UPLOADS, path.name


def _copied(place: Place, store: str, name: str, there: set[str], beat: Beat) -> Kept | None:
    """Read a file twice: for its digest, by which it is known, and to copy it. An empty one is a lost one."""
    try:
        first = _read_through(store, name, beat)
        if first.size == 0:
            return None
        kept = Kept(store, name, first.size, first.digest)
        if file_name(kept.digest) not in there:
            with opened(store, name) as read:
                second = Passing(beat)
                place.put(file_name(kept.digest), second.through(pieces_of(read)))
            if second.digest != kept.digest:
                place.remove(file_name(kept.digest))
                return None
    except (Missing, FileNotFoundError):
        return None
    return kept


def _read_through(store: str, name: str, beat: Beat) -> Passing:
    passing = Passing(beat)
    with opened(store, name) as read:
        for _ in passing.through(pieces_of(read)):
            pass
    return passing


def opened(store: str, name: str) -> AbstractContextManager[Read]:
    """A file where it is in use."""
    return _upload(settings().uploads / name) if store == UPLOADS else store_of(store).open(name)


@contextmanager
def _upload(path: Path) -> Iterator[Read]:
    with path.open("rb") as file:
        yield file.read


def packed(files: Iterable[Kept]) -> Iterator[bytes]:
    """The list as lines of JSON."""
    for kept in files:
        yield orjson.dumps(asdict(kept)) + b"\n"


def unpacked(pieces: Iterable[bytes]) -> list[Kept]:
    """The list again."""
    return [Kept(**orjson.loads(line)) for line in b"".join(pieces).splitlines()]
