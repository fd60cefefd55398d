"""Campaigns to verify over HTTP."""

import orjson
from ninja import Router

from kedang.finding.conditions import parse
from kedang.kit.doors import IdIn, Request, needs
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor
from kedang.verification import campaigns, presenting, rights, schemas
from kedang.verification.campaigns import Wanted
from kedang.verification.models import Campaign

router = Router()
CAMPAIGN = needs(rights.CAMPAIGN)
NEWEST = 100


def _out(row: Campaign) -> schemas.CampaignOut:
    return presenting.campaign(row, campaigns.figures([row.id])[row.id])


@router.get("/campaigns", response=schemas.CampaignsOut, openapi_extra=CAMPAIGN)
def list_campaigns(request: Request) -> schemas.CampaignsOut:
    """One's own campaigns, newest first; everybody's for who sees all customers."""
    rows = list(campaigns.campaigns_of(request.actor)[:NEWEST])
    figures = campaigns.figures([row.id for row in rows])
    return schemas.CampaignsOut(campaigns=[presenting.campaign(row, figures[row.id]) for row in rows])


def _wanted(body: schemas.CampaignIn) -> Wanted:
    conditions = parse(orjson.dumps(body.filter).decode()) if body.filter else ()
    return Wanted(filter=conditions, **body.model_dump(exclude={"filter"}))


@router.post("/campaigns", response={201: schemas.CampaignOut}, openapi_extra=CAMPAIGN)
def start_campaign(request: Request, body: schemas.CampaignIn) -> schemas.CampaignOut:
    """Ask the customers of a filter, or these, to confirm by a link."""
    return _out(campaigns.start(request.actor, _wanted(body)))


@router.post("/campaigns/outlook", response=schemas.CampaignOutlookOut, openapi_extra=CAMPAIGN)
def campaign_outlook(request: Request, body: schemas.CampaignIn) -> schemas.CampaignOutlookOut:
    """How many customers such a campaign would ask. Sends nothing."""
    found = campaigns.outlook(request.actor, _wanted(body))
    return schemas.CampaignOutlookOut(customers=found.customers, points=found.points, verified=found.verified)


@router.get("/campaigns/{id}", response=schemas.CampaignOut, openapi_extra=CAMPAIGN)
def get_campaign(request: Request, id: IdIn) -> schemas.CampaignOut:
    """One campaign and its figures."""
    return _out(campaigns.campaign_of(request.actor, id))


@router.get("/campaigns/{id}/targets", response=schemas.TargetsOut, openapi_extra=CAMPAIGN)
def list_targets(request: Request, id: IdIn, cursor: str | None = None, limit: int | None = None) -> schemas.TargetsOut:
    """Who was asked and what came of it; customers out of one's sight have no name."""
    campaign, size = campaigns.campaign_of(request.actor, id), clamp_limit(limit)
    after = decode_numbers(cursor, length=1)[0] if cursor else 0
    rows = campaigns.targets_of(request.actor, campaign, after=after, limit=size + 1)
    following = encode_cursor((rows[size - 1].id,)) if len(rows) > size else None
    return schemas.TargetsOut(rows=presenting.targets(request.actor, rows[:size]), next=following)


@router.post("/campaigns/{id}/cancel", response=schemas.CampaignOut, openapi_extra=CAMPAIGN)
def cancel_campaign(request: Request, id: IdIn) -> schemas.CampaignOut:
    """Ask nobody else; what waits in the outbox does not leave. What was sent stays good."""
    return _out(campaigns.cancel(request.actor, id))
