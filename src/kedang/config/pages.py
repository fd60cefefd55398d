"""The few answers that are not the API: the health check and the application's one page."""

import secrets
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from kedang.config.failures import missing
from kedang.config.middleware import content_policy
from kedang.kit.clock import now
from kedang.kit.env import settings as environment

# What the build writes where the nonce goes (vite: html.cspNonce).
NONCE = b"__KEDANG_NONCE__"

NOT_BUILT = (
    "<!doctype html><meta charset=utf-8><title>Kedang</title>"
    "<p>The front end is not built yet: run <code>make setup</code>. 前端尚未构建，请运行 <code>make setup</code>。"
    "<p><a href=/api/docs>API</a>"
)


def healthz(request: HttpRequest) -> HttpResponse:
    """Ready: the process answers and each database does."""
    for alias in ("default", "keys", "audit"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


@cache
def _index(path: Path, changed: float) -> bytes:
    return path.read_bytes()


def application(request: HttpRequest) -> HttpResponse:
    """The application finds its own way from the address; this page must never be cached, it names the current build."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    path = Path(settings.BASE) / "static_app" / "index.html"
    page = _index(path, path.stat().st_mtime) if path.exists() else NOT_BUILT.encode()
    nonce = secrets.token_urlsafe(16)
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": content_policy(nonce)}
    return HttpResponse(page.replace(NONCE, nonce.encode()), content_type="text/html; charset=utf-8", headers=headers)


def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness of this installation (RFC 9116); nothing when nobody is named."""
    if not environment().security_contact:
        return missing(request)
    expires = (now() + timedelta(days=90)).strftime("%Y-%m-%dT00:00:00Z")
    text = f"Contact: {environment().security_contact}\nExpires: {expires}\nPreferred-Languages: zh, en\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def nothing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such address below /api or /static."""
    return missing(request)
