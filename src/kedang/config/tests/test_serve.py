"""The real program: it starts, answers, stops in order, and leaves nobody behind when it is killed."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kedang.config import serve

pytestmark = pytest.mark.slow
PATIENCE = 60.0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Program:
    """`kedang serve` in a home of its own, on SQLite."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = _free_port()
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it and wait until it is ready."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("KEDANG_")}
        environment = {**kept, "KEDANG_HOME": str(self.home), "PORT": str(self.port)}
        with (self.home / "out").open("w") as out:
            command = [sys.executable, "-m", "kedang", "serve"]
            self.process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, text=True)
        ends = time.monotonic() + PATIENCE
        while self.get("/healthz") != 200:
            assert self.process.poll() is None, self.printed()
            assert time.monotonic() < ends, self.printed()
            time.sleep(0.1)

    def get(self, path: str) -> int:
        """The status of an answer; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return int(answer.status)
        except OSError:
            return 0

    def printed(self) -> str:
        """What it has said."""
        return (self.home / "out").read_text(encoding="utf-8")

    def family(self) -> list[int]:
        """The processes it has started, from whichever of its threads."""
        assert self.process is not None
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for thread in threads for child in thread.read_text().split()]

    def end(self, number: int) -> int:
        """Send a signal and wait; the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def _alive(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """A program that is gone afterwards."""
    if os.environ.get("KEDANG_TEST_DATABASE") == "postgres":
        pytest.skip("a home of its own, on SQLite; run once is enough")
    one = Program(tmp_path)
    yield one
    if one.process is not None and one.process.poll() is None:
        one.process.kill()
        one.process.wait()


def test_it_starts_prints_a_link_answers_and_stops_in_order(program: Program) -> None:
    program.start()
    address = f"http://127.0.0.1:{program.port}"
    found = re.search(rf"{address}/setup#(\S{{43}})", program.printed())
    assert found, program.printed()
    with urllib.request.urlopen(f"{address}/api/instance") as answer:
        assert json.load(answer)["setup_needed"] is True
    for name in ("kedang.db", "keys.db", "audit.db", "secret.key"):
        assert (program.home / name).stat().st_mode & 0o077 == 0, name
    assert found.group(1).encode() not in (program.home / "kedang.db").read_bytes()
    family = program.family()
    words = [Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0") for pid in family]
    kinds = [each[each.index(b"--parent") + 2 :] for each in words if b"worker" in each]
    assert sorted(b"".join(kind) for kind in kinds) == [b"", b"--seal", b"--short"]
    assert program.end(signal.SIGTERM) == 0
    assert [pid for pid in family if _alive(pid)] == []


AMBIGUOUS = {
    "a length and chunks": b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}",
    "a length with a sign": b"Content-Length: +2\r\n\r\n{}",
    "chunks by another name": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a space before the colon": b"Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "a size that is none": b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n\r\n",
}


def _answers(port: int, sent: bytes) -> list[bytes]:
    """The first lines of the answers until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(sent)
        got = b"".join(iter(lambda: connection.recv(65_536), b""))
    return re.findall(rb"HTTP/1\.1 \d{3}", got)


def test_a_request_whose_end_is_unclear_gets_one_answer_and_the_end_of_the_connection(program: Program) -> None:
    program.start()
    host = f"Host: 127.0.0.1:{program.port}\r\n".encode()
    smuggled = b"GET /healthz HTTP/1.1\r\n" + host + b"\r\n"
    for what, rest in AMBIGUOUS.items():
        found = _answers(program.port, b"POST /api/session HTTP/1.1\r\n" + host + rest + smuggled)
        assert found in ([b"HTTP/1.1 400"], [b"HTTP/1.1 403"]), what
    assert program.get("/healthz") == 200


def test_when_it_is_killed_its_children_leave_and_it_starts_again(program: Program) -> None:
    program.start()
    family = program.family()
    assert family
    program.end(signal.SIGKILL)
    ends = time.monotonic() + 10
    while [pid for pid in family if _alive(pid)]:
        assert time.monotonic() < ends
        time.sleep(0.1)
    started = time.monotonic()
    program.start()
    assert time.monotonic() - started < 15


def test_a_port_that_is_taken_is_told_before_anything_starts(program: Program) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", program.port))
        other.listen()
        environment = {**os.environ, "KEDANG_HOME": str(program.home), "KEDANG_DATABASE_URL": "", "LANG": "en"}
        command = [sys.executable, "-m", "kedang", "serve", "--port", str(program.port)]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ended.returncode == 1
    assert "Cannot listen" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_worker_runs_before_anything_can_fork_and_is_not_started_once_told_to_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[str] = []
    true = subprocess.Popen

    def popen(*_: object, **__: object) -> "subprocess.Popen[bytes]":
        started.append(threading.current_thread().name)
        return true([sys.executable, "-c", "import time; time.sleep(60)"])

    monkeypatch.setattr("kedang.config.serve.subprocess.Popen", popen)
    worker = serve.Worker()
    worker.start()
    assert started == [threading.main_thread().name]
    worker.tell()
    worker.wait()
    late = serve.Worker()
    late.tell()
    late.start()
    late.wait()
    assert len(started) == 1
