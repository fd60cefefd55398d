"""The code of a link: kept as a keyed hash bound to its invitation, compared in one place."""

import hmac

from kedang.portal.models import Invitation
from kedang.vault.blind import blind_token


def hash_code(invitation_id: int, code: str) -> str:
    """What is kept of a code. Without the index key a million guesses say nothing."""
    return blind_token("portal.code", f"{invitation_id}|{code}")


def matches(row: Invitation, code: str) -> bool:
    """Evaluate one guess. Whoever calls this has counted it before."""
    return bool(row.code) and hmac.compare_digest(row.code, hash_code(row.id, code))
