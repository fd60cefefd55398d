"""Addresses: the API, the health check, and the one page that is the application."""

from django.urls import path, re_path

from kedang.config import pages
from kedang.config.api import api

handler400 = "kedang.config.failures.bad_request"
handler404 = "kedang.config.failures.missing"
handler500 = "kedang.config.failures.server_error"

urlpatterns = [
    path("healthz", pages.healthz),
    path(".well-known/security.txt", pages.security_txt),
    path("api/", api.urls),
    re_path(r"^(?:api|static|\.well-known)(?:/.*)?$", pages.nothing),
    re_path(r"^.*$", pages.application),
]
