"""What people say in a request, an answer or a review: checked, and sealed under the request's own key."""

from collections.abc import Mapping

from kedang.approvals.models import Request
from kedang.kit.errors import Refusal
from kedang.kit.text import storable
from kedang.vault.keys import SubjectKey, key_for, keys_for

SHORTEST, LONGEST = 10, 500
TOO_SHORT = Refusal(
    "approvals.words",
    422,
    "请用 10 至 500 个字说明。没有保存任何改动。",
    "Say it in 10 to 500 characters. Nothing was saved.",
)


def checked(text: str, *, shortest: int = SHORTEST) -> str:
    """A text that may be stored and says enough."""
    text = storable(text).strip()
    if not shortest <= len(text) <= LONGEST:
        raise TOO_SHORT()
    return text


def seal(request_id: int, column: str, text: str) -> bytes:
    """A text for a column of a request."""
    return sealed_under(key_for(request_id), request_id, column, text)


def sealed_under(key: SubjectKey, request_id: int, column: str, text: str) -> bytes:
    """The same with the key at hand."""
    return key.seal_padded(text, table=Request._meta.db_table, column=column, row_id=request_id) if text else b""


def keys_of(request_ids: list[int]) -> Mapping[int, SubjectKey]:
    """The keys of some requests."""
    return keys_for(set(request_ids))


def opened(keys: Mapping[int, SubjectKey], request_id: int, column: str, blob: bytes) -> str:
    """A text in clear; nothing of what was erased."""
    if not blob or request_id not in keys:
        return ""
    return keys[request_id].open_padded(blob, table=Request._meta.db_table, column=column, row_id=request_id)
