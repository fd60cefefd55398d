"""Adding and removing one's own second factors, and taking somebody else's off when their phone is gone."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kedang.accounts import attempts, factors, letters, passkeys, pending, recovery, totp
from kedang.accounts.factors import PASSKEY, TOTP
from kedang.accounts.models import Passkey, User
from kedang.accounts.rights import PEOPLE_MANAGE
from kedang.accounts.sessions import end_all, require_session
from kedang.accounts.signing_in import WRONG_CODE, second_of
from kedang.accounts.stepup import require_stepup
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, Refusal

REGISTER = "register"

LAST_FACTOR = Refusal(
    "factor.last",
    409,
    "按登录规则您必须保留一种第二因素，请先添加另一种。",
    "The rules of signing in ask you for a second factor: add another one first.",
)
NO_FACTOR = Refusal(
    "factor.none", 409, "请先设置验证器应用或通行密钥。", "Set up an authenticator app or a passkey first."
)


@dataclass(frozen=True, slots=True)
class Added:
    """A factor that was added; with a first one come recovery codes, shown this once."""

    codes: list[str]


@transaction.atomic
def begin_totp(actor: Actor) -> totp.Enrolment:
    """A secret for an authenticator app, shown this once."""
    require_session(actor)
    require_stepup(actor)
    return totp.begin(_locked(actor.id))


def confirm_totp(actor: Actor, code: str) -> Added:
    """The app's first code: from now on it is asked for at every sign-in."""
    require_session(actor)
    require_stepup(actor)
    attempts.begin(account=second_of(User(id=actor.id)), ip=actor.ip)
    with transaction.atomic():
        user = _locked(actor.id)
        if not totp.confirm(user.id, code.strip()):
            raise WRONG_CODE()
        attempts.succeed(account=second_of(user), ip=actor.ip)
        return _added(actor, user, TOTP)


@transaction.atomic
def remove_totp(actor: Actor) -> None:
    """Take the app off one's account."""
    require_session(actor)
    require_stepup(actor)
    user = _locked(actor.id)
    _require_another(user, TOTP)
    if not totp.drop(user.id, confirmed=True):
        raise NOT_FOUND()
    _removed(actor, user, TOTP)


@transaction.atomic
def ask_to_register(actor: Actor, where: passkeys.Party) -> dict[str, Any]:
    """What the browser is told to make a passkey."""
    require_session(actor)
    require_stepup(actor)
    options, state = passkeys.ask_to_register(where, _locked(actor.id))
    pending.keep_state(actor, REGISTER, state)
    return options


@transaction.atomic
def add_passkey(actor: Actor, where: passkeys.Party, answer: passkeys.Answer, *, name: str) -> Added:
    """Keep a passkey that was just made."""
    require_session(actor)
    require_stepup(actor)
    user = _locked(actor.id)
    passkeys.register(where, user.id, pending.take_state(actor, REGISTER), answer, name=name)
    return _added(actor, user, PASSKEY)


@transaction.atomic
def remove_passkey(actor: Actor, passkey_id: int) -> None:
    """Forget one of one's own passkeys."""
    require_session(actor)
    require_stepup(actor)
    user = _locked(actor.id)
    row = Passkey.objects.filter(id=passkey_id, user=user).first()
    if row is None:
        raise NOT_FOUND()
    if Passkey.objects.filter(user=user).count() == 1:
        _require_another(user, PASSKEY)
    row.delete()
    _removed(actor, user, PASSKEY)


@transaction.atomic
def renew_codes(actor: Actor) -> list[str]:
    """Ten new recovery codes; the old ones are worth nothing from now on."""
    require_session(actor)
    require_stepup(actor)
    user = _locked(actor.id)
    if not factors.ways(user.id):
        raise NO_FACTOR()
    codes = recovery.make(user.id)
    record(actor, "factor.codes_made", subject=("user", user.id))
    letters.write_to(user, "codes.made", actor)
    return codes


@transaction.atomic
def take_off(actor: Actor, user_id: int) -> None:
    """Take every factor off somebody whose phone is lost: their sessions end, the password alone opens the door again.

    When the rules ask them for a factor, they are led to a new one at the next sign-in.
    """
    actor.require(PEOPLE_MANAGE)
    require_stepup(actor)
    user = _locked(user_id)
    if not factors.ways(user.id):
        raise NO_FACTOR()
    totp.drop(user.id, confirmed=True)
    Passkey.objects.filter(user=user).delete()
    recovery.drop(user.id)
    end_all(user.id, tokens=False)
    attempts.forgive(second_of(user))
    record(actor, "factor.taken_off", subject=("user", user.id))
    letters.write_to(user, "factors.taken_off", actor)


def _added(actor: Actor, user: User, factor: str) -> Added:
    codes = recovery.make(user.id) if not recovery.left(user.id) else []
    record(actor, "factor.added", subject=("user", user.id), details={"factor": factor})
    letters.write_to(user, f"{factor}.added", actor)
    return Added(codes)


def _removed(actor: Actor, user: User, factor: str) -> None:
    if not factors.ways(user.id):
        recovery.drop(user.id)
    record(actor, "factor.removed", subject=("user", user.id), details={"factor": factor})
    letters.write_to(user, f"{factor}.removed", actor)


def _require_another(user: User, leaving: str) -> None:
    others = set(factors.ways(user.id)) - {leaving, factors.RECOVERY}
    if factors.must_have(user) and not others:
        raise LAST_FACTOR()


def _locked(user_id: int) -> User:
    user = User.objects.select_for_update().filter(id=user_id).first()
    if user is None:
        raise NOT_FOUND()
    return user
