"""On whose behalf a campaign goes on in the background: who began it, with the rights they have now."""

from collections.abc import Iterable

from kedang.accounts.models import User
from kedang.accounts.policy import current_policy
from kedang.accounts.standing import DISABLED
from kedang.kit.actor import SYSTEM_ACTORS, Actor, system_actor

_SYSTEM = {number: name for name, number in SYSTEM_ACTORS.items()}


def actor_behind(actor_id: int, *, narrowed: Iterable[str] | None = None) -> Actor:
    """The actor behind an id; a token's fewer rights stay fewer. Somebody who was disabled may do nothing any more."""
    if actor_id in _SYSTEM:
        return system_actor(_SYSTEM[actor_id])
    user = User.objects.filter(id=actor_id, is_active=True).first()
    if user is None:
        raise DISABLED()
    grants = current_policy().grants_of(user.id, user.department_id)
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
