"""What a refusal, a bad request and a bug look like from outside: one shape, in the reader's language."""

import errno
import logging
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError, DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from kedang.accounts import token_budget
from kedang.accounts.csrf import CSRF
from kedang.history.denials import denials
from kedang.kit import malware
from kedang.kit.actor import Actor
from kedang.kit.crypto import Tampered
from kedang.kit.errors import INVALID, NOT_FOUND, DomainError, Refusal
from kedang.vault.unfit import ProviderAway

log = logging.getLogger("kedang.failures")

BROKEN = Refusal(
    "internal",
    500,
    "系统出错了，您的操作没有完成。请把编号 {request_id} 告诉管理员。",
    "Something broke and nothing was done. Please tell your administrator this number: {request_id}.",
)
BAD_REQUEST = Refusal("bad_request", 400, "请求无法识别。", "The request cannot be understood.")
TOO_LARGE = Refusal("too_large", 413, "内容太大。", "The content is too large.")
SEALED_VALUE = Refusal(
    "sealed_value",
    409,
    "有加密内容无法验证：可能已损坏或被人改动，因此不予显示。请把编号 {request_id} 告诉管理员。",
    "An encrypted value does not verify: it is damaged or somebody changed it, so nothing is shown. "
    "Please tell your administrator this number: {request_id}.",
)
KEYS_AWAY = Refusal(
    "keys.provider_away",
    503,
    "保管根密钥的服务没有应答，敏感内容暂时打不开，也不能写入。没有数据丢失；请稍后再试，或联系管理员。",
    "The service that holds the root key does not answer: what is sensitive does not open for now, and nothing can be written. Nothing is "
    "lost. Try again later, or ask an administrator.",
)
DISK_FULL = Refusal(
    "disk_full",
    507,
    "服务器磁盘已满，操作没有完成，数据没有改变。请联系管理员清理磁盘。",
    "The server's disk is full. Nothing was changed. Ask an administrator to free some space.",
)

AWAY = Refusal(
    "database_away",
    503,
    "数据库暂时连不上。操作可能没有完成，请稍后刷新查看，再决定是否重做。",
    "The database cannot be reached. What you did may not have been done: look again in a moment before you repeat it.",
)


def language_of(request: HttpRequest) -> str:
    """The reader's language: of the signed-in person, else of the browser."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None and actor.id:
        return actor.language
    wanted = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    return "en" if wanted.lower().startswith("en") else "zh-CN"


def answer(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal as JSON."""
    request_id = getattr(request, "request_id", "")
    body = {
        "code": error.code,
        "message": error.text(language_of(request)),
        "details": error.details,
        "request_id": request_id,
    }
    content = orjson.dumps({"error": body}, default=str, option=orjson.OPT_NON_STR_KEYS)
    response = HttpResponse(content, status=error.status, content_type="application/json")
    if error.status == 429 and "seconds" in error.details:
        response["Retry-After"] = str(error.details["seconds"])
    return response


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A refusal; a denied one is recorded, folded by the minute, and so is malware; a token that has used up its budget is told of."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None and (error.status == 403 or error.code == malware.FOUND.code):
        match = request.resolver_match
        right = str(error.details.get("right", ""))
        denials.note(actor, code=error.code, route=match.route if match else "", right=right)
    if error.code == token_budget.SPENT.code and actor is not None:
        token_budget.ran_over(actor)
    return answer(request, error)


def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What pydantic says, without the values it quotes."""
    problems = [{"where": ".".join(map(str, e["loc"])), "what": e["msg"], "type": e["type"]} for e in error.errors]
    what = "; ".join(f"{p['where']}: {p['what']}" for p in problems[:3])
    return answer(request, INVALID(what=what, problems=problems))


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """A bug, a full disk, or a database that is not there. Its text stays in the log's keeping, and there without values."""
    if is_disk_full(error):
        log.error("disk full", exc_info=error, extra={"request_id": getattr(request, "request_id", "")})
        return answer(request, DISK_FULL())
    if is_away(error):
        log.error("database away", exc_info=error, extra={"request_id": getattr(request, "request_id", "")})
        return answer(request, AWAY())
    if isinstance(error, ProviderAway):
        log.error("the provider of the root key is away: %s", error)
        return answer(request, KEYS_AWAY())
    if isinstance(error, Tampered):
        return _tampered(request, error)
    if isinstance(error, RequestDataTooBig):
        return answer(request, TOO_LARGE())
    if isinstance(error, SuspiciousOperation | MultiPartParserError):
        return answer(request, BAD_REQUEST())
    if isinstance(error, DataError) and "NUL" in str(error):
        return answer(request, BAD_REQUEST())  # %00 in an address: PostgreSQL cannot even compare with it
    request_id = getattr(request, "request_id", "")
    log.error("unexpected failure", exc_info=error, extra={"request_id": request_id})
    return answer(request, BROKEN(request_id=request_id))


def _tampered(request: HttpRequest, error: Tampered) -> HttpResponse:
    """A security event: in the log, and in the audit under the name of whoever met it."""
    request_id = getattr(request, "request_id", "")
    log.error("a sealed value does not open", exc_info=error, extra={"request_id": request_id})
    actor: Actor | None = getattr(request, "actor", None)
    if actor is not None:
        match = request.resolver_match
        denials.note(actor, code=SEALED_VALUE.code, route=match.route if match else "")
    return answer(request, SEALED_VALUE(request_id=request_id))


def is_disk_full(error: BaseException) -> bool:
    """Whether there was no space: said by the system, by SQLite, or by PostgreSQL (SQLSTATE class 53)."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    if isinstance(error, DatabaseError):
        return "disk is full" in str(error) or getattr(error.__cause__, "sqlstate", "") == "53100"
    return False


def is_away(error: BaseException) -> bool:
    """Whether the database server went away or cannot be reached (SQLSTATE 08 and 57P, or none because nobody answered), or SQLite
    was held by somebody else for longer than one waits."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if type(cause).__module__.startswith("psycopg"):
        state = getattr(cause, "sqlstate", None)
        return state is None or state.startswith(("08", "57P"))
    return "database is locked" in str(error)


def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The framework's own refusals, in our shape."""
    if error.status_code == 413:
        return answer(request, TOO_LARGE())
    return answer(request, BAD_REQUEST())


def missing(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """No such thing."""
    return answer(request, NOT_FOUND())


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The framework's CSRF refusal, in our shape."""
    return answer(request, CSRF())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400"""
    return answer(request, BAD_REQUEST())


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500"""
    return answer(request, BROKEN(request_id=getattr(request, "request_id", "")))


def install(api: NinjaAPI) -> None:
    """Tell the API what to do with each kind of failure."""
    handlers: dict[type[Exception], Any] = {
        DomainError: refused,
        ValidationError: invalid,
        HttpError: http_error,
        Http404: missing,
        Exception: broken,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
