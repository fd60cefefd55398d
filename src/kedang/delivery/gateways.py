"""SMS through a gateway. Providers differ: whoever has another one writes a class with `send` and names it in `gateway()`."""

import http.client
import os
from typing import Protocol
from urllib.parse import urlsplit

import orjson

from kedang.delivery.outcomes import DONE, Outcome, bounced, retry
from kedang.delivery.settings import FILE, SmsSettings, sms_settings
from kedang.kit.env import settings
from kedang.kit.ids import new_id

TIMEOUT = 10.0
_AGAIN = frozenset((401, 402, 403, 408, 425, 429))


class Gateway(Protocol):
    """A way out for SMS."""

    def send(self, number: str, text: str) -> Outcome:
        """Send a text to a number in international form."""


class FileGateway:
    """For trials: each SMS becomes a file in KEDANG_HOME/sms, in clear, readable by the owner only."""

    def send(self, number: str, text: str) -> Outcome:
        """Write the file."""
        folder = settings().home / "sms"
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"{new_id()}.txt"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{number}\n{text}\n")
        return DONE


class HttpGateway:
    """Posts {"to", "text"} as JSON with a bearer token. Redirects are not followed."""

    def __init__(self, wanted: SmsSettings) -> None:
        self._wanted = wanted

    def send(self, number: str, text: str) -> Outcome:
        """2xx is sent; 4xx refuses the number, unless it speaks of the account or of haste; the rest is tried again."""
        parts = urlsplit(self._wanted.url)
        assert parts.hostname is not None
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname, parts.port, timeout=TIMEOUT)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._wanted.token}"}
        try:
            path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
            connection.request("POST", path, orjson.dumps({"to": number, "text": text}), headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return retry("unreachable")
        finally:
            connection.close()
        if 200 <= status < 300:
            return DONE
        refused = 400 <= status < 500 and status not in _AGAIN
        return bounced(f"http_{status}") if refused else retry(f"http_{status}")


def gateway() -> Gateway | None:
    """The gateway that is set; None when there is none or its settings are not right."""
    wanted = sms_settings()
    if wanted is None or wanted.problem:
        return None
    return FileGateway() if wanted.kind == FILE else HttpGateway(wanted)


def send_sms(*, to: str, text: str) -> Outcome:
    """One text to one number."""
    way = gateway()
    return way.send(to, text) if way else retry("not_set_up")
