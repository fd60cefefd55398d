"""A demo server of ours on this machine, and somebody signed in to it."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from tools.stamps import ROOT

START_SECONDS = 240


@dataclass(frozen=True, slots=True)
class Visitor:
    """The headers of a session, to be sent with every request."""

    login: str
    cookie: str
    csrf: str

    @property
    def headers(self) -> dict[str, str]:
        """As HTTP headers."""
        return {"Cookie": self.cookie, "X-CSRFToken": self.csrf}


@contextmanager
def demo(database: str = "") -> Iterator[str]:
    """`kedang serve` with the demo organisation in a home of its own; its address."""
    with tempfile.TemporaryDirectory(prefix="kedang-scan-") as home, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = {**os.environ, "KEDANG_HOME": home, "KEDANG_DEMO": "1", "KEDANG_DATABASE_URL": database}
        command = [sys.executable, "-m", "kedang", "serve", "--port", str(port)]
        log = Path(home, "scan.log").open("wb")  # noqa: SIM115 - closed with the server
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
            log.close()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.5)
        else:
            return
    sys.exit(f"[scan] the demo server did not start ({process.poll()})")


def document(address: str) -> dict[str, Any]:
    """The OpenAPI document."""
    with urllib.request.urlopen(f"{address}/api/openapi.json", timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def logins(address: str) -> dict[str, str]:
    """The demo accounts with their public passwords."""
    with urllib.request.urlopen(f"{address}/api/instance", timeout=30) as answer:
        accounts = json.load(answer)["demo_accounts"]
    return {account["login"]: account["password"] for account in accounts}


def sign_in(address: str, login: str, password: str) -> Visitor:
    """Open a session."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    browser.open(f"{address}/api/instance", timeout=30).close()
    body = json.dumps({"login": login, "password": password}).encode()
    headers = {"Content-Type": "application/json", "X-CSRFToken": _cookies(jar)["csrftoken"]}
    request = urllib.request.Request(f"{address}/api/session", body, headers, method="POST")
    browser.open(request, timeout=30).close()
    cookies = _cookies(jar)
    return Visitor(login, "; ".join(f"{name}={value}" for name, value in cookies.items()), cookies["csrftoken"])


def is_signed_in(address: str, visitor: Visitor) -> bool:
    """Whether the session is still there: a scan that signed itself out has tried doors only."""
    request = urllib.request.Request(f"{address}/api/session", headers=visitor.headers)
    try:
        urllib.request.urlopen(request, timeout=30).close()
    except urllib.error.HTTPError:
        return False
    return True


def _cookies(jar: CookieJar) -> dict[str, str]:
    return {cookie.name: cookie.value or "" for cookie in jar}
