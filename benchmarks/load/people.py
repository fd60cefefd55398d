"""The accounts the visitors use, made ready as an administrator would: own passwords, and an authenticator app for whoever may export.

The rule "a second factor for weighty roles" is switched on, and the number of rows one may export a day without an approval is set to
what fifteen leads at work need; reveals stay within the quota that ships.
"""

import base64
import json
import random
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction

from benchmarks.load.mix import ROLES, SENIORS
from kedang.accounts import totp
from kedang.accounts.hasher import hash_password
from kedang.accounts.models import Role, User
from kedang.accounts.rules import change_rules
from kedang.accounts.users import NewUser, create_user
from kedang.approvals import terms
from kedang.kit.actor import system_actor

EXPORT_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Account:
    """How somebody signs in. `secret`: of the authenticator app, empty without."""

    login: str
    role: str
    password: str
    secret: str
    address: str


def require_nobodys() -> None:
    """Stop before an installation that somebody works with is filled, and its people get other passwords."""
    if User.objects.exists() and not User.objects.filter(login="boss").exists():
        raise SystemExit(
            "somebody works with this installation: it is not filled, and nobody there gets another password"
        )


def prepare(addresses: Sequence[str], target: Path) -> list[Account]:
    """Fifty accounts, spread evenly over the servers, in a file only we can read."""
    administrator = system_actor("command")
    change_rules(administrator, {"second_factor": "weighty"})
    terms.change(administrator, {"export_rows": EXPORT_ROWS}, version=terms.read(administrator).version)
    people = [(role, user) for role in ROLES for user in _people(role)]
    # Whoever comes first is anybody: fewer visitors than accounts are still a mixed company.
    random.Random(len(people)).shuffle(people)
    accounts = []
    for place, (role, user) in enumerate(people):
        password = secrets.token_urlsafe(18)
        User.objects.filter(id=user.id).update(password=hash_password(password), password_until=None)
        secret = _enrol(user) if role in SENIORS else ""
        accounts.append(Account(user.login, role, password, secret, addresses[place % len(addresses)]))
    target.touch(mode=0o600)
    target.write_text(json.dumps([asdict(each) for each in accounts]), encoding="utf-8")
    return accounts


def _people(role: str) -> list[User]:
    """Those of the filled organisation: every fourth team's lead, members of every second team, the managers."""
    wanted = ROLES[role]
    if role == "manager":
        _more_managers(wanted)
        return list(User.objects.filter(login__startswith="boss").order_by("login")[:wanted])
    leads = User.objects.filter(roles__code=role, login__startswith="u").order_by("id")
    step = max(leads.count() // wanted, 1)
    return list(leads)[::step][:wanted]


def _more_managers(wanted: int) -> None:
    there = User.objects.filter(login__startswith="boss")
    for n in range(there.count(), wanted):
        head, role = there.get(login="boss").department_id, Role.objects.get(code="manager").id
        made = NewUser(
            login=f"boss{n}", name=f"经理{n}", password=secrets.token_urlsafe(18), department_id=head, role_ids=[role]
        )
        create_user(system_actor("command"), made)


@transaction.atomic
def _enrol(user: User) -> str:
    enrolment = totp.begin(user)
    # The code of the step before, so that the one of now is still good for signing in.
    code = totp.code_at(base64.b32decode(enrolment.secret), totp.clock() - 1)
    if not totp.confirm(user.id, code):
        raise RuntimeError(f"the authenticator app of {user.login} was not taken")
    return enrolment.secret
