"""What every request passes first and every response last: its id, its headers, its line in the log."""

import logging
import secrets
import time
from collections.abc import Callable
from contextlib import nullcontext

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from kedang.config.failures import bad_request
from kedang.kit.env import settings
from kedang.kit.glance import one_glance

log = logging.getLogger("kedang.requests")

_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'{styles}",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def content_policy(nonce: str = "") -> str:
    """What a browser may load and run. A page with a nonce may make style sheets that carry it, as the components do, and
    set the style of a single element."""
    return _POLICY.format(styles=f" 'nonce-{nonce}'; style-src-attr 'unsafe-inline'" if nonce else "")


HEADERS = {
    "Content-Security-Policy": content_policy(),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}
SAFE = ("GET", "HEAD")
TRANSPORT = "max-age=31536000; includeSubDomains"
Respond = Callable[[HttpRequest], HttpResponse]


class RequestFrame:
    """Django middleware."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response
        self.headers = tuple((HEADERS | _transport()).items())
        self.proxies = settings().trusted_proxies

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        request.client_ip = self._client_ip(request)  # type: ignore[attr-defined]
        response = self._answer(request)
        if not response.streaming:
            response.headers.setdefault("Content-Length", str(len(response.content)))
        for name, value in self.headers:
            response.headers.setdefault(name, value)
        response.headers["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        # Files of the build say themselves how long they keep; everything else may be about somebody.
        response.headers.setdefault("Cache-Control", "no-store")
        if log.isEnabledFor(logging.INFO):
            _log(request, response, started)
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """Refused here rather than by whoever raises: an answer to a foreign host name carries the headers too."""
        try:
            if request.path_info != "/healthz":
                request.get_host()
        except DisallowedHost as foreign:
            return bad_request(request, foreign)
        with one_glance() if request.method in SAFE else nullcontext():
            return self.get_response(request)

    def _client_ip(self, request: HttpRequest) -> str:
        address: str = request.META.get("REMOTE_ADDR", "")
        if address in self.proxies:
            forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
            return forwarded.rpartition(",")[2].strip()[:45] or address
        return address


def _transport() -> dict[str, str]:
    return {"Strict-Transport-Security": TRANSPORT} if settings().secure_cookies else {}


def _log(request: HttpRequest, response: HttpResponse, started: float) -> None:
    match = request.resolver_match
    actor = getattr(request, "actor", None)
    extra = {
        "request_id": request.request_id,  # type: ignore[attr-defined]
        "method": request.method,
        "route": match.route if match else "",
        "status": response.status_code,
        "milliseconds": round((time.perf_counter() - started) * 1000, 1),
        "actor_id": actor.id if actor else 0,
    }
    log.info("request", extra=extra)
