"""The words of an incident's papers, in Chinese and English."""

from typing import Any

import orjson

from kedang.archive.policy import FieldPolicy
from kedang.finding.column_names import column_name
from kedang.history import verbs
from kedang.incidents.models import Incident

Both = tuple[str, str]

KINDS: dict[str, Both] = {
    "leak": ("泄露", "Disclosed"),
    "tamper": ("篡改", "Altered"),
    "loss": ("丢失", "Lost"),
    "other": ("其他", "Other"),
}
SEVERITIES: dict[int, Both] = {
    1: ("一般", "Minor"),
    2: ("较大", "Considerable"),
    3: ("重大", "Major"),
    4: ("特别重大", "Grave"),
}
SOURCES: dict[str, Both] = {
    "person": ("账号", "Account"),
    "token": ("令牌", "Token"),
    "address": ("地址", "Address"),
    "export": ("导出", "Export"),
}
STEPS: dict[str, Both] = {
    "contain": ("控制事态", "Contained"),
    "authority": ("报告主管部门", "Reported to the authority"),
    "people": ("通知受影响的人", "People affected were told"),
    "mend": ("整改", "Mended"),
}
OUTCOMES: dict[str, Both] = {"done": ("已完成", "Done"), "not_needed": ("不需要", "Not needed")}
HEADINGS = (
    ["档号", "现并入", "负责人", "查看", "查看敏感信息", "带出", "修改", "首次", "最后", "字段"],
    ["Archive number", "Merged into", "Owner", "Looks", "Revealed", "Left", "Changed", "First", "Last", "Fields"],
)
# What events name besides the fields of customers.
ELSEWHERE: dict[str, Both] = {
    "stage": ("阶段", "Stage"),
    "state": ("状态", "State"),
    "progress": ("进度", "Progress"),
    "feedback": ("反馈", "Feedback"),
    "relations": ("关系", "Relations"),
    "title": ("标题", "Title"),
    "text": ("内容", "Text"),
    "amount": ("金额", "Amount"),
    "currency": ("币种", "Currency"),
    "probability": ("可能性", "Probability"),
    "expected_on": ("预计日期", "Expected on"),
    "due_at": ("到期时间", "Due"),
    "owner_id": ("负责人", "Owner"),
}
WORDS: dict[str, Both] = {
    "title": ("安全事件记录单", "Sheet of an incident"),
    "happened": ("发生了什么", "What happened"),
    "done": ("处置、报告与通知", "What was done"),
    "affected": ("受影响的客户", "Who was affected"),
    "from_log": ("由查看记录和操作记录查明；名单可另行下载。", "Found from both logs; the list is a file of its own."),
    "fields": ("涉及的信息", "What kind of data"),
    "from_look": (
        "日志记下的字段与客户数；掩码显示的也计入。",
        "Fields the logs know, with customers; those shown masked count as well.",
    ),
    "every_field": ("全部字段", "Every field"),
    "all_told": ("没有：每次查看都记下了客户。", "Nothing: every look named its customers."),
    "unknown": ("不能查明的部分", "What cannot be told"),
    "cannot_tell": ("下列查看没有逐个记下客户。", "These looks did not name their customers one by one."),
    "finding": ("结论", "Finding"),
    "handled_by": ("经办人", "Handled by"),
    "checked_by": ("复核人", "Checked by"),
    "kind": ("类型", "Kind"),
    "severity": ("等级", "Severity"),
    "window": ("时间", "From, until"),
    "found": ("发现", "Discovered"),
    "concerned": ("涉及", "Concerned"),
    "opened": ("登记", "Opened"),
    "closed": ("结案", "Closed"),
    "due": ("期限", "Due"),
    "not_done": ("尚未记录", "Not recorded yet"),
    "customers": ("客户数", "Customers"),
    "looks": ("查看次数", "Looks"),
    "changes": ("修改次数", "Changes"),
    "frozen": ("名单固定于", "List frozen"),
}


def unnamed_of(row: Incident) -> list[dict[str, Any]]:
    """Looks that name nobody."""
    found: list[dict[str, Any]] = orjson.loads(row.unnamed)
    return found


def field_text(policy: FieldPolicy, code: str) -> str:
    """A field as the logs name it, in words: of the customer, of a list, or of what hangs on the customer."""
    if code in ELSEWHERE:
        return ELSEWHERE[code][0 if policy.actor.language.startswith("zh") else 1]
    return column_name(code, policy.actor.language, policy.definitions)


def unnamed_label(each: dict[str, Any], zh: bool) -> str:
    """What was done."""
    return verbs.text(each["verb"], "zh-CN" if zh else "en")


def unnamed_text(each: dict[str, Any], zh: bool) -> str:
    """How much of it there is, and where to look for it."""
    if each["event"]:
        told = ("不能查明：编号 {event} 的导出，共 {rows} 行", "cannot be told: export number {event} of {rows} rows")
    else:
        told = ("不能查明：{looks} 次，共 {rows} 行", "cannot be told: {looks} times, {rows} rows in all")
    return told[0 if zh else 1].format_map(each)
