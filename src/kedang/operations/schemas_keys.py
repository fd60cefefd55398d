"""What the API says of keys."""

from datetime import datetime

from ninja import Schema

from kedang.operations.keys_standing import Standing


class MasterKeyOut(Schema):
    """One master key: what it is for, its epoch and its age, and how many keys it wraps."""

    purpose: str
    epoch: int
    created_at: datetime
    wraps: int


class RootKeyOut(Schema):
    """The root key: which one, how it opens, when it was exchanged last. `away` says why its provider does not open it (empty: it
    does), `shut` that it has been away for so long that nothing sensitive opens."""

    fingerprint: str
    provider: str
    away: str
    shut: bool
    changed_at: datetime | None


class EscrowOut(Schema):
    """The cards: whether they are of the present root key, when they were tried, by when they must be."""

    made_at: datetime | None
    fits: bool
    needed: int
    of: int
    drilled_at: datetime | None
    due_at: datetime
    overdue: bool


class RotationOut(Schema):
    """The newest rotation of the master key, and how far it is."""

    state: str
    done: int
    total: int
    finished_at: datetime | None


class ResealOut(Schema):
    """The newest exchange of customers' keys. `waits_for`: sealing, time, backups, or nothing. `dropped`: customers whose old versions
    were destroyed; `kept`: those of whom the log, or a way back, needs them; `damaged`: customers with a value that does not open."""

    one: bool
    begun_at: datetime
    sealed_at: datetime | None
    ended_at: datetime | None
    waits_for: str
    done: int
    total: int
    values: int
    damaged: int
    dropped: int
    kept: int


class KeyCopyOut(Schema):
    """One copy of the key store."""

    made_at: datetime
    size: int


class KeysOut(Schema):
    """How the keys stand, and by which suite new values are sealed."""

    masters: list[MasterKeyOut]
    subjects: int
    suite: str
    root: RootKeyOut
    rotate_after: int
    rotation: RotationOut | None
    stalled: bool
    reseal: ResealOut | None
    escrow: EscrowOut
    copies: list[KeyCopyOut]


def keys_out(standing: Standing) -> KeysOut:
    """Standing as the API says it."""
    job = standing.job
    return KeysOut(
        masters=[MasterKeyOut.from_orm(each) for each in standing.masters],
        subjects=standing.subjects,
        suite=standing.suite,
        root=RootKeyOut(
            fingerprint=standing.fingerprint,
            provider=standing.provider,
            away=standing.away.reason,
            shut=standing.away.shut,
            changed_at=standing.root_changed_at,
        ),
        rotate_after=standing.rotate_after,
        rotation=RotationOut.from_orm(job) if job else None,
        stalled=standing.stalled,
        reseal=ResealOut.from_orm(standing.reseal) if standing.reseal else None,
        escrow=EscrowOut.from_orm(standing.escrow),
        copies=[KeyCopyOut.from_orm(each) for each in standing.copies],
    )
