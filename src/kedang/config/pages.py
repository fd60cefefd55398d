"""The few answers that are not the API: the health check and the application's one page."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from kedang.config.failures import missing

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
    return HttpResponse(page, content_type="text/html; charset=utf-8", headers={"Cache-Control": "no-cache"})


def nothing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such address below /api or /static."""
    return missing(request)
