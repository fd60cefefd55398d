"""Signing in, step by step: password, second factor, what is still missing, and only then a session."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from kedang.accounts import attempts, factors, first_passwords, letters, passkeys, pending, places, recovery, totp
from kedang.accounts.hasher import hash_password, password_fits
from kedang.accounts.logins import canonical_login
from kedang.accounts.models import Pending, User
from kedang.accounts.password_door import BY_SERVICE, may_use_password
from kedang.accounts.passwords import has_expired, require_good_password
from kedang.accounts.pending import CODE, ENROL, KEY, RENEW, Waiting
from kedang.accounts.secrets import hashed
from kedang.accounts.sessions import OpenedSession, open_session
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError, Refusal
from kedang.vault.blind import blind_token

WRONG_CREDENTIALS = Refusal(
    "wrong_credentials", 401, "用户名或密码不正确。", "The user name or the password is not right."
)
WRONG_CODE = Refusal(
    "code.wrong",
    422,
    "验证码不正确，或已经用过。请等下一个验证码再试。",
    "The code is not right, or was used already. Wait for the next one.",
)
MANY_FAILURES = 5

SAME_PASSWORD = Refusal(
    "password.same", 422, "新密码不能与原密码相同。", "The new password must differ from the old one."
)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A first factor that was set up on the way in: its recovery codes, and where that leads."""

    codes: list[str]
    next: OpenedSession | Waiting


def sign_in(visitor: Actor, *, login: str, password: str, device: str = "") -> OpenedSession | Waiting:
    """Check a password. An account that does not exist costs the same work and gets the same answer."""
    name = canonical_login(login)
    known = places.known_device(name, device)
    attempts.begin(account=name, ip=visitor.ip, device=known)
    user = User.objects.filter(login=name).first()
    fits = password_fits(password, user.password if user else None, upgrade=_upgrade(user))
    if user is None or not fits or not user.is_active:
        _record_refusal(visitor, name, user)
        raise WRONG_CREDENTIALS()
    if not may_use_password(user):
        _record_refusal(visitor, name, user)
        raise BY_SERVICE()
    if first_passwords.is_over(user):
        _record_refusal(visitor, name, user)
        raise first_passwords.OVER()
    with transaction.atomic():
        failures = attempts.succeed(account=name, ip=visitor.ip, device=known)
        if failures >= MANY_FAILURES:
            letters.write_to(user, "after.failures", visitor)
        return go_on(visitor, user, device=device, by="password")


def sign_in_with_code(visitor: Actor, *, secret: str, code: str, device: str = "") -> OpenedSession | Waiting:
    """The second step: a code of the app, or a recovery code. It counts only for the sign-in of this browser."""
    row = pending.waiting(secret, CODE)
    user = pending.person(row)
    account, known = second_of(user), places.known_device(user.login, device)
    attempts.begin(account=account, ip=visitor.ip, device=known)
    pending.try_once(row)
    with transaction.atomic():
        by = code_fits(user.id, code)
        if by:
            attempts.succeed(account=account, ip=visitor.ip, device=known)
            pending.finish(row)
            if by == factors.RECOVERY:
                letters.write_to(user, "code.used", visitor)
            return go_on(visitor, user, device=device, by=f"{row.by}+{by}", factor=True)
    _record_refusal(visitor, user.login, user, step="code")
    raise WRONG_CODE()


@transaction.atomic
def ask_passkey(where: passkeys.Party, *, secret: str) -> tuple[dict[str, Any], Waiting | None]:
    """What a passkey is asked: in the second step of a sign-in, or, in a browser that waits for nothing, to say whose it is."""
    row = Pending.objects.filter(hash=hashed(secret), expires_at__gt=now(), step=CODE).first() if secret else None
    options, state = passkeys.ask_to_sign(where, row.user_id if row else None)
    fresh = None if row else pending.wait(None, KEY)
    Pending.objects.filter(hash=hashed(fresh.secret if fresh else secret)).update(state=state)
    return options, fresh


def sign_in_with_passkey(
    visitor: Actor, where: passkeys.Party, *, secret: str, answer: passkeys.Answer, device: str = ""
) -> OpenedSession | Waiting:
    """By passkey: as the second step, or alone when the key has verified its user."""
    row = pending.waiting(secret, CODE, KEY)
    account = second_of(row.user) if row.user else f"key|{visitor.ip}"
    known = places.known_device(row.user.login, device) if row.user else ""
    attempts.begin(account=account, ip=visitor.ip, device=known)
    pending.try_once(row)
    try:
        with transaction.atomic():
            key = passkeys.signed_by(where, row.state, answer, user_id=row.user_id)
            attempts.succeed(account=account, ip=visitor.ip, device=known)
            pending.finish(row)
            by = f"{row.by}+passkey" if row.user else "passkey"
            return go_on(visitor, key.user, device=device, by=by, factor=True)
    except DomainError:
        _record_refusal(visitor, row.user.login if row.user else "", row.user, step="passkey")
        raise


@transaction.atomic
def begin_enrolment(secret: str) -> totp.Enrolment:
    """Somebody who must have a second factor and has none is shown one: they can do nothing else yet."""
    return totp.begin(pending.person(pending.waiting(secret, ENROL)))


def finish_enrolment(visitor: Actor, *, secret: str, code: str, device: str = "") -> Enrolled:
    """The new app's first code: recovery codes, and in."""
    row = pending.waiting(secret, ENROL)
    user = pending.person(row)
    pending.try_once(row)
    with transaction.atomic():
        if not totp.confirm(user.id, code):
            raise WRONG_CODE()
        pending.finish(row)
        codes = recovery.make(user.id)
        who = replace(visitor, id=user.id, name=user.name)
        record(who, "factor.added", subject=("user", user.id), details={"factor": factors.TOTP})
        letters.write_to(user, "totp.added", visitor)
        return Enrolled(codes, go_on(visitor, user, device=device, by=f"{row.by}+totp", factor=True))


def renew_password(visitor: Actor, *, secret: str, password: str, device: str = "") -> OpenedSession | Waiting:
    """A new password in place of a first one, or of one that has grown too old."""
    row = pending.waiting(secret, RENEW)
    user = pending.person(row)
    pending.try_once(row)
    if password_fits(password, user.password):
        raise SAME_PASSWORD()
    require_good_password(password, login=user.login, name=user.name)
    stored = hash_password(password)
    with transaction.atomic():
        pending.finish(row)
        user.password, user.password_changed_at, user.password_until = stored, now(), None
        user.save(update_fields=["password", "password_changed_at", "password_until"])
        record(replace(visitor, id=user.id, name=user.name), "user.password_changed", subject=("user", user.id))
        letters.write_to(user, "password.changed", visitor)
        return go_on(visitor, user, device=device, by=row.by, factor=row.factor)


def code_fits(user_id: int, code: str) -> str:
    """Which of somebody's factors a code is right for: the app, a recovery code, or nothing."""
    typed = code.strip()
    if typed.isdigit() and len(typed) == 6:
        return factors.TOTP if totp.fits(user_id, typed) else ""
    return factors.RECOVERY if recovery.use(user_id, typed) else ""


def second_of(user: User) -> str:
    """Under which name the tries of somebody's second factor are counted; no login looks like it."""
    return f"second|{user.id}"


@transaction.atomic
def go_on(visitor: Actor, user: User, *, device: str, by: str, factor: bool = False) -> OpenedSession | Waiting:
    """What is missing is asked for; when nothing is, the session opens. `by` says what opened the first door: `password`,
    `passkey`, or `sso:` with the service; only whoever came by password is asked for a new one."""
    if not factor and factors.ways(user.id):
        return pending.wait(user, CODE, by=by, visitor=visitor)
    if not factor and factors.must_have(user):
        return pending.wait(user, ENROL, by=by)
    if by.startswith("password") and (first_passwords.is_first(user) or has_expired(user)):
        return pending.wait(user, RENEW, by=by, factor=factor)
    opened = open_session(user, ip=visitor.ip, device=visitor.device)
    absent = places.long_absent(user)
    secret, is_news = places.note(user, device=device, ip=visitor.ip)
    who = replace(visitor, id=user.id, name=user.name, session_id=opened.id)
    record(who, "session.opened", subject=("user", user.id), details={"by": by, "factor": factor, "new_place": is_news})
    if is_news or absent:
        letters.write_to(user, "after.long" if absent else "place.new", visitor)
    return replace(opened, device_secret=secret)


@transaction.atomic
def _record_refusal(visitor: Actor, login: str, user: User | None, step: str = "password") -> None:
    details = {"login": blind_token("login", login), "step": step}
    record(visitor, "session.refused", subject=("user", user.id if user else 0), details=details)


def _upgrade(user: User | None) -> Callable[[str], None]:
    def store(encoded: str) -> None:
        if user is not None:
            User.objects.filter(id=user.id).update(password=encoded)

    return store
