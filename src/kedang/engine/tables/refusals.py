"""The one exception of this package, and the texts of everything it can say."""

REFUSALS: dict[str, tuple[str, str]] = {
    "file.empty": ("文件是空的。", "The file is empty."),
    "file.blank": ("文件里没有任何内容。", "The file has no content."),
    "file.binary": (
        "这不是表格文件（看起来是 {what}）。请另存为 xlsx 或 csv。",
        "This is not a table (it looks like {what}). Save it as xlsx or csv.",
    ),
    "format.unsupported": (
        "暂不支持 {what} 格式。请另存为 xlsx、csv 或 vcf。",
        "{what} is not supported. Save it as xlsx, csv or vcf.",
    ),
    "file.encrypted": (
        "文件有打开密码。请去掉密码后再导入。",
        "The file is protected by a password. Remove it and try again.",
    ),
    "file.broken": ("文件已损坏，无法读取（{why}）。", "The file is damaged and cannot be read ({why})."),
    "file.bomb": (
        "文件解压后过大（超过 {limit} MB 或压缩比异常），已拒绝。",
        "The file unpacks to more than {limit} MB or at an absurd ratio; refused.",
    ),
    "sheet.missing": ("没有名为“{sheet}”的工作表。", "There is no sheet named “{sheet}”."),
    "sheet.none": ("文件里没有工作表。", "The workbook has no sheet."),
    "columns.too_many": (
        "第 {line} 行有 {columns} 列，超过上限 {limit}。",
        "Line {line} has {columns} columns; the limit is {limit}.",
    ),
    "vcard.none": ("文件里没有名片。", "The file has no cards."),
}

# What may be wrong with one row while the rest of the file is fine (`Row.note`).
ROW_NOTES: dict[str, tuple[str, str]] = {
    "cell.too_long": ("单元格超过长度上限，未读取。", "A cell is longer than the limit and was not read."),
    "merged": ("合并单元格", "Merged cells"),
}


class TableRefused(Exception):
    """A file, sheet or source that cannot be read as a table, with a code and the facts the text needs."""

    def __init__(self, code: str, **details: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.details: dict[str, str | int] = details

    def text(self, language: str = "zh-CN") -> str:
        zh, en = REFUSALS[self.code]
        return (zh if language.startswith("zh") else en).format(**self.details)

    def __str__(self) -> str:
        return f"{self.code}: {self.text('en')}"
