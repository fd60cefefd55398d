"""Sets Django up for a tool that reads the code's own declarations: in an empty temporary home, without a database."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def declarations() -> Iterator[None]:
    """Everything that rooms declare at `ready()` is there; nothing is written where data lives."""
    with tempfile.TemporaryDirectory(prefix="kedang-tool-") as home:
        os.environ["KEDANG_HOME"] = home
        os.environ["KEDANG_DATABASE_URL"] = ""
        os.environ["DJANGO_SETTINGS_MODULE"] = "kedang.config.settings"
        import django  # noqa: PLC0415 - after the environment it reads

        django.setup()
        yield
