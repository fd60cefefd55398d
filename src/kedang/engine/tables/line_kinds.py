"""Lines that are no data: totals, notes, signatures, group headings."""

import re
from collections.abc import Sequence

from kedang.engine.tables.content import classify, looks_like_company, looks_like_person

_TOTAL = re.compile(
    r"(?:本页|本月|本组|部门|全部|分组)?(?:合计|总计|小计|共计|累计|总和|合共|總計|合計|小計)(?:[数额金]{1,2})?\s*[:：]?\s*[\d,.]*\s*(?:条|人|家|户|个|元|笔)?"
    r"|汇总\s*[:：]?|共\s*\d+\s*(?:条|人|家|户|个|笔|项)(?:记录|数据|客户)?"
    r"|(?:grand\s+|sub\s*)?totals?\s*(?:\(.*\))?\s*[:：]?\s*[\d,.]*|sum\s*[:：]?",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:备\s*注|注\s*意?|说\s*明|附\s*注|填表说明|注释|提示|备注说明|数据来源|资料来源|来源|截止|截至|note|notes|remark|source|disclaimer)\s*\d*\s*[:：]"
    r"|(?:制表|填表|填报|审核|复核|审批|导出|打印|统计|编制|录入|经办|单位)(?:人|员|时间|日期|单位|部门|负责人|签字|盖章)?\s*[:：]"
    r"|(?:注|※|\*{1,3}|＊)\s*\S.{4,}|confidential|copyright\b|©|generated (?:by|on)|exported (?:by|on)|page \d+ of|第\s*\d+\s*页"
    r"|以上(?:数据|信息|内容)|以下(?:空白|无正文)|以下为",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r".{1,18}(?:大区|地区|片区|区域|区|分公司|办事处|事业部|部门|部|小组|组|团队|中心|渠道|类|类别|类型|级|等级|客户|名单|门店|省|市|县|州|季度|月份|月|年度|行业|板块|系列|线)"
    r"\s*(?:[（(].{0,20}[）)])?\s*[:：]?"
    r"|(?:[一二三四五六七八九十]{1,3}|[IVX]{1,4}|\d{1,2}|第[一二三四五六七八九十]{1,3}(?:组|类|批|部分))\s*[、.．)）]\s*\S.{0,30}"
    r"|【.{1,30}】|\[.{1,30}\]|[-—=*#]{2,}\s*\S.{0,30}?\s*[-—=*#]{2,}|.{1,25}[:：]"
    r"|(?:华东|华南|华北|华中|西南|西北|东北|华西|海外|国内|国外|港澳台|east|west|north|south|central|apac|emea)(?:\s*region)?",
    re.IGNORECASE,
)
_SEP = re.compile(r"sep=.", re.IGNORECASE)
# 华东区 begins like a name, but nobody is called so.
_NO_GIVEN_NAME = "区部组类省县市级线"
_TOTAL_STARTS = frozenset("合总小共汇累本部全分總")
_TOTAL_WORDS = frozenset({"tot", "sub", "sum", "gra"})


def may_be_total(text: str) -> bool:
    """Cheap test before `is_total`."""
    return text[:1] in _TOTAL_STARTS or text[:3].lower() in _TOTAL_WORDS


def is_total(cells: Sequence[str]) -> bool:
    """合计 in front, and nothing but numbers behind it."""
    texts = [c.strip() for c in cells if c and not c.isspace()]
    if not texts or len(texts[0]) > 24:
        return False
    if not _TOTAL.fullmatch("".join(texts[0].split())) and not _TOTAL.fullmatch(texts[0]):
        return False
    return all(classify(t) in ("number", "") or _TOTAL.fullmatch(t) for t in texts[1:])


def is_note(texts: Sequence[str]) -> bool:
    """A line under or over the table that speaks about it: 注：…, 制表人：张三 | 日期：…"""
    return (
        bool(texts)
        and bool(_NOTE.match(texts[0]))
        and (len(texts) == 1 or all(_NOTE.match(t) or is_signature(t) for t in texts))
    )


def is_signature(text: str) -> bool:
    return bool(re.match(r"\S{2,8}[:：]", text)) or classify(text) in ("date", "person", "")


def is_separator_line(text: str) -> bool:
    """Excel's own first line in a text file: sep=;"""
    return bool(_SEP.fullmatch(text))


def is_group_text(text: str) -> bool:
    """A lone text that heads the rows below it. Names of people and firms never do."""
    if len(text) > 40 or (looks_like_person(text) and text[-1] not in _NO_GIVEN_NAME):
        return False
    if looks_like_company(text) and not text.endswith(("分公司", "中心")):
        return False
    return bool(_GROUP.fullmatch(text))
