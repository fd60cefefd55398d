"""Reading and taking apart in processes of their own, so that every core works; what comes over is Arrow.

A child is a fresh interpreter: an open database must not be carried across a fork. It reads, never writes, and ends when its
pipe breaks. What it sends is clear text between two processes of one user, over a pipe, never a file.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait

import pyarrow as pa

from kedang.duplicates.reader import read
from kedang.duplicates.reading import facts_in
from kedang.engine.catalogue import Kind
from kedang.engine.matching import organisations, persons
from kedang.engine.matching.columns import batch_of
from kedang.engine.matching.facts import Facts

Range = tuple[int, int]
_PATIENCE = 2.0
# Ranges that are read sooner than two processes have started.
_FEW = 5
KINDS: tuple[Kind, ...] = ("person", "organisation")


class ReaderFailed(Exception):
    """A reading process ended before it had read its share."""


Fed = Iterator[tuple[Kind, pa.RecordBatch]]


def fed(shares: Sequence[Range], *, readers: int, beat: Callable[[], None]) -> Fed:
    """Every customer of the ranges as batches of comparable rows, read by `readers` processes; by this one when there are few.

    `beat` is called while waiting.
    """
    if len(shares) <= _FEW:
        yield from _here(shares, beat)
        return
    context = get_context("spawn")
    children = []
    try:
        for number in range(min(readers, len(shares))):
            receiver, sender = context.Pipe(duplex=False)
            process = context.Process(target=read, args=(list(shares[number::readers]), sender), daemon=True)
            process.start()
            sender.close()
            children.append((process, receiver))
        yield from _received({receiver for _, receiver in children}, beat)
    finally:
        for process, receiver in children:
            receiver.close()
            process.terminate()
            process.join()


def _received(open_pipes: set[Connection], beat: Callable[[], None]) -> Iterator[tuple[Kind, pa.RecordBatch]]:
    while open_pipes:
        for pipe in wait(list(open_pipes), timeout=_PATIENCE):
            assert isinstance(pipe, Connection)
            try:
                message = pipe.recv_bytes()
            except EOFError:
                raise ReaderFailed from None
            if not message:
                open_pipes.discard(pipe)
                continue
            with pa.ipc.open_stream(message[1:]) as stream:
                yield KINDS[message[0]], stream.read_next_batch()
        beat()


def _here(shares: Sequence[Range], beat: Callable[[], None]) -> Fed:
    for low, high in shares:
        yield from batches(list(facts_in(low, high)))
        beat()


def batches(found: Sequence[tuple[int, Facts]]) -> Fed:
    """Facts as comparable rows with their keys, a batch a kind."""
    for kind in KINDS:
        people = [(i, facts) for i, facts in found if facts.kind == kind]
        if people:
            yield kind, _batch(kind, people)


def _batch(kind: Kind, people: Sequence[tuple[int, Facts]]) -> pa.RecordBatch:
    rows, keys = [], []
    for _, facts in people:
        if kind == "person":
            row = persons.person_row(facts)
            words = persons.person_keys(facts, row)
        else:
            row = organisations.organisation_row(facts)
            words = organisations.organisation_keys(facts, row)
        rows.append(row)
        keys.append([_mark(word) for word in words])
    return batch_of(kind, [i for i, _ in people], keys, rows)


def _mark(word: str) -> int:
    """A key as 64 bits; it lives only as long as the run."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)
