"""Writing down that a value was found to be right."""

from datetime import timedelta

from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.vault.keys import key_for
from kedang.verification.limits import limits
from kedang.verification.models import Fact
from kedang.verification.points import Point, end_facts

NOTE_PLACE = {"table": "verification_fact", "column": "note"}


def found_right(point: Point, *, method: str, by: int, note: str = "") -> Fact:
    """The point is verified from now on, for as long as the settings say. The caller holds transaction, right and event."""
    end_facts(point, "renewed")
    moment, fact_id = now(), new_id()
    sealed = key_for(point.customer.id).seal_padded(note, row_id=fact_id, **NOTE_PLACE) if note else None
    fact = Fact(
        id=fact_id,
        customer=point.customer,
        point_id=point.row.id,
        kind=point.row.kind,
        blind=point.blind,
        method=method,
        by=by,
        at=moment,
        valid_until=moment + timedelta(days=limits().valid_days),
        note_enc=sealed,
    )
    fact.save(force_insert=True)
    point.set_state("verified")
    return fact
