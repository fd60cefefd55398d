"""Suspected duplicates over HTTP."""

from ninja import Router

from kedang.archive import rights as archive_rights
from kedang.duplicates import (
    api_applying,
    hints,
    learning,
    queue,
    queue_runs,
    review_deciding,
    review_reading,
    review_showing,
    rights,
    running,
    schemas,
    thresholds,
)
from kedang.duplicates.queue import Wanted
from kedang.kit.doors import IdIn, Request, needs

router = Router()
REVIEWS = needs(rights.REVIEW)
SETS = needs(rights.RUN)


@router.get("/duplicates/suspects", response=schemas.SuspectPage, openapi_extra=REVIEWS)
def duplicate_groups(
    request: Request,
    state: schemas.State = "open",
    kind: schemas.Kind | None = None,
    certain: bool | None = None,
    owner: IdIn | None = None,
    department: IdIn | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.SuspectPage:
    """Groups of suspected duplicates with at least two members in reach, the surest first; decided ones by time."""
    wanted = Wanted(state=state, kind=kind, certain=certain, owner_id=owner, department_id=department)
    return review_showing.page(request.actor, queue.page(request.actor, wanted, cursor=cursor, limit=limit))


@router.get("/duplicates/count", response=schemas.SuspectCount, openapi_extra=REVIEWS)
def duplicate_count(request: Request) -> schemas.SuspectCount:
    """How many groups wait for a decision."""
    value, capped = queue.count_open(request.actor)
    return schemas.SuspectCount(value=value, capped=capped)


@router.get("/duplicates/suspects/{int:id}", response=schemas.SuspectGroupOut, openapi_extra=REVIEWS)
def duplicate_group(request: Request, id: IdIn) -> schemas.SuspectGroupOut:
    """One group side by side, each pair with its reasons; recorded as opened."""
    return review_showing.review(request.actor, review_reading.open_group(request.actor, id))


@router.post("/duplicates/suspects/{int:id}/merge", response=schemas.SuspectDecided, openapi_extra=REVIEWS)
def merge_group(request: Request, id: IdIn, body: schemas.SuspectMerge) -> schemas.SuspectDecided:
    """These members are one customer: merge them. Needs the right to merge as well."""
    done = review_deciding.merge_group(
        request.actor, id, body.survivor_id, body.loser_ids, choices=body.choices, versions=body.versions
    )
    return review_showing.decided(done)


@router.post("/duplicates/suspects/{int:id}/dismiss", response=schemas.SuspectDecided, openapi_extra=REVIEWS)
def dismiss_group(request: Request, id: IdIn, body: schemas.SuspectDismiss) -> schemas.SuspectDecided:
    """Not duplicates: all of them, one and the others, or some among each other. Remembered."""
    return review_showing.decided(review_deciding.dismiss(request.actor, id, body.customer_ids))


@router.post("/duplicates/suspects/{int:id}/take-back", response=schemas.SuspectDecided, openapi_extra=REVIEWS)
def take_back(request: Request, id: IdIn, body: schemas.SuspectTakeBack) -> schemas.SuspectDecided:
    """Forget that these were said not to be duplicates."""
    pairs = [(one, other) for one, other in body.pairs]
    return review_showing.decided(review_deciding.take_back(request.actor, id, pairs))


@router.post("/duplicates/suspects/{int:id}/undo-merge", response=schemas.SuspectDecided, openapi_extra=REVIEWS)
def undo_group_merge(request: Request, id: IdIn) -> schemas.SuspectDecided:
    """Undo the group's latest merge; it waits for a decision again."""
    return review_showing.decided(review_deciding.undo_group_merge(request.actor, id))


@router.get("/customers/{int:id}/duplicates", response=list[schemas.SuspectRow], openapi_extra=REVIEWS)
def duplicates_of_customer(request: Request, id: IdIn) -> list[schemas.SuspectRow]:
    """The open groups one customer stands in."""
    return [review_showing.row(request.actor, row) for row in queue.groups_of(request.actor, id)]


@router.get("/customers/{int:id}/hints", response=list[schemas.HintOut], openapi_extra=needs(archive_rights.VIEW))
def hints_of_customer(request: Request, id: IdIn) -> list[schemas.HintOut]:
    """Organisations a person seems to belong to, or persons that seem to belong to an organisation."""
    return [review_showing.hint(request.actor, each) for each in hints.hints_of(request.actor, id)]


@router.post("/customers/{int:id}/hints/aside", response={204: None}, openapi_extra=needs(archive_rights.EDIT))
def put_hint_aside(request: Request, id: IdIn, body: schemas.HintOther) -> None:
    """These two have nothing to do with each other; remembered."""
    hints.put_aside(request.actor, id, body.other_id)


@router.post("/customers/{int:id}/hints/take-up", response={204: None}, openapi_extra=needs(archive_rights.EDIT))
def take_hint_up(request: Request, id: IdIn, body: schemas.HintOther) -> None:
    """Take back that two have nothing to do with each other."""
    hints.take_up(request.actor, id, body.other_id)


@router.get("/duplicates/thresholds", response=schemas.SuspectLimits, openapi_extra=SETS)
def duplicate_thresholds(request: Request) -> schemas.SuspectLimits:
    """From where pairs count as certain, and from where they are reviewed."""
    found = thresholds.read_limits(request.actor)
    return schemas.SuspectLimits(certain=found.certain, review=found.review)


@router.put("/duplicates/thresholds", response=schemas.SuspectLimits, openapi_extra=SETS)
def put_duplicate_thresholds(request: Request, body: schemas.SuspectLimits) -> schemas.SuspectLimits:
    """Set both limits; the queue follows at once."""
    found = thresholds.save_limits(request.actor, certain=body.certain, review=body.review)
    return schemas.SuspectLimits(certain=found.certain, review=found.review)


@router.get("/duplicates/learning", response=schemas.LearningOut, openapi_extra=SETS)
def duplicate_learning(request: Request) -> schemas.LearningOut:
    """Whether a large archive teaches how much each agreement says, and what it taught."""
    return queue_runs.learning_out(request.actor)


@router.put("/duplicates/learning", response=schemas.LearningOut, openapi_extra=SETS)
def put_duplicate_learning(request: Request, body: schemas.LearningIn) -> schemas.LearningOut:
    """Let the archive teach, or go back to what is shipped."""
    learning.let_teach(request.actor, learn=body.learn)
    return queue_runs.learning_out(request.actor)


router.add_router("", api_applying.router)


@router.get("/duplicates/runs", response=schemas.DedupeRunPage, openapi_extra=SETS)
def dedupe_runs(request: Request, cursor: str | None = None, limit: int | None = None) -> schemas.DedupeRunPage:
    """Looks over the whole archive, newest first, the present one with its progress."""
    return queue_runs.run_page(request.actor, cursor=cursor, limit=limit)


@router.post("/duplicates/runs", response=schemas.DedupeRunOut, openapi_extra=SETS)
def start_dedupe(request: Request, body: schemas.DedupeStart | None = None) -> schemas.DedupeRunOut:
    """Look for duplicates in the background, at what changed since the last look or at everybody; one at a time."""
    return queue_runs.run_out(running.start_run(request.actor, whole=body is not None and body.whole))


@router.post("/duplicates/runs/{int:id}/cancel", response=schemas.DedupeRunOut, openapi_extra=SETS)
def cancel_dedupe(request: Request, id: IdIn) -> schemas.DedupeRunOut:
    """Stop a run; the queue stays as it was."""
    return queue_runs.run_out(running.cancel_run(request.actor, id))
