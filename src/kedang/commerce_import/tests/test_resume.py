"""A run that is killed goes on where it was, and ends as if nothing had happened."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from kedang.archive.models import Customer
from kedang.archive.removal import remove
from kedang.commerce.digest import ledger_digest
from kedang.commerce.models import Line, Product, Transaction
from kedang.commerce_import import newcomers, runs, writing
from kedang.commerce_import.models import Run
from kedang.commerce_import.tally import sums_of
from kedang.commerce_import.tests.builders import COMMAND, RETAIL, counts, fates, retail, stage, table, work
from kedang.jobs.models import Job
from kedang.kit.clock import now

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process is gone: nobody catches this."""


def start() -> Run:
    """A committed run in small batches."""
    run = stage(COMMAND, table(RETAIL, retail()), batch_rows=10)
    runs.commit(COMMAND, run.id)
    return run


def whole() -> tuple[str, list[Any], dict[str, int]]:
    """Digest, fates and counts of an uninterrupted run, which is then taken away, the customers with it."""
    run = work(start().id)
    found = ledger_digest(COMMAND), [f[:4] for f in fates(run)], counts(run)
    for model in (Line, Transaction, Product):
        model.objects.all().delete()
    with transaction.atomic():
        remove(list(Customer.objects.values_list("id", flat=True)))
    return found


@pytest.mark.parametrize(
    ("place", "step"),
    [(writing, "insert_rows"), (writing, "fate_row"), (writing, "note_deals"), (newcomers, "insert_bundle")],
)
@pytest.mark.parametrize("call", [0, 1])
def test_killed_in_the_middle_of_a_batch(monkeypatch: pytest.MonkeyPatch, place: Any, step: str, call: int) -> None:
    digest, expected, counted = whole()
    run = start()
    with monkeypatch.context() as patch:
        patch.setattr(place, step, dying(getattr(place, step), call))
        with pytest.raises(Killed):
            work(run.id)
    Job.objects.filter(subject_id=run.id, state="running").update(lease_until=now())
    ended = work(run.id)
    assert (ended.state, counts(ended)) == ("done", counted)
    assert [f[:4] for f in fates(ended)] == expected
    assert ledger_digest(COMMAND) == digest
    assert {kind: total[::2] for kind, total in sums_of(ended)["GBP"].items()} == {
        "purchase": [78, 6],
        "return": [9, 3],
    }


def dying(real: Callable[..., Any], calls: int) -> Callable[..., Any]:
    """Do as always for some calls, then die in the middle."""
    left = [calls]

    def once(*args: Any, **named: Any) -> Any:
        found = real(*args, **named)
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return found

    return once


def test_a_run_that_was_stopped_is_gone_on_with() -> None:
    digest, expected, _ = whole()
    run = start()
    Job.objects.filter(subject_id=run.id, state="queued").update(cancel=True)
    stopped = work(run.id)
    assert (stopped.state, stopped.position) == ("cancelled", 0)
    runs.commit(COMMAND, run.id)
    assert [f[:4] for f in fates(work(run.id))] == expected
    assert ledger_digest(COMMAND) == digest
