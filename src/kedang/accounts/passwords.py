"""What a password must be: long, and not one that everybody tries.

Two rules contradict each other here, so the installation chooses. `asvs` (OWASP ASVS, the default) asks for no character classes
and no rotation; `dengbao` (等级保护 8.1.4.1) asks for three of four classes and a new password every ninety days.
"""

from datetime import timedelta

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from kedang.accounts.models import Installation, User
from kedang.accounts.policy import current_policy
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.kit.errors import Refusal

MINIMUM = 12
MAXIMUM = 256
ASVS, DENGBAO = "asvs", "dengbao"
PROFILES = (ASVS, DENGBAO)
CLASSES = 3
LASTS = timedelta(days=90)

TOO_SHORT = Refusal(
    "password.too_short",
    422,
    "密码至少需要 {minimum} 个字符。一句容易记住的话就很好。",
    "A password needs at least {minimum} characters. A short sentence is a good one.",
)
TOO_LONG = Refusal(
    "password.too_long", 422, "密码最多 {maximum} 个字符。", "A password may have at most {maximum} characters."
)
TOO_COMMON = Refusal(
    "password.too_common",
    422,
    "这个密码太常见，很容易被猜到。请换一个。",
    "This password is one of the first that anybody would try. Please take another.",
)
TOO_PLAIN = Refusal(
    "password.too_plain",
    422,
    "密码需要包含大写字母、小写字母、数字、其他符号中的至少三类。",
    "A password needs three of these four: capital letters, small letters, digits, other characters.",
)

# Long enough to pass the length and still among the first guesses against a Chinese office system.
_OFTEN_TRIED = (
    "woaini1314520",
    "woaini520131",
    "a123456789123",
    "123456789abc",
    "abc123456789",
    "qwertyuiop123",
    "1qaz2wsx3edc",
    "admin@123456",
    "admin12345678",
    "password1234",
    "kedang123456",
    "zaq12wsxcde3",
)
PRODUCT = ("kedang", "客档", "administrator", "admin")
_common = CommonPasswordValidator()


def require_good_password(password: str, *, login: str = "", name: str = "") -> None:
    """Refuse a password that is too short, too long, common, or made of the name of the person, organisation or product."""
    if settings().demo:
        return
    if len(password) < MINIMUM:
        raise TOO_SHORT(minimum=MINIMUM)
    if len(password) > MAXIMUM:
        raise TOO_LONG(maximum=MAXIMUM)
    if _is_common(password) or _is_own_name(password, (login, name, current_policy().organisation, *PRODUCT)):
        raise TOO_COMMON()
    if _profile() == DENGBAO and _classes(password) < CLASSES:
        raise TOO_PLAIN()


def has_expired(user: User) -> bool:
    """Whether the installation's rules ask for a new password by now."""
    return _profile() == DENGBAO and not settings().demo and user.password_changed_at + LASTS < now()


def _profile() -> str:
    return Installation.objects.filter(id=1).values_list("password_profile", flat=True).first() or ASVS


def _classes(password: str) -> int:
    kinds = {"A" if c.isupper() else "a" if c.islower() else "0" if c.isdigit() else "." for c in password}
    return len(kinds)


def _is_common(password: str) -> bool:
    plain = password.casefold().strip()
    if plain in _OFTEN_TRIED or len(set(plain)) < 5 or plain in "01234567890123456789":
        return True
    try:
        _common.validate(password)
    except ValidationError:
        return True
    return False


def _is_own_name(password: str, names: tuple[str, ...]) -> bool:
    rest = password.casefold()
    # The longest first: what is left of a name when a shorter one was cut out of it would count as something else.
    for name in sorted(names, key=len, reverse=True):
        if name:
            rest = rest.replace(name.casefold(), "")
    return len(rest) < MINIMUM // 2
