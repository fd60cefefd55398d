"""One's own second factors, and showing again that it is oneself."""

from dataclasses import asdict

from ninja import Router

from kedang.accounts import factors, own_factors, proving
from kedang.accounts import schemas_factors as shapes
from kedang.accounts.api_sign_in import device_of, party_of
from kedang.kit.doors import SIGNED_IN, IdIn, Request
from kedang.kit.errors import INVALID

router = Router()


@router.get("/me/factors", response=shapes.FactorsOut, openapi_extra=SIGNED_IN)
def own(request: Request) -> shapes.FactorsOut:
    """One's second factors, without any secret."""
    found = factors.own_factors(request.actor)
    return shapes.FactorsOut(
        totp_since=found.totp_since,
        passkeys=[
            shapes.PasskeyOut(id=str(k.id), name=k.name, created_at=k.created_at, last_used_at=k.last_used_at)
            for k in found.passkeys
        ],
        passkeys_here=party_of(request).usable,
        recovery_left=found.recovery_left,
        required=found.required,
    )


@router.post("/me/totp", response=shapes.Enrolment, openapi_extra=SIGNED_IN)
def begin_totp(request: Request) -> shapes.Enrolment:
    """A secret for an authenticator app; it counts once its first code was right."""
    return shapes.Enrolment(**asdict(own_factors.begin_totp(request.actor)))


@router.post("/me/totp/confirm", response=shapes.Codes, openapi_extra=SIGNED_IN)
def confirm_totp(request: Request, body: shapes.CodeIn) -> shapes.Codes:
    """The app's first code."""
    return shapes.Codes(recovery_codes=own_factors.confirm_totp(request.actor, body.code).codes)


@router.delete("/me/totp", response={204: None}, openapi_extra=SIGNED_IN)
def remove_totp(request: Request) -> None:
    """Take the authenticator app off one's account."""
    own_factors.remove_totp(request.actor)


@router.post("/me/passkeys/ask", response=shapes.Question, openapi_extra=SIGNED_IN)
def ask_to_register(request: Request) -> shapes.Question:
    """What the browser is told to make a passkey."""
    return shapes.Question(options=own_factors.ask_to_register(request.actor, party_of(request)))


@router.post("/me/passkeys", response=shapes.Codes, openapi_extra=SIGNED_IN)
def add_passkey(request: Request, body: shapes.PasskeyIn) -> shapes.Codes:
    """Keep a passkey that the browser has just made."""
    where = party_of(request)
    return shapes.Codes(
        recovery_codes=own_factors.add_passkey(request.actor, where, body.passkey, name=body.name).codes
    )


@router.delete("/me/passkeys/{passkey_id}", response={204: None}, openapi_extra=SIGNED_IN)
def remove_passkey(request: Request, passkey_id: IdIn) -> None:
    """Forget a passkey."""
    own_factors.remove_passkey(request.actor, passkey_id)


@router.post("/me/recovery-codes", response=shapes.Codes, openapi_extra=SIGNED_IN)
def renew_codes(request: Request) -> shapes.Codes:
    """Ten new recovery codes; the old ones end."""
    return shapes.Codes(recovery_codes=own_factors.renew_codes(request.actor))


@router.get("/me/proof", response=shapes.Ways, openapi_extra=SIGNED_IN)
def ways_to_prove(request: Request) -> shapes.Ways:
    """How one can show that it is oneself."""
    return shapes.Ways(ways=proving.ways_to_prove(request.actor))


@router.post("/me/proof/ask", response=shapes.Question, openapi_extra=SIGNED_IN)
def ask_proof(request: Request) -> shapes.Question:
    """What a passkey is asked to sign."""
    return shapes.Question(options=proving.ask_proof(request.actor, party_of(request)))


@router.post("/me/proof", response={204: None}, openapi_extra=SIGNED_IN)
def prove(request: Request, body: shapes.ProofIn) -> None:
    """Show again that it is oneself; it counts for five minutes."""
    if body.passkey is not None:
        proving.prove_by_passkey(request.actor, party_of(request), body.passkey)
    elif body.code is not None:
        proving.prove_by_code(request.actor, code=body.code, device=device_of(request))
    elif body.password is not None:
        proving.prove_by_password(request.actor, password=body.password, device=device_of(request))
    else:
        raise INVALID(what="password, code, passkey")
