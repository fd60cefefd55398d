"""Asking once more who sits there, before something that a borrowed screen must not be able to do.

A session is proved by its own sign-in and by every step-up, for five minutes. In any verb, after the right:

    actor.require(EXPORT)
    require_stepup(actor)

The front end catches the refusal wherever it comes from, asks for the password or the second factor and repeats the request.
"""

from datetime import timedelta

from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal

FRESH = timedelta(minutes=5)

STEPUP = Refusal(
    "stepup",
    401,
    "请先确认是您本人：输入密码或第二因素。您填写的内容没有丢失。",
    "Please confirm that it is you, with your password or second factor. Nothing you entered is lost.",
)
STEPUP_BY_TOKEN = Refusal(
    "stepup.by_token",
    403,
    "这项操作需要本人当场确认，访问令牌不能代替，请登录后操作。",
    "This needs the person themselves, and a token cannot stand for them: sign in for that.",
)


def require_stepup(actor: Actor, *, by_token: bool = False) -> None:
    """Refuse a session that was not proved within the last five minutes.

    A token cannot prove anybody: it is refused, unless `by_token` says that the right alone, given to the token on purpose,
    is enough here. The command line and jobs pass: who may run them was asked before.
    """
    if actor.via == "token":
        if not by_token:
            raise STEPUP_BY_TOKEN()
        return
    if actor.via == "session" and actor.kind == "user" and not actor.proved:
        raise STEPUP()
