"""In a random archive with rows in every table: whatever happens between exchanges of keys, everything sealed opens, in the archive, in
the log and in the ways back."""

import random
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kedang.archive import notes, parts
from kedang.archive.load import load_contents
from kedang.archive.models import ContactPoint, Customer
from kedang.archive.removal import remove
from kedang.history.models import Event
from kedang.jobs.claiming import claim_job
from kedang.jobs.queue import open_job
from kedang.jobs.worker import run_claimed
from kedang.kit.crypto import key_id_of
from kedang.merging.models import Merge, Participant
from kedang.merging.tests.world import World
from kedang.merging.undo import undo_merge
from kedang.operations import resealing, resealing_places
from kedang.operations.models import Resealing
from kedang.vault import joint, renewing
from kedang.vault import keys as vault
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db
STEPS = ["merge", "undo", "edit", "late", "reseal", "reseal", "drop", "drop", "erase"]
# Sealed columns whose key is not a customer's, or that name the past; everything else must be a place.
OWN_KEY, PAST, NONE = "a key of its own", "names the past and keeps its version", "not sealed under a key of a subject"
OTHERS = {
    OWN_KEY: """accounts_totp.sealed approvals_export.ids_enc approvals_export.query_enc approvals_request.answer_enc approvals_request.words_enc
        approvals_review.finding_enc cleaning_fix.plan_enc cleaning_profile.found_enc commerce_import_run.inspection_enc
        delivery_message.sealed documents_text.text_enc documents_version.body_enc fields_view.state_enc
        incidents_incident.body_enc incidents_step.note_enc intake_fate_batch.fates_enc intake_fate_batch.seen_enc
        intake_import_run.inspection_enc mailbox_box.password_enc mailbox_mail.content_enc oversight_hit.note_enc
        sso_provider.sealed""",
    PAST: "cleaning_fix_row.values_enc history_event.before merging_merge.image_enc merging_merge.merged_enc",
    NONE: """accounts_passkey.attested duplicates_entry.keys history_checkpoint.peaks history_leaf.hash history_read_event.ids
        vault_master_key.wrapped vault_subject_key.wrapped""",
}


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEDANG_KEY_COPIES", str(tmp_path / "copies"))
    monkeypatch.setattr(resealing, "GRACE", resealing.GRACE * 0)


class Story:
    """What happens to one random archive."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.lin, self.admin, self.chance = actor(cast.lin), actor(cast.admin), random.Random(seed)
        self.world = World(cast, seed)
        self.opened_early: dict[int, vault.SubjectKey] = {}

    def anybody(self) -> int:
        standing = Customer.objects.filter(survivor_id=None).order_by("id").values_list("id", flat=True)
        return self.chance.choice(list(standing))

    def merge(self) -> None:
        """Two become one."""
        self.world.merge(self.lin)

    def undo(self) -> None:
        """Any merge that stands is taken back."""
        standing = list(Merge.objects.filter(undone_at=None).order_by("id").values_list("id", flat=True))
        if standing:
            undo_merge(self.lin, self.chance.choice(standing))

    def edit(self) -> None:
        """Somebody writes."""
        chosen = self.anybody()
        self.opened_early = vault.keys_for(list(self.all()))
        parts.add_point(self.lin, chosen, parts.PointDraft(kind="wechat", value=f"wx_{self.chance.random()}"))
        notes.write(self.lin, chosen, body="记下")

    def late(self) -> None:
        """Somebody who opened a key long ago writes with it: after the exchange, before the old version is destroyed."""
        point = ContactPoint.objects.filter(customer_id__in=self.opened_early).order_by("id").first()
        if point is None:
            return
        place: dict[str, Any] = {"table": "contact_point", "column": "value", "row_id": point.id}
        clear = vault.key_for(point.customer_id).open(point.value_enc, **place)
        point.value_enc = self.opened_early[point.customer_id].seal(clear, **place)
        point.save(update_fields=["value_enc"])

    def reseal(self) -> None:
        """All keys, or one, are exchanged."""
        if not Resealing.objects.filter(sealed_at=None).exists():
            number = Customer.objects.get(id=self.anybody()).number if self.chance.random() < 0.3 else ""
            resealing.begin(self.admin, number)
        self.work()

    def drop(self) -> None:
        """Old versions go. Nobody holds a key from before by then."""
        self.opened_early = {}
        resealing.tend()
        self.work()

    def work(self) -> None:
        for row in Resealing.objects.filter(ended_at=None):
            job = open_job(row.id)
            claimed = claim_job(job.id) if job else None
            if claimed is not None:
                run_claimed(claimed)

    def erase(self) -> None:
        """Somebody who was never merged is erased."""
        merged = Participant.objects.values("customer_id")
        chosen = Customer.objects.exclude(id__in=merged).order_by("id").values_list("id", flat=True).first()
        if chosen is not None and Customer.objects.filter(survivor_id=None).count() > 2:
            remove([chosen])
            vault.shred([chosen])
            for family in (self.world.people, self.world.firms, self.world.everybody):
                if chosen in family:
                    family.remove(chosen)
            self.opened_early.pop(chosen, None)

    def all(self) -> set[int]:
        return set(Customer.objects.values_list("id", flat=True))

    def is_sound(self) -> None:
        """Everything that is sealed opens, and nothing names a version that was destroyed."""
        ids = self.all()
        keys, versions = vault.keys_for(ids), renewing.versions_of(ids)
        assert set(versions) == ids
        for place in resealing_places.places():
            for cells in resealing_places._pages(place, ids):
                for cell in cells:
                    keys[cell.customer_id].open_bytes(cell.blob, **place.where(cell.column, cell.row_id))
        for subject_id, before in Event.objects.filter(before__isnull=False).values_list("subject_id", "before"):
            assert before is not None
            named = joint.others_in(before)
            if not named and subject_id in ids:
                assert key_id_of(bytes(before)) in versions[subject_id]


def said() -> dict[int, Any]:
    """What every customer says."""
    return load_contents(list(Customer.objects.order_by("id").values_list("id", flat=True)))


@given(seed=st.integers(0, 2**32), steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=12))
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_everything_opens_whatever_comes_between(cast: Cast, seed: int, steps: list[str]) -> None:
    with transaction.atomic():
        story = Story(cast, seed)
        for step in steps:
            before = said()
            getattr(story, step)()
            story.is_sound()
            if step in ("late", "reseal", "drop"):
                assert said() == before
        while Merge.objects.filter(undone_at=None).exists():
            story.undo()
            story.is_sound()
        transaction.set_rollback(True)


def test_a_merge_is_undone_after_the_old_keys_could_go(cast: Cast) -> None:
    story = Story(cast, 7)
    before = said()
    story.merge()
    for _ in range(2):
        story.reseal()
        story.drop()
    story.undo()
    story.is_sound()
    assert said() == before


def test_every_sealed_column_is_a_place_or_said_to_be_none() -> None:
    known = {f"{place.model._meta.db_table}.{column}" for place in resealing_places.places() for column in place.sealed}
    found = {
        f"{model._meta.db_table}.{field.attname}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BinaryField)
    }
    assert found - known == {name for names in OTHERS.values() for name in names.split()}
    assert known - found == set()
