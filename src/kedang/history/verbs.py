"""The words of history: each verb is declared once, with the sentence people read in both languages."""

from dataclasses import dataclass

from kedang.kit.actor import Actor


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can have happened."""

    code: str
    zh: str
    en: str


class UnknownVerb(LookupError):
    """Somebody recorded a verb that no room declared."""


_verbs: dict[str, Verb] = {}


def declare(code: str, *, zh: str, en: str) -> None:
    """Declare a verb, in `apps.ready()`. Declaring one code with two meanings is a bug."""
    verb = Verb(code, zh, en)
    if _verbs.setdefault(code, verb) != verb:
        raise ValueError(f"verb {code} is declared twice")


def known(code: str) -> str:
    """The code itself, or UnknownVerb."""
    if code not in _verbs:
        raise UnknownVerb(code)
    return code


def declared() -> tuple[Verb, ...]:
    """Every verb, by code."""
    return tuple(_verbs[code] for code in sorted(_verbs))


def text(code: str, language: str = "zh-CN") -> str:
    """The sentence of a verb; events of a room that has gone keep their code."""
    verb = _verbs.get(code)
    if verb is None:
        return code
    return verb.zh if language.startswith("zh") else verb.en


def text_for(actor: Actor, code: str) -> str:
    """The sentence in the actor's language."""
    return text(code, actor.language)
