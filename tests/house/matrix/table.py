"""The reviewed table: one line a route and ownership, one column a person, the status each of them gets."""

import csv
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "matrix.csv"
PEOPLE = ("anonymous", "administrator", "auditor", "member", "lead", "steward", "manager")
HEAD = ["path", "method", "ownership", *PEOPLE]

NONE = "-"
OWN, TEAM, OTHER, TRASHED, ABSENT, MIXED = "own", "team", "other", "trashed", "absent", "mixed"

# What a path's first id may stand for, seen from the person who asks. `mixed` is somebody else's part under one's own
# customer. Everything not named here is either there ("any") or not.
OWNERSHIPS: dict[str, tuple[str, ...]] = {
    "customers": (OWN, TEAM, OTHER, TRASHED, ABSENT),
    "imports": (OWN, TEAM, OTHER, ABSENT),
    "transaction-imports": (OWN, TEAM, OTHER, ABSENT),
    "transaction-reports": (OWN, OTHER, ABSENT),
    "mails": (OWN, TEAM, OTHER, ABSENT),
    "documents": (OWN, OTHER, ABSENT),
    "corrections": (OWN, OTHER, ABSENT),
    "notices": (OWN, OTHER, ABSENT),
    "merges": (OWN, OTHER, ABSENT),
    "suspects": (OWN, OTHER, ABSENT),
    "profiles": (OWN, OTHER, ABSENT),
    "fixes": (OWN, OTHER, ABSENT),
    "checks": (OWN, OTHER, ABSENT),
    "collaboration": (OWN, OTHER, ABSENT),
    "views": (OWN, OTHER, ABSENT),
    "sessions": (OWN, OTHER, ABSENT),
    "passkeys": (OWN, OTHER, ABSENT),
    "tokens": (OWN, OTHER, ABSENT),
    "identities": (OWN, OTHER, ABSENT),
    "cases": (OWN, TEAM, OTHER, ABSENT),
    "disputes": (OWN, TEAM, OTHER, ABSENT),
    "improvements": (OWN, TEAM, OTHER, ABSENT),
}
OTHERWISE = ("any", ABSENT)
# Routes that name their customers in the body.
IN_BODY = {
    "/api/customers/bulk": (OWN, TEAM, OTHER, ABSENT),
    "/api/merges": (OWN, TEAM, OTHER, ABSENT),
    "/api/merges/plan": (OWN, TEAM, OTHER, ABSENT),
}


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One line of the table without its figures."""

    path: str
    method: str
    ownership: str


def first_resource(path: str) -> str:
    """The segment before the first id: `/api/customers/{id}/notes` → customers. Empty when there is no id."""
    parts = path.split("/")
    place = next((n for n, part in enumerate(parts) if part.startswith("{")), 0)
    return parts[place - 1] if place else ""


def ownerships(path: str) -> tuple[str, ...]:
    """The ownerships a path is asked with."""
    resource = first_resource(path)
    if not resource:
        return IN_BODY.get(path, (NONE,))
    found = OWNERSHIPS.get(resource, OTHERWISE)
    return (*found, MIXED) if resource == "customers" and path.count("{") > 1 else found


def read() -> dict[Line, dict[str, int]]:
    """The table as it is committed."""
    if not TABLE.exists():
        return {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {Line(r["path"], r["method"], r["ownership"]): {p: int(r[p]) for p in PEOPLE} for r in rows}


def write(lines: dict[Line, dict[str, int]]) -> None:
    """Write the table, in an order that makes its changes readable."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        for line in sorted(lines, key=_order):
            writer.writerow([line.path, line.method, line.ownership, *(lines[line][person] for person in PEOPLE)])


def _order(line: Line) -> tuple[str, str, int]:
    order = ownerships(line.path)
    return (line.path, line.method, order.index(line.ownership) if line.ownership in order else 99)
