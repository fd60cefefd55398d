"""What to mend on a customer, in words and in the order in which mending pays, as far as its reader may know of the fields."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kedang.archive.policy import FieldPolicy
from kedang.fields.rule_book import REASON, rule_text, told_ids
from kedang.kit.modes import Mode
from kedang.quality.facts import Facts
from kedang.quality.scoring import Measured

SHOWN_ALTERNATIVES = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: `missing`, `invalid`, `stale` or `unverified`. `since` is the last confirmation, in unix seconds; `why`
    says which validation rule an invalid field breaks."""

    kind: str
    code: str
    label: str
    weight: int = 0
    since: int | None = None
    why: str = ""


def findings(facts: Facts, measured: Measured, policy: FieldPolicy) -> list[Finding]:
    """Invalid values first, then what is missing by weight, then what is stale, then that nothing is verified. Fields hidden
    from the reader are not named."""
    told = told_ids(policy.mode) if facts.broken else frozenset()
    codes = [code for code in dict.fromkeys([*facts.invalid, *facts.broken]) if _known(policy, code)]
    found = [finding for code in codes if (finding := _invalid(code, facts, policy, told))]
    missing = [f for item in measured.missing if (f := _missing(item.fields, item.weight, policy))]
    found += sorted(missing, key=lambda finding: -finding.weight)
    oldest_first = sorted(measured.stale, key=lambda pair: pair[1])
    found += [_one("stale", code, policy, since) for code, since in oldest_first if _known(policy, code)]
    if measured.verified == 0 and (codes := [c for c in ("mobile", "email") if c in facts.present]):
        found += [_one("unverified", code, policy) for code in codes if _known(policy, code)]
    return found


def _known(policy: FieldPolicy, code: str) -> bool:
    return policy.mode(code) != Mode.HIDDEN


def _invalid(code: str, facts: Facts, policy: FieldPolicy, told: Collection[int]) -> Finding | None:
    """Of a field that only rules find fault with, nothing is said to whom none of these rules may be told."""
    texts = [
        rule_text(REASON + rule_id, policy.actor.language)
        for rule_id in facts.broken.get(code, ())
        if int(rule_id) in told
    ]
    if not texts and code in facts.only_ruled:
        return None
    return Finding("invalid", code, policy.label(code), why=" ".join(texts))


def _one(kind: str, code: str, policy: FieldPolicy, since: int | None = None) -> Finding:
    return Finding(kind, code, policy.label(code), since=since)


def _missing(codes: Sequence[str], weight: int, policy: FieldPolicy) -> Finding | None:
    """One of several fields will do; the first that may be known is the one to go to."""
    known = [code for code in codes if _known(policy, code)]
    if not known:
        return None
    labels = [policy.label(code) for code in known[:SHOWN_ALTERNATIVES]]
    more = "…" if len(known) > SHOWN_ALTERNATIVES else ""
    return Finding("missing", known[0], " / ".join(labels) + more, weight)
