"""What the sign-in page offers beside the password. Rooms above say it here; this one knows none of them."""

from collections.abc import Callable, Iterable

from kedang.accounts.schemas import Named

_offers: list[Callable[[], Iterable[Named]]] = []


def offers(offer: Callable[[], Iterable[Named]]) -> None:
    """Put something on the sign-in page; in `apps.ready()`."""
    _offers.append(offer)


def ways_in() -> list[Named]:
    """Everything that is offered now."""
    return [each for offer in _offers for each in offer()]
