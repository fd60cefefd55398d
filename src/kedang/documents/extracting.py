"""Reading the text of a file in a process of its own, which can do nothing but that."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

SECONDS = 90
_PATIENCE = 2
_COMMAND = (sys.executable, "-I", "-m", "kedang.engine.files.child")


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file, None when it could not be read; and how many pages it has."""

    text: str | None
    pages: int = 0


def extract(inside: str, content: bytes, *, beat: Callable[[], None]) -> Extracted:
    """The text. Whatever the file does to the process that reads it, this one goes on; `beat` is called while waiting."""
    with subprocess.Popen(
        [*_COMMAND, inside],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    ) as child:
        try:
            answer = _answer(child, content, beat)
        finally:
            child.kill()
    if child.returncode != 0 or not answer:
        return Extracted(None)
    try:
        said = json.loads(answer)
        return Extracted(str(said["text"]), int(said["pages"]))
    except (ValueError, TypeError, KeyError):
        return Extracted(None)


def _answer(child: "subprocess.Popen[bytes]", content: bytes, beat: Callable[[], None]) -> bytes:
    # Given once: who goes on waiting for a slow file must not hand it over again.
    given: bytes | None = content
    for _ in range(int(SECONDS / _PATIENCE)):
        with suppress(subprocess.TimeoutExpired):
            return child.communicate(given, timeout=_PATIENCE)[0]
        given = None
        beat()
    return b""
