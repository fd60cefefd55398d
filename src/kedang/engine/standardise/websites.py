"""Web addresses: scheme and host in lower case; only http and https are kept, so a link can never run a script."""

import re
from dataclasses import dataclass

from kedang.engine.standardise.clean import nfkc, one_line

_FORM = re.compile(
    r"(?P<scheme>https?)://(?P<host>(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}|[0-9]{1,3}(?:\.[0-9]{1,3}){3}|localhost)"
    r"(?P<port>:[0-9]{1,5})?(?P<rest>[/?#][^\s<>\"]*)?"
)


_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Website:
    """`standard` always has a scheme; http:// is assumed when none was given."""

    standard: str
    valid: bool
    reason: str | None = None


def standardise_website(text: str) -> Website:
    """One web address, or why it is none."""
    line = one_line(text)
    if len(line) > _LONGEST:
        return Website("", valid=False, reason="url.format")
    host_end = min((line.find(mark, 8) for mark in "/?#" if line.find(mark, 8) > 0), default=len(line))
    line = nfkc(line[:host_end]).replace("。", ".").strip(" <>\"'，,;") + line[host_end:].rstrip(" <>\"'，,;")
    if re.match(r"https?[:：]/{0,2}", line, re.IGNORECASE):
        line = re.sub(r"^(https?)[:：]/{0,2}", lambda match: match[1].lower() + "://", line, flags=re.IGNORECASE)
    elif "://" not in line.split("?")[0]:
        line = "http://" + line
    scheme, _, rest = line.partition("://")
    end = next((index for index, mark in enumerate(rest) if mark in "/?#"), len(rest))
    line = f"{scheme}://{rest[:end].lower()}{rest[end:]}"
    match = _FORM.fullmatch(line)
    if match is None:
        return Website("", valid=False, reason="url.format")
    return Website(line[:-1] if match["rest"] == "/" else line, valid=True)
