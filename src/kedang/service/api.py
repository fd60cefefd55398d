"""Service over HTTP: cases."""

from ninja import Router

from kedang.kit.doors import IdIn, Request, needs
from kedang.service import (
    api_improvements,
    api_settings,
    cases,
    figures,
    moving,
    presenting,
    reading,
    rights,
    schemas,
    waiting,
)
from kedang.service.moving import Said

router = Router()
router.add_router("", api_improvements.router)
router.add_router("", api_settings.router)
SEES = needs(rights.VIEW)
HANDLES = needs(rights.HANDLE)


@router.get("/cases", response=schemas.CasePage, openapi_extra=SEES)
def list_cases(
    request: Request,
    whose: str = reading.MINE,
    state: str = reading.OPEN,
    kind: str = "",
    queue: IdIn | None = None,
    number: str = "",
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.CasePage:
    """Cases: `mine`, waiting in one's `queues`, or `all` in sight; `open`, `overdue`, or of one state. Due first stands first."""
    wanted = reading.Wanted(whose=whose, state=state, kind=kind, queue_id=queue, number=number)
    found = reading.listed(request.actor, wanted, cursor=cursor, limit=limit)
    return presenting.page(request.actor, found)


@router.get("/cases/figures", response=schemas.ServiceFigures, openapi_extra=SEES)
def service_figures(request: Request, months: int = 6) -> schemas.ServiceFigures:
    """What is open and late now, and how the last months went."""
    return presenting.figures_out(request.actor, figures.figures(request.actor, months=months))


@router.get("/cases/waiting", response=schemas.CasesWaiting, openapi_extra=SEES)
def cases_waiting(request: Request) -> schemas.CasesWaiting:
    """How many open cases one has, and what waits in one's queues."""
    return presenting.waiting_out(waiting.waiting(request.actor))


@router.get("/cases/choices", response=schemas.ServiceChoices, openapi_extra=SEES)
def service_choices(request: Request) -> schemas.ServiceChoices:
    """Queues and closing reasons to choose from."""
    request.actor.require(rights.VIEW)
    return presenting.choices(request.actor)


@router.get("/customers/{int:id}/cases", response=schemas.CustomerCases, openapi_extra=SEES)
def customer_cases(request: Request, id: IdIn) -> schemas.CustomerCases:
    """A customer's latest cases."""
    return presenting.of_customer(request.actor, id)


@router.post("/customers/{int:id}/cases", response={201: schemas.CaseMade}, openapi_extra=HANDLES)
def open_case(request: Request, id: IdIn, body: schemas.CaseIn) -> schemas.CaseMade:
    """Open a case."""
    made = cases.open_case(request.actor, id, cases.Draft(**body.model_dump()))
    return schemas.CaseMade(id=str(made))


@router.get("/cases/{int:id}", response=schemas.OpenedCase, openapi_extra=SEES)
def one_case(request: Request, id: IdIn) -> schemas.OpenedCase:
    """A case with everything about it."""
    return presenting.opened(request.actor, id)


@router.patch("/cases/{int:id}", response={204: None}, openapi_extra=HANDLES)
def correct_case(request: Request, id: IdIn, body: schemas.CaseChangesIn) -> None:
    """Correct a case."""
    cases.correct(request.actor, id, body.given(), version=body.version)


@router.post("/cases/{int:id}/take", response={204: None}, openapi_extra=HANDLES)
def take_case(request: Request, id: IdIn, body: schemas.SeenIn) -> None:
    """Take a case nobody has, or begin with one's own."""
    cases.take(request.actor, id, version=body.version)


@router.post("/cases/{int:id}/hand-over", response={204: None}, openapi_extra=HANDLES)
def hand_over_case(request: Request, id: IdIn, body: schemas.HandOverIn) -> None:
    """Give a case to a colleague or to a queue."""
    cases.hand_over(request.actor, id, **body.model_dump())


@router.post("/cases/{int:id}/move", response={204: None}, openapi_extra=HANDLES)
def move_case(request: Request, id: IdIn, body: schemas.CaseMoveIn) -> None:
    """Let a case wait, go on, be solved, be closed, be reopened."""
    said = Said(**body.model_dump(exclude={"move", "version"}))
    moving.move(request.actor, id, body.move, said, version=body.version)


@router.post("/cases/{int:id}/answered", response={204: None}, openapi_extra=HANDLES)
def answer_case(request: Request, id: IdIn, body: schemas.AnswerIn) -> None:
    """The customer has had a first answer."""
    moving.answer(request.actor, id, version=body.version, text=body.text)


@router.post("/cases/{int:id}/comments", response={201: schemas.CaseMade}, openapi_extra=HANDLES)
def comment_case(request: Request, id: IdIn, body: schemas.CommentIn) -> schemas.CaseMade:
    """Write something about a case for colleagues."""
    return schemas.CaseMade(id=str(moving.comment(request.actor, id, body.text)))


@router.post("/cases/{int:id}/satisfaction", response={204: None}, openapi_extra=HANDLES)
def rate_case(request: Request, id: IdIn, body: schemas.SatisfactionIn) -> None:
    """How satisfied the customer is."""
    moving.rate(request.actor, id, body.score, version=body.version, words=body.words)
