"""Company names without what clerks write around them, and everyday names of institutions as they are written out."""

import re

from kedang.engine.standardise.companies import BRANCH_END, company_name, leading_region
from kedang.engine.standardise.names import looks_chinese

_LONGEST = 200
_HAN = "\u4e00-\u9fff"
_MARKS_IN_FRONT = re.compile(rf"^(?:[^\w({_HAN}（【\[]+|[0-9]{{1,4}}[.、)）．](?=[{_HAN}]))+")
_TAG_IN_FRONT = re.compile(rf"^[【\[（(]([^】\]）)]{{1,10}})[】\]）)](?=[{_HAN}])")
_MARKS_BEHIND = re.compile(r"[^\w）)】\]]+$")
_END = "公司|合作社|事务所|研究院|研究所|商行|经营部|工作室|集团|厂"
_BEHIND = re.compile(rf"^(.{{3,}}?(?:{_END}))\s*(?:[/／+＋|｜、，,;；:：_~～]|[-—–]{{1,2}}|\s)\s*\S.*$")
_NUMBER_BEHIND = re.compile(rf"^(.{{3,}}?(?:{_END}))[0-9+-]{{7,}}.*$")
_REMARK_BEHIND = re.compile(rf"^(.{{3,}}?(?:{_END}|[店部所院行校]))[（(【\[]([^（）()【】\[\]]{{1,20}})[）)】\]]$")
_NAME_BEHIND = re.compile(rf"^(.{{3,}}?公司)\s*([{_HAN}]{{2,4}})$")
_PART = re.compile("(?:公司|营业厅|分理处|办事处|代表处|联络处|[店部所院行校厂站]|中心|集团|合伙|普通|有限)$")
_WRITTEN_OUT = (
    (re.compile("^(?:工行|(?:中国)?工商银行)"), "中国工商银行"),
    (re.compile("^(?:农行|(?:中国)?农业银行)"), "中国农业银行"),
    (re.compile("^(?:建行|(?:中国)?建设银行)"), "中国建设银行"),
    (re.compile("^(?:中行|中国银行)"), "中国银行"),
    (re.compile("^交行"), "交通银行"),
    (re.compile("^招行"), "招商银行"),
    (re.compile("^(?:邮储银行|邮政银行|邮储|邮政储蓄银行)"), "中国邮政储蓄银行"),
    (re.compile("^浦发(?:银行)?"), "上海浦东发展银行"),
    (re.compile("^(?:人保财险|中国人保财险|人保产险)"), "中国人民财产保险股份有限公司"),
    (re.compile("^(?:国寿|人寿)(?=[^保]*(?:公司|营业部|支公司)$)"), "中国人寿保险股份有限公司"),
    (re.compile("^(?:平安产险|平安财险)"), "中国平安财产保险股份有限公司"),
    (re.compile("^(?:太保产险|太平洋产险)"), "中国太平洋财产保险股份有限公司"),
)
_SCHOOL = re.compile(rf"([{_HAN}]{{1,6}}?)(?:市|第)?([一二三四五六七八九十]{{1,3}})(中学|小学|中|小)$")
_SCHOOLS = {"中": "中学", "小": "小学", "中学": "中学", "小学": "小学"}


def plain_company(text: str) -> str:
    """A company's name without remarks, telephone numbers and people's names around it: `*华盛科技有限公司（月结）` → the name."""
    name = text.strip()
    if len(name) > _LONGEST:
        return name
    if name.isascii():
        return name
    name = _MARKS_BEHIND.sub("", _MARKS_IN_FRONT.sub("", name)).strip() or name
    tag = _TAG_IN_FRONT.match(name)
    if tag and not leading_region(tag.group(1)):
        name = name[tag.end() :]
    person = _NAME_BEHIND.match(name)
    if person and looks_chinese(person.group(2)) and not _PART.search(name):
        name = person.group(1)
    for pattern in (_NUMBER_BEHIND, _BEHIND):
        found = pattern.match(name)
        if found and not _PART.search(name):
            name = found.group(1)
    found = _REMARK_BEHIND.match(name)
    if found and not _PART.search(found.group(2)) and not leading_region(found.group(2)):
        name = found.group(1)
    return written_out(company_name(name))


def written_out(name: str) -> str:
    """建行科技支行 → 中国建设银行科技支行, 杭二中 → 杭第二中学."""
    for pattern, full in _WRITTEN_OUT:
        found = pattern.match(name)
        if found:
            return full + name[found.end() :]
    school = _SCHOOL.fullmatch(name)
    if school:
        place, number, kind = school.groups()
        return f"{place}第{number}{_SCHOOLS[kind]}"
    return name


def without_place(branch: str) -> str:
    """A branch without the place in front, where something of its own stays: 杭州科技支行 → 科技支行, and 杭州分公司 as it is."""
    rest = branch[len(leading_region(branch)) :]
    return rest if len(rest) > 2 and not BRANCH_END.fullmatch(rest) else branch
