"""docs/security/controls.md says what the code does."""

import re

from django.conf import settings

from kedang.accounts import attempts, file_quota, passwords, token_limits
from kedang.accounts.models import Installation
from kedang.config.uploads import LIMIT
from kedang.documents.settings import store_settings
from kedang.engine.files import child, recognising, texts
from kedang.engine.tables.rows import DEFAULT_LIMITS
from kedang.finding.conditions import MOST_CONDITIONS
from kedang.kit.paging import PAGE_LIMIT
from tests.house.source import ROOT
from tests.house.test_dangerous import WAYS_OUT

TEXT = (ROOT / "docs" / "security" / "controls.md").read_text(encoding="utf-8")
MB = 1024 * 1024
PARTS = (
    "Reading the table of verdicts",
    "Figures",
    "Guessing passwords",
    "Ways to sign in",
    "Words no password may be made of",
    "Sessions",
    "Secrets",
    "Circumstances that count",
    "Values that belong together",
    "Files",
    "Costly work",
    "Connections",
    "Logs",
    "Parts from elsewhere",
    "What the operator decides",
)


def figures() -> dict[str, int]:
    """The figures of the code, under the words of the page."""
    fields = {field.name: field for field in Installation._meta.concrete_fields}
    return {
        "shortest password, characters": passwords.MINIMUM,
        "longest password, characters": passwords.MAXIMUM,
        "failures before an account has to wait": attempts.ACCOUNT.free,
        "failures that lock an account": attempts.ACCOUNT.lock,
        "failures before an address has to wait": attempts.ADDRESS.free,
        "failures that lock an address": attempts.ADDRESS.lock,
        "length of a lock, minutes": int(attempts.LOCK.total_seconds()) // 60,
        "idle time that ends a session, minutes": fields["idle_minutes"].default,
        "longest life of a session, hours": fields["session_hours"].default,
        "longest life of a token, days": token_limits.LONGEST_DAYS,
        "rows of one page of a list": PAGE_LIMIT,
        "conditions of one filter": MOST_CONDITIONS,
        "largest body that is not a file, MB": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MB,
        "largest upload, MB": LIMIT // MB,
        "largest document unless set otherwise, MB": store_settings().limit // MB,
        "files of one account in 24 hours": file_quota.FILES,
        "files of one account in 24 hours, MB": file_quota.MEGABYTES,
        "largest table when unpacked, MB": DEFAULT_LIMITS.max_unpacked // MB,
        "highest ratio of unpacking a table": DEFAULT_LIMITS.max_ratio,
        "parts of a packed document": recognising.MOST_MEMBERS,
        "pixels of an image": recognising.MOST_PIXELS,
        "text read of one document, characters": texts.MOST_CHARACTERS,
        "memory of the process that reads a document, MB": child.MEMORY // MB,
        "processor of the process that reads a document, seconds": child.SECONDS,
    }


def test_the_page_says_the_figures_of_the_code() -> None:
    said = {what: int(figure) for what, figure in re.findall(r"^\| ([a-z][^|]+?) \| (\d+) \|$", TEXT, re.M)}
    assert said == figures()


def test_every_part_is_there() -> None:
    assert tuple(re.findall(r"^## (.+)$", TEXT, re.M)) == PARTS
    assert [word for word in passwords.PRODUCT if f"`{word}`" not in TEXT] == []
    assert [kind for kind in recognising.KINDS if kind not in {"jpg", "tif"} and kind.upper() not in TEXT] == []


def test_every_connection_is_on_the_page() -> None:
    where = {
        "mail server",
        "SMS gateway",
        "bucket",
        "filed mailbox",
        "syslog server",
        "key service",
        "virus scanner",
        "an address from a settings page",
    }
    rows = set(re.findall(r"^\| ([A-Za-z ]+) \| (?:`KEDANG|by an)", TEXT, re.M))
    assert rows == where | {"PostgreSQL"}
    assert {reason.removeprefix("the ") for reason in WAYS_OUT.values()} - {"tries whether the port is free"} == where


def test_the_log_goes_where_the_page_says() -> None:
    handlers = settings.LOGGING["handlers"]
    assert [handler["class"] for handler in handlers.values()] == ["logging.StreamHandler"]
    assert settings.LOGGING["formatters"]["line"]["()"] == "kedang.config.logs.JsonLine"


def table(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without its head."""
    lines = TEXT.split(f"{heading}\n", 1)[1].splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith("|"))
    rows = []
    for line in lines[begin + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def test_every_key_is_held_against_the_recommendation() -> None:
    keys = [row[0] for row in table("## Secrets") if re.match(r"(root |master )?keys?\b", row[0])]
    held = table("### The keys, held against NIST SP 800-57 part 1 (revision 5)")
    assert [row[0] for row in held] == keys
    assert len(keys) == 7
    assert all(len(row) == 5 and all(row) for row in held)
