"""What the visitors do, what was answered, and the verdict. No Django and no locust: both sides import it.

A visitor thinks for one to three seconds between two acts, drawn evenly. An act may be more than one request, as the pages ask: after
opening a customer comes what its quality says, after a change the parts that the page shows anew.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

# Of a hundred acts.
SHARES: Mapping[str, float] = {
    "search": 45,
    "open": 30,
    "edit": 10,
    "list": 10,
    "upload": 3,
    "export": 1,
    "reveal": 1,
}
THINK_SECONDS = (1.0, 3.0)
SENIOR_ONLY = ("export", "reveal")
# Who works: login name of the role, and how many of fifty.
ROLES: Mapping[str, int] = {"manager": 5, "lead": 15, "member": 30}
SENIORS = ("manager", "lead")

READS = ("search", "open", "open: quality", "list", "after a change", "export: ahead")
WRITES = ("edit", "upload", "reveal", "export")
TARGETS = {"read": 300.0, "write": 600.0}
# What an answer of a kind must have left in the log of reads, or of changes.
LOOKS = {
    "search": "customers.searched",
    "open": "customer.opened",
    "open: quality": "customer.opened",
    "list": "customers.listed",
    "reveal": "customer.revealed",
    "export": "customers.exported",
}
CHANGES = {"edit": "customer.changed", "upload": "document.filed"}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `code`: of a refusal; `error`: without any answer; `request_id`: as the server named it."""

    kind: str
    milliseconds: float
    status: int
    code: str = ""
    request_id: str = ""
    error: str = ""

    @property
    def conflict(self) -> bool:
        """Somebody else was faster: the answer is right, and the page reloads."""
        return self.status == 409 and self.code == "stale"

    @property
    def asked_back(self) -> bool:
        """The server wants to know once more who sits there; the page asks for the code and sends the request again."""
        return self.status == 401 and self.code == "stepup"

    @property
    def good(self) -> bool:
        """What was asked for was done."""
        return 200 <= self.status < 300 and not self.error

    @property
    def wrong(self) -> bool:
        """Neither done nor rightly refused."""
        return not (self.good or self.conflict or self.asked_back)


def weights(role: str, roles: Mapping[str, int] = ROLES) -> dict[str, float]:
    """How often somebody of a role does what, of a hundred acts. Only seniors export and reveal, so each of them does it more often;
    all together do as SHARES says."""
    everybody, seniors = sum(roles.values()), sum(roles[each] for each in SENIORS)
    rare = sum(SHARES[act] for act in SENIOR_ONLY)
    factor = everybody / seniors
    left = 100 - rare * factor if role in SENIORS else 100
    mine = {act: share * left / (100 - rare) for act, share in SHARES.items() if act not in SENIOR_ONLY}
    return mine | {act: SHARES[act] * factor if role in SENIORS else 0.0 for act in SENIOR_ONLY}


def line_of(answer: Answer) -> str:
    """An answer as a line of the visitors' file."""
    return json.dumps(asdict(answer), ensure_ascii=False) + "\n"


def read_answers(path: Path) -> list[Answer]:
    """The visitors' file."""
    return [Answer(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line]


def percentile(values: Sequence[float], share: float) -> float:
    """By the nearest rank; 0 of nothing."""
    ordered = sorted(values)
    return ordered[-int(-share * len(ordered) // 1) - 1] if ordered else 0.0


def table(answers: Iterable[Answer]) -> list[str]:
    """Lines by kind: how many answers, how long the good ones took in ms, what was not good."""
    found: dict[str, list[Answer]] = {}
    for answer in answers:
        found.setdefault(answer.kind, []).append(answer)
    lines = [f"{'':16}{'answers':>9}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}{'stale':>7}{'proof':>7}{'errors':>8}"]
    for kind in (*READS, *WRITES, *sorted(set(found) - {*READS, *WRITES})):
        if kind in found:
            lines.append(_line(kind, found[kind]))
    return [
        *lines,
        *(
            _line(f"every {name}", [each for kind in kinds for each in found.get(kind, ())])
            for name, kinds in (("read", READS), ("write", WRITES))
        ),
    ]


def _line(name: str, answers: Sequence[Answer]) -> str:
    took = [each.milliseconds for each in answers if each.good]
    figures = "".join(f"{percentile(took, share):>8.0f}" for share in (0.5, 0.95, 0.99, 1.0))
    conflicts, proofs = sum(each.conflict for each in answers), sum(each.asked_back for each in answers)
    return f"{name:16}{len(answers):>9,}{figures}{conflicts:>7}{proofs:>7}{sum(each.wrong for each in answers):>8}"


def mix_of(answers: Iterable[Answer]) -> dict[str, float]:
    """The acts as they came, of a hundred."""
    counted = Counter(each.kind for each in answers if each.kind in SHARES)
    return {act: 100 * counted[act] / max(counted.total(), 1) for act in SHARES}


def missed(answers: Sequence[Answer], gap: int) -> list[str]:
    """Which targets were missed; nothing when all were met."""
    lines = []
    for name, kinds in (("read", READS), ("write", WRITES)):
        p95 = percentile([each.milliseconds for each in answers if each.kind in kinds and each.good], 0.95)
        if p95 >= TARGETS[name]:
            lines.append(f"p95 of every {name} is {p95:.0f} ms, not below {TARGETS[name]:.0f}")
    if errors := [each for each in answers if each.wrong]:
        lines.append(f"{len(errors)} errors")
    if gap:
        lines.append(f"{gap} answers are not in the log")
    return lines or ([] if answers else ["nobody came"])
