"""The process whose power is cut: it files and changes customers and documents by the real verbs, and says after each that it is done.

`python -m tools.powercut.working FOLDER ROUNDS SYNCHRONOUS`; the folder is a ready installation.
"""

import os
import sys
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings


def main() -> None:
    """Work, round by round."""
    home, rounds, synchronous = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    os.environ |= {"KEDANG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kedang.config.settings"}
    for database in settings.DATABASES.values():
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", f"synchronous={synchronous}")
        # A file that is emptied into the data often meets more of the moments that matter.
        options["init_command"] += "PRAGMA wal_autocheckpoint=40;"
    django.setup()
    # Not before the installation and its settings are there.
    import_module("tools.powercut.acts").work(home, rounds)


if __name__ == "__main__":
    main()
