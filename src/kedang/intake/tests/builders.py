"""Small files and whole imports, for tests."""

import csv
import io
from collections.abc import Sequence

from kedang.intake import lifecycle, mapping
from kedang.intake.fates import FILE, Fate, read_batches
from kedang.intake.mapping import Choice
from kedang.intake.models import FATES, ImportRun
from kedang.intake.runs import run_counts
from kedang.intake.undo import undo
from kedang.intake.upload import upload
from kedang.jobs.claiming import claim_job
from kedang.jobs.queue import open_job
from kedang.jobs.worker import run_claimed
from kedang.kit.actor import Actor, system_actor
from kedang.vault.keys import key_for

COMMAND = system_actor("command")
PERSON = ("客户编号", "姓名", "手机", "邮箱", "职业")
LIN = ("P1", "林晓", "13800001111", "lin@example.com", "教师")
ZHOU = ("P2", "周敏", "13800002222", "", "医生")
Rows = Sequence[Sequence[str]]


def table(header: Sequence[str], *rows: Sequence[str]) -> bytes:
    """A csv file."""
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode("utf-8-sig")


def stage(actor: Actor, content: bytes, *, filename: str = "list.csv", **choice: object) -> ImportRun:
    """Upload, inspect and map; nothing is filed yet."""
    run = upload(actor, [content], filename=filename, inspecting=False)
    lifecycle.inspect_run(run)
    if choice:
        mapping.choose(actor, run.id, Choice(**choice))  # type: ignore[arg-type]
    return ImportRun.objects.get(id=run.id)


def work(run_id: int) -> ImportRun:
    """Do the run's waiting job, as a worker would."""
    job = open_job(run_id)
    assert job is not None
    claimed = claim_job(job.id)
    assert claimed is not None
    run_claimed(claimed)
    return ImportRun.objects.get(id=run_id)


def bring(actor: Actor, content: bytes, *, filename: str = "list.csv", **choice: object) -> ImportRun:
    """A whole import."""
    run = stage(actor, content, filename=filename, **choice)
    lifecycle.commit(actor, run.id)
    return work(run.id)


def take_back(actor: Actor, run: ImportRun, *, also: Sequence[int] | str = ()) -> ImportRun:
    """A whole undo."""
    undo(actor, run.id, also=also)
    return work(run.id)


def counts(run: ImportRun) -> dict[str, int]:
    """The fates that occurred."""
    found = run_counts(run)
    return {name: found[name] for name in FATES if found[name]}


def fates(run: ImportRun, phase: str = FILE) -> list[Fate]:
    """Every row's fate."""
    return [fate for _, batch in read_batches(key_for(run.id), run.id, phase) for fate in batch]
