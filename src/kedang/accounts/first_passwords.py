"""A first password: made at random, shown once to the administrator who hands it over, good for three days and for nothing but
choosing one's own. So nobody ever knows the password of somebody else (OWASP ASVS 6.4.1, 6.4.6)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from kedang.accounts.models import User
from kedang.kit.clock import now
from kedang.kit.errors import Refusal

LASTS = timedelta(days=3)
# Nothing that reads like something else when it is written down or said on the telephone: 20 of these are 99 bits.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 5, 4

OVER = Refusal(
    "password.first_over",
    401,
    "初始密码已过期，请联系管理员重新生成。",
    "This first password has ended. Ask your administrator for a new one.",
)


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """What is handed over, and until when it is good."""

    password: str
    until: datetime


def make() -> FirstPassword:
    """A fresh one. It has a digit, so that it keeps the rule of three classes too."""
    while True:
        groups = ["".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS)]
        password = "-".join(groups)
        if any(sign.isdigit() for sign in password):
            return FirstPassword(password, now() + LASTS)


def is_first(user: User) -> bool:
    """Whether somebody has not chosen a password of their own yet."""
    return user.password_until is not None


def is_over(user: User) -> bool:
    """Whether it is a first password, and its time has passed."""
    return user.password_until is not None and user.password_until < now()
