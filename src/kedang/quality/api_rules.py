"""Looks at today's customers by validation rules, over HTTP."""

from ninja import Router

from kedang.fields.rights import RULES
from kedang.kit.doors import IdIn, Request, needs
from kedang.quality import rule_checks
from kedang.quality.rule_schemas import RuleCheckIn, RuleCheckOut, check_out

router = Router()
MANAGES = needs(*RULES)


@router.post("/rules/checks", response={202: RuleCheckOut}, openapi_extra=MANAGES)
def count_broken(request: Request, body: RuleCheckIn) -> RuleCheckOut:
    """Count in the background how many customers in reach break a rule that is being written, and list some of them."""
    return check_out(request.actor, rule_checks.count(request.actor, body.rule.draft()))


@router.post("/rules/marking", response={202: RuleCheckOut}, openapi_extra=MANAGES)
def mark_existing(request: Request) -> RuleCheckOut:
    """Mark every customer anew by the rules in force, in the background. No value is changed."""
    return check_out(request.actor, rule_checks.mark_everybody(request.actor))


@router.get("/rules/checks/{int:id}", response=RuleCheckOut, openapi_extra=MANAGES)
def rule_check(request: Request, id: IdIn) -> RuleCheckOut:
    """One's own look: how far it is, and what it found."""
    return check_out(request.actor, rule_checks.load(request.actor, id))


@router.post("/rules/checks/{int:id}/cancel", response=RuleCheckOut, openapi_extra=MANAGES)
def stop_check(request: Request, id: IdIn) -> RuleCheckOut:
    """Stop one's own look."""
    return check_out(request.actor, rule_checks.stop(request.actor, id))
