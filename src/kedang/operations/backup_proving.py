"""A backup is good when it has been restored, and not before: this restores it into a place of its own, looks, and throws it away."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from django.db import transaction

from kedang.documents.unavailable import Missing
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.crypto import Tampered
from kedang.kit.errors import NOT_FOUND, DomainError
from kedang.operations import backup_manifest, rights
from kedang.operations.backup_files import Kept, file_name
from kedang.operations.backup_making import alone, files_of, nothing
from kedang.operations.backup_manifest import Manifest
from kedang.operations.backup_places import Place, place_at
from kedang.operations.backup_programs import PROGRAM_FAILED
from kedang.operations.backup_sealed import Beat, Passing, open_sealed, pieces_of
from kedang.operations.backup_throwaway import NO_THROWAWAY, Ask, restored
from kedang.operations.models import BAD, GOOD, UNPROVEN, WHOLE, Backup
from kedang.vault.backups import sealing_key
from kedang.vault.keys import sound_keys_for

_LEAST_FILES, _SHARE = 20, 100
_CUSTOMERS = 20
_CELLS = (
    "SELECT p.customer_id, p.id, p.value_enc FROM archive_contact_point p "
    "JOIN (SELECT customer_id, max(id) AS id FROM archive_contact_point GROUP BY customer_id ORDER BY {chance} LIMIT {most}) "
    "AS chosen ON chosen.id = p.id"
)


@dataclass(slots=True)
class Proof:
    """What a trial restore found: one line a look that failed; none means good. `unable` says why it could not be tried."""

    wrong: list[str] = field(default_factory=list)
    unable: str = ""
    files: int = 0
    customers: int = 0
    erased: int = 0
    seconds: float = 0.0

    @property
    def state(self) -> str:
        """The state of the backup after it."""
        if self.wrong:
            return BAD
        return UNPROVEN if self.unable else GOOD

    def said(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "state": self.state,
            "wrong": self.wrong[:20],
            "unable": self.unable,
            "files": self.files,
            "customers": self.customers,
            "erased": self.erased,
            "seconds": round(self.seconds, 2),
        }


def prove(actor: Actor, backup_id: int, *, beat: Beat = nothing) -> Proof:
    """Restore a backup for a trial, look whether it is whole, and write down what was found."""
    actor.require(rights.MANAGE)
    row = Backup.objects.filter(id=backup_id, state__in=WHOLE).first()
    if row is None:
        raise NOT_FOUND()
    with alone() as work:
        place = place_at(row.place)
        proof = examine(place, row.name, work, beat)
        if not proof.unable:
            backup_manifest.write_proof(place, row.name, {**proof.said(), "at": now().isoformat()})
        _written_down(actor, row, proof)
    return proof


@transaction.atomic
def _written_down(actor: Actor, row: Backup, proof: Proof) -> None:
    row.state, row.found = proof.state, orjson.dumps(proof.said()).decode()
    if not proof.unable:
        row.proved_at, row.proof_seconds = now(), proof.seconds
    row.save(update_fields=["state", "found", "proved_at", "proof_seconds"])
    verb = "backup.found_bad" if proof.wrong else "backup.proved"
    if not proof.unable:
        record(actor, verb, subject=("backup", row.id), details={"wrong": proof.wrong[:5], "files": proof.files})


def examine(place: Place, name: str, work: Path, beat: Beat = nothing) -> Proof:
    """What a trial restore of a backup finds. Whatever does not open is a finding."""
    proof, started = Proof(), time.monotonic()
    try:
        manifest = backup_manifest.read(place, name)
        _databases(proof, place, manifest, work, beat)
        _files(proof, place, files_of(place, manifest, beat), beat)
    except (Tampered, Missing) as damaged:
        proof.wrong.append(f"damaged: {damaged}")
    except DomainError as refusal:
        if refusal.code in {NO_THROWAWAY.code}:
            proof.unable = refusal.text("en")
        elif refusal.code in {backup_manifest.NOT_A_BACKUP.code, backup_manifest.NOT_OURS.code, PROGRAM_FAILED.code}:
            proof.wrong.append(f"{refusal.code}: {refusal.text('en')}")
        else:
            raise
    proof.seconds = time.monotonic() - started
    return proof


def open_parts(place: Place, manifest: Manifest, work: Path, beat: Beat) -> dict[str, Path]:
    """Both databases in clear below `work`; raises Tampered or Missing for anything but what was sealed."""
    return {alias: open_part(place, manifest, alias, work, beat) for alias in manifest.parts}


def open_part(place: Place, manifest: Manifest, alias: str, work: Path, beat: Beat) -> Path:
    """One of them."""
    part, key = manifest.parts[alias], sealing_key(manifest.id)
    path = work / part.name.removesuffix(".sealed")
    with path.open("wb") as file:
        for piece in open_sealed(place, manifest.name, part, key, beat):
            file.write(piece)
    return path


def _databases(proof: Proof, place: Place, manifest: Manifest, work: Path, beat: Beat) -> None:
    opened = open_parts(place, manifest, work, beat)
    for alias, path in opened.items():
        with restored(path, alias, manifest.vendor) as (counted, ask, unsound):
            proof.wrong += [f"{alias}: {said}" for said in unsound]
            proof.wrong += differences(alias, manifest.counts[alias], counted)
            if alias == "default" and not proof.wrong:
                _customers(proof, ask)
        path.unlink()


def differences(alias: str, expected: dict[str, int], counted: dict[str, int]) -> list[str]:
    """The tables that do not have as many rows as the list of contents says."""
    return [
        f"{alias}: {table} has {counted.get(table)} rows instead of {count}"
        for table, count in expected.items()
        if counted.get(table) != count
    ]


def _customers(proof: Proof, ask: Ask) -> None:
    """Some customers, chosen by chance, must open. Whose key is gone was erased since and must not."""
    cells = ask(_CELLS.format(chance="random()", most=_CUSTOMERS))
    keys, damaged = sound_keys_for([int(cell[0]) for cell in cells])
    for customer_id, row_id, sealed in cells:
        key = keys.get(int(customer_id))
        if key is None:
            proof.erased += int(customer_id) not in damaged
            continue
        proof.customers += 1
        try:
            key.open(bytes(sealed), table="contact_point", column="value", row_id=int(row_id))
        except Tampered:
            proof.wrong.append(f"customer {customer_id} does not open")


def _files(proof: Proof, place: Place, files: Sequence[Kept], beat: Beat) -> None:
    """One in a hundred, and at least twenty, are read back; all must be there."""
    there = set(place.names("files"))
    proof.wrong += [f"file {kept.place} is not there" for kept in files if file_name(kept.digest) not in there][:5]
    most = max(_LEAST_FILES, len(files) // _SHARE)
    for kept in secrets.SystemRandom().sample(list(files), min(most, len(files))):
        proof.files += 1
        if not is_sound(place, kept, beat):
            proof.wrong.append(f"file {kept.place} is not what was kept")


def is_sound(place: Place, kept: Kept, beat: Beat = nothing) -> bool:
    """Whether a file of a backup still is what was copied."""
    passing = Passing(beat)
    try:
        with place.open(file_name(kept.digest)) as read:
            for _ in passing.through(pieces_of(read)):
                pass
    except Missing:
        return False
    return (passing.size, passing.digest) == (kept.size, kept.digest)
