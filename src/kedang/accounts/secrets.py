"""Random secrets and the hashes that stand for them in the database."""

import hashlib
import secrets

MARK = "kd_"


def fresh_secret() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """SHA-256: enough for a secret nobody can guess."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
