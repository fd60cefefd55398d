"""Serving: one process with threads answers requests, two do the jobs (one of them only short ones), one seals the audit, this one looks after all."""

import os
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
from importlib.util import find_spec

from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from kedang.accounts.models import Installation
from kedang.accounts.setup import make_setup_link, setup_needed
from kedang.config.cli import say
from kedang.config.demo.seed import seed
from kedang.config.prepare import prepare
from kedang.kit.actor import system_actor
from kedang.kit.env import settings
from kedang.kit.errors import Refusal
from kedang.operations.serving import hold

# More than the crowd that may queue for a password check (accounts.hasher.QUEUE).
THREADS = 24
STOP_SECONDS = 20.0
LONGEST_PAUSE = 30.0
PORT_TAKEN = Refusal(
    "port_taken",
    409,
    "无法监听 {address}（{why}）。请用 --port 换一个端口。",
    "Cannot listen on {address} ({why}). Choose another port with --port.",
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen."""

    host: str
    port: int

    @property
    def url(self) -> str:
        """What to type into a browser."""
        if settings().public_url:
            return settings().public_url.rstrip("/")
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def serve(address: Address, *, worker: bool = True) -> int:
    """Prepare, then answer until told to stop."""
    held = hold() if connections["default"].vendor == "sqlite" else None
    prepare()
    require_free(address)
    if settings().demo:
        seed()
    announce(address)
    # The answering process is a fork of this one: it must not inherit open connections.
    connections.close_all()
    os.environ["KEDANG_SERVED_BY"] = str(os.getpid())
    workers = [Worker(), Worker("--short"), Worker("--seal")] if worker and find_spec("kedang.jobs") else []
    for each in workers:
        each.start()
    try:
        _server(address).serve()
    finally:
        for each in workers:
            each.tell()
        for each in workers:
            each.wait()
        if held:
            held.release()
    return 0


def require_free(address: Address) -> None:
    """Say so when something else listens there, before anything is started."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as taken:
            raise PORT_TAKEN(address=f"{address.host}:{address.port}", why=taken.strerror) from None


def announce(address: Address) -> None:
    """Print where the application is, and how to get in for the first time."""
    say(f"Kedang 客档  {address.url}")
    if settings().demo:
        _announce_accounts()
    elif setup_needed():
        secret = make_setup_link(system_actor("setup"))
        say("首次使用：请在一小时内打开下面的链接，创建第一位系统管理员。")
        say("First start: open this link within an hour to make the first administrator.")
        say(f"  {address.url}/setup#{secret}")


def _announce_accounts() -> None:
    """Who can sign in to the demonstration."""
    accounts = Installation.objects.filter(id=1).values_list("demo_accounts", flat=True).first() or []
    say("演示账号 / demo accounts:" if accounts else "")
    for account in accounts:
        say(f"  {account['login']:<10} {account['password']:<14} {account['role']}")


def _server(address: Address) -> MPServer:
    return MPServer(
        "kedang.config.wsgi:application",
        address=address.host,
        port=address.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backpressure=256,
        respawn_failed_workers=True,
        workers_kill_timeout=int(STOP_SECONDS),
        websockets=False,
        log_level=LogLevels.error,
    )


class Worker:
    """A process that does jobs; started again, after a pause that grows, when it falls over."""

    def __init__(self, *options: str) -> None:
        self._options = options
        self._stopping = threading.Event()
        # Either a process is there to be told, or none will be started any more.
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._look_after, name="kedang-worker", daemon=True)

    def start(self) -> None:
        """Start it and look after it. The process itself starts here, not in the thread: the server forks next, and its child
        would hold the pipe open by which a starting process says that it runs."""
        self._start_process()
        self._thread.start()

    def tell(self) -> None:
        """Let it finish its batch."""
        with self._starting:
            self._stopping.set()
        process = self._process
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGTERM)

    def wait(self) -> None:
        """Until it has ended; then insist."""
        process = self._process
        if process is None:
            return
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _start_process(self) -> None:
        # A group of its own: Ctrl-C reaches this process first, which then stops the worker in order.
        command = [sys.executable, "-m", "kedang", "worker", "--parent", str(os.getpid()), *self._options]
        with self._starting:
            if not self._stopping.is_set():
                self._process = subprocess.Popen(command, start_new_session=True)

    def _look_after(self) -> None:
        pause = 1.0
        while self._process is not None and not self._stopping.is_set():
            self._process.wait()
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            self._start_process()
