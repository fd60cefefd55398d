"""Whether somebody who was met may be told to be there: the actor sees the customer, and may read there what led to it.

A number that is hidden or masked for the actor must not be confirmed by trying it: whoever was met by such a value only is
answered for like somebody beyond reach.
"""

from kedang.archive.policy import FieldPolicy, policy_for
from kedang.engine.catalogue import FIELDS
from kedang.intake.keys import RowKeys
from kedang.intake.lookup import Known, Reach
from kedang.intake.plan import WHOLE_ROW
from kedang.kit.actor import Actor

# A blind index does not say which kind of number it stands for, so every kind it may be has to be readable.
_PHONES = ("mobile", "landline")
_LEVELS = {
    "phone": _PHONES,
    "email": ("email",),
    "phone_name": ("name", *_PHONES),
    "email_name": ("name", "email"),
}
_POINTS = tuple(code for code, spec in FIELDS.items() if spec.storage == "point")


def fields_behind(keys: RowKeys) -> tuple[str, ...]:
    """The fields that a match by these keys rests on."""
    if keys.level == WHOLE_ROW:
        return ("name",) if keys.find and keys.find[0] else _POINTS
    return _LEVELS.get(keys.level, (keys.level,))


class Sight:
    """What one actor may be told of those who were met; the modes of own and of other customers are read once."""

    def __init__(self, actor: Actor, reach: Reach) -> None:
        self._actor, self._reach = actor, reach
        self._policies: dict[bool, FieldPolicy] = {}

    def confirms(self, known: Known, keys: RowKeys) -> bool:
        """Whether the actor may learn that these keys lead to this customer."""
        if not self._reach.sees(known):
            return False
        policy = self.policy(known)
        return all(policy.clear(code) for code in fields_behind(keys))

    def policy(self, known: Known) -> FieldPolicy:
        """The modes of this customer's fields for the actor."""
        own = self._reach.owns(known)
        if own not in self._policies:
            self._policies[own] = policy_for(self._actor, own=own)
        return self._policies[own]
