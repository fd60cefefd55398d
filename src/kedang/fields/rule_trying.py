"""Trying a rule that is being written with values that somebody types; nothing is kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS
from kedang.engine.standardise.record import standardise_record
from kedang.engine.validation.rules import UNIQUE, Compiled, Held
from kedang.engine.validation.words import sentence
from kedang.fields import rights
from kedang.fields.queries import by_code
from kedang.fields.rule_book import labels, namer, today
from kedang.fields.rules import Draft, checked
from kedang.fields.values import canonical, split_values
from kedang.kit.actor import Actor

KEPT, BROKEN, NOT_ASKED = "kept", "broken", "not_asked"
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Tried:
    """What the rule says, and what it finds: `values` are (field, given, standard)."""

    sentence: str
    verdict: str
    values: tuple[tuple[str, str, str], ...]


def try_out(actor: Actor, draft: Draft, kind: str, given: Mapping[str, Sequence[str]]) -> Tried:
    """Ask a draft of some values, standardised as filing standardises them."""
    rights.require_rules(actor)
    rule = checked(draft)
    zh = actor.language.startswith("zh")
    words = sentence(rule, zh=zh, label=labels(actor.language), named=namer(actor.language))
    held, shown = _standard(kind, {code: [t[:_LONGEST] for t in texts if t.strip()] for code, texts in given.items()})
    compiled = Compiled(rule, today())

    def record(code: str) -> Sequence[Held]:
        return held.get(code, ())

    if not compiled.applies(kind, record):
        return Tried(words, NOT_ASKED, shown)
    if rule.test == UNIQUE:
        return Tried(words, UNIQUE, shown)
    return Tried(words, BROKEN if compiled.breaches(kind, record) else KEPT, shown)


def _standard(
    kind: str, given: Mapping[str, Sequence[str]]
) -> tuple[dict[str, list[Held]], tuple[tuple[str, str, str], ...]]:
    held: dict[str, list[Held]] = defaultdict(list)
    shown: list[tuple[str, str, str]] = []
    built_in = {code: list(texts) for code, texts in given.items() if code in FIELDS and texts}
    for value in standardise_record(kind, built_in).values:
        if value.given:
            text = value.standard or value.given.strip()
            held[value.field].append(Held(text, value.state != "invalid"))
            shown.append((value.field, value.given, text))
    for code, texts in given.items():
        definition = by_code().get(code.removeprefix(CUSTOM_PREFIX)) if code.startswith(CUSTOM_PREFIX) else None
        for text in split_values(definition, texts) if definition else ():
            found = canonical(definition, text) if definition else None
            if found is not None:
                held[code].append(Held(found.value, found.state == "ok"))
                shown.append((code, text, found.value))
    return held, tuple(shown)
