"""What a password must be: long, and not one that everybody tries. No character classes, no rotation."""

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from kedang.accounts.policy import current_policy
from kedang.kit.env import settings
from kedang.kit.errors import Refusal

MINIMUM = 12
MAXIMUM = 256

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
