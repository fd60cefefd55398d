"""Filling a demonstration: the organisation, then two spreadsheets through the same import as everybody's."""

from collections.abc import Iterable
from importlib.resources import files

from django.db import transaction

from kedang.archive.models import Customer
from kedang.config.demo import (
    access,
    activity,
    approvals,
    cases,
    commerce,
    deals,
    documents,
    mails,
    notices,
    organisation,
    oversight,
    ownership,
    projects,
    quality,
    strategy,
)
from kedang.config.demo.persons import persons_csv
from kedang.intake import lifecycle, mapping
from kedang.intake.mapping import Choice
from kedang.intake.upload import upload
from kedang.jobs.claiming import claim_job
from kedang.jobs.queue import open_job
from kedang.jobs.worker import run_claimed
from kedang.kit.actor import Actor, system_actor

PERSONS = 400


def seed() -> bool:
    """Make the demonstration's content; False when there is something already."""
    actor = system_actor("demo")
    with transaction.atomic():
        organisation.build(actor)
    if Customer.objects.visible_to(actor, trashed=None).exists():
        return False
    companies = (files("kedang.config.demo") / "listed_companies.csv").read_bytes()
    _import(actor, [companies], filename="上市公司名单.csv", source="公开名单")
    _import(actor, [persons_csv(PERSONS)], filename="门店会员.csv", source="门店会员")
    activity.build(actor)
    commerce.build(actor)
    quality.build(actor)
    ownership.build(actor)
    documents.build(actor)
    deals.build(actor)
    projects.build(actor)
    cases.build(actor)
    strategy.build(actor)
    mails.build(actor)
    ownership.dispute()
    approvals.build()
    notices.build(actor)
    oversight.build()
    access.build()
    return True


def _import(actor: Actor, pieces: Iterable[bytes], *, filename: str, source: str) -> None:
    run = upload(actor, pieces, filename=filename, source=source, inspecting=False)
    lifecycle.inspect_run(run)
    mapping.choose(actor, run.id, Choice())
    lifecycle.commit(actor, run.id)
    job = open_job(run.id)
    claimed = claim_job(job.id) if job else None
    if claimed is not None:
        run_claimed(claimed)
