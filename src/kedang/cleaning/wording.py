"""Sentences about cleaning, in both languages."""

from kedang.archive.edit import NAME_REQUIRED
from kedang.archive.policy import LOCKED
from kedang.cleaning.applying import CHANGED_SINCE
from kedang.cleaning.plans import DERIVE, LABEL, MANUAL, NEAR, PLACEHOLDER, SPELLING, STANDARD
from kedang.cleaning.undoing import CHANGED_AFTER
from kedang.engine.standardise.reasons import reason_text as why_invalid
from kedang.kit.errors import DENIED, NOT_FOUND

TITLES = {
    PLACEHOLDER: ("清空占位内容", "Clear placeholders"),
    SPELLING: ("统一写法", "Use one spelling"),
    NEAR: ("改正疑似笔误", "Correct likely slips"),
    STANDARD: ("重新识别原值", "Read given values again"),
    LABEL: ("对应到选项", "Match with choices"),
    DERIVE: ("由其他资料补全", "Fill in from other values"),
    MANUAL: ("手工修正", "By hand"),
}
_TEXTS = {
    PLACEHOLDER: (
        "{kinds} 种内容只是占位，清空后这一项显示为空。",
        "{kinds} values only hold the place; once cleared the field is empty.",
    ),
    SPELLING: (
        "把 {kinds} 种写法统一成 {targets} 种，只差全半角、大小写、繁简、空格、标点或行政区划后缀。",
        "{kinds} spellings become {targets}; they differ in width, case, script, spaces, punctuation or the ending of a region only.",
    ),
    NEAR: (
        "{kinds} 种内容与常见内容只差一个字（地区也看读音），请逐条核对。",
        "{kinds} values are one character from a frequent one, or sound like a region. Look at each.",
    ),
    STANDARD: (
        "{kinds} 种原来无法识别的内容，现在可以识别了。",
        "{kinds} values that could not be read before can be read now.",
    ),
    LABEL: ("{kinds} 种内容与选项只是写法不同。", "{kinds} values are choices in another spelling."),
    DERIVE: (
        "这一项为空，但可由同一客户的证件号码或地址得出。",
        "The field is empty, and follows from the customer's own ID number, address or credit code.",
    ),
}
_OUTLIERS = {
    "length": ("长度与其他内容相差很远", "Much longer or shorter than the rest"),
    "number": ("数值与其他内容相差很远", "Far from the other numbers"),
    "pattern": ("这种写法很少见", "Hardly anybody writes it like this"),
    "placeholder": ("像是占位内容", "Looks like a placeholder"),
}
_GONE = ("客户已删除、在回收站，或您无权查看。", "The customer is erased, in the recycle bin, or not yours to see.")
_REASONS = {
    refusal.code: (refusal.zh, refusal.en) for refusal in (CHANGED_SINCE, CHANGED_AFTER, NAME_REQUIRED, LOCKED, DENIED)
} | {NOT_FOUND.code: _GONE, "customer.merged": ("客户已并入另一位客户。", "The customer was merged into another.")}


def _at(language: str) -> int:
    return 0 if language.startswith("zh") else 1


def title(method: str, language: str) -> str:
    """What a method is called."""
    return TITLES[method][_at(language)]


def suggestion_text(method: str, language: str, *, kinds: int, targets: int) -> str:
    """What a suggestion would do."""
    return _TEXTS[method][_at(language)].format(kinds=kinds, targets=targets)


def outlier_text(why: str, language: str) -> str:
    """Why something is unlike the rest."""
    return _OUTLIERS[why][_at(language)]


def marked_text(reason: str, language: str) -> str:
    """What becomes of a new value that is not valid."""
    zh, en = why_invalid(reason, language="zh-CN"), why_invalid(reason, language="en")
    return (f"{zh}，会照原样保留并标为无效。", f"{en}: kept as given, and marked as invalid.")[_at(language)]


def reason_text(code: str, language: str) -> str:
    """Why a customer was left alone, without anything of the customer; nothing for what is not known here."""
    return _REASONS.get(code, ("", ""))[_at(language)].replace("{label}", "").replace("{right}", "")
