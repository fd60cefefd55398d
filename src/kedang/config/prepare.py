"""Making the databases ready: schemas, migrations, keys, built-in roles. Safe to run at every start."""

import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from kedang.accounts import file_quota
from kedang.accounts.builtin import ensure_builtin_roles
from kedang.archive.models import Customer
from kedang.config.uploads import remove_leftovers
from kedang.history.sealing import require_clock
from kedang.kit import malware
from kedang.kit.crypto import Tampered
from kedang.kit.env import settings as environment
from kedang.kit.suites import NAMES
from kedang.operations import row_sums
from kedang.operations.backup_upgrading import before_upgrade, note_upgrade
from kedang.operations.index_exchanging import refuse_unfit
from kedang.operations.restore_marker import refuse_unfinished
from kedang.vault.models import MasterKey
from kedang.vault.root import ProviderAway, RootKeyMissing, fitting_root, root_path
from kedang.vault.rotating import settle
from kedang.vault.tenure import minutes_set

ALIASES = ("keys", "default", "audit")
SCHEMAS = ("kedang_keys", "kedang_audit")
SECRET_FILES = ("_SECRET_FILE", "_PASSWORD_FILE", "_TOKEN_FILE", "_PASSPHRASE_FILE")
STORE_LOST = (
    "There are customers but no keys: the key store is lost or another one. Bring it back: kedang keys restore COPY."
)
PROVIDER_AWAY = "The service that holds the root key does not answer. Nothing is lost: start again when it does."
ROOT_UNFIT = "The root key does not open the key store. Put the right one in place, or: kedang keys recover."
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def prepare(*, searched: bool = True) -> None:
    """Everything that must be true before the first request; without `searched`, also where what is searched has to be made anew."""
    require_home()
    refuse_unfinished()
    made = before_upgrade(lambda: any(pending(alias) for alias in ALIASES))
    bring_up()
    if searched:
        refuse_unfit()
    if made:
        note_upgrade(made)


def require_home() -> None:
    """Settings that are safe, and a folder to work in."""
    require_safe_settings(host=environment().host)
    require_secret_files()
    environment().home.mkdir(parents=True, exist_ok=True, mode=0o700)


def bring_up() -> None:
    """The databases as this release wants them, with the keys that open them."""
    make_tables()
    require_keys()
    require_clock()
    ensure_builtin_roles()
    remove_leftovers(environment().uploads)


def make_tables() -> None:
    """Every table there is, whatever they hold, with the sums of their rows."""
    make_schemas()
    for alias in ALIASES:
        if pending(alias):
            row_sums.lift(connections[alias])
        call_command("migrate", database=alias, verbosity=0, interactive=False)
        row_sums.lay(connections[alias])


def require_keys() -> None:
    """Refuse to go on with the wrong root key, or without the key store that belongs to the data: nothing is written."""
    try:
        settle()
        if MasterKey.objects.exists():
            fitting_root()
        elif Customer.objects.exists():
            raise ImproperlyConfigured(STORE_LOST)
    except ProviderAway as away:
        raise ImproperlyConfigured(f"{PROVIDER_AWAY} ({away})") from away
    except (RootKeyMissing, Tampered) as failure:
        raise ImproperlyConfigured(f"{ROOT_UNFIT} ({root_path()})") from failure


def make_schemas() -> None:
    """PostgreSQL: keys and the audit live in schemas of their own."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for schema in SCHEMAS:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")


def pending(alias: str) -> list[str]:
    """Migrations that a database still lacks."""
    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def require_safe_settings(*, host: str) -> None:
    """Refuse settings nobody should run with."""
    if settings.DEBUG and host not in LOOPBACK:
        raise ImproperlyConfigured("KEDANG_DEBUG works on 127.0.0.1 only.")
    if environment().cipher_suite not in NAMES:
        raise ImproperlyConfigured(f"KEDANG_CIPHER_SUITE is one of {', '.join(NAMES)}.")
    if minutes_set() is None:
        raise ImproperlyConfigured("KEDANG_TRANSIT_MINUTES is a number of minutes from 1 to 10080.")
    if wrong := malware.wrongly_set() or file_quota.wrongly_set():
        raise ImproperlyConfigured(wrong)
    if "*" in settings.ALLOWED_HOSTS:
        raise ImproperlyConfigured("KEDANG_ALLOWED_HOSTS must name the hosts, not '*'.")


def require_secret_files() -> None:
    """Refuse secrets that everybody on this machine can read."""
    files = [root_path(), environment().home / "secret.key"]
    files += [
        Path(value)
        for name, value in os.environ.items()
        if value and name.startswith("KEDANG_") and name.endswith(SECRET_FILES)
    ]
    for path in files:
        if path.exists() and path.stat().st_mode & 0o007:
            raise ImproperlyConfigured(f"{path} can be read by everybody on this machine: chmod 600 {path}")
