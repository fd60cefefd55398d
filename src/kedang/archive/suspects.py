"""Which customers are suspected to be there twice: known to the room that looks for duplicates, wanted by the one that measures.

Both stand on one floor and do not know each other, so they meet here: the one says how it is asked, the other listens.
"""

from collections.abc import Callable, Collection, Sequence

Finder = Callable[[Sequence[int]], Collection[int]]
Listener = Callable[[Collection[int]], None]

_finders: list[Finder] = []
_listeners: list[Listener] = []
_followers: list[Callable[[int], None]] = []


def finds_suspects(finder: Finder) -> None:
    """Say, in `apps.ready()`, how to ask which of some customers stand in an open group of suspected duplicates."""
    _finders.append(finder)


def follows_suspects(listener: Listener) -> None:
    """Say, in `apps.ready()`, who is told when suspicions about customers came up or were settled."""
    _listeners.append(listener)


def follows_levels(follower: Callable[[int], None]) -> None:
    """Say, in `apps.ready()`, what follows for suspicions when a customer is kept closer or less closely."""
    _followers.append(follower)


def level_changed(customer_id: int) -> None:
    """Tell whoever follows, in the transaction of the change."""
    for follower in _followers:
        follower(customer_id)


def suspects_among(customer_ids: Sequence[int]) -> frozenset[int] | None:
    """Those of the customers that are suspected; None when nobody here looks for duplicates."""
    if not _finders:
        return None
    return frozenset(suspect for finder in _finders for suspect in finder(customer_ids))


def suspicion_changed(customer_ids: Collection[int]) -> None:
    """Tell whoever listens, in the transaction of the change, that suspicions about these customers came up or were settled."""
    for listener in _listeners:
        listener(customer_ids)
