"""Real servers, with and without the demo organisation, and a real browser in front of them."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from kedang.delivery.tests.mail_server import Post, mail_server
from tests.house.source import ROOT
from tools.checks import chromium

# Without these Debian's Chromium looks for its home, for updates and for a graphics card.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 180
# What customers are told to open; the tests open it where the server really is.
PUBLIC = "http://kedang.example"


@dataclass(slots=True)
class Server:
    """A running application and how to get into it."""

    url: str
    home: Path
    log: Path
    passwords: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> dict[str, object]:
        """A JSON answer that needs no sign-in."""
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            found: dict[str, object] = json.load(answer)
        return found


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until_ready(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Until /healthz answers; a server that ends instead tells why."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server ended with {process.returncode}:\n{server.log.read_text()[-4000:]}")
        try:
            if server.get("/healthz") == {"status": "ok"}:
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    pytest.fail(f"no answer after {START_SECONDS} s:\n{server.log.read_text()[-4000:]}")


@contextlib.contextmanager
def serving(folder: Path, *, demo: bool, told: Mapping[str, str] = MappingProxyType({})) -> Iterator[Server]:
    """`kedang serve` in a home of its own, until the block ends."""
    port = free_port()
    made = Server(f"http://127.0.0.1:{port}", folder / "home", folder / "log.txt")
    env = {**os.environ, "KEDANG_HOME": str(made.home), "KEDANG_DEMO": str(int(demo)), "KEDANG_DATABASE_URL": ""}
    # The sign-in service of a journey runs on this machine.
    env["KEDANG_PRIVATE_HOSTS"] = "127.0.0.1"
    env.update(told)
    with made.log.open("wb") as log:
        command = [sys.executable, "-m", "kedang", "serve", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_until_ready(made, process)
            yield made
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo organisation, shared by all journeys: each leaves behind nothing that another counts."""
    with serving(tmp_path_factory.mktemp("journey"), demo=True) as made:
        accounts = made.get("/api/instance")["demo_accounts"]
        assert isinstance(accounts, list)
        made.passwords = {account["login"]: account["password"] for account in accounts}
        yield made


@pytest.fixture(scope="session")
def post() -> Iterator[tuple[Post, int]]:
    """The customers' mail server, and its port."""
    with mail_server() as running:
        yield running


@pytest.fixture(scope="session")
def mailing(tmp_path_factory: pytest.TempPathFactory, post: tuple[Post, int]) -> Iterator[Server]:
    """The demo organisation with mail set up, shared by the journeys in which letters arrive."""
    mail = {"HOST": "127.0.0.1", "PORT": str(post[1]), "SECURITY": "none", "FROM": "a@kedang.example"}
    # Not into this process's own environment: the servers of other journeys would read it too.
    told = {"KEDANG_PUBLIC_URL": PUBLIC, **{f"KEDANG_SMTP_{name}": value for name, value in mail.items()}}
    with serving(tmp_path_factory.mktemp("mailing"), demo=True, told=told) as made:
        accounts = made.get("/api/instance")["demo_accounts"]
        assert isinstance(accounts, list)
        made.passwords = {account["login"]: account["password"] for account in accounts}
        yield made


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all journeys."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@contextlib.contextmanager
def profile(browser: Browser, url: str, *, width: int = 1440) -> Iterator[BrowserContext]:
    """A fresh browser profile, Chinese, whose user asked for less motion: what still moves takes a press for one beside it."""
    viewport = ViewportSize(width=width, height=900)
    made = browser.new_context(base_url=url, viewport=viewport, locale="zh-CN", reduced_motion="reduce")
    made.set_default_timeout(15_000)
    refused: list[str] = []
    made.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    yield made
    made.close()
    assert refused == [], "the page does something its own policy refuses"


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A fresh browser profile in front of the demo organisation."""
    with profile(browser, server.url) as made:
        yield made


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when the application throws or breaks its own content policy."""
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda message: problems.append(message.text) if "Content Security" in message.text else None)
    yield opened
    assert problems == []


def sign_in(page: Page, server: Server, login: str) -> None:
    """Sign in as one of the demo accounts, as a person does."""
    page.goto("/")
    page.locator("input[autocomplete=username]").fill(login)
    page.locator("input[autocomplete=current-password]").fill(server.passwords[login])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
