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
Guard = Callable[[int], bool]
_listeners: dict[str, Listener] = {}
_guards: dict[str, Guard] = {}


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


def asks_before(purpose: str, guard: Guard) -> None:
    """Say who is asked, before every attempt, whether the message for a subject may still leave."""
    _guards[purpose] = guard


def may_leave(message: Message) -> bool:
    """Ask the room a message belongs to."""
    guard = _guards.get(message.purpose)
    return guard is None or guard(message.subject_id)


def tell(message: Message) -> None:
    """Tell the room a message belongs to how it ended."""
    listener = _listeners.get(message.purpose)
    if listener is not None:
        listener(message)
