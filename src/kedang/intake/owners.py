"""Whose customer a row may become or go to, within what people may have."""

from kedang.archive import owning
from kedang.intake.lookup import Known
from kedang.intake.plan import Assignee
from kedang.kit.actor import Actor


class Owners:
    """How many customers more each owner of a run may have. Whoever writes holds the turn, and what one batch has filed is seen
    when the next is decided; a check counts on by itself."""

    def __init__(self, actor: Actor, *, writing: bool) -> None:
        self._actor, self._writing = actor, writing
        self._left: dict[int, int] = {}
        self._asked: set[int] = set()

    def next_batch(self) -> None:
        """Ask again, where the archive has become another."""
        if self._writing:
            self._left.clear()
            self._asked.clear()

    def takes(self, owner_id: int) -> bool:
        """Whether one more may be somebody's, who then has it; anything may be nobody's."""
        if not owner_id:
            return True
        if owner_id not in self._asked:
            self._left |= owning.room_of([owner_id])
            self._asked.add(owner_id)
        left = self._left.get(owner_id)
        if left is None:
            return True
        self._left[owner_id] = left - 1
        return left > 0

    def takes_over(self, known: Known, owner: Assignee) -> bool:
        """Whether a customer who is there already may go to somebody."""
        wanted = owning.Handover(known.id, known.owner_id, owner.user_id, owning.IMPORTED)
        return owning.refusal(self._actor, wanted) is None and self.takes(owner.user_id)
