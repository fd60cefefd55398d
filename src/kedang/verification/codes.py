"""Codes of six digits: kept as a keyed hash bound to their request and value, compared in one place."""

import hmac
import unicodedata

from kedang.vault.blind import token_apart
from kedang.verification.models import Request

DIGITS = 6


def hash_code(request_id: int, blind: int, code: str) -> str:
    """What is kept of a code. Without its key a million guesses say nothing."""
    return token_apart("verification.code", f"{request_id}|{blind}|{code}")


def matches(request: Request, code: str) -> bool:
    """Evaluate one guess. Whoever calls this has counted it before."""
    return hmac.compare_digest(request.secret, hash_code(request.id, request.blind, code))


def tidy(text: str) -> str:
    """A code as somebody types it: full-width digits and gaps are fine. Empty when it cannot be one."""
    code = "".join(unicodedata.normalize("NFKC", text).split())
    return code if len(code) == DIGITS and code.isascii() and code.isdigit() else ""
