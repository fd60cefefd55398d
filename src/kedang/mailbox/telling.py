"""A mail as the text of an interaction."""

from kedang.mailbox.letters import Letter

_NO_SUBJECT = "（无主题）"
_CUT = "…… 邮件较长，此处截断，全文见邮箱。"


def told(letter: Letter) -> str:
    """Subject, words and the names of attachments, which stay in the mailbox."""
    parts = [letter.subject or _NO_SUBJECT]
    if letter.text:
        parts += ["", letter.text]
    if not letter.whole:
        parts += ["", _CUT]
    if letter.files:
        parts += ["", f"附件（未归档，见邮箱）：{'、'.join(letter.files)}"]
    text = "\n".join(parts)
    return text if len(text) <= 20_000 else f"{text[:19_900]}\n\n{_CUT}"
