"""How the made-up archive looks: every share in one place."""

from dataclasses import dataclass, field


def _person() -> dict[str, float]:
    return {
        "mobile": 0.88, "landline": 0.08, "email": 0.35, "id_number": 0.25, "birth_date": 0.40, "gender": 0.60, "wechat": 0.30,
        "employer": 0.35, "job_title": 0.25, "address": 0.70, "region": 0.55, "remark": 0.08,
    }  # fmt: skip


def _organisation() -> dict[str, float]:
    return {
        "credit_code": 0.55, "legal": 0.50, "phone": 0.72, "email": 0.30, "website": 0.22, "address": 0.72, "contact": 0.55,
        "contact_mobile": 0.48, "industry": 0.50, "former": 0.0, "short": 0.18, "english": 0.10, "region": 0.60,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """Shares of the archive. `filled` ones are how often a column has a value on a card."""

    persons: float = 0.7
    person_filled: dict[str, float] = field(default_factory=_person)
    organisation_filled: dict[str, float] = field(default_factory=_organisation)
    # of people, whose full name is one of the nation's commonest
    common_names: float = 0.06
    # of customers, who are there more than once; and how many further cards they have
    repeated: float = 0.12
    further: tuple[float, ...] = (0.70, 0.18, 0.07, 0.03, 0.02)
    # of further cards: one, two, three families of mistakes
    mistakes: tuple[float, ...] = (0.60, 0.30, 0.10)
    # a further card keeps a value of the first, or has one that the first lacks
    kept: float = 0.82
    learned: float = 0.20
    # of draws, that make a scene of customers who are alike and are not the same
    person_scenes: float = 0.05
    organisation_scenes: float = 0.10
    # a scene's cards say oftener what tells them apart
    scene_filled: float = 0.75


DEFAULT = Shape()
