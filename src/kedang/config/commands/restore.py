"""kedang restore"""

import argparse
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

from kedang.config.cli import language, say
from kedang.config.prepare import bring_up, require_home
from kedang.kit.actor import system_actor
from kedang.kit.env import settings
from kedang.operations import backup_manifest, index_exchanging, restore_finishing, restore_placing
from kedang.operations.backup_places import S3, Place, place_at
from kedang.operations.backup_settings import backup_settings
from kedang.operations.restore_placing import Wish
from kedang.vault.root import root_path

NEWEST = "newest"


def add(sub: Any) -> None:
    """Declare the command."""
    command = sub.add_parser("restore", help="bring the data back from a backup")
    command.add_argument("backup", help="a backup's folder, its name, s3/NAME, or `newest` instead of the name")
    command.add_argument("--into", default="", help="another folder than KEDANG_HOME (SQLite)")
    command.add_argument("--replace", action="store_true", help="put it in the place of the data that is here")
    command.add_argument(
        "--accept-old-keys", action="store_true", help="although the key store is older than the backup"
    )
    command.add_argument(
        "--accept-damaged",
        action="store_true",
        help="although something in it had changed by itself before it was made",
    )
    command.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Put in place, bring up to date, erase again whoever was erased since."""
    source, name = find(args.backup)
    if args.into:
        return _into(Path(args.into).resolve(), f"{source.where}/{name}", args)
    require_home()
    actor = system_actor("command", language=language())
    wish = Wish(args.replace, args.accept_old_keys, args.accept_damaged)
    manifest = restore_placing.place(actor, source, name, wish, say)
    bring_up()
    erased = restore_finishing.finish(actor, source, manifest)
    index_exchanging.mend(actor, say)
    say(f"restored {name}, made at {manifest.made_at}; erased again: {erased}")
    return 0


def find(wanted: str) -> tuple[Place, str]:
    """Where a backup lies, and its name there; `newest` stands for the newest in a place."""
    where, _, name = wanted.rstrip("/").rpartition("/")
    place = place_at(S3 if where == S3 else str(Path(where).resolve()) if where else backup_settings().to)
    if name == NEWEST:
        name = next(iter(backup_manifest.names(place)), NEWEST)
    return place, name


def _into(folder: Path, backup: str, args: argparse.Namespace) -> int:
    """The same in another folder, with a copy of this installation's key store."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = folder / "keys.db"
    if not keys.exists():
        with closing(sqlite3.connect(settings().home / "keys.db")) as ours, closing(sqlite3.connect(keys)) as copy:
            ours.backup(copy)
    asked = (name for name in ("replace", "accept_old_keys", "accept_damaged") if getattr(args, name))
    options = [f"--{name.replace('_', '-')}" for name in asked]
    environment = {**os.environ, "KEDANG_HOME": str(folder), "KEDANG_ROOT_KEY_FILE": str(root_path())}
    done = subprocess.run([sys.executable, "-m", "kedang", "restore", backup, *options], env=environment, check=False)
    return done.returncode
