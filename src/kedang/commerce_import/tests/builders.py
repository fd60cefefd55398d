"""Small files and whole imports, for tests."""

import csv
import io
from collections.abc import Sequence

from kedang.commerce_import import runs
from kedang.commerce_import.models import Run
from kedang.commerce_import.runs import Choice
from kedang.intake.fates import FILE, Fate, read_batches
from kedang.jobs.claiming import claim_job
from kedang.jobs.queue import open_job
from kedang.jobs.worker import run_claimed
from kedang.kit.actor import Actor, system_actor
from kedang.vault.keys import key_for

COMMAND = system_actor("command")
RETAIL = ("InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country")
COUNTS = ("created", "updated", "unchanged", "refused", "skipped_layout", "transactions", "customers")
Rows = Sequence[Sequence[str]]


def retail() -> Rows:
    """A shop's year in small: 30 invoices of six customers with three lines each, one of them cancelled, one line without a price, an invoice
    of nobody, and one that goes on later in the file."""
    rows = []
    for number in range(30):
        sign, name = (-1, f"C{5360 + number}") if number % 10 == 9 else (1, str(5360 + number))
        customer = "" if number == 4 else f"{17850 + number % 6}.0"
        at = f"2010-12-{1 + number % 28:02} 08:26:00"
        for part in range(3):
            price = "0.0" if (number, part) == (7, 1) else f"{1 + part}.55"
            rows.append(
                (name, f"P{part}", f"THING {part}", str(sign * (1 + part)), at, price, customer, "United Kingdom")
            )
    return [*rows, ("5360", "P9", "THING 9", "1", "2010-12-01 08:27:00", "0.005", "17850.0", "United Kingdom")]


def table(header: Sequence[str], rows: Rows) -> bytes:
    """A csv file."""
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode("utf-8-sig")


def stage(actor: Actor, content: bytes, *, filename: str = "sales.csv", source: str = "", batch_rows: int = 0) -> Run:
    """Upload and inspect; nothing is recorded yet."""
    run = runs.upload(actor, [content], filename=filename, source=source, inspecting=False)
    runs.inspect_run(run)
    if batch_rows:
        Run.objects.filter(id=run.id).update(batch_rows=batch_rows)
    return Run.objects.get(id=run.id)


def do(subject_id: int) -> None:
    """Do the job that waits for something, as a worker would."""
    job = open_job(subject_id)
    assert job is not None
    claimed = claim_job(job.id)
    assert claimed is not None
    run_claimed(claimed)


def work(run_id: int) -> Run:
    """Do the run's waiting job."""
    do(run_id)
    return Run.objects.get(id=run_id)


def bring(actor: Actor, content: bytes, *, batch_rows: int = 0, source: str = "", choice: Choice | None = None) -> Run:
    """A whole import."""
    run = stage(actor, content, source=source, batch_rows=batch_rows)
    if choice is not None:
        runs.choose(actor, run.id, choice)
    runs.commit(actor, run.id)
    return work(run.id)


def counts(run: Run) -> dict[str, int]:
    """What occurred."""
    return {name: getattr(run, name) for name in COUNTS if getattr(run, name)}


def fates(run: Run, phase: str = FILE) -> list[Fate]:
    """Every line's fate."""
    return [fate for _, batch in read_batches(key_for(run.id), run.id, phase) for fate in batch]
