"""The real thing: `kedang serve` in processes of their own, on ports of this machine."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tools.stamps import ROOT

START_SECONDS = 120


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


@contextmanager
def serving(ports: Sequence[int], log: Path) -> Iterator[list[str]]:
    """A server for each port; only the first has workers. Their addresses; stopped in order at the end."""
    processes: list[subprocess.Popen[bytes]] = []
    with log.open("ab") as file:
        try:
            for port in ports:
                options = ["--no-worker"] if processes else []
                command = [
                    sys.executable,
                    "-m",
                    "kedang",
                    "serve",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    str(port),
                    *options,
                ]
                processes.append(
                    subprocess.Popen(command, cwd=ROOT, env=os.environ.copy(), stdout=file, stderr=subprocess.STDOUT)
                )
                _wait(f"http://127.0.0.1:{port}", processes[-1])
            yield [f"http://127.0.0.1:{port}" for port in ports]
        finally:
            for process in processes:
                process.send_signal(signal.SIGTERM)
            for process in processes:
                process.wait(60)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5).close()
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    sys.exit(f"[load] the server did not start ({process.poll()})")


def cpu_of_children() -> float:
    """Seconds of CPU of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
