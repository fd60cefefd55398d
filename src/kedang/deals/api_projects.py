"""Projects and changes of need over HTTP."""

from ninja import Router

from kedang.deals import milestones, needs, problems, project_presenting, projects, rights, sight
from kedang.deals import project_schemas as schemas
from kedang.deals.needs import NeedDraft
from kedang.deals.project_listing import OPEN
from kedang.deals.projects import ProjectDraft
from kedang.deals.schemas import Made
from kedang.kit.doors import IdIn, Request
from kedang.kit.doors import needs as needing

router = Router()
SEES = needing(rights.SEE_PROJECTS)
RUNS = needing(rights.RUN_PROJECTS)


@router.get("/projects", response=schemas.ProjectPage, openapi_extra=SEES)
def list_projects(
    request: Request,
    whose: str = sight.MINE,
    state: str = OPEN,
    owner: int | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.ProjectPage:
    """Projects of `mine`, the `team` or `all`: `open` ones by what is due next, or those that are `over`, the latest first."""
    return project_presenting.page(request.actor, whose=whose, state=state, owner_id=owner, cursor=cursor, limit=limit)


@router.get("/customers/{int:id}/projects", response=schemas.CustomerProjects, openapi_extra=SEES)
def projects_of_customer(request: Request, id: IdIn) -> schemas.CustomerProjects:
    """A customer's projects and changes of need."""
    return project_presenting.of_customer(request.actor, id)


@router.post("/customers/{int:id}/projects", response={201: Made}, openapi_extra=RUNS)
def enter_project(request: Request, id: IdIn, body: schemas.ProjectIn) -> Made:
    """Enter a project."""
    return Made(id=str(projects.enter(request.actor, id, ProjectDraft(**body.model_dump()))))


@router.get("/customers/{int:id}/projects/{sub}", response=schemas.ProjectWhole, openapi_extra=SEES)
def whole_project(request: Request, id: IdIn, sub: IdIn) -> schemas.ProjectWhole:
    """One project with its milestones, problems and changes of need."""
    return project_presenting.whole(request.actor, id, sub)


@router.patch("/customers/{int:id}/projects/{sub}", response={204: None}, openapi_extra=RUNS)
def change_project(request: Request, id: IdIn, sub: IdIn, body: schemas.ProjectChangesIn) -> None:
    """Change what is known of a project."""
    projects.change(request.actor, id, sub, body.given(), version=body.version)


@router.post("/customers/{int:id}/projects/{sub}/state", response={204: None}, openapi_extra=RUNS)
def put_project_state(request: Request, id: IdIn, sub: IdIn, body: schemas.ProjectStateIn) -> None:
    """Start, pause, finish or cancel a project, or take it up again."""
    projects.put_state(request.actor, id, sub, state=body.state, version=body.version)


@router.post("/customers/{int:id}/projects/{sub}/feedback", response={204: None}, openapi_extra=RUNS)
def take_project_feedback(request: Request, id: IdIn, sub: IdIn, body: schemas.FeedbackIn) -> None:
    """What the customer says of a project."""
    projects.take_feedback(request.actor, id, sub, **body.model_dump())


@router.post("/customers/{int:id}/projects/{sub}/milestones", response={201: Made}, openapi_extra=RUNS)
def plan_milestone(request: Request, id: IdIn, sub: IdIn, body: schemas.MilestoneIn) -> Made:
    """Add a milestone to a project."""
    return Made(id=str(milestones.plan(request.actor, id, sub, title=body.title, due_on=body.due_on)))


@router.patch("/customers/{int:id}/milestones/{sub}", response={204: None}, openapi_extra=RUNS)
def change_milestone(request: Request, id: IdIn, sub: IdIn, body: schemas.MilestoneChangesIn) -> None:
    """Call a milestone otherwise or put it on another day."""
    milestones.change(request.actor, id, sub, body.given(), version=body.version)


@router.post("/customers/{int:id}/milestones/{sub}/done", response={204: None}, openapi_extra=RUNS)
def tick_milestone(request: Request, id: IdIn, sub: IdIn, body: schemas.TickIn) -> None:
    """A milestone is reached, or is not after all."""
    milestones.tick(request.actor, id, sub, done=body.done, version=body.version)


@router.delete("/customers/{int:id}/milestones/{sub}", response={204: None}, openapi_extra=RUNS)
def drop_milestone(request: Request, id: IdIn, sub: IdIn, version: int) -> None:
    """Take a milestone away."""
    milestones.drop(request.actor, id, sub, version=version)


@router.post("/customers/{int:id}/projects/{sub}/problems", response={201: Made}, openapi_extra=RUNS)
def note_problem(request: Request, id: IdIn, sub: IdIn, body: schemas.ProblemIn) -> Made:
    """Write down what stands in a project's way."""
    return Made(id=str(problems.note(request.actor, id, sub, title=body.title)))


@router.patch("/customers/{int:id}/problems/{sub}", response={204: None}, openapi_extra=RUNS)
def change_problem(request: Request, id: IdIn, sub: IdIn, body: schemas.ProblemChangesIn) -> None:
    """Say a problem or its solution differently."""
    problems.change(request.actor, id, sub, body.given(), version=body.version)


@router.post("/customers/{int:id}/problems/{sub}/solved", response={204: None}, openapi_extra=RUNS)
def solve_problem(request: Request, id: IdIn, sub: IdIn, body: schemas.SolveIn) -> None:
    """A problem is solved, or is there again."""
    problems.solve(request.actor, id, sub, **body.model_dump())


@router.post("/customers/{int:id}/needs", response={201: Made}, openapi_extra=RUNS)
def write_down_need(request: Request, id: IdIn, body: schemas.NeedIn) -> Made:
    """Write down that a customer needs something else now."""
    return Made(id=str(needs.write_down(request.actor, id, NeedDraft(**body.model_dump()))))


@router.patch("/customers/{int:id}/needs/{sub}", response={204: None}, openapi_extra=RUNS)
def correct_need(request: Request, id: IdIn, sub: IdIn, body: schemas.NeedChangesIn) -> None:
    """Say a change of need differently, or link it otherwise."""
    needs.correct(request.actor, id, sub, body.given(), version=body.version)
