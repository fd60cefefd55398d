"""How mail and SMS leave, from the environment, read once. Passwords never stand in a text of these objects."""

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "::1", "localhost")
STARTTLS, TLS, NONE = "starttls", "tls", "none"
PORTS = {STARTTLS: 587, TLS: 465, NONE: 25}
FILE, HTTP = "file", "http"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The server that takes our mail. `ca_file` names the authority of a server with a certificate of one's own."""

    host: str
    port: int
    security: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""

    @property
    def problem(self) -> str:
        """Why nothing can be sent like this: a code, or nothing."""
        if self.security not in PORTS:
            return "security"
        if "@" not in self.sender:
            return "sender"
        if self.user and self.security == NONE and self.host not in LOOPBACK:
            return "password_in_clear"
        return ""


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """The gateway for SMS: `file` writes into a folder, for trials; `http` posts to an address."""

    kind: str
    url: str = ""
    token: str = field(default="", repr=False)

    @property
    def problem(self) -> str:
        """Why nothing can be sent like this: a code, or nothing."""
        if self.kind == FILE:
            return ""
        if self.kind != HTTP:
            return "gateway"
        parts = urlsplit(self.url)
        near = parts.scheme == "http" and parts.hostname in LOOPBACK
        return "" if parts.hostname and (parts.scheme == "https" or near) else "url"


def _secret(given: str, in_file: str) -> str:
    """A secret given as it is, or as the file that holds it."""
    return Path(in_file).read_text(encoding="utf-8").strip() if in_file else given


@cache
def mail_settings() -> MailSettings | None:
    """The mail server; None when there is none."""
    host = os.environ.get("KEDANG_SMTP_HOST", "").strip()
    if not host:
        return None
    security = (os.environ.get("KEDANG_SMTP_SECURITY") or STARTTLS).strip().lower()
    return MailSettings(
        host=host,
        port=int(os.environ.get("KEDANG_SMTP_PORT") or PORTS.get(security, 587)),
        security=security,
        sender=os.environ.get("KEDANG_SMTP_FROM", "").strip(),
        user=os.environ.get("KEDANG_SMTP_USER", ""),
        password=_secret(os.environ.get("KEDANG_SMTP_PASSWORD", ""), os.environ.get("KEDANG_SMTP_PASSWORD_FILE", "")),
        ca_file=os.environ.get("KEDANG_SMTP_CA_FILE", ""),
    )


@cache
def sms_settings() -> SmsSettings | None:
    """The SMS gateway; None when there is none."""
    kind = os.environ.get("KEDANG_SMS_GATEWAY", "").strip().lower()
    if not kind:
        return None
    token = _secret(os.environ.get("KEDANG_SMS_TOKEN", ""), os.environ.get("KEDANG_SMS_TOKEN_FILE", ""))
    return SmsSettings(kind=kind, url=os.environ.get("KEDANG_SMS_URL", "").strip(), token=token)


def forget_settings() -> None:
    """Read the environment again; for tests that change it."""
    mail_settings.cache_clear()
    sms_settings.cache_clear()
