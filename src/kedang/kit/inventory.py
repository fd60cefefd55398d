"""Every use of cryptography in the package: what for, which algorithm, how long, where. The page docs/generated/crypto.md is made of it,
and a test compares it with what the files import."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Use:
    """One use: `where` are the files that touch the primitive."""

    what: str
    algorithm: str
    bits: int
    where: tuple[str, ...]


USES = (
    Use("values, wrapped keys, staged files: sealed", "AES-256-GCM, 96-bit random nonce", 256, ("kit/crypto.py",)),
    Use("keys for one purpose", "HKDF-SHA256", 256, ("kit/crypto.py",)),
    Use("keyed hashes", "HMAC-SHA256", 256, ("kit/crypto.py", "verification/codes.py", "portal/codes.py")),
    Use("values of customers under their own keys", "AES-256-GCM", 256, ("vault/keys.py", "kit/suites.py")),
    Use(
        "the same where KEDANG_CIPHER_SUITE says so",
        "SM4-GCM with a second tag by HMAC-SM3, keys by HKDF-SM3",
        128,
        ("kit/suites.py",),
    ),
    Use("customers' keys under master keys, master keys under the root key", "AES-256-GCM", 256, ("vault/root.py",)),
    Use("passes that stand for an id", "AES-256-GCM", 256, ("vault/passes.py",)),
    Use("blind indexes", "HMAC-SHA256, cut to 64 bits", 64, ("vault/blind.py",)),
    Use(
        "backups: sealed under a key of each, their lists signed",
        "AES-256-GCM; HMAC-SHA256",
        256,
        ("vault/backups.py",),
    ),
    Use("root key under a passphrase", "Argon2id, 256 MiB, t=3, p=4; AES-256-GCM", 256, ("vault/passphrase.py",)),
    Use("root key in shares", "Shamir over GF(256); SHA-256 as checksum", 256, ("vault/shares.py",)),
    Use("passwords", "Argon2id, 19 MiB, t=2, p=1", 256, ("accounts/hasher.py",)),
    Use("codes of authenticator apps", "HMAC-SHA1, as RFC 6238 and every app say", 160, ("accounts/totp.py",)),
    Use("passkeys", "ES256, EdDSA or RS256, checked by fido2", 256, ("accounts/passkeys.py",)),
    Use("tokens and sessions, stored as hashes", "SHA-256 of 256 random bits", 256, ("accounts/secrets.py",)),
    Use("nonce and PKCE verifier of a sign-in at a service", "HMAC-SHA256; S256", 256, ("sso/errands.py",)),
    Use(
        "tokens of sign-in services: checked",
        "RS256, PS256 (2048 bits and more), ES256, Ed25519",
        112,
        ("sso/claims.py",),
    ),
    Use("checkpoints of the audit log", "Ed25519", 256, ("history/signing.py", "history/standalone.py")),
    Use("uploads on their way", "AES-256-GCM, a key a process", 256, ("config/uploads.py",)),
)
