"""What becomes of a row, by the rules and nothing else.

Within the file: a row whose key stood earlier is a duplicate. Against the archive, by the strongest key the row carries:
nobody → created (refused in update mode); one → updated or unchanged (duplicate in create mode); several → refused.
"""

from dataclasses import dataclass

from kedang.intake.confirming import Sight
from kedang.intake.keys import RowKeys, external_mark
from kedang.intake.lookup import Known, Neighbours
from kedang.intake.models import CREATED, DUPLICATE, REFUSED, SKIPPED, UPDATED
from kedang.intake.plan import WHOLE_ROW

NO_MATCH, SEVERAL, NO_REACH, TRASHED, OTHER_KIND, LOCKED, TAKEN = (
    "update.no_match",
    "match.several",
    "match.no_reach",
    "match.trashed",
    "match.other_kind",
    "match.locked",
    "match.external_id_taken",
)
EARLIER, IN_ARCHIVE, SAME_CUSTOMER = "duplicate.in_file", "duplicate.in_archive", "duplicate.same_customer"
NOTHING_GIVEN = "row.blank"
LISTED_CERTAIN, LISTED_POSSIBLE = "suspect.certain", "suspect.possible"
HELD_ARCHIVE, HELD_FILE = "duplicate.likely", "duplicate.likely_in_file"
SUSPECTED = frozenset({LISTED_CERTAIN, LISTED_POSSIBLE, HELD_ARCHIVE, HELD_FILE})
NOT_MADE = "label.not_made"
OWNER_KEPT, OWNER_FULL = "owner.kept", "owner.full"
REASONS: dict[str, tuple[str, str]] = {
    "require.name": ("缺少名称", "The name is missing"),
    "require.name_or_reach": ("既没有姓名，也没有联系方式", "Neither a name nor a way to reach them"),
    NO_MATCH: ("更新模式下没有找到对应的客户", "Matches nobody (update mode)"),
    SEVERAL: ("匹配到多位客户，无法确定是哪一位", "Matches several customers"),
    NO_REACH: ("匹配到的客户不在您的权限范围内", "The matching customer is out of your reach"),
    TRASHED: ("匹配到的客户在回收站里，请先恢复", "The matching customer is in the recycle bin: restore it first"),
    OTHER_KIND: ("外部编号属于另一类客户（个人/企业不同）", "The external id belongs to a customer of the other kind"),
    TAKEN: ("外部编号属于另一位客户", "The external id belongs to another customer"),
    LOCKED: ("您不能修改这些字段", "These fields are not yours to change"),
    NOT_MADE: (
        "没有这个标签或分组，您也无权新建；已作为附加内容保存",
        "There is no such tag or group and you may not make one: kept as an extra",
    ),
    OWNER_KEPT: (
        "负责人没有更换：对方的客户已达保有上限，或还在冷却期内",
        "The owner stays: the other has as many customers as allowed, or may not have this one again yet",
    ),
    OWNER_FULL: (
        "没有建档：负责人的客户已达保有上限，请换一位负责人，或不填负责人再导入",
        "Not filed: the owner has as many customers as allowed; name another owner, or none, and import again",
    ),
    EARLIER: ("与文件中前面的行重复", "Repeats an earlier row of the file"),
    IN_ARCHIVE: ("档案中已有", "Already in the archive"),
    LISTED_CERTAIN: (
        "很可能与另一位客户是同一位：照常建档，列入疑似重复待核对",
        "Very likely the same as another customer: filed all the same, and listed for review",
    ),
    LISTED_POSSIBLE: (
        "可能与另一位客户是同一位：照常建档，列入疑似重复待核对",
        "Possibly the same as another customer: filed all the same, and listed for review",
    ),
    HELD_ARCHIVE: (
        "很可能是档案中已有的客户，按设置没有建档",
        "Very likely a customer who is in the archive already; not filed, as chosen",
    ),
    HELD_FILE: (
        "很可能与文件中前面的行是同一位，按设置没有建档",
        "Very likely the same as an earlier row of the file; not filed, as chosen",
    ),
    SAME_CUSTOMER: ("与前面的行指向同一位客户", "Leads to the same customer as an earlier row"),
    "title": ("标题行", "Title"),
    "repeat_header": ("重复的表头", "Repeated head"),
    "group": ("分组行", "Group heading"),
    "total": ("合计行", "Total"),
    "note": ("说明行", "Note"),
    "blank": ("空行", "Blank line"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A fate, why, and whom it concerns: only ever somebody whom the actor may be told to be there. UPDATED means "compare
    with `known`"; it may turn out unchanged."""

    fate: str
    reason: str = ""
    known: Known | None = None


SKIP = Verdict(SKIPPED)
CREATE = Verdict(CREATED)


class Judge:
    """The rules of one run, with the marks of every row that was judged so far."""

    def __init__(self, mode: str, source: str, marks: set[int]) -> None:
        self._mode = mode
        self._source = source
        self._marks = marks
        self._met: list[int] = []

    def met(self) -> list[int]:
        """The marks of archive customers met since the last call; they belong to the batch's marks."""
        met, self._met = self._met, []
        return met

    def judge(
        self, kind: str, keys: RowKeys, found: Neighbours | None, sight: Sight | None, *, held_back: str = ""
    ) -> Verdict:
        """The fate of one row that has what its kind requires. `found` and `sight` are None while nobody can be there. A row
        that a validation rule keeps from becoming a customer (`held_back`) leaves no mark for later rows to meet."""
        seen = self._marks
        fresh = set(keys.marks) - seen if held_back else set()
        repeats = not seen.isdisjoint(keys.tests)
        taken = not repeats and self._named_before(keys.external)
        seen.update(keys.marks)
        verdict = self._judged(kind, keys, found, sight, repeats=repeats, taken=taken)
        if held_back and verdict.fate == CREATED:
            seen -= fresh
            return Verdict(REFUSED, held_back)
        return verdict

    def _judged(
        self,
        kind: str,
        keys: RowKeys,
        found: Neighbours | None,
        sight: Sight | None,
        *,
        repeats: bool,
        taken: bool,
    ) -> Verdict:
        if repeats:
            return Verdict(DUPLICATE, EARLIER)
        if taken:
            return Verdict(REFUSED, TAKEN)
        candidates = found.of(kind, keys) if found is not None else []
        if keys.level == WHOLE_ROW:
            verdict = self._whole_row(candidates)
        elif len(candidates) == 1 and sight is not None and not sight.confirms(candidates[0], keys):
            verdict = self._concealed()
        else:
            verdict = self._keyed(kind, candidates)
        if found is not None and keys.external and verdict.fate in {CREATED, UPDATED}:
            return self._unless_taken(verdict, keys.external, found)
        return verdict

    def _named_before(self, external: tuple[str, ...]) -> bool:
        return any(external_mark(self._source, value) in self._marks for value in external)

    def _unless_taken(self, verdict: Verdict, external: tuple[str, ...], found: Neighbours) -> Verdict:
        own = {verdict.known.id} if verdict.known else set()
        if any(set(found.by_external.get(value, ())) - own for value in external) and verdict.reason != WHOLE_ROW:
            return Verdict(REFUSED, TAKEN)
        return verdict

    def _keyed(self, kind: str, candidates: list[Known]) -> Verdict:
        if not candidates:
            return Verdict(REFUSED, NO_MATCH) if self._mode == "update" else CREATE
        if len(candidates) > 1:
            return Verdict(DUPLICATE, IN_ARCHIVE) if self._mode == "create" else Verdict(REFUSED, SEVERAL)
        known = candidates[0]
        if self._mode == "create":
            return Verdict(DUPLICATE, IN_ARCHIVE, known)
        if known.trashed:
            return Verdict(REFUSED, TRASHED, known)
        if known.kind != kind:
            return Verdict(REFUSED, OTHER_KIND, known)
        return self._once(known)

    def _concealed(self) -> Verdict:
        """Of somebody the actor must not be told of nothing is said but that they are there: not the recycle bin, not the
        kind, not that two rows are the same one. No mark is left either, which a later row would meet."""
        return Verdict(DUPLICATE, IN_ARCHIVE) if self._mode == "create" else Verdict(REFUSED, NO_REACH)

    def _once(self, known: Known) -> Verdict:
        """A customer is changed by one row of a file only."""
        mark = known.id ^ (1 << 63)
        if mark in self._marks:
            return Verdict(DUPLICATE, SAME_CUSTOMER, known)
        self._marks.add(mark)
        self._met.append(mark)
        return Verdict(UPDATED, "", known)

    def _whole_row(self, candidates: list[Known]) -> Verdict:
        """A row without a key: the writer sees whether one of the candidates says everything it says already."""
        if candidates:
            return Verdict(UPDATED, WHOLE_ROW)
        return Verdict(REFUSED, NO_MATCH) if self._mode == "update" else CREATE
