"""What interactions and follow-ups can be, which way they went and how they ended, with the words for people."""

from typing import Literal, get_args

Kind = Literal["call", "visit", "meeting", "email", "chat", "other"]
Direction = Literal["", "in", "out"]
Outcome = Literal["", "talked", "no_answer", "interested", "agreed", "declined", "waiting"]

KINDS: dict[str, tuple[str, str]] = {
    "call": ("电话", "Call"),
    "visit": ("拜访", "Visit"),
    "meeting": ("会议", "Meeting"),
    "email": ("邮件", "Email"),
    "chat": ("聊天", "Chat"),
    "other": ("其他", "Other"),
}
OUTCOMES: dict[str, tuple[str, str]] = {
    "talked": ("已沟通", "Talked"),
    "no_answer": ("未联系上", "Not reached"),
    "interested": ("有意向", "Interested"),
    "agreed": ("已达成", "Agreed"),
    "declined": ("已拒绝", "Declined"),
    "waiting": ("等对方答复", "Waiting for an answer"),
}
# Whoever was not reached has not been in contact.
REACHED_NOBODY = ("no_answer",)

assert set(KINDS) == set(get_args(Kind))
assert set(OUTCOMES) | {""} == set(get_args(Outcome))
