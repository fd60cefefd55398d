"""On whose behalf a run works in the background: its creator, with the rights they have now."""

from collections.abc import Mapping
from typing import Any

from kedang.accounts.models import User
from kedang.accounts.policy import current_policy
from kedang.accounts.standing import DISABLED, require_still
from kedang.archive import rights
from kedang.jobs.running import Running
from kedang.kit.actor import SYSTEM_ACTORS, Actor, system_actor

_SYSTEM = {number: name for name, number in SYSTEM_ACTORS.items()}


NARROWED = "rights"


def limits_of(actor: Actor) -> dict[str, object]:
    """What a job must be told besides who wants it: a token with fewer rights than its owner has no more in the background."""
    return {NARROWED: sorted(actor.rights)} if actor.via == "token" else {}


def actor_for(actor_id: int, payload: Mapping[str, Any] | None = None) -> Actor:
    """The actor behind an id, within the limits of `limits_of`. Somebody who was disabled meanwhile may do nothing any more."""
    if actor_id in _SYSTEM:
        return system_actor(_SYSTEM[actor_id])
    user = User.objects.filter(id=actor_id, is_active=True).first()
    if user is None:
        raise DISABLED()
    grants = current_policy().grants_of(user.id, user.department_id)
    narrowed = (payload or {}).get(NARROWED)
    return Actor(
        id=user.id,
        name=user.name,
        rights=grants.rights if narrowed is None else grants.rights.intersection(narrowed),
        scope=grants.scope,
        department_id=user.department_id,
        department_ids=grants.department_ids,
        modes=grants.modes,
        via="job",
        language=user.language,
    )


def watch_actor(job: Running, *required: str) -> None:
    """Stop the job, now or at a later batch, when who wants it may not want it any more. What they could do besides when it
    began, and rows may depend on, they must be able to do to its end."""
    actor = actor_for(job.actor_id, job.payload)
    for right in required:
        actor.require(right)
    used = {*required, *(right for right in (rights.CREATE, rights.EDIT, rights.ASSIGN) if actor.can(right))}
    job.watch(lambda: require_still(actor, used))
