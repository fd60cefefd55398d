"""The code of a link: kept as a keyed hash bound to its invitation, compared in one place."""

import hmac

from kedang.portal.models import Invitation
from kedang.vault.blind import token_apart


def hash_code(invitation_id: int, code: str) -> str:
    """What is kept of a code. Without its key a million guesses say nothing."""
    return token_apart("portal.code", f"{invitation_id}|{code}")


def matches(row: Invitation, code: str) -> bool:
    """Evaluate one guess. Whoever calls this has counted it before."""
    return bool(row.code) and hmac.compare_digest(row.code, hash_code(row.id, code))
