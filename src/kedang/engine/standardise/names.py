"""Names of persons: width, spaces and titles. Characters are never converted to simplified, capitals never changed."""

import re
from dataclasses import dataclass

from kedang.engine.standardise.clean import folded, one_line
from kedang.engine.standardise.script import to_simplified
from kedang.engine.standardise.surnames import SURNAMES, surname_of

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SPACE_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}·]) (?=[{_HAN}·])")
_DOT = re.compile(f"(?<=[{_HAN}]) ?[.•‧∙⋅・･●﹒] ?(?=[{_HAN}])")
# Longer texts are no names with a title.
_LONGEST = 100
_UNUSUAL = re.compile("[ .•‧∙⋅・･●﹒]")
_TITLES = (
    "先生|女士|小姐|太太|夫人|同志|老师|教授|博士|律师|医生|医师|大夫|工程师|总经理|副总经理|总裁|副总裁|董事长|副董事长|董事|"
    "总监|副总监|经理|副经理|主任|副主任|主管|处长|副处长|科长|副科长|局长|副局长|院长|副院长|校长|副校长|行长|副行长|会长|秘书长|"
    "厂长|店长|部长|副部长|老板|副总|总|阁下|师傅"
)
_TITLE_END = re.compile(f"[ (（]?((?:{_TITLES}))[)）]?$")
_TITLE_LAST = frozenset(title[-1] for title in _TITLES.split("|")) | frozenset(")）")
_TITLE_FRONT = re.compile(r"((?:mr|mrs|ms|miss|mx|dr|prof)(?:\. ?| )|sir |madam )(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PersonName:
    """`standard` shows the name; `label` is the form of address or title that stood with it."""

    standard: str
    label: str = ""
    valid: bool = True
    reason: str | None = None


def standardise_person(text: str) -> PersonName:
    """A person's name without stray spaces, with the title apart.

    A title leaves the name only when a whole name stays behind: 张三先生 is 张三, but 王总 and 李老师 stay as they are
    (and carry the title as a label), because 王 alone is nobody's name.
    """
    standard, label = split_person(text)
    if not standard:
        return PersonName("", label, valid=False, reason="name.empty")
    if has_letter(standard):
        return PersonName(standard, label)
    return PersonName(standard, label, valid=False, reason="name.no_letter")


def split_person(text: str) -> tuple[str, str]:
    """(name, title) of one cell: the fast inner part of `standardise_person`."""
    name = one_line(text)
    if _UNUSUAL.search(name) and not name.isascii():
        name = _SPACE_BETWEEN_HAN.sub("", _DOT.sub("·", name))
    if name[-1:] in _TITLE_LAST and len(name) <= _LONGEST:
        return _without_title(name)
    if name.isascii() and len(name) <= _LONGEST:
        return _without_front(name)
    return name, ""


def _without_title(name: str) -> tuple[str, str]:
    label = ""
    while name[-1:] in _TITLE_LAST and (match := _TITLE_END.search(name)):
        rest = name[: match.start()].rstrip()
        surname = surname_of(to_simplified(rest))
        label = match.group(1) + label
        if not surname or len(rest) < len(surname) + 1:
            return name, label if rest else ""
        name = rest
    return name, label


def _without_front(name: str) -> tuple[str, str]:
    label = ""
    while match := _TITLE_FRONT.match(name):
        label, name = label or match.group(1).strip(), name[match.end() :]
    return name, label


def has_letter(text: str) -> bool:
    """Whether there is a letter or a digit of any script."""
    return text.isalnum() or any(map(str.isalnum, text))


def person_matching(standard: str) -> str:
    """The name as compared: folded, simplified, without spaces in Chinese names."""
    text = to_simplified(folded(standard))
    if " " in text and not text.isascii():
        text = _SPACE_BETWEEN_HAN.sub("", text)
    return text


def looks_chinese(name: str) -> bool:
    """Whether it reads like a Chinese person's name: a known surname and one to three more characters."""
    text = to_simplified(one_line(name))
    surname = surname_of(text)
    return bool(surname) and len(surname) < len(text) <= len(surname) + 3 and text[0] in SURNAMES | {surname[0]}
