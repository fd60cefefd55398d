"""What a stakeholder is, can do and wants."""

from typing import Literal

Role = Literal["decider", "influencer", "user", "gatekeeper", "other"]
Influence = Literal["high", "medium", "low"]
Attitude = Literal["for", "neutral", "against", "unknown"]
DECIDER, HIGH, AGAINST = "decider", "high", "against"
ROLES: dict[str, tuple[str, str]] = {
    "decider": ("决策人", "Decides"),
    "influencer": ("影响者", "Influences"),
    "user": ("使用者", "Uses"),
    "gatekeeper": ("把关人", "Keeps the gate"),
    "other": ("其他", "Other"),
}
INFLUENCES: dict[str, tuple[str, str]] = {"high": ("高", "High"), "medium": ("中", "Medium"), "low": ("低", "Low")}
ATTITUDES: dict[str, tuple[str, str]] = {
    "for": ("支持", "For us"),
    "neutral": ("中立", "Neutral"),
    "against": ("反对", "Against"),
    "unknown": ("不清楚", "Unknown"),
}

# The causes for concern, the gravest first.
Cause = Literal[
    "overdue",
    "complaint",
    "against",
    "left",
    "silent",
    "stuck",
    "late_project",
    "passed",
    "review_due",
    "no_decider",
    "no_people",
]
