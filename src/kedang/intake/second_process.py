"""Preparing in a process of its own, so that one core standardises and seals while the other writes.

The child is forked, touches no database, and dies with its parent: the pipe breaks. What it hands over is pickled tuples,
one batch at a time; the pipe's small buffer is the brake.
"""

import gc
import os
import pickle
import signal
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from kedang.intake.preparing import Prepared
from kedang.kit.errors import DomainError

_PATIENCE = 1.0


class PreparerDied(Exception):
    """The second process ended without saying that it was finished."""


class PreparerFailed(Exception):
    """The second process raised something; only where is told, the message may carry values."""


def prepared_elsewhere(make: Callable[[], Iterator[Prepared]], *, beat: Callable[[], None]) -> Iterator[Prepared]:
    """The batches of `make`, made in a second process. `beat` is called while waiting."""
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(make, sender, receiver), daemon=True)
    child.start()
    sender.close()
    try:
        while True:
            while not receiver.poll(_PATIENCE):
                beat()
            message = _received(receiver)
            if message is None:
                return
            yield message
    finally:
        receiver.close()
        child.terminate()
        child.join()


def _received(receiver: Connection) -> Prepared | None:
    try:
        message = pickle.loads(receiver.recv_bytes())  # noqa: S301 - from our own child, over our own pipe
    except EOFError:
        raise PreparerDied from None
    if isinstance(message, tuple):
        word, content = message
        if word == "refused":
            refusal, details = content
            raise refusal(**details)
        raise PreparerFailed(content)
    assert message is None or isinstance(message, Prepared)
    return message


def _child(make: Callable[[], Iterator[Prepared]], sender: Connection, receiver: Connection) -> None:
    """The second process. It leaves by `_exit`: nothing of the parent's may be closed or flushed here."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    receiver.close()
    gc.freeze()
    gc.disable()
    try:
        for batch in make():
            _send(sender, batch)
        _send(sender, None)
    except (BrokenPipeError, ConnectionResetError):
        os._exit(1)
    except DomainError as refused:
        _send(sender, ("refused", (refused.refusal, refused.details)))
    except BaseException as failure:  # noqa: BLE001 - told to the parent, which decides
        _send(sender, ("failed", _where(failure)))
    sender.close()
    os._exit(0)


def _where(failure: BaseException) -> str:
    trace, places = failure.__traceback__, []
    while trace is not None:
        places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(failure).__name__} at {' > '.join(places[-6:])}"


def _send(sender: Connection, message: "Prepared | tuple[str, object] | None") -> None:
    sender.send_bytes(pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL))
