"""Step-up: the person in a session shows again that it is them, by a second factor if they have one, else by the password."""

from typing import Any

from django.db import transaction

from kedang.accounts import attempts, factors, first_passwords, passkeys, pending, places
from kedang.accounts.hasher import password_fits
from kedang.accounts.models import Session, User
from kedang.accounts.sessions import require_session
from kedang.accounts.signing_in import WRONG_CODE, code_fits, second_of
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import Refusal

PROVE = "prove"

WRONG_PROOF = Refusal("proof.wrong", 422, "密码不正确。", "The password is not right.")
FACTOR_WANTED = Refusal(
    "proof.factor", 422, "您的账号设有第二因素，请用它确认。", "Your account has a second factor: confirm with that."
)


def ways_to_prove(actor: Actor) -> list[str]:
    """How this person can show that it is them."""
    require_session(actor)
    return [way for way in factors.ways(actor.id) if way != factors.RECOVERY] or [factors.PASSWORD]


def prove_by_password(actor: Actor, *, password: str, device: str = "") -> None:
    """With the password, for people without a second factor."""
    require_session(actor)
    user = User.objects.get(id=actor.id)
    if factors.ways(user.id):
        raise FACTOR_WANTED()
    known = places.known_device(user.login, device)
    attempts.begin(account=user.login, ip=actor.ip, device=known)
    if not password_fits(password, user.password) or first_passwords.is_first(user):
        _record_refusal(actor)
        raise WRONG_PROOF()
    with transaction.atomic():
        attempts.succeed(account=user.login, ip=actor.ip, device=known)
        _prove(actor, factors.PASSWORD)


def prove_by_code(actor: Actor, *, code: str, device: str = "") -> None:
    """With a code of the app."""
    require_session(actor)
    user = User.objects.get(id=actor.id)
    account, known = second_of(user), places.known_device(user.login, device)
    attempts.begin(account=account, ip=actor.ip, device=known)
    with transaction.atomic():
        by = code_fits(user.id, code)
        if by:
            attempts.succeed(account=account, ip=actor.ip, device=known)
            _prove(actor, by)
            return
    _record_refusal(actor)
    raise WRONG_CODE()


@transaction.atomic
def ask_proof(actor: Actor, where: passkeys.Party) -> dict[str, Any]:
    """What a passkey is asked to sign."""
    require_session(actor)
    options, state = passkeys.ask_to_sign(where, actor.id)
    pending.keep_state(actor, PROVE, state)
    return options


@transaction.atomic
def prove_by_passkey(actor: Actor, where: passkeys.Party, answer: passkeys.Answer) -> None:
    """With a passkey."""
    require_session(actor)
    passkeys.signed_by(where, pending.take_state(actor, PROVE), answer, user_id=actor.id)
    _prove(actor, factors.PASSKEY)


@transaction.atomic
def _prove(actor: Actor, by: str) -> None:
    Session.objects.filter(id=actor.session_id, user_id=actor.id).update(proved_at=now())
    record(actor, "session.proved", subject=("user", actor.id), details={"by": by})


@transaction.atomic
def _record_refusal(actor: Actor) -> None:
    record(actor, "session.proof_refused", subject=("user", actor.id))
