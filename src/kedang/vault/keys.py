"""A key per subject, and values sealed under it and bound to the very place they stand in.

The binding (AAD) names table, column, row and subject, so that a ciphertext moved anywhere else does not open. Its header names the
version of the key: the newest seals, and each opens what it sealed for as long as it is in the subject's ring (see `rings`).
"""

import os
import struct
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from cryptography.exceptions import InvalidTag
from django.db import connections, transaction

from kedang.kit import crypto, suites
from kedang.kit.crypto import Tampered
from kedang.vault import rings
from kedang.vault.root import master, newest_epoch

# A key of the key store that was opened longer ago is looked up again before it seals: it may have a newer version by now.
FRESH = 300.0
_MARK = bytes((crypto.FORMAT, suites.AES_256_GCM))
_SHORTEST = crypto.HEADER + crypto.NONCE + crypto.TAG
_NONCE_AT = slice(crypto.HEADER, crypto.HEADER + crypto.NONCE)
_TEXT_AT = slice(crypto.HEADER + crypto.NONCE, None)
_PLACE = struct.Struct(">qq")
_BUCKET = 32
_SELECT = "SELECT subject_id, epoch, wrapped FROM vault_subject_key WHERE subject_id IN ({})"
_DELETE = "DELETE FROM vault_subject_key WHERE subject_id IN ({})"
KeyRow = tuple[int, int, bytes]


class KeyMissing(Tampered):
    """The subject's key is gone: the subject was erased, or the key store is not the one that belongs here."""


@cache
def _column(table: str, column: str) -> bytes:
    name = f"{table}.{column}".encode()
    return bytes((crypto.FORMAT, len(name))) + name


@cache
def _head(version: int, suite: int) -> bytes:
    return crypto.header(version, suite)


class SubjectKey:
    """The open data key of one subject, in all its versions. `kept`: it stands in the key store, where it may get another one."""

    __slots__ = ("_ciphers", "_looked_up", "_newest", "_ring", "subject_id")

    def __init__(self, subject_id: int, raw: bytes, *, kept: bool = False) -> None:
        self.subject_id = subject_id
        self._looked_up = time.monotonic() if kept else None
        self._take(raw)

    def _take(self, raw: bytes) -> None:
        self._ring = rings.opened(raw)
        self._newest = max(self._ring)
        self._ciphers: dict[tuple[int, int], suites.Suite] = {}

    def _look_again(self) -> None:
        self._looked_up = time.monotonic()
        for _, raw in _raw_keys((self.subject_id,)):
            self._take(raw)

    def _cipher(self, version: int, suite: int) -> suites.Suite:
        found = self._ciphers.get((version, suite))
        if found is None:
            if version not in self._ring and self._looked_up is not None:
                # Sealed under a version that began after this key was opened.
                self._look_again()
            if version not in self._ring:
                raise Tampered("no such version")
            found = self._ciphers[version, suite] = suites.under(suite, self._ring[version])
        return found

    def seal(self, value: str | bytes, *, table: str, column: str, row_id: int) -> bytes:
        """Seal a value for one cell. Empty text stays distinct from no value at all."""
        data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        if self._looked_up is not None and time.monotonic() - self._looked_up > FRESH:
            self._look_again()
        aad = _column(table, column) + _PLACE.pack(row_id, self.subject_id)
        nonce, suite = crypto.nonce(), suites.chosen()
        return _head(self._newest, suite) + nonce + self._cipher(self._newest, suite).encrypt(nonce, data, aad)

    def open_bytes(self, blob: bytes | memoryview, *, table: str, column: str, row_id: int) -> bytes:
        """Open a sealed cell; raises Tampered when it was changed or stands in another place."""
        aad = _column(table, column) + _PLACE.pack(row_id, self.subject_id)
        data = bytes(blob)
        return crypto.open_sealed(self.cipher_of(data), data, aad, crypto.suite_of(data))

    def cipher_of(self, data: bytes) -> suites.Suite:
        """The cipher that a sealed value names in its header."""
        suite = crypto.suite_of(data)
        return self._cipher(crypto.key_id_of(data), suite)

    def is_newest(self, blob: bytes | memoryview) -> bool:
        """Whether a sealed cell names the newest version."""
        return crypto.key_id_of(bytes(blob)) == self._newest

    def open(self, blob: bytes | memoryview, *, table: str, column: str, row_id: int) -> str:
        """Open a sealed text."""
        return self.open_bytes(blob, table=table, column=column, row_id=row_id).decode("utf-8", "surrogatepass")

    def seal_padded(self, value: str, *, table: str, column: str, row_id: int) -> bytes:
        """Seal a text so that its length shows only as a bucket of 32 bytes."""
        data = value.encode("utf-8", "surrogatepass")
        filler = -(len(data) + 4) % _BUCKET
        return self.seal(struct.pack(">I", len(data)) + data + bytes(filler), table=table, column=column, row_id=row_id)

    def open_padded(self, blob: bytes | memoryview, *, table: str, column: str, row_id: int) -> str:
        """Open what `seal_padded` sealed."""
        data = self.open_bytes(blob, table=table, column=column, row_id=row_id)
        (length,) = struct.unpack_from(">I", data)
        return data[4 : 4 + length].decode("utf-8", "surrogatepass")


def _wrap_aad(subject_id: int, epoch: int) -> bytes:
    return b"dek|%d|%d" % (subject_id, epoch)


def mint(subject_ids: Sequence[int]) -> tuple[list[SubjectKey], list[KeyRow]]:
    """Make keys and their wrapped rows without touching the database. `store` must commit before the data does."""
    keys: list[SubjectKey] = []
    rows: list[KeyRow] = []
    opened = master()
    epoch, kek, head = opened.epoch, opened.kek(opened.epoch), crypto.header(opened.epoch)
    randomness = os.urandom(crypto.KEY * len(subject_ids))
    for place, subject_id in enumerate(subject_ids):
        raw = randomness[place * crypto.KEY : (place + 1) * crypto.KEY]
        keys.append(SubjectKey(subject_id, raw, kept=True))
        rows.append((subject_id, epoch, crypto.seal(kek, head, raw, _wrap_aad(subject_id, epoch))))
    return keys, rows


def store(rows: Sequence[KeyRow]) -> None:
    """Commit wrapped keys to the key store. An orphan key is harmless, a row without its key is lost."""
    if not rows:
        return
    connection = connections["keys"]
    with transaction.atomic(using="keys"), connection.cursor() as cursor:
        rows = _under_newest(rows)
        if connection.vendor == "postgresql":
            with cursor.copy("COPY vault_subject_key (subject_id, epoch, wrapped) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        connection.connection.executemany(
            "INSERT INTO vault_subject_key (subject_id, epoch, wrapped) VALUES (?, ?, ?)", rows
        )


def _under_newest(rows: Sequence[KeyRow]) -> Sequence[KeyRow]:
    """The rows under the newest epoch: another process may have begun one since they were made, and then the one they name
    goes before long."""
    opened, newest = master(), newest_epoch()
    opened.epoch = newest
    if all(row[1] == newest for row in rows):
        return rows
    return [row if row[1] == newest else rewrapped(row, newest) for row in rows]


def rewrapped(row: KeyRow, epoch: int) -> KeyRow:
    """The same key, wrapped under another epoch."""
    return wrapped_ring(row[0], _unwrapped(row), epoch)


def _unwrapped(row: KeyRow) -> bytes:
    subject_id, epoch, sealed = row
    return crypto.open_sealed(master().kek(epoch), bytes(sealed), _wrap_aad(subject_id, epoch))


def wrapped_ring(subject_id: int, raw: bytes, epoch: int) -> KeyRow:
    """A subject's ring as it stands in the key store."""
    return subject_id, epoch, crypto.seal(master().kek(epoch), crypto.header(epoch), raw, _wrap_aad(subject_id, epoch))


def rows_of(subject_ids: Sequence[int]) -> list[KeyRow]:
    """The rows of these subjects that still have one."""
    return [(row[0], row[1], bytes(row[2])) for batch in _chunks(subject_ids) for row in _sure_rows(batch)]


def rings_of(rows: Sequence[KeyRow]) -> Iterator[tuple[KeyRow, dict[int, bytes]]]:
    """The rings in these rows; what does not open is left out."""
    for row in rows:
        try:
            yield row, rings.opened(_unwrapped(row))
        except Tampered:
            continue


def create_keys(subject_ids: Sequence[int]) -> dict[int, SubjectKey]:
    """Make and commit keys for new subjects."""
    keys, rows = mint(subject_ids)
    store(rows)
    return {key.subject_id: key for key in keys}


def _chunks(ids: Sequence[int], size: int = 900) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _rows(subject_ids: Sequence[int]) -> list[KeyRow]:
    marks = ",".join(["%s"] * len(subject_ids))
    with connections["keys"].cursor() as cursor:
        cursor.execute(_SELECT.format(marks), subject_ids)
        rows: list[KeyRow] = cursor.fetchall()
    return rows


def _sure_rows(subject_ids: Sequence[int]) -> list[KeyRow]:
    rows = _rows(subject_ids)
    if any(not master().knows(row[1]) for row in rows):
        # Wrapped anew between two looks, and the epoch of the first look is gone: the second look is the true one.
        rows = _rows(subject_ids)
    return rows


def _raw_keys(subject_ids: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """The unwrapped keys of these subjects that still have one. Written out, because a page of a list opens fifty."""
    opened = master()
    for batch in _chunks(list(subject_ids)):
        rows = _sure_rows(batch)
        try:
            for subject_id, epoch, wrapped in rows:
                if len(wrapped) < _SHORTEST or wrapped[:2] != _MARK:
                    raise Tampered("malformed")
                kek = opened.kek(epoch)
                yield subject_id, kek.decrypt(wrapped[_NONCE_AT], wrapped[_TEXT_AT], _wrap_aad(subject_id, epoch))
        except InvalidTag:
            raise Tampered("does not open") from None


def keys_for(subject_ids: Iterable[int]) -> dict[int, SubjectKey]:
    """Open the keys of these subjects; a subject whose key is gone is simply not in the answer."""
    return {subject_id: SubjectKey(subject_id, raw, kept=True) for subject_id, raw in _raw_keys(subject_ids)}


Cell = tuple[int, int, bytes]


def open_cells(cells: Sequence[Cell], *, table: str, column: str) -> list[str | None]:
    """The texts of many sealed cells of one column, (subject id, row id, sealed) each; None where the key is gone."""
    keys, ciphers = keys_for({cell[0] for cell in cells}), dict[tuple[int, bytes], suites.Suite]()
    place, texts = _column(table, column), list[str | None]()
    try:
        for subject_id, row_id, sealed in cells:
            key = keys.get(subject_id)
            if key is None:
                texts.append(None)
                continue
            if len(sealed) < _SHORTEST:
                raise Tampered("malformed")
            which = subject_id, sealed[: crypto.HEADER]
            cipher = ciphers.get(which)
            if cipher is None:
                cipher = ciphers[which] = key.cipher_of(sealed)
            data = cipher.decrypt(sealed[_NONCE_AT], sealed[_TEXT_AT], place + _PLACE.pack(row_id, subject_id))
            texts.append(data.decode("utf-8", "surrogatepass"))
    except InvalidTag:
        raise Tampered("does not open") from None
    return texts


def open_sound_cells(cells: Sequence[Cell], *, table: str, column: str) -> tuple[list[str | None], list[int]]:
    """Like `open_cells`, but one damaged cell does not keep the others shut: it is None, and its place is in the second
    list."""
    try:
        return open_cells(cells, table=table, column=column), []
    except Tampered:
        texts, damaged = list[str | None](), list[int]()
    for place, cell in enumerate(cells):
        try:
            texts += open_cells([cell], table=table, column=column)
        except Tampered:
            texts.append(None)
            damaged.append(place)
    return texts, damaged


def sound_keys_for(subject_ids: Iterable[int]) -> tuple[dict[int, SubjectKey], frozenset[int]]:
    """Like `keys_for`, but one damaged key does not keep the others shut; whose keys are damaged comes second."""
    ids = list(subject_ids)
    try:
        return keys_for(ids), frozenset()
    except Tampered:
        keys, damaged = dict[int, SubjectKey](), set[int]()
    for subject_id in ids:
        try:
            keys |= keys_for((subject_id,))
        except Tampered:
            damaged.add(subject_id)
    return keys, frozenset(damaged)


def key_for(subject_id: int) -> SubjectKey:
    """The key of one subject, or KeyMissing."""
    key = keys_for((subject_id,)).get(subject_id)
    if key is None:
        raise KeyMissing(str(subject_id))
    return key


def shred(subject_ids: Iterable[int]) -> int:
    """Destroy keys: everything sealed under them is unreadable from now on, in every old copy of the data too. How many."""
    gone = 0
    for batch in _chunks(list(subject_ids)):
        marks = ",".join(["%s"] * len(batch))
        with transaction.atomic(using="keys"), connections["keys"].cursor() as cursor:
            cursor.execute(_DELETE.format(marks), batch)
            gone += cursor.rowcount
    return gone
