"""Settings from the environment, read once, typed."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator can set from outside."""

    home: Path
    database_url: str
    host: str
    port: int
    demo: bool
    public_url: str
    allowed_hosts: tuple[str, ...]
    secure_cookies: bool
    debug: bool
    trusted_proxies: tuple[str, ...]
    private_hosts: frozenset[str]
    private_ca_file: str
    merge_most: int
    spark_master: str
    spark_secret: str
    security_contact: str
    cipher_suite: str
    audit_degraded: bool
    audit_file: str
    audit_syslog: str
    audit_events_folder: str
    audit_events_syslog: str

    @property
    def cookie_prefix(self) -> str:
        """What makes a browser take a cookie from this very host over https only."""
        return "__Host-" if self.secure_cookies else ""

    @property
    def uploads(self) -> Path:
        """Where staged files lie, encrypted."""
        return self.home / "uploads"


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _list(name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in os.environ.get(name, "").split(",") if part.strip())


@cache
def settings() -> Settings:
    """The settings of this process."""
    hosts = _list("KEDANG_ALLOWED_HOSTS")
    url = os.environ.get("KEDANG_PUBLIC_URL", "")
    return Settings(
        home=Path(os.environ.get("KEDANG_HOME") or "var").resolve(),
        database_url=os.environ.get("KEDANG_DATABASE_URL", ""),
        host=os.environ.get("KEDANG_HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT") or "8000"),
        demo=_flag("KEDANG_DEMO"),
        public_url=url,
        allowed_hosts=hosts or ("127.0.0.1", "localhost", "[::1]"),
        secure_cookies=url.startswith("https://"),
        debug=_flag("KEDANG_DEBUG"),
        trusted_proxies=_list("KEDANG_TRUSTED_PROXIES"),
        private_hosts=frozenset(host.rstrip(".").lower() for host in _list("KEDANG_PRIVATE_HOSTS")),
        private_ca_file=os.environ.get("KEDANG_PRIVATE_CA_FILE", ""),
        merge_most=int(os.environ.get("KEDANG_MERGE_MOST") or "50"),
        spark_master=os.environ.get("KEDANG_SPARK_MASTER") or "local[*]",
        spark_secret=os.environ.get("KEDANG_SPARK_SECRET", ""),
        security_contact=os.environ.get("KEDANG_SECURITY_CONTACT", "").strip(),
        cipher_suite=os.environ.get("KEDANG_CIPHER_SUITE", "").strip().lower() or "aes-256-gcm",
        audit_degraded=_flag("KEDANG_AUDIT_DEGRADED"),
        audit_file=os.environ.get("KEDANG_AUDIT_FILE", "").strip(),
        audit_syslog=os.environ.get("KEDANG_AUDIT_SYSLOG", "").strip(),
        audit_events_folder=os.environ.get("KEDANG_AUDIT_EVENTS_FOLDER", "").strip(),
        audit_events_syslog=os.environ.get("KEDANG_AUDIT_EVENTS_SYSLOG", "").strip(),
    )
