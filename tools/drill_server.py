"""kill -9 server and worker at random moments of an import through the API, and compare with an uninterrupted one.

`python -m tools.drill_server [--rows 100000] [--kills 20] [--span 4] [--seed N]`; temporary homes, loopback only.
"""

import argparse
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.drill_import import Home, write_rows

PATIENCE = 60.0
LONGEST = 900.0


class Serving:
    """`kedang serve` of one home, started again on the same port whenever it is gone."""

    def __init__(self, home: Home) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.home = home
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = self.home.command("serve", "--port", str(self.port))
        process = subprocess.Popen(
            command, env=self.home.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if process.poll() is not None:
                # What the killed one had started still held the port; it leaves by itself, and whoever supervises tries again.
                time.sleep(0.5)
                process = subprocess.Popen(
                    command, env=self.home.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                )
            try:
                self.ask("/healthz")
                time.sleep(0.5)
                if process.poll() is None:
                    return process
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise TimeoutError("the server does not answer")

    def ask(self, path: str, *, token: str = "", **body: Any) -> Any:
        """A JSON answer."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        data = body.get("data")
        if data is not None:
            headers["Content-Type"] = body["content_type"]
        method = "POST" if data is not None else "GET"
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers=headers, data=data, method=method
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def workers(self) -> list[int]:
        """The ids of every process of this home but the server: the worker and what it has forked."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes().split(b"\0")
                mine = f"KEDANG_HOME={self.home.path}".encode() in (folder / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if mine and b"worker" in words:
                found.append(int(folder.name))
        return found

    def kill(self, which: str) -> None:
        """End the server, the worker or both at once, and bring back what is gone."""
        victims = self.workers() if which != "server" else []
        if which != "worker":
            victims.append(self.process.pid)
        for victim in victims:
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                continue
        if which != "worker":
            self.process.wait()
            self.process = self._start()

    def stop(self) -> None:
        """In order."""
        self.process.terminate()
        self.process.wait(PATIENCE)


def send(serving: Serving, token: str, file: Path) -> str:
    """Upload, wait until the columns are found, and start filing; the run's id."""
    mark = "kedang-drill"
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'.encode()
    data = head + file.read_bytes() + f"\r\n--{mark}--\r\n".encode()
    content_type = f"multipart/form-data; boundary={mark}"
    run = str(serving.ask("/api/imports", token=token, data=data, content_type=content_type)["id"])
    while serving.ask(f"/api/imports/{run}", token=token)["state"] != "inspected":
        time.sleep(0.2)
    serving.ask(f"/api/imports/{run}/commit", token=token, data=b"", content_type="application/json")
    return run


def drill(base: Path, *, rows: int, kills: int, span: float, seed: int) -> bool:
    """Whether the archive is the same as without any kill."""
    file = base / "rows.csv"
    write_rows(file, rows, seed)
    calm, rough = Home(base, "calm"), Home(base, "rough")
    expected = json.loads(calm.run("import", str(file), "--json").stdout)
    rough.environment["KEDANG_DEMO"] = ""
    made = subprocess.run(
        rough.command("create-admin", "--login", "lin", "--name", "林晓", "--password-stdin"),
        env=rough.environment, input="a drill needs no secret\n", text=True, check=False, capture_output=True,
    )  # fmt: skip
    if made.returncode:
        print(made.stderr)
        return False
    token = rough.run("token", "create", "--user", "lin", "--name", "drill").stdout.strip().splitlines()[-1]
    chance, done, started = random.Random(seed), 0, time.monotonic()
    last = started
    serving = Serving(rough)
    try:
        send(serving, token, file)
        while rough.counts().get("state") == "filing" and time.monotonic() - last < LONGEST:
            time.sleep(chance.uniform(0.3, span))
            if done < kills:
                serving.kill(chance.choice(("server", "worker", "both")))
                done, last = done + 1, time.monotonic()
    finally:
        serving.stop()
    found, same = rough.counts(), calm.digest() == rough.digest()
    print(f"seed {seed}: {done} kills, {time.monotonic() - started:.0f} s, digests equal: {same}")
    print(dict(found))
    names = ("created", "updated", "unchanged", "duplicate", "refused")
    return same and all(found[name] == expected[name] for name in names)


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--span", type=float, default=4.0, help="longest time between two kills")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args(argv)
    base = Path(tempfile.mkdtemp(prefix="kedang-drill-"))
    try:
        return 0 if drill(base, rows=given.rows, kills=given.kills, span=given.span, seed=given.seed) else 1
    finally:
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
