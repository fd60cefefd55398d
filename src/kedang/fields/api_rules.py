"""Validation rules over HTTP."""

from ninja import Router

from kedang.fields import rights, rules
from kedang.fields.rule_book import all_rules
from kedang.fields.rule_schemas import (
    RuleIn,
    RuleOut,
    RulesOut,
    RuleSwitch,
    RuleTried,
    RuleTriedValue,
    RuleTryIn,
    rule_out,
)
from kedang.fields.rule_trying import try_out
from kedang.kit.actor import Actor
from kedang.kit.doors import IdIn, Request, needs

router = Router()
MANAGES = needs(*rights.RULES)


def _rule(actor: Actor, rule_id: int) -> RuleOut:
    return rule_out(next(r for r in all_rules() if r.rule.id == rule_id), actor.language)


@router.get("/rules", response=RulesOut, openapi_extra=MANAGES)
def list_rules(request: Request) -> RulesOut:
    """Every rule, in order, in words."""
    rights.require_rules(request.actor)
    return RulesOut(rules=[rule_out(r, request.actor.language) for r in all_rules()])


@router.post("/rules", response={201: RuleOut}, openapi_extra=MANAGES)
def create_rule(request: Request, body: RuleIn) -> RuleOut:
    """Add a rule at the end of the list."""
    return _rule(request.actor, rules.create(request.actor, body.draft()))


@router.post("/rules/try", response=RuleTried, openapi_extra=MANAGES)
def try_rule(request: Request, body: RuleTryIn) -> RuleTried:
    """A rule that is being written: what it says in words, and what it would say of some values. Keeps nothing."""
    tried = try_out(request.actor, body.rule.draft(), body.kind, body.values)
    values = [RuleTriedValue(field=code, given=given, standard=standard) for code, given, standard in tried.values]
    return RuleTried(sentence=tried.sentence, verdict=tried.verdict, values=values)


@router.put("/rules/{int:id}", response=RuleOut, openapi_extra=MANAGES)
def write_rule(request: Request, id: IdIn, body: RuleIn) -> RuleOut:
    """Write a rule anew."""
    rules.change(request.actor, id, body.draft())
    return _rule(request.actor, id)


@router.patch("/rules/{int:id}", response=RuleOut, openapi_extra=MANAGES)
def switch_rule(request: Request, id: IdIn, body: RuleSwitch) -> RuleOut:
    """Put a rule in force or out, or give it another place."""
    rules.arrange(request.actor, id, active=body.active, position=body.position)
    return _rule(request.actor, id)


@router.delete("/rules/{int:id}", response={204: None}, openapi_extra=MANAGES)
def remove_rule(request: Request, id: IdIn) -> None:
    """Take a rule off the list; customers marked by it are no longer shown as such."""
    rules.remove(request.actor, id)
