"""Kedang's own exports, so that one can be edited and brought back."""

from kedang.engine.tables.preset import Preset, preset

# What the archive itself says of a customer is no value of the customer: those columns are left out.
OWN_PRESETS: tuple[Preset, ...] = (
    preset(
        "kedang", "客档导出", "Kedang export", "",
        "档号 | 外部编号 | 名称 | Archive number | External id | Name",
        3,
        """
        档号 = sequence
        部门 = sequence
        建档时间 = sequence
        更新时间 = sequence
        移入回收站时间 = sequence
        导出标记 = sequence
        Archive number = sequence
        Department = sequence
        Created = sequence
        Updated = sequence
        Moved to the recycle bin = sequence
        Export mark = sequence
        """,
    ),
)  # fmt: skip
