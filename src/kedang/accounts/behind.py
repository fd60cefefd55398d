"""On whose behalf something goes on in the background: who wanted it, with the rights they have now."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kedang.accounts.models import User
from kedang.accounts.policy import current_policy
from kedang.accounts.standing import DISABLED
from kedang.kit.actor import SYSTEM_ACTORS, Actor, system_actor

# Nothing goes on in the background on behalf of a customer who came by a link.
_SYSTEM = {number: name for name, number in SYSTEM_ACTORS.items() if name != "portal"}
_NARROWED = "rights"
_MASKED = "masked"
_CLEARANCE = "clearance"


def limits_of(actor: Actor) -> dict[str, object]:
    """What a job must be told besides who wants it: a token with fewer rights than its owner has no more in the background."""
    if actor.via != "token":
        return {}
    return {_NARROWED: sorted(actor.rights), _CLEARANCE: actor.clearance} | (
        {_MASKED: True} if actor.modes.masked else {}
    )


def actor_for(actor_id: int, payload: Mapping[str, Any] | None = None) -> Actor:
    """The actor behind an id, within the limits of `limits_of`. Somebody who was disabled meanwhile may do nothing any more."""
    if actor_id in _SYSTEM:
        return system_actor(_SYSTEM[actor_id])
    user = User.objects.filter(id=actor_id, is_active=True).first()
    if user is None:
        raise DISABLED()
    whole = as_they_stand(user)
    narrowed = (payload or {}).get(_NARROWED)
    # A job from before there were clearances says nothing of one: whoever ordered it had none to give it.
    most = whole.clearance if narrowed is None else int((payload or {}).get(_CLEARANCE, 0))
    return replace(
        whole,
        clearance=min(whole.clearance, most),
        rights=whole.rights if narrowed is None else whole.rights.intersection(narrowed),
        modes=replace(whole.modes, masked=True) if (payload or {}).get(_MASKED) else whole.modes,
    )


def as_they_stand(user: User) -> Actor:
    """Somebody with what their roles give now: for questions about them, whether or not they may sign in."""
    grants = current_policy().grants_of(user.id, user.department_id)
    return Actor(
        id=user.id,
        name=user.name,
        rights=grants.rights,
        scope=grants.scope,
        department_id=user.department_id,
        department_ids=grants.department_ids,
        clearance=grants.clearance,
        modes=grants.modes,
        via="job",
        language=user.language,
    )
