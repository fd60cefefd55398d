"""What the changed parts of records beside the archive's own fields are called in a customer's history."""

from kedang.engine.catalogue import FIELDS

WORDS: dict[str, tuple[str, str]] = {
    "contacts": ("联系人", "Contact people"),
    "relations": ("关系", "Relations"),
    "amount": ("金额", "Amount"),
    "assignee_id": ("由谁来做", "Assignee"),
    "at": ("时间", "Time"),
    "attitude": ("态度", "Attitude"),
    "channel": ("渠道", "Channel"),
    "competitors": ("竞争对手", "Competitors"),
    "currency": ("币种", "Currency"),
    "direction": ("方向", "Direction"),
    "due_at": ("到期时间", "Due time"),
    "due_on": ("到期日", "Due day"),
    "expected_on": ("预计日期", "Expected day"),
    "goal": ("目标", "Goal"),
    "influence": ("影响力", "Influence"),
    "kind": ("类型", "Kind"),
    "lines": ("明细", "Lines"),
    "method": ("方式", "Method"),
    "minutes": ("时长", "Minutes"),
    "next_step": ("下一步", "Next step"),
    "outcome": ("结果", "Outcome"),
    "owner_id": ("负责人", "Owner"),
    "needs": ("需求分析", "Needs"),
    "note": ("说明", "Remark"),
    "people": ("对方参与人", "People"),
    "person_id": ("关联的个人客户", "Linked person"),
    "position": ("职务", "Position"),
    "priority": ("优先级", "Priority"),
    "probability": ("赢率", "Chance"),
    "refers_to": ("对应的单据", "Refers to"),
    "remark": ("备注", "Remark"),
    "retention": ("保管期限", "Kept for"),
    "review_on": ("下次评审", "Next review"),
    "role": ("角色", "Role"),
    "sensitivity": ("敏感程度", "Sensitivity"),
    "source": ("来源", "Source"),
    "stage": ("阶段", "Stage"),
    "strategy": ("策略", "Strategy"),
    "text": ("内容", "Text"),
    "title": ("标题", "Title"),
    "type": ("类型", "Type"),
}


def word_of(code: str, language: str) -> str:
    """The word for a part of a record; nothing for the archive's own fields, whose names the field policy knows."""
    zh, en = ("", "") if code in FIELDS else WORDS.get(code, ("", ""))
    return zh if language.startswith("zh") else en
