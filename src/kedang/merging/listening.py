"""Who is told, in the same transaction, that customers became one or several again, wherever that was asked for."""

from collections.abc import Callable, Collection

from kedang.kit.actor import Actor

Listener = Callable[[Actor, Collection[int]], None]

_listeners: list[Listener] = []


def follows_merges(listener: Listener) -> None:
    """Say, in `apps.ready()`, who is told of every merge and every undo, with all who took part."""
    _listeners.append(listener)


def merges_changed(actor: Actor, customer_ids: Collection[int]) -> None:
    """Tell whoever listens that these were merged, or that a merge of these was undone."""
    for listener in _listeners:
        listener(actor, customer_ids)
