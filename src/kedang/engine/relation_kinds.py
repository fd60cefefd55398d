"""The ties two customers can have, each with the word for the way back."""

from dataclasses import dataclass

from kedang.engine.catalogue import BOTH, ORGANISATION, PERSON, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationKind:
    """`zh`/`en` say what the other end is to this one; the inverse says it from the other end."""

    code: str
    zh: str
    en: str
    inverse_zh: str
    inverse_en: str
    this: tuple[Kind, ...] = BOTH
    other: tuple[Kind, ...] = BOTH

    def label(self, language: str, *, inverse: bool = False) -> str:
        """The word in the reader's language."""
        if language.startswith("zh"):
            return self.inverse_zh if inverse else self.zh
        return self.inverse_en if inverse else self.en

    @property
    def symmetric(self) -> bool:
        """Whether both ends call each other the same."""
        return self.zh == self.inverse_zh


def _kind(
    code: str, zh: str, en: str, inverse_zh: str = "", inverse_en: str = "", **ends: tuple[Kind, ...]
) -> RelationKind:
    return RelationKind(code=code, zh=zh, en=en, inverse_zh=inverse_zh or zh, inverse_en=inverse_en or en, **ends)


RELATION_KINDS: tuple[RelationKind, ...] = (
    _kind("parent", "母公司", "Parent company", "子公司", "Subsidiary", this=ORGANISATION, other=ORGANISATION),
    _kind("works_at", "任职单位", "Works at", "员工", "Employs", this=PERSON, other=ORGANISATION),
    _kind("controls", "实际控制的企业", "Controls", "实际控制人", "Controlled by", other=ORGANISATION),
    _kind("household", "家庭成员", "Household", this=PERSON, other=PERSON),
    _kind("guarantor", "担保人", "Guarantor", "被担保人", "Guarantees for"),
    _kind("channel", "渠道/中介", "Channel", "渠道客户", "Brought in"),
    _kind("introducer", "介绍人", "Introduced by", "介绍的客户", "Introduced"),
    _kind("partner", "合作伙伴", "Partner"),
    _kind("competitor", "竞争对手", "Competitor"),
    _kind("supplier", "供应商", "Supplier", "采购方", "Buyer"),
    _kind("other", "其他关系", "Other"),
)
BY_CODE: dict[str, RelationKind] = {kind.code: kind for kind in RELATION_KINDS}
