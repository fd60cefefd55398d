"""Access tokens: one's own, and for those who manage people everybody's."""

from ninja import Router

from kedang.accounts import presenting_tokens as show
from kedang.accounts import queries, token_standing, tokens
from kedang.accounts import schemas_tokens as schemas
from kedang.accounts.rights import PEOPLE_MANAGE, TOKENS_OWN
from kedang.kit.doors import SIGNED_IN, IdIn, Request, needs

router = Router()


@router.get("/me/tokens", response=schemas.Tokens, openapi_extra=SIGNED_IN)
def own_tokens(request: Request) -> schemas.Tokens:
    """One's access tokens, without their secrets."""
    return show.tokens(queries.own_tokens(request.actor))


@router.post("/me/tokens", response={201: schemas.TokenMade}, openapi_extra=needs(TOKENS_OWN))
def make_token(request: Request, body: schemas.TokenIn) -> schemas.TokenMade:
    """Make an access token; its secret is shown this once."""
    reach = tokens.Reach(**body.model_dump(exclude={"name"}))
    return show.made_token(tokens.create_token(request.actor, name=body.name, reach=reach))


@router.delete("/me/tokens/{token_id}", response={204: None}, openapi_extra=SIGNED_IN)
def end_token(request: Request, token_id: IdIn) -> None:
    """End a token."""
    tokens.revoke_token(request.actor, token_id)


@router.post("/me/tokens/{token_id}/start", response={204: None}, openapi_extra=SIGNED_IN)
def start_token_again(request: Request, token_id: IdIn) -> None:
    """Start a stopped token again: once, before it expires."""
    token_standing.start_again(request.actor, token_id)


@router.get("/tokens", response=schemas.TokensOfAll, openapi_extra=needs(PEOPLE_MANAGE))
def everybodys_tokens(request: Request) -> schemas.TokensOfAll:
    """Every token there is and whose it is, the last used first."""
    return show.tokens_of_all(queries.everybodys_tokens(request.actor))


@router.delete("/tokens/{token_id}", response={204: None}, openapi_extra=needs(PEOPLE_MANAGE))
def end_somebodys_token(request: Request, token_id: IdIn) -> None:
    """End somebody's token."""
    token_standing.revoke_anybodys(request.actor, token_id)
