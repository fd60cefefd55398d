"""Refusals are data: a code, an HTTP status, and the sentence a person reads, in both languages.

Anything else that goes wrong is a bug and becomes a 500.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """One way to say no. Declared as a constant beside the verb that says it; call it to get the error to raise."""

    code: str
    status: int
    zh: str
    en: str

    def __call__(self, **details: object) -> "DomainError":
        return DomainError(self, details)


class DomainError(Exception):
    """A refusal with its details; the details also fill the places in its text."""

    def __init__(self, refusal: Refusal, details: Mapping[str, object]) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
        self.details = dict(details)

    @property
    def code(self) -> str:
        """The stable word a program may branch on."""
        return self.refusal.code

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.refusal.status

    def text(self, language: str = "zh-CN") -> str:
        """The sentence in the reader's language."""
        template = self.refusal.zh if language.startswith("zh") else self.refusal.en
        return template.format_map(_Details(self.details))


class _Details(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


NOT_FOUND = Refusal("not_found", 404, "没有找到，或您无权查看。", "Not found, or not yours to see.")
DENIED = Refusal("denied", 403, "您没有这项权限：{right}。", "You do not have the right: {right}.")
STALE = Refusal(
    "stale",
    409,
    "这条记录刚被别人修改过。您的内容没有丢失，请刷新后再保存。",
    "Someone changed this record meanwhile. Nothing of yours is lost: reload, then save again.",
)
SIGN_IN = Refusal("sign_in", 401, "请先登录。", "Please sign in.")
INVALID = Refusal("invalid", 422, "填写有误：{what}", "Not valid: {what}")
