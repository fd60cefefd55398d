"""The sealed content of a mail that waits: what was read of it, under a key of its own."""

from dataclasses import asdict

import orjson

from kedang.mailbox.letters import Letter, Party
from kedang.mailbox.models import Mail
from kedang.vault.keys import SubjectKey

_TABLE, _COLUMN = "mailbox_mail", "content"


def seal(key: SubjectKey, letter: Letter, mail: Mail) -> bytes:
    """What was read, for the mail's column."""
    return key.seal_padded(orjson.dumps(asdict(letter)).decode(), table=_TABLE, column=_COLUMN, row_id=mail.id)


def opened(key: SubjectKey, mail: Mail) -> Letter:
    """What was read of a mail that waits."""
    assert mail.content_enc is not None, "a mail that waits has its content"
    raw = orjson.loads(key.open_padded(mail.content_enc, table=_TABLE, column=_COLUMN, row_id=mail.id))
    return Letter(
        sender=Party(**raw["sender"]),
        receivers=tuple(Party(**each) for each in raw["receivers"]),
        crowd=raw["crowd"],
        at=mail.at,
        subject=raw["subject"],
        text=raw["text"],
        files=tuple(raw["files"]),
        whole=raw["whole"],
        readable=raw["readable"],
        vouched_by=tuple(raw["vouched_by"]),
    )
