"""Calling the application as its server would, in the same process, and timing it by CPU and by the clock."""

import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from kedang.accounts.models import User
from kedang.accounts.sessions import SESSION_COOKIE, open_session


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds a call: the median of CPU, and median and 95th percentile by the clock."""

    cpu: float
    median: float
    p95: float


class Browser:
    """Somebody signed in, speaking WSGI."""

    def __init__(self, login: str) -> None:
        from kedang.config.wsgi import application

        self.application = application
        secret = open_session(User.objects.get(login=login)).secret
        self.cookie = f"{SESSION_COOKIE}={secret}; csrftoken={'c' * 32}"

    def call(self, method: str, path: str, query: dict[str, str] | None = None, body: bytes = b"") -> bytes:
        """One request; the body of its answer."""
        status: list[str] = []
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": urlencode(query or {}),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_COOKIE": self.cookie,
            "HTTP_X_CSRFTOKEN": "c" * 32,
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(body),
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
        }
        answer = b"".join(self.application(environ, lambda s, h, e=None: status.append(s)))
        if not status[0].startswith("2"):
            raise RuntimeError(f"{method} {path}: {status[0]} {answer[:300]!r}")
        return answer

    def get(self, path: str, **query: str) -> bytes:
        """A GET."""
        return self.call("GET", path, query)


def timed(work: Callable[[], object], *, times: int = 60, warm: int = 5) -> Timing:
    """Do it some times. CPU counts every thread of the process, so that the audit's writer is in it."""
    for _ in range(warm):
        work()
    cpu, clock = [], []
    for _ in range(times):
        started, at = time.process_time(), time.perf_counter()
        work()
        clock.append((time.perf_counter() - at) * 1000)
        cpu.append((time.process_time() - started) * 1000)
    return Timing(statistics.median(cpu), statistics.median(clock), sorted(clock)[int(len(clock) * 0.95)])
