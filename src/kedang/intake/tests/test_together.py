"""Two people bring the same customers at the same moment: each customer is made once, and both reports add up."""

import threading

import pytest
from django.db import connections

from kedang.archive.models import Customer
from kedang.intake import lifecycle
from kedang.intake.models import ImportRun
from kedang.intake.runs import run_counts
from kedang.intake.tests.builders import PERSON, stage, table
from kedang.jobs.claiming import claim_job
from kedang.jobs.queue import open_job
from kedang.jobs.worker import run_claimed
from tests.people import actor, make_cast


def row(number: int) -> tuple[str, ...]:
    """One invented person."""
    return (f"P{number}", f"林{chr(0x4E00 + number)}", f"138{number:08d}", "", "教师")


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once() -> None:
    cast = make_cast()
    files = [table(PERSON, *[row(n) for n in span]) for span in (range(200), range(100, 300))]
    runs = [stage(actor(who), file) for who, file in zip((cast.lin, cast.wang), files, strict=True)]
    for run, who in zip(runs, (cast.lin, cast.wang), strict=True):
        lifecycle.commit(actor(who), run.id)
        ImportRun.objects.filter(id=run.id).update(batch_rows=20)
    together = threading.Barrier(2)

    def work(run_id: int) -> None:
        job = open_job(run_id)
        assert job is not None
        claimed = claim_job(job.id)
        assert claimed is not None
        together.wait()
        run_claimed(claimed)
        connections.close_all()

    threads = [threading.Thread(target=work, args=(run.id,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ended = [ImportRun.objects.get(id=run.id) for run in runs]
    assert [run.state for run in ended] == ["done", "done"]
    assert Customer.objects.count() == 300
    assert sum(run.created for run in ended) == 300
    assert [run_counts(run)["rows"] for run in ended] == [200, 200]
    numbers = sorted(Customer.objects.values_list("number", flat=True))
    assert [n[-6:] for n in numbers] == [f"{i:06d}" for i in range(1, 301)]


@pytest.mark.django_db(transaction=True)
def test_several_workers_take_each_job_once() -> None:
    cast = make_cast()
    who = actor(cast.lin)
    runs = [stage(who, table(PERSON, row(n))) for n in range(8)]
    for run in runs:
        lifecycle.commit(who, run.id)
    taken: list[int] = []

    def take() -> None:
        from kedang.jobs.claiming import claim_next

        while (job := claim_next(["intake.file"])) is not None:
            taken.append(job.id)
        connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 8
