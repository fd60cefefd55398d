"""Refusing requests that another site made the browser send.

Only the header counts, never a form field: reading a form would mean receiving a whole upload before deciding.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import (  # type: ignore[attr-defined]
    REASON_CSRF_TOKEN_MISSING,
    REASON_NO_CSRF_COOKIE,
    CsrfViewMiddleware,
    RejectRequest,
    _does_token_match,
)

from kedang.kit.errors import Refusal

CSRF = Refusal(
    "csrf",
    403,
    "请求缺少安全校验，请刷新页面后重试。",
    "The request lacks its safety check. Please reload the page and try again.",
)


class _HeaderOnly(CsrfViewMiddleware):
    def _check_token(self, request: HttpRequest) -> None:
        secret = self._get_secret(request)  # type: ignore[attr-defined]
        if secret is None:
            raise RejectRequest(REASON_NO_CSRF_COOKIE)
        given = request.META.get(settings.CSRF_HEADER_NAME, "")
        if len(given) not in (32, 64) or not given.isalnum() or not _does_token_match(given, secret):
            raise RejectRequest(REASON_CSRF_TOKEN_MISSING)

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        raise CSRF()


def _no_response(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


def _no_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


_check = _HeaderOnly(_no_response)


def require_csrf(request: HttpRequest) -> None:
    """Refuse an unsafe request without the header that only our own pages can send."""
    _check.process_view(request, _no_view, (), {})
