"""The tables of accounts. Secrets are stored as hashes only."""

from django.db import models

from kedang.kit.actor import Scope
from kedang.kit.clock import now
from kedang.kit.ids import new_id

__all__ = [
    "Attempts",
    "Department",
    "FilesSent",
    "Installation",
    "PolicyVersion",
    "Role",
    "Session",
    "SetupLink",
    "Token",
    "TokenUse",
    "User",
]


class Department(models.Model):
    """A place in the organisation's tree. `path` is the ids from the root to itself: "/1/5/"."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=600, db_index=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "accounts_department"
        constraints = [models.UniqueConstraint(fields=["parent", "name"], name="accounts_department_name")]


class Role(models.Model):
    """A named set of rights, how far its holder sees, and what of each field."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    rights = models.JSONField(default=list)
    scope = models.SmallIntegerField(choices=[(s.value, s.name) for s in Scope], default=Scope.OWN)
    field_modes = models.JSONField(default=dict)
    builtin = models.BooleanField(default=False)

    class Meta:
        db_table = "accounts_role"

    def name(self, language: str) -> str:
        """The name in the reader's language."""
        return self.name_zh if language.startswith("zh") else self.name_en


class User(models.Model):
    """A person who may sign in. People are never deleted, only disabled: history keeps naming them.

    `password_until`: the password is a first one, and when its time ends; nothing once somebody has chosen their own.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    login = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    password = models.CharField(max_length=200)
    password_changed_at = models.DateTimeField(default=now)
    password_until = models.DateTimeField(null=True)
    email = models.CharField(max_length=254, default="")
    department = models.ForeignKey(Department, null=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    clearance = models.SmallIntegerField(default=0)
    language = models.CharField(max_length=12, default="zh-CN")
    preferences = models.JSONField(default=dict)
    roles = models.ManyToManyField(Role, related_name="+", db_table="accounts_user_role")
    created_at = models.DateTimeField(default=now)

    class Meta:
        db_table = "accounts_user"


class Session(models.Model):
    """Somebody signed in on one device. The cookie holds the token, the row its SHA-256."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    idle_until = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    ip = models.CharField(max_length=45, default="")
    device = models.CharField(max_length=160, default="")
    proved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_session"


class Token(models.Model):
    """A program acting for its owner. `rights` and `addresses` are space-separated; empty means the owner's, any.

    `level` is how far fields open for it, `clearance` the most it takes of its owner's, `rows_hour` and `rows_day` how many customers may leave through it. `why` says why it
    was stopped; its owner may start it again once.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    hash = models.CharField(max_length=64, unique=True)
    rights = models.TextField(default="")
    addresses = models.TextField(default="")
    level = models.CharField(max_length=12, default="full")
    clearance = models.SmallIntegerField(default=0)
    read_only = models.BooleanField(default=False)
    rows_hour = models.PositiveIntegerField(default=5_000)
    rows_day = models.PositiveIntegerField(default=20_000)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    last_used_ip = models.CharField(max_length=45, default="")
    expires_at = models.DateTimeField()
    disabled_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=12, default="")
    enabled_again_at = models.DateTimeField(null=True)
    foreign_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_token"


class TokenUse(models.Model):
    """How many customers left through a token within one hour, and how often it was told to wait."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    hour = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    refusals = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "accounts_token_use"
        constraints = [models.UniqueConstraint(fields=["token", "hour"], name="accounts_token_use_hour")]


class FilesSent(models.Model):
    """How many files, and how many bytes, somebody brought in the 24 hours that began then."""

    user = models.OneToOneField(User, primary_key=True, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField(default=now)
    files = models.PositiveIntegerField(default=0)
    bytes = models.BigIntegerField(default=0)

    class Meta:
        db_table = "accounts_files_sent"


class SetupLink(models.Model):
    """The one-time link that makes the first administrator of a fresh installation."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_setup_link"


class Attempts(models.Model):
    """Failed sign-ins in a row, by account or by address; the key is a keyed hash of either."""

    key = models.CharField(max_length=40, primary_key=True)
    failures = models.PositiveIntegerField()
    last_failed_at = models.DateTimeField()
    blocked_until = models.DateTimeField()

    class Meta:
        db_table = "accounts_attempts"


class Totp(models.Model):
    """An authenticator app: its secret, sealed under a key of its own. `last_step` is the newest code that was used."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_totp"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(confirmed_at__isnull=False), name="accounts_totp_one"
            )
        ]


class Passkey(models.Model):
    """A public key of a device or security key; its private half never leaves there."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    credential = models.CharField(max_length=1400, unique=True)
    attested = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_passkey"


class RecoveryCode(models.Model):
    """One of ten codes for the day the phone is lost; the hash of 80 random bits, good once."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_recovery_code"
        constraints = [models.UniqueConstraint(fields=["user", "hash"], name="accounts_recovery_code_one")]


class Pending(models.Model):
    """A step that is not over: somebody between password and second factor, or a passkey that was asked to sign.

    `hash` is of the secret in the browser's cookie, or of the session and what it is doing. `by` says
    what opened the first door, `factor` that the second factor was right already, `step` what is missing, `state` what the library for passkeys must be told again, `ip` and
    `device` where it began.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id)
    hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=12)
    by = models.CharField(max_length=40, default="password")
    factor = models.BooleanField(default=False)
    tries = models.PositiveIntegerField(default=0)
    state = models.JSONField(default=dict)
    expires_at = models.DateTimeField(db_index=True)
    ip = models.CharField(max_length=45, default="")
    device = models.CharField(max_length=160, default="")

    class Meta:
        db_table = "accounts_pending"


class KnownPlace(models.Model):
    """A browser or a network somebody signed in from, as a hash: what is not here yet is news to that person."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    hash = models.CharField(max_length=64)
    last_seen_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_known_place"
        constraints = [models.UniqueConstraint(fields=["user", "kind", "hash"], name="accounts_known_place_one")]


class Installation(models.Model):
    """The organisation's own settings: one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120, default="")
    idle_minutes = models.PositiveIntegerField(default=30)
    session_hours = models.PositiveIntegerField(default=12)
    demo_accounts = models.JSONField(default=list)
    password_for = models.CharField(max_length=16, default="everybody")
    second_factor = models.CharField(max_length=12, default="nobody")
    password_profile = models.CharField(max_length=12, default="asvs")
    separation = models.BooleanField(default=False)

    class Meta:
        db_table = "accounts_installation"


class PolicyVersion(models.Model):
    """One row whose value changes with every change to users, roles or departments. Caches are keyed by it.

    The value is a fresh id, not a counter: what was rolled back can never be mistaken for what was committed.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField()

    class Meta:
        db_table = "accounts_policy_version"
