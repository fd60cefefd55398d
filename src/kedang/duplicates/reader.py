"""The life of a reading process: a fresh interpreter, in which there are no models before Django is set up."""

import os
from collections.abc import Sequence
from multiprocessing.connection import Connection

import django
import pyarrow as pa


def read(shares: Sequence[tuple[int, int]], sender: Connection) -> None:
    """Read the ranges of ids of the database that the parent's environment names; an empty message says that all is sent."""
    os.nice(5)
    django.setup()
    from kedang.duplicates.feeding import KINDS, batches  # noqa: PLC0415 - models load after the apps are known
    from kedang.duplicates.reading import facts_in  # noqa: PLC0415 - likewise

    for low, high in shares:
        for kind, batch in batches(list(facts_in(low, high))):
            sink = pa.BufferOutputStream()
            with pa.ipc.new_stream(sink, batch.schema) as stream:
                stream.write_batch(batch)
            sender.send_bytes(bytes([KINDS.index(kind)]) + bytes(sink.getvalue()))
    sender.send_bytes(b"")
    sender.close()
