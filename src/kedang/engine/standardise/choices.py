"""Words for the same choice: gender, education, marital status → the codes of the catalogue."""

from functools import lru_cache

from kedang.engine.catalogue import CATALOGUE
from kedang.engine.standardise.clean import folded, one_line
from kedang.engine.standardise.script import to_simplified

_UNSTATED = "未知 不详 保密 未说明 未填 无 unknown n/a na none - / 0 9 u ? 未选择 未透露"
UNSTATED = frozenset(_UNSTATED.split())

# Gender numbers are those of GB/T 2261.1: 1 male, 2 female, 9 unstated, 0 unknown.
_SYNONYMS: dict[str, dict[str, str]] = {
    "gender": {
        "male": "男 男性 男士 先生 m 1 man boy mr mr. 公 ♂ 男生",
        "female": "女 女性 女士 小姐 太太 f 2 woman girl ms mrs miss ms. mrs. ♀ 女生",
        "other": "其他 其它 第三性 x nonbinary non-binary others",
    },
    "education": {
        "primary": "小学 小学毕业",
        "junior": "初中 初中毕业 初级中学 初中及以下",
        "senior": "高中 高中毕业 普高 职高 技校 高级中学 highschool",
        "vocational": "中专 中等专科 中技 中职",
        "college": "大专 专科 高职 高专 大学专科 大专学历 associate",
        "bachelor": "本科 大学 学士 大学本科 本科学历 undergraduate bachelors bachelor's 全日制本科",
        "master": "硕士 研究生 硕士研究生 硕士学位 mba masters master's emba postgraduate",
        "doctor": "博士 博士研究生 phd ph.d ph.d. doctoral 博士后",
    },
    "marital_status": {
        "single": "未婚 单身 unmarried",
        "married": "已婚 结婚 初婚 再婚 已婚已育 已婚未育",
        "divorced": "离异 离婚 已离婚 离婚未再婚",
        "widowed": "丧偶 寡",
    },
}


def _table() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = {}
    for spec in CATALOGUE:
        if spec.choices:
            own = {word.casefold(): code for code, zh, en in spec.choices for word in (code, zh, en)}
            for code, words in _SYNONYMS.get(spec.code, {}).items():
                own |= dict.fromkeys(words.split(), code)
            tables[spec.code] = own
    return tables


_CHOICES = _table()


@lru_cache(maxsize=4096)
def standardise_choice(field: str, text: str) -> tuple[str, str | None]:
    """(code, reason) of a word in a field with fixed choices; code "" with a reason when it is none of them."""
    word = to_simplified(folded(one_line(text))).removesuffix(".0")
    code = _CHOICES.get(field, {}).get(word) or _CHOICES.get(field, {}).get(word.replace(" ", ""))
    if code:
        return code, None
    return "", "choice.unstated" if word in UNSTATED else "choice.unknown"
