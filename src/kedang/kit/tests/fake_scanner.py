"""A virus scanner for tests that speaks ClamAV's protocol over a real socket, and can be told to misbehave."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

# The harmless test file every scanner knows, in two parts: whole, it would alarm the scanners of whoever keeps this source.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_NONSENSE = {"garbage": b"HTTP/1.1 200 OK", "error": b"stream: Can't allocate memory ERROR", "nothing": b""}
FOUND = b"stream: Win.Test.EICAR_HDB-1 FOUND"


class Daemon:
    """How it is today (`mood`), and what it was shown."""

    def __init__(self) -> None:
        self.mood = ""
        self.limit = 1 << 30
        self.files: list[bytes] = []
        self.asked: list[bytes] = []
        self.go_on = threading.Event()

    def serve(self, read: Any, write: Any) -> None:
        """One connection: one command that begins with z and ends with NUL."""
        command = _until_nul(read)
        self.asked.append(command)
        if self.mood == "silent":
            self.go_on.wait(20)
            return
        if command == b"zINSTREAM":
            self._stream(read, write)
        elif command == b"zPING":
            write(b"PONG\0")
        elif command == b"zVERSION":
            write(b"ClamAV 1.4.3/27800/Mon Nov 23 08:10:12 2026\0")
        else:
            write(b"UNKNOWN COMMAND\0")

    def _stream(self, read: Any, write: Any) -> None:
        content = b""
        while size := struct.unpack(">I", read(4))[0]:
            if self.mood == "cut":
                return
            content += read(size)
            if len(content) > self.limit:
                write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.files.append(content)
        said = FOUND if EICAR in content else b"stream: OK"
        write(_NONSENSE.get(self.mood, said) + b"\0")


def _until_nul(read: Any) -> bytes:
    said = b""
    while (byte := read(1)) not in (b"\0", b""):
        said += byte
    return said


def _handler(daemon: Daemon) -> type[socketserver.StreamRequestHandler]:
    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            try:
                daemon.serve(self.rfile.read, self.wfile.write)
            except (struct.error, OSError):
                """The other side went away."""

    return Talk


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads, allow_reuse_address = True, True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def scanning(monkeypatch: pytest.MonkeyPatch, *, path: Path | None = None, away: str = "") -> Iterator[Daemon]:
    """A scanner that answers, and an environment that names it: a port of this machine, or a socket at a path."""
    daemon = Daemon()
    server = _Unix(str(path), _handler(daemon)) if path else _Tcp(("127.0.0.1", 0), _handler(daemon))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    monkeypatch.setenv(
        "KEDANG_SCANNER", f"unix:{path}" if path else f"tcp://127.0.0.1:{server.socket.getsockname()[1]}"
    )
    monkeypatch.setenv("KEDANG_SCANNER_AWAY", away)
    try:
        yield daemon
    finally:
        daemon.go_on.set()
        server.shutdown()
        server.server_close()
