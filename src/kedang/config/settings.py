"""Django settings, all derived from the environment (`kedang.kit.env`)."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kedang.config.secret import secret_key
from kedang.kit.env import settings as environment

ENV = environment()
BASE = Path(__file__).resolve().parent.parent

SECRET_KEY = secret_key(ENV.home)
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = [ENV.public_url] if ENV.public_url else []

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "ninja",  # the reference page's own assets
    "kedang.vault",
    "kedang.jobs",
    "kedang.delivery",
    "kedang.history",
    "kedang.accounts",
    "kedang.sso",
    "kedang.fields",
    "kedang.calendar",
    "kedang.archive",
    "kedang.merging",
    "kedang.quality",
    "kedang.approvals",
    "kedang.privacy",
    "kedang.verification",
    "kedang.documents",
    "kedang.activity",
    "kedang.commerce",
    "kedang.commerce_import",
    "kedang.deals",
    "kedang.ownership",
    "kedang.service",
    "kedang.strategy",
    "kedang.portal",
    "kedang.duplicates",
    "kedang.cleaning",
    "kedang.intake",
    "kedang.mailbox",
    "kedang.notices",
    "kedang.integration",
    "kedang.operations",
    "kedang.oversight",
    "kedang.incidents",
    "kedang.access",
    "kedang.classification",
    "kedang.config",
]
INSTALLED_APPS = [
    app for app in INSTALLED_APPS if "kedang" not in app or (BASE / app.split(".")[1] / "apps.py").exists()
]

MIDDLEWARE = [
    "kedang.config.middleware.RequestFrame",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "kedang.config.urls"
WSGI_APPLICATION = "kedang.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]

SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=FAST; "
    "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
)


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "kedang.config.sqlite",
        "NAME": str(ENV.home / f"{name}.db"),
        "OPTIONS": {"timeout": 30, "transaction_mode": "IMMEDIATE", "init_command": SQLITE_START},
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": str(ENV.home / f"test-{name}.db")},
    }


def _postgres(url: str, schema: str) -> dict[str, Any]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    options: dict[str, Any] = {k: v for k, v in query.items() if k not in {"host", "port", "user"}}
    if schema != "public":
        # Not ",public" behind it: the list of applied migrations of the data would hide that this schema is empty.
        options["options"] = f"-c search_path={schema}"
    name = unquote(parts.path.lstrip("/"))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.get("host", ""),
        "PORT": str(parts.port or query.get("port", "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": f"test_{name}_{schema}"},
    }


if ENV.database_url:
    DATABASES = {
        "default": _postgres(ENV.database_url, "public"),
        "keys": _postgres(ENV.database_url, "kedang_keys"),
        "audit": _postgres(ENV.database_url, "kedang_audit"),
    }
else:
    DATABASES = {"default": _sqlite("kedang"), "keys": _sqlite("keys"), "audit": _sqlite("audit")}
DATABASE_ROUTERS = ["kedang.config.router.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = ["kedang.accounts.hasher.Argon2"]
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "zh-hans"
USE_I18N = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [d for d in (BASE / "static_app",) if d.exists()]
WHITENOISE_USE_FINDERS = True  # nothing is collected: the built front end lies in the package
WHITENOISE_AUTOREFRESH = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[.-][0-9A-Za-z_-]{8,}\.\w+$"

CSRF_COOKIE_NAME = f"{ENV.cookie_prefix}csrftoken"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = ENV.secure_cookies
CSRF_FAILURE_VIEW = "kedang.config.failures.csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 0
FILE_UPLOAD_HANDLERS = ["kedang.config.uploads.SealedUploadHandler"]
FILE_UPLOAD_TEMP_DIR = None

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "kedang.config.logs.JsonLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Refusals are answers, not news; what is worth keeping about them is in the audit.
    "loggers": {"django.request": {"level": "CRITICAL"}, "django.security.csrf": {"level": "CRITICAL"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("KEDANG_LOG_LEVEL", "WARNING")},
}
# Tests wait for nothing: a read event is written in the caller's thread instead of by the group-commit thread.
READ_EVENTS_GROUPED = True
# How long sensitive reads go on when nothing is sealed.
SEAL_PATIENCE_SECONDS = 300.0
