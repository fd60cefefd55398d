"""What the columns of a list are called: those that are no field of the catalogue have their names here."""

from kedang.archive.policy import field_label
from kedang.fields.queries import FieldDefinition

BASE: dict[str, tuple[str, str]] = {
    "number": ("档号", "Archive number"),
    "external_id": ("外部编号", "External id"),
    "name": ("名称", "Name"),
    "kind": ("类型", "Kind"),
    "owner": ("负责人", "Owner"),
    "department": ("部门", "Department"),
    "region_name": ("地区", "Region"),
    "level": ("等级", "Level"),
    "status": ("状态", "Status"),
    "phone": ("电话", "Phone"),
    "tags": ("标签", "Tags"),
    "classification": ("密级", "Classification"),
    "completeness": ("完整度", "Completeness"),
    "last_contact_at": ("最近联系", "Last contact"),
    "next_due_at": ("下次跟进", "Next follow-up"),
    "last_deal_at": ("最近交易", "Last transaction"),
    "created_at": ("建档时间", "Created"),
    "updated_at": ("更新时间", "Updated"),
    "trashed_at": ("移入回收站时间", "Moved to the recycle bin"),
}


def column_name(code: str, language: str, definitions: dict[str, FieldDefinition]) -> str:
    """A column's heading in the reader's language."""
    if code in BASE:
        zh, en = BASE[code]
        return zh if language.startswith("zh") else en
    return field_label(code, language, definitions)
