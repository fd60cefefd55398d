"""Preparing in processes of its own, so that other cores standardise and seal while this one writes.

A child is forked, touches no database, and dies with its parent: the pipe breaks. What it hands over is one batch at a
time, as plain tuples written by `marshal`, which takes half the time of a pickle. A thread beside the writer takes batches
off the pipe, so that nobody waits for the other; a full queue is the brake.
"""

import gc
import itertools
import marshal
import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from kedang.intake.preparing import Prepared, packed, unpacked
from kedang.kit.errors import DomainError

_PATIENCE = 1.0
# Batches of 2,500 rows that may wait for the writer, from each child: about 4 MB apiece.
_AHEAD = 3
_DIED = b""
_BATCH, _FINISHED, _REFUSED, _FAILED = range(4)


class PreparerDied(Exception):
    """The second process ended without saying that it was finished."""


class PreparerFailed(Exception):
    """The second process raised something; only where is told, the message may carry values."""


Make = Callable[[], Iterator[Prepared]]


def prepared_elsewhere(makes: Sequence[Make], *, beat: Callable[[], None]) -> Iterator[Prepared]:
    """The batches of all `makes`, each made in a process of its own, taken in turn: their shares are dealt like cards.

    `beat` is called while waiting.
    """
    children = [_Child(make) for make in makes]
    try:
        for child in children:
            child.listen()
        for child in itertools.cycle(children):
            message = child.next(beat)
            if message is None:
                return
            yield message
    finally:
        for child in children:
            child.end()


class _Child:
    """One preparer and the pipe from it."""

    def __init__(self, make: Make) -> None:
        context = get_context("fork")
        self._receiver, sender = context.Pipe(duplex=False)
        self._process = context.Process(target=_child, args=(make, sender, self._receiver), daemon=True)
        self._process.start()
        sender.close()
        self._waiting: Queue[bytes] = Queue(_AHEAD)
        self._listener = Thread(target=self._listen, daemon=True)

    def listen(self) -> None:
        """Begin to take batches off the pipe; after every child is forked, for a fork takes no threads along."""
        self._listener.start()

    def _listen(self) -> None:
        try:
            while True:
                self._waiting.put(self._receiver.recv_bytes())
        except (EOFError, OSError):
            self._waiting.put(_DIED)

    def next(self, beat: Callable[[], None]) -> Prepared | None:
        while True:
            try:
                return _received(self._waiting.get(timeout=_PATIENCE))
            except Empty:
                beat()

    def end(self) -> None:
        self._process.terminate()
        self._process.join()
        while self._listener.is_alive():
            with suppress(Empty):
                self._waiting.get(timeout=0.05)
        self._receiver.close()


def _received(message: bytes) -> Prepared | None:
    if message == _DIED:
        raise PreparerDied
    word, content = marshal.loads(message)  # noqa: S302 - from our own child, over our own pipe
    if word == _REFUSED:
        refusal, details = pickle.loads(content)  # noqa: S301 - likewise
        raise refusal(**details)
    if word == _FAILED:
        raise PreparerFailed(content)
    return unpacked(content) if word == _BATCH else None


def _child(make: Callable[[], Iterator[Prepared]], sender: Connection, receiver: Connection) -> None:
    """The second process. It leaves by `_exit`: nothing of the parent's may be closed or flushed here."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    receiver.close()
    gc.freeze()
    gc.disable()
    try:
        for batch in make():
            _send(sender, _BATCH, packed(batch))
        _send(sender, _FINISHED, None)
    except (BrokenPipeError, ConnectionResetError):
        os._exit(1)
    except DomainError as refused:
        _send(sender, _REFUSED, pickle.dumps((refused.refusal, refused.details)))
    except BaseException as failure:  # noqa: BLE001 - told to the parent, which decides
        _send(sender, _FAILED, _where(failure))
    sender.close()
    os._exit(0)


def _where(failure: BaseException) -> str:
    trace, places = failure.__traceback__, []
    while trace is not None:
        places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(failure).__name__} at {' > '.join(places[-6:])}"


def _send(sender: Connection, word: int, content: Any) -> None:
    sender.send_bytes(marshal.dumps((word, content)))
