"""Keys are exchanged while people read and write, on connections of their own: nobody is refused, nothing is lost."""

import threading
from pathlib import Path

import pytest
from django.db import connections

from kedang.archive import notes, parts
from kedang.archive.customers import load_visible
from kedang.archive.load import load_contents
from kedang.archive.models import Note
from kedang.archive.tests.filing import file_customer
from kedang.jobs.claiming import claim_job
from kedang.jobs.queue import open_job
from kedang.jobs.worker import run_claimed
from kedang.kit.actor import Actor
from kedang.operations import resealing, resealing_places
from kedang.operations.models import Resealing
from kedang.vault import keys as vault
from kedang.vault import renewing
from tests.people import actor, make_cast

ROUNDS = 6


@pytest.mark.django_db(transaction=True)
def test_people_work_while_keys_are_exchanged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEDANG_KEY_COPIES", str(tmp_path / "copies"))
    monkeypatch.setattr(resealing, "GRACE", resealing.GRACE * 0)
    monkeypatch.setattr(resealing, "BATCH", 2)
    cast = make_cast()
    ids = [file_customer(cast.zhou, name=f"客户{n}", mobile=f"1380000{n:04d}") for n in range(6)]
    failures, said = list[BaseException](), list[tuple[int, str]]()
    started = threading.Barrier(3)

    def work(who: Actor, mine: list[int]) -> None:
        try:
            started.wait()
            for turn in range(ROUNDS):
                for customer_id in mine:
                    load_visible(who, customer_id)
                    parts.add_point(who, customer_id, parts.PointDraft(kind="wechat", value=f"wx_{customer_id}_{turn}"))
                    said.append((notes.write(who, customer_id, body=f"第{turn}次"), f"第{turn}次"))
                    assert load_contents([customer_id])[customer_id].points
        except BaseException as failed:  # noqa: BLE001 - told by the test
            failures.append(failed)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(actor(cast.zhou), ids[n::2])) for n in range(2)]
    for thread in threads:
        thread.start()
    started.wait()
    exchange(actor(cast.admin))
    for thread in threads:
        thread.join()
    exchange(actor(cast.admin))
    assert failures == []
    newest = Resealing.objects.order_by("-version").values_list("version", flat=True)[0]
    assert {max(each) for each in renewing.versions_of(ids).values()} == {newest}
    assert resealing_places.reseal(ids).old == set()
    rows, keys = {row.id: row for row in Note.objects.all()}, vault.keys_for(ids)
    for note_id, text in said:
        row = rows[note_id]
        assert keys[row.customer_id].open_padded(row.body_enc, table="note", column="body", row_id=note_id) == text
    points = load_contents(ids)
    assert [len(points[each].points) for each in ids] == [1 + ROUNDS] * len(ids)


def exchange(admin: Actor) -> None:
    """From the first step to the last."""
    begun = resealing.begin(admin)
    for _ in range(2):
        resealing.tend()
        job = open_job(begun)
        claimed = claim_job(job.id) if job else None
        assert claimed is not None
        run_claimed(claimed)
