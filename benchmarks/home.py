"""An installation of its own for a measurement: SQLite in a folder, or PostgreSQL in a throw-away cluster."""

import os
import sys
from pathlib import Path

from tools import postgres


def begin(folder: Path, database: str) -> "postgres.Cluster | None":
    """Point this process at a fresh or kept installation and migrate it. Must run before Django is set up."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["KEDANG_HOME"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kedang.config.settings"
    cluster = None
    if database == "postgres" and "KEDANG_DATABASE_URL" not in os.environ:
        programs = postgres.binaries()
        if programs is None:
            sys.exit("there are no PostgreSQL server programs here")
        cluster = postgres.start(programs)
        os.environ["KEDANG_DATABASE_URL"] = cluster.url
    import django

    django.setup()
    from django.core.management import call_command

    for alias in ("default", "keys", "audit"):
        call_command("migrate", database=alias, verbosity=0)
    return cluster
