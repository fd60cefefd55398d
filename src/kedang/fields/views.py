"""Saved views: a list's filter, sort and columns under a name, for oneself or for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Q

from kedang.fields import rights
from kedang.fields.models import View
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.ids import new_id
from kedang.vault.keys import SubjectKey, create_keys, key_for, keys_for

LARGEST_STATE = 20_000
BAD_VIEW = Refusal("view.invalid", 422, "视图有误：{what}", "Not a valid view: {what}")
LISTS = frozenset(("customers",))


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A view as its reader gets it."""

    id: int
    name: str
    list_key: str
    shared: bool
    mine: bool
    state: dict[str, Any]


def views_of(actor: Actor, list_key: str) -> list[SavedView]:
    """The actor's own views of a list and the shared ones, by name."""
    found = View.objects.filter(list_key=list_key).filter(Q(owner_id=actor.id) | Q(shared=True))
    rows = list(found.order_by("name", "id"))
    keys = keys_for([row.id for row in rows])
    return [_saved(actor, row, keys[row.id]) for row in rows]


def _saved(actor: Actor, row: View, key: SubjectKey) -> SavedView:
    state = orjson.loads(key.open_bytes(row.state_enc, table="view", column="state", row_id=row.id))
    mine = row.owner_id == actor.id
    return SavedView(id=row.id, name=row.name, list_key=row.list_key, shared=row.shared, mine=mine, state=state)


def _sealed(key: SubjectKey, view_id: int, state: Mapping[str, Any]) -> bytes:
    data = orjson.dumps(dict(state))
    if len(data) > LARGEST_STATE:
        raise BAD_VIEW(what="state")
    return key.seal(data, table="view", column="state", row_id=view_id)


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 64:
        raise BAD_VIEW(what="name")
    return name


def create(actor: Actor, *, list_key: str, name: str, shared: bool, state: Mapping[str, Any]) -> SavedView:
    """Keep a view. Its key is committed first: an orphan key is harmless."""
    if shared:
        actor.require(rights.SHARE_VIEWS)
    if list_key not in LISTS:
        raise BAD_VIEW(what="list")
    view_id = new_id()
    name = _checked_name(name)
    key = create_keys([view_id])[view_id]
    sealed = _sealed(key, view_id, state)
    return _create(actor, View(id=view_id, list_key=list_key, name=name, shared=shared, state_enc=sealed), key)


@transaction.atomic
def _create(actor: Actor, row: View, key: SubjectKey) -> SavedView:
    row.owner_id = actor.id
    row.save(force_insert=True)
    record(actor, "view.created", subject=("view", row.id), details={"list": row.list_key, "shared": row.shared})
    return _saved(actor, row, key)


@transaction.atomic
def change(
    actor: Actor,
    view_id: int,
    *,
    name: str | None = None,
    shared: bool | None = None,
    state: Mapping[str, Any] | None = None,
) -> SavedView:
    """Rename a view, share it, or keep another state in it."""
    row = _load_changeable(actor, view_id)
    if shared:
        actor.require(rights.SHARE_VIEWS)
    key = key_for(row.id)
    changed = [part for part, value in (("name", name), ("shared", shared), ("state", state)) if value is not None]
    row.name = row.name if name is None else _checked_name(name)
    row.shared = row.shared if shared is None else shared
    row.state_enc = row.state_enc if state is None else _sealed(key, row.id, state)
    row.updated_at = now()
    row.save(update_fields=["name", "shared", "state_enc", "updated_at"])
    record(actor, "view.changed", subject=("view", row.id), fields=changed)
    return _saved(actor, row, key)


@transaction.atomic
def delete(actor: Actor, view_id: int) -> None:
    """Forget a view."""
    row = _load_changeable(actor, view_id)
    row.delete()
    record(actor, "view.deleted", subject=("view", view_id))


def _load_changeable(actor: Actor, view_id: int) -> View:
    """A view of one's own, or a shared one for somebody who may share; others' private views do not exist."""
    found = View.objects.select_for_update().filter(id=view_id).filter(Q(owner_id=actor.id) | Q(shared=True)).first()
    if found is None:
        raise NOT_FOUND()
    if found.owner_id != actor.id:
        actor.require(rights.SHARE_VIEWS)
    return found
