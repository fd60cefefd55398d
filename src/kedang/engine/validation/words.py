"""A rule in plain words, Chinese and English."""

import re
from collections.abc import Callable

from kedang.engine.validation.rules import COMPARE, DATES, LENGTH, NUMBERS, PATTERN, RANGE, REQUIRED, Rule

Label = Callable[[str], str]
# field code, stored value -> the words for it
Named = Callable[[str, str], str]
_RELATIVE = re.compile(r"today(?:([+-])(\d+)([dmy]))?")
_UNITS = {"d": ("天", "days"), "m": ("个月", "months"), "y": ("年", "years")}
_NUMBER_WORDS = {
    "lt": ("须小于", "must be less than"),
    "le": ("不得大于", "may not be greater than"),
    "gt": ("须大于", "must be greater than"),
    "ge": ("不得小于", "may not be less than"),
    "eq": ("须等于", "must equal"),
    "ne": ("不得与", "may not equal"),
}
_DATE_WORDS = {
    **_NUMBER_WORDS,
    "lt": ("须早于", "must be before"),
    "le": ("不得晚于", "may not be after"),
    "gt": ("须晚于", "must be after"),
    "ge": ("不得早于", "may not be before"),
}
# Shapes that settings offer ready made, told by name and not by their pattern.
READY: dict[str, tuple[str, str]] = {
    r"1[3-9]\d{9}": ("须为 11 位中国大陆手机号", "a Chinese mobile number of 11 digits"),
    r"\d+": ("须只含数字", "digits only"),
    r"\d{6}": ("须为 6 位数字", "6 digits"),
    r"[A-Za-z]+": ("须只含字母", "letters only"),
    r"[A-Za-z0-9]+": ("须只含字母和数字", "letters and digits only"),
    r"[\p{Han}·]+": ("须只含汉字", "Chinese characters only"),
    r"\S+": ("不得含空格", "without spaces"),
}


def sentence(rule: Rule, *, zh: bool, label: Label, named: Named) -> str:
    """What the rule demands, as one sentence."""
    when = _when(rule, zh=zh, label=label, named=named)
    return f"{when}{_demand(rule, zh=zh, label=label)}"


def _when(rule: Rule, *, zh: bool, label: Label, named: Named) -> str:
    if rule.condition is None:
        return ""
    name, values = label(rule.condition.field), [named(rule.condition.field, v) for v in rule.condition.values]
    listed = ("、" if zh else " or ").join(f"“{value}”" for value in values)
    texts = {
        "is": (f"当“{name}”为{listed}时，", f"When “{name}” is {listed}: "),
        "is_not": (f"当“{name}”不为{listed}时，", f"When “{name}” is not {listed}: "),
        "filled": (f"当填了“{name}”时，", f"When “{name}” is filled: "),
        "empty": (f"当没有“{name}”时，", f"When “{name}” is empty: "),
    }
    return texts[rule.condition.operator][0 if zh else 1]


def _demand(rule: Rule, *, zh: bool, label: Label) -> str:
    at = 0 if zh else 1
    names = [f"“{label(code)}”" for code in rule.fields]
    first = names[0]
    if rule.test == REQUIRED:
        several = ("、".join(names) + "至少填一项", " or ".join(names) + " is needed")
        return several[at] if len(names) > 1 else (f"{first}必填", f"{first} is needed")[at]
    if rule.test == PATTERN:
        return _shape(rule, first, at)
    if rule.test == RANGE:
        return _range(rule, first, at)
    if rule.test == COMPARE:
        words = _DATE_WORDS if rule.types[:1] and rule.types[0] in DATES else _NUMBER_WORDS
        end = "相同" if zh and rule.operator == "ne" else ""
        return f"{first}{'' if zh else ' '}{words[rule.operator][at]}{'' if zh else ' '}{names[1]}{end}"
    return (f"{first}不得与其他客户相同", f"No two customers may have the same {first}")[at]


def _shape(rule: Rule, name: str, at: int) -> str:
    if ready := READY.get(rule.pattern) if not rule.mask else None:
        return (f"{name}{ready[0]}", f"{name} must be {ready[1]}")[at]
    if rule.mask:
        return (f"{name}须符合格式 {rule.pattern}", f"{name} must have the form {rule.pattern}")[at]
    return (f"{name}须符合规定的格式", f"{name} must have the form that was set")[at]


def _range(rule: Rule, name: str, at: int) -> str:
    least, greatest = _limit(rule.least, at), _limit(rule.greatest, at)
    if rule.measure == LENGTH:
        if rule.least and rule.least == rule.greatest:
            return (f"{name}须为 {least} 个字符", f"{name} must have {least} characters")[at]
        name = (f"{name}的字数", f"The length of {name}")[at]
    dates = rule.measure != LENGTH and bool(rule.types) and rule.types[0] not in NUMBERS and rule.types[0] in DATES
    if rule.least and rule.greatest:
        return (
            f"{name}须在{_apart(least)}到{_apart(greatest)}之间",
            f"{name} must lie between {least} and {greatest}",
        )[at]
    if dates:
        if rule.greatest:
            return (f"{name}不得晚于{greatest}", f"{name} may not be after {greatest}")[at]
        return (f"{name}不得早于{least}", f"{name} may not be before {least}")[at]
    if rule.greatest:
        return (f"{name}不得大于 {greatest}", f"{name} may not exceed {greatest}")[at]
    return (f"{name}不得小于 {least}", f"{name} may not be below {least}")[at]


def _apart(limit: str) -> str:
    """A limit between Chinese words: a blank where it begins or ends with a digit or letter."""
    text = limit.strip()
    before, after = (" " if text[at].isascii() else "" for at in (0, -1))
    return f"{before}{text}{after}"


def _limit(text: str, at: int) -> str:
    found = _RELATIVE.fullmatch(text)
    if found is None:
        return text
    if not found[1] or not int(found[2]):
        return ("今天", "today")[at]
    unit, before = _UNITS[found[3]][at], found[1] == "-"
    if at == 0:
        return f" {found[2]} {unit}{'前' if before else '后'}{'' if found[3] == 'd' else '的今天'}"
    return f"the day {found[2]} {unit} {'ago' if before else 'from now'}"
