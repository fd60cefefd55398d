"""Merging over HTTP: the plan, the merge, what was kept of it, and its undo."""

from ninja import Router

from kedang.archive import rights as archive_rights
from kedang.kit.doors import IdIn, Request, needs
from kedang.merging import kept, rights, schemas, undo, workbench
from kedang.merging.merge import merge

router = Router()
MERGE = needs(rights.MERGE)
VIEW = needs(archive_rights.VIEW)


@router.post("/merges/plan", response=schemas.MergePlan, openapi_extra=MERGE)
def plan_merge(request: Request, body: schemas.MergePlanIn) -> schemas.MergePlan:
    """The customers side by side, and what would become of each field. Nothing is changed."""
    return workbench.plan(request.actor, body.ids, survivor_id=body.survivor_id, choices=body.choices)


@router.post("/merges", response={201: schemas.MergedOut}, openapi_extra=MERGE)
def merge_customers(request: Request, body: schemas.CustomersMergeIn) -> schemas.MergedOut:
    """Make one customer of several. The others keep their rows, and lead to the survivor."""
    made = merge(request.actor, body.survivor_id, body.loser_ids, choices=body.choices, versions=body.versions)
    return schemas.MergedOut(
        id=str(made.id),
        survivor_id=str(made.survivor_id),
        number=made.number,
        loser_ids=[str(i) for i in made.loser_ids],
        fields=list(made.fields),
    )


@router.get("/customers/{int:id}/merges", response=schemas.MergesOut, openapi_extra=VIEW)
def customer_merges(request: Request, id: IdIn) -> schemas.MergesOut:
    """The merges a customer came from, newest first."""
    return kept.merges_of(request.actor, id)


@router.get("/merges/{int:id}", response=schemas.MergeKept, openapi_extra=VIEW)
def kept_of_merge(request: Request, id: IdIn) -> schemas.MergeKept:
    """What each participant said when they were merged, masked as the caller's roles say."""
    return kept.kept_record(request.actor, id)


@router.get("/merges/{int:id}/since", response=schemas.UnmergeOutlook, openapi_extra=MERGE)
def since_merge(request: Request, id: IdIn) -> schemas.UnmergeOutlook:
    """What came after a merge, and where it goes when the merge is undone."""
    return kept.undo_outlook(request.actor, id)


@router.post("/merges/{int:id}/undo", response=schemas.UnmergedOut, openapi_extra=MERGE)
def undo_merge(request: Request, id: IdIn, body: schemas.UnmergeIn) -> schemas.UnmergedOut:
    """Make several of one again. What came since stays with the survivor unless it is given to somebody."""
    done = undo.undo_merge(request.actor, id, places=body.places, version=body.version)
    return schemas.UnmergedOut(
        id=str(done.id), survivor_id=str(done.survivor_id), loser_ids=[str(i) for i in done.loser_ids]
    )
