"""The process in which a file is read: it gets bytes, gives text, and can do nothing else.

Once the parsers are loaded it may open no further file or connection, write no file, start no process, and it has a minute of
processor and a gigabyte of memory. It is started without the environment of the server.
"""

import encodings
import json
import pkgutil
import resource
import sys
from contextlib import suppress
from importlib import import_module
from types import ModuleType

import pypdf

from kedang.engine.files.texts import Unreadable, text_of

SECONDS = 60
MEMORY = 1 << 30
# What parsers load when they first need it would be refused then.
_LOADED_LATE = (pypdf, encodings)


def confine() -> None:
    """Take away what reading does not need."""
    for package in _LOADED_LATE:
        _load(package)
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 0,
    }
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


def _load(package: ModuleType) -> None:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        # Some are for other systems, some for packages that are not installed.
        with suppress(ImportError):
            import_module(found.name)


def main() -> int:
    """Read what came in; 0 with JSON on the way out, or 1."""
    data = sys.stdin.buffer.read()
    confine()
    try:
        found = text_of(sys.argv[1], data)
    except Unreadable:
        return 1
    answer = {"text": found.text, "pages": found.pages, "cut": found.cut}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
