"""Formula protection: on the way out a quote in front of what a spreadsheet would run, on the way in the same quote off.

A value that already looks protected gets one more quote, so that export and import are exact inverses.
"""

import re

DANGEROUS = "=+-@\t\r＝＋－＠"
_NEEDS = re.compile(rf"'*[{re.escape(DANGEROUS)}]")
_HAS = re.compile(rf"'+[{re.escape(DANGEROUS)}]")


def protect(text: str) -> str:
    return "'" + text if _NEEDS.match(text) else text


def unprotect(text: str) -> str:
    return text[1:] if _HAS.match(text) else text


def unprotect_all(cells: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([unprotect(cell) if cell[:1] == "'" else cell for cell in cells])
