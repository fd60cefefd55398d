"""Recording batches: customers, products, transactions, lines, figures, fates and the run's cursor, in one transaction.

Either all of a batch is there or nothing of it; whoever comes after a crash goes on with the next.
"""

from collections.abc import Sequence

import orjson
from django.db import transaction
from django.db.models import F

from kedang.archive import owning
from kedang.archive.figures import note_deals
from kedang.archive.write import insert_rows
from kedang.commerce import remarks
from kedang.commerce.counting import count_again, settle_again
from kedang.commerce.kinds import INVOICE
from kedang.commerce.models import Line, Transaction
from kedang.commerce.upserting import TURN
from kedang.commerce_import.deciding import LINE_COLUMNS, TRANSACTION_COLUMNS, Change, Decider, Work
from kedang.commerce_import.models import Run
from kedang.commerce_import.reading import Items
from kedang.commerce_import.tally import added
from kedang.history.record import event_row, record_many
from kedang.intake.fates import FILE, fate_row
from kedang.intake.writing import lock_filing
from kedang.jobs.running import LeaseLost, Running
from kedang.jobs.turns import wait_turn
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.vault.keys import SubjectKey, keys_for


class Writer:
    """Writes the batches of one run."""

    def __init__(self, decider: Decider, key: SubjectKey, run: Run, job: Running, *, seq: int) -> None:
        self._decider, self._key, self._run, self._job, self._seq = decider, key, run, job, seq

    def write(self, batch: Sequence[Items]) -> None:
        """Record a batch in one transaction."""
        with transaction.atomic():
            lock_filing()
            owning.take_turn()
            wait_turn(TURN)
            rows = sum(len(group) for group in batch)
            self._job.keep(done=self._run.position + rows)
            work = self._decider.decide(batch)
            insert_rows("commerce_transaction", TRANSACTION_COLUMNS, work.transactions)
            insert_rows("commerce_line", LINE_COLUMNS, work.lines)
            note_deals(work.deals)
            self._change(work)
            settle_again(work.settled)
            self._fates(work)
            self._advance(work, rows)
        self._seq += 1

    def _change(self, work: Work) -> None:
        """Bring transactions up to date that stood already; the event keeps what they were, sealed."""
        if not work.changes:
            return
        for _, (line_id, product_id, text, quantity, price, amount) in work.corrected:
            said = {
                "product_id": product_id,
                "description": text,
                "quantity": quantity,
                "price": price,
                "amount": amount,
            }
            Line.objects.filter(id=line_id).update(**said)
        keys = keys_for({c.row.customer_id for c in work.changes.values() if c.row.customer_id})
        events = []
        for change in work.changes.values():
            row, customer_id = change.row, change.row.customer_id
            assert customer_id is not None
            before = remarks.seal_former(keys[customer_id], _former(change), row)
            fields = ["lines"] if change.settles is None else ["lines", "refers_to"]
            subject, details = ("customer", customer_id), {"transaction": str(row.id), "kind": row.kind}
            events.append(
                event_row(
                    self._decider.plan.actor, "transaction.changed", subject=subject, fields=fields, before=before,
                    details=details, run_id=self._run.id,
                )
            )  # fmt: skip
            _put(change)
        record_many(events)
        settle_again([c.row.id for c in work.changes.values() if c.row.kind == INVOICE])
        count_again({c.row.customer_id for c in work.changes.values() if c.at and c.row.customer_id})

    def _fates(self, work: Work) -> None:
        fate_row(
            self._key, row_id=new_id(), run_id=self._run.id, phase=FILE, seq=self._seq, fates=work.fates, marks=()
        ).save(force_insert=True)

    def _advance(self, work: Work, rows: int) -> None:
        run, counts = self._run, work.counts
        reasons, sums = added(run, work)
        moved = Run.objects.filter(id=run.id, position=run.position).update(
            position=F("position") + rows,
            transactions=F("transactions") + len(work.transactions),
            customers=F("customers") + work.newcomers,
            reasons=reasons,
            sums=sums,
            **{fate: F(fate) + number for fate, number in counts.items()},
        )
        if not moved:
            raise LeaseLost(str(run.id))
        run.position += rows
        run.reasons, run.sums = reasons, sums


def _former(change: Change) -> str:
    row = change.row
    former = {"amount": row.amount, "at": row.at, "lines": row.line_count}
    return orjson.dumps(former if change.settles is None else former | {"refers_to": row.refers_to}).decode()


def _put(change: Change) -> None:
    values = {"amount": F("amount") + change.amount, "line_count": F("line_count") + change.lines}
    if change.at is not None:
        values["at"] = change.at  # type: ignore[assignment]
    if change.settles is not None:
        values["refers_to"] = change.settles  # type: ignore[assignment]
    Transaction.objects.filter(id=change.row.id).update(version=F("version") + 1, updated_at=now(), **values)
