"""Reading stored contents back: what is found, what is said, and what is no damage."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from kedang.documents import fixity, jobs
from kedang.documents.fixity import Checked
from kedang.documents.models import Version
from kedang.documents.settings import store_settings
from kedang.documents.tests.scene import Scene, make_scene
from kedang.documents.unavailable import STORE_UNAVAILABLE
from kedang.history.models import Event
from kedang.jobs.claiming import claim_next
from kedang.jobs.models import Job
from kedang.jobs.worker import run_claimed
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from tests.people import browser

pytestmark = pytest.mark.django_db
WORKER = system_actor("worker")


def lies_at(document: int) -> Path:
    """Where a document's content lies."""
    place = Version.objects.get(document_id=document).place
    return store_settings().folder / place[:2] / place


def spoil(document: int) -> bytes:
    """Turn one bit; the content as it was."""
    path = lies_at(document)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    return content


def due() -> None:
    """A month passes."""
    Version.objects.update(check_at=now() - timedelta(seconds=1))


def check() -> Checked:
    """One batch of what is due."""
    return fixity.check_due(WORKER, beat=lambda: None)


def verbs() -> list[str]:
    """What was found, in order."""
    found = Event.objects.filter(verb__in=("document.damaged", "document.sound_again")).order_by("id")
    return list(found.values_list("verb", flat=True))


def damaged(scene: Scene) -> list[int]:
    """What 林 is shown as damaged."""
    answer = browser(scene.cast.lin).get("/api/documents", {"damaged": "true"})
    return [int(row["id"]) for row in answer.json()["rows"]]


def test_what_was_just_filed_is_not_due_and_sound_after_a_month() -> None:
    scene = make_scene()
    scene.filed()
    assert check() == Checked(0, 0)
    due()
    assert check() == Checked(1, 0)
    version = Version.objects.get()
    assert (version.damaged, verbs()) == (False, [])
    assert version.checked_at is not None
    assert version.check_at > now() + timedelta(days=29)
    assert check() == Checked(0, 0)


def test_a_turned_bit_is_found_told_once_and_again_when_it_is_mended() -> None:
    scene = make_scene()
    sound, document = scene.filed(), scene.filed()
    content = spoil(document)
    due()
    assert check() == Checked(2, 1)
    assert damaged(scene) == [document]
    (row, other) = scene.of_customer(scene.cast.zhou)["rows"]
    assert (int(row["id"]), row["damaged"], int(other["id"]), other["damaged"]) == (document, True, sound, False)
    event = Event.objects.get(verb="document.damaged")
    assert (event.subject_kind, event.subject_id) == ("customer", scene.zhang)
    assert Version.objects.get(document_id=document).check_at < now() + timedelta(days=2), "looked at again soon"
    due()
    assert check() == Checked(2, 1)
    assert verbs() == ["document.damaged"]
    lies_at(document).write_bytes(content)
    due()
    assert check() == Checked(2, 0)
    assert verbs() == ["document.damaged", "document.sound_again"]
    assert damaged(scene) == []


def test_what_is_gone_or_somebody_elses_is_damaged() -> None:
    scene = make_scene()
    gone, swapped, other = scene.filed(), scene.filed(), scene.filed()
    lies_at(gone).unlink()
    lies_at(swapped).write_bytes(lies_at(other).read_bytes())
    due()
    assert check() == Checked(3, 2)
    assert sorted(damaged(scene)) == [gone, swapped]


def test_a_content_sealed_anew_is_damaged_by_its_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sealing notices what was changed without the key; only the fingerprint notices what was changed with it."""
    scene = make_scene()
    document = scene.filed()
    due()
    monkeypatch.setattr(fixity, "content_of", lambda *_: iter((b"other words",)))
    assert check() == Checked(1, 1)
    assert damaged(scene) == [document]


def test_a_store_that_is_away_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    scene.filed()
    due()

    def away(kind: str) -> None:
        raise STORE_UNAVAILABLE()

    monkeypatch.setattr("kedang.documents.keeping.store_of", away)
    with pytest.raises(DomainError):
        check()
    assert Version.objects.filter(damaged=False, checked_at__isnull=True).count() == 1
    assert verbs() == []


def test_a_batch_has_its_bounds_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    for _ in range(5):
        scene.filed()
    due()
    monkeypatch.setattr(fixity, "MOST_FILES", 2)
    assert [check().files for _ in range(4)] == [2, 2, 1, 0]
    monkeypatch.setattr(fixity, "MOST_BYTES", 1)
    due()
    assert check().files == 1, "one that is larger than a batch is read nevertheless"


def test_the_job_makes_room_between_batches_and_stands_in_line_once(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    for _ in range(3):
        scene.filed()
    due()
    monkeypatch.setattr(fixity, "MOST_FILES", 2)
    jobs.check_regularly()
    jobs.check_regularly()
    assert Job.objects.filter(kind=jobs.FIXITY).count() == 1
    runs = 0
    while job := claim_next([jobs.FIXITY]):
        run_claimed(job)
        runs += 1
    assert (runs, Job.objects.filter(kind=jobs.FIXITY, state="done").count()) == (3, 3)


def test_the_command_checks_everything_due_or_not() -> None:
    scene = make_scene()
    scene.filed()
    spoil(scene.filed())
    told: list[Checked] = []
    assert fixity.check_all(WORKER, told=told.append) == Checked(2, 1)
    assert told == [Checked(2, 1)]


def test_what_is_destroyed_while_it_is_read_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    scene.filed()
    due()

    def destroyed(*_: object) -> bool:
        with transaction.atomic():
            Version.objects.all().delete()
        return False

    monkeypatch.setattr(fixity, "_is_sound", destroyed)
    assert check() == Checked(1, 0)
    assert verbs() == []


def test_managers_see_how_it_stands_and_nobody_else() -> None:
    scene = make_scene()
    spoil(scene.filed())
    due()
    check()
    answer = browser(scene.cast.lin).get("/api/documents/checks").json()
    assert (answer["damaged"], answer["capped"], answer["behind"]) == (1, False, False)
    assert browser(scene.cast.chen).get("/api/documents/checks").json()["damaged"] == 0, "not of her customers"
    assert browser(scene.cast.zhou).get("/api/documents/checks").status_code == 403
    Version.objects.update(check_at=now() - timedelta(days=4))
    assert browser(scene.cast.lin).get("/api/documents/checks").json()["behind"] is True
