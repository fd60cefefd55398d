"""What does not belong into a note: passwords, private keys, API tokens, card numbers. Says which kinds are there, never what they are.

Meant to warn, so it looks for what is told from ordinary words at a glance. Each pattern has an end: a long text takes no longer
than its length.
"""

import re
from typing import Literal

from kedang.engine.standardise.bank_cards import is_card

Kind = Literal["private_key", "api_token", "password", "card"]

_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY-----|PuTTY-User-Key-File-[0-9]")
# Shapes that their issuers document so that scanners can find them.
_API_TOKEN = re.compile(
    r"(?<![A-Za-z0-9_])(?:"
    r"(?:AKIA|ASIA|LTAI|AKID)[A-Za-z0-9]{12,40}"
    r"|gh[pousr]_[A-Za-z0-9]{30,60}|github_pat_[A-Za-z0-9_]{40,100}|glpat-[A-Za-z0-9_-]{20,60}"
    r"|xox[abprs]-[A-Za-z0-9-]{10,80}|sk-[A-Za-z0-9_-]{20,80}|AIza[A-Za-z0-9_-]{30,45}|kd_[A-Za-z0-9_-]{20,60}"
    r"|eyJ[A-Za-z0-9_-]{10,200}\.eyJ[A-Za-z0-9_-]{10,400}"
    r")"
)
# "密码：abc123", "password is hunter2": a word for it, a sign or a verb, and something that is no ordinary word.
_PASSWORD = re.compile(
    r"(?:密码|口令|pass(?:word|wd|code)|pwd)(?:是|为|改为|改成| is)?[ \t]{0,3}[:：=]?[ \t]{0,3}"
    r"(?=[\x21-\x7e]{0,40}?[0-9!-/:-@\[-`{-~])[\x21-\x7e]{4,40}",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![0-9])(?:[0-9][ -]?){15,18}[0-9](?![0-9])", re.ASCII)


def kinds_in(text: str) -> list[Kind]:
    """The kinds that seem to be in a text, in a fixed order."""
    found: dict[Kind, bool] = {
        "private_key": _PRIVATE_KEY.search(text) is not None,
        "api_token": _API_TOKEN.search(text) is not None,
        "password": _PASSWORD.search(text) is not None,
        "card": any(is_card(match[0].replace(" ", "").replace("-", "")) for match in _DIGITS.finditer(text)),
    }
    return [kind for kind, there in found.items() if there]
