"""What became of one attempt to send, and who is told of it. Higher rooms listen by the purpose of their messages."""

from collections.abc import Callable
from dataclasses import dataclass

from kedang.delivery.models import BOUNCED, FAILED, SENT, Message

RETRY = "retry"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`verdict` is sent, bounced (the address will never take it), failed, or retry; `why` is a code, never an answer's text."""

    verdict: str
    why: str = ""


DONE = Outcome(SENT)
Listener = Callable[[Message], None]
_listeners: dict[str, Listener] = {}


def bounced(why: str) -> Outcome:
    """The address does not exist or refuses for good."""
    return Outcome(BOUNCED, why)


def failed(why: str) -> Outcome:
    """It will not be tried again, but that is not the address's fault."""
    return Outcome(FAILED, why)


def retry(why: str) -> Outcome:
    """Later, perhaps."""
    return Outcome(RETRY, why)


def on_outcome(purpose: str, listener: Listener) -> None:
    """Say who is told, in the transaction that ends a message, of messages with this purpose."""
    _listeners[purpose] = listener


def tell(message: Message) -> None:
    """Tell the room a message belongs to how it ended."""
    listener = _listeners.get(message.purpose)
    if listener is not None:
        listener(message)
