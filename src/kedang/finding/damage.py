"""Values of a list that do not open any more: the cell says so, once on record, and everybody else's row goes out."""

import logging
from collections import defaultdict

from kedang.history.denials import denials
from kedang.kit.actor import Actor

CODE = "sealed_value"
KEY = "damaged"
ROUTE = "customers"
log = logging.getLogger("kedang.finding")


class Damage:
    """The damaged cells of one page: customer id → codes of columns."""

    def __init__(self) -> None:
        self.cells: dict[int, set[str]] = defaultdict(set)

    def add(self, customer_id: int, code: str) -> None:
        """Mark one cell."""
        self.cells[customer_id].add(code)

    def report(self, actor: Actor) -> None:
        """A security event: one line in the log with ids and columns, one in the audit under the name of who met it."""
        if not self.cells:
            return
        where = "; ".join(f"{i} ({', '.join(sorted(codes))})" for i, codes in sorted(self.cells.items()))
        log.error("a sealed value does not open: customer %s", where)
        denials.note(actor, code=CODE, route=ROUTE)
