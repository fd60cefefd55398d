"""Data quality over HTTP."""

from ninja import Router

from kedang.archive import rights as archive_rights
from kedang.kit.doors import IdIn, Request, needs
from kedang.quality import api_rules, figures, presenting, reviews, rights, rules, schemas, worklist
from kedang.quality.defaults import Interval, Item
from kedang.quality.figures import Cut

router = Router()
router.add_router("", api_rules.router)
SEES = needs(archive_rights.VIEW)
MANAGES = needs(rights.MANAGE)


@router.get("/quality/figures", response=schemas.QualityFigures, openapi_extra=SEES)
def quality_figures(
    request: Request, department: int | None = None, owner: int | None = None, days: int = 42
) -> schemas.QualityFigures:
    """How good the records in reach are, now and day by day; `owner=0` asks for customers without an owner."""
    cut = Cut(department_id=department, owner_id=owner)
    return presenting.figures(figures.figures(request.actor, cut, days=days))


@router.get("/quality/work", response=schemas.QualityPage, openapi_extra=SEES)
def worst_first(
    request: Request,
    measure: str | None = None,
    department: int | None = None,
    owner: int | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> schemas.QualityPage:
    """Customers to mend, the worst first; with a measure, those it finds something wrong with."""
    cut = Cut(department_id=department, owner_id=owner)
    found = worklist.work(request.actor, cut, measure=measure, cursor=cursor, limit=limit)
    return presenting.page(request.actor, found)


@router.get("/quality/reviews", response=schemas.QualityPage, openapi_extra=SEES)
def due_reviews(
    request: Request, which: str = reviews.MINE, cursor: str | None = None, limit: int | None = None
) -> schemas.QualityPage:
    """Customers due for review within a week: one's own (`mine`), everybody's in reach (`team`), those of others that are
    much too late (`escalated`)."""
    return presenting.page(request.actor, reviews.due(request.actor, which, cursor=cursor, limit=limit))


@router.get("/customers/{int:id}/quality", response=schemas.CustomerQuality, openapi_extra=SEES)
def customer_quality(request: Request, id: IdIn) -> schemas.CustomerQuality:
    """One customer's scores and what to mend, this moment."""
    return presenting.own(worklist.quality_of(request.actor, id))


@router.post("/customers/{int:id}/review", response=schemas.CustomerQuality, openapi_extra=needs(archive_rights.EDIT))
def review_customer(request: Request, id: IdIn, body: schemas.QualityReviewIn) -> schemas.CustomerQuality:
    """Checked, all correct: confirms every value the caller sees in clear and moves the next review on."""
    customer = reviews.confirm(request.actor, id, version=body.version)
    return presenting.own(worklist.own_of(request.actor, customer))


@router.get("/quality/rules", response=schemas.QualityRules, openapi_extra=MANAGES)
def quality_rules(request: Request) -> schemas.QualityRules:
    """Weights, times and intervals."""
    return presenting.rule_book(request.actor)


@router.put("/quality/rules/weights", response=schemas.QualityRules, openapi_extra=MANAGES)
def put_weights(request: Request, body: schemas.QualityWeightsIn) -> schemas.QualityRules:
    """What records of a template and kind should hold. Everything is scored again in the background."""
    items = None if body.items is None else [Item(tuple(i.fields), i.weight) for i in body.items]
    rules.save_weights(request.actor, template=body.template, kind=body.kind, items=items)
    return presenting.rule_book(request.actor)


@router.put("/quality/rules/standard-template", response=schemas.QualityRules, openapi_extra=MANAGES)
def put_standard_template(request: Request, body: schemas.QualityStandardIn) -> schemas.QualityRules:
    """By which template customers are scored that have none of their own."""
    rules.save_standard_template(request.actor, body.template)
    return presenting.rule_book(request.actor)


@router.put("/quality/rules/valid-for", response=schemas.QualityRules, openapi_extra=MANAGES)
def put_valid_for(request: Request, body: schemas.QualityValidIn) -> schemas.QualityRules:
    """For how many days a value of each field counts as fresh; one that is not named never grows stale."""
    rules.save_valid_for(request.actor, body.days)
    return presenting.rule_book(request.actor)


@router.put("/quality/rules/reviews", response=schemas.QualityRules, openapi_extra=MANAGES)
def put_reviews(request: Request, body: schemas.QualityReviewsIn) -> schemas.QualityRules:
    """How often which customers are reviewed."""
    intervals = [Interval(i.template, i.level, i.days) for i in body.intervals]
    rules.save_reviews(request.actor, intervals, escalate_days=body.escalate_days)
    return presenting.rule_book(request.actor)
