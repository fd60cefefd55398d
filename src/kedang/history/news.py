"""What colleagues may want to hear of a customer: a verb says so in its own transaction, and whoever keeps notices listens."""

from collections.abc import Callable
from dataclasses import dataclass

from kedang.kit.actor import Actor

# Somebody was named in a text; was given a follow-up; was given a customer; had one taken; is about to lose one by a rule; something
# happened with the customer.
MENTIONED, FOLLOW_UP, GIVEN, TAKEN, FALLING = "mentioned", "follow_up", "given", "taken", "falling"
CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class News:
    """Something to hear of. `to` are those it concerns by itself; `about` is the row it stands in, by kind and id."""

    kind: str
    customer_id: int
    to: tuple[int, ...] = ()
    about: tuple[str, int] = ("", 0)


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told: `hear` of news, `settle` that what was to be done about a row is done."""

    hear: Callable[[Actor, News], None]
    settle: Callable[[tuple[str, int]], None]


_listeners: list[Listener] = []


def follows_news(listener: Listener) -> None:
    """Say, in `apps.ready()`, who is told."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(actor: Actor, news: News) -> None:
    """Tell whoever listens, in the transaction of what happened. Nobody hears of what they did themselves."""
    to = tuple(dict.fromkeys(each for each in news.to if each != actor.id))
    if to or news.kind == CHANGED:
        for listener in _listeners:
            listener.hear(actor, News(news.kind, news.customer_id, to, news.about))


def changed(actor: Actor, customer_id: int, about: tuple[str, int] = ("", 0)) -> None:
    """Say that something happened with a customer, to those who follow it."""
    tell(actor, News(CHANGED, customer_id, about=about))


def settled(kind: str, row_id: int) -> None:
    """Say that nobody needs to be reminded of a row any more."""
    for listener in _listeners:
        listener.settle((kind, row_id))
