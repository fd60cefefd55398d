"""Who guesses codes, empties the till with SMS, or carries the disk away finds nothing in the verifying of contact points."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections

from conftest import ALIASES, DATABASE
from kedang.archive.models import ContactPoint
from kedang.archive.tests.filing import file_customer
from kedang.delivery.models import QUEUED, Message
from kedang.verification.models import Counter, Request
from kedang.verification.tests.scene import Scene, scene
from tests.abuse.test_canaries import forms, fresh_log, whole_disk
from tests.people import browser, send

ADDRESS = "kanarie-zeven@vogelhuis.example"


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with scene(monkeypatch) as made:
        yield made


@pytest.mark.django_db(transaction=True)
def test_no_token_and_no_address_lies_on_the_disk(
    play: Scene, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    fresh_log()
    began = time.time()
    caplog.set_level(logging.INFO)
    zhou = browser(play.cast.zhou)
    token = play.send_link()
    secrets = [token]
    for address in (ADDRESS, f"busy@{ADDRESS.rpartition('@')[2]}"):
        customer = file_customer(play.cast.zhou, name="金丝雀", email=address)
        point = ContactPoint.objects.get(customer_id=customer).id
        path = f"/customers/{customer}/verification/{point}"
        assert send(zhou, "POST", f"{path}/send", {"method": "code"}).status_code == 200
        send(zhou, "POST", f"{path}/confirm", {"code": "000000"})
        send(zhou, "POST", f"{path}/mark", {"how": "phone", "note": f"念给我听的是 {address}"})
    assert Message.objects.filter(state=QUEUED).count() == 1, "one still waits, sealed"
    secrets += [ADDRESS, f"busy@{ADDRESS.rpartition('@')[2]}", "vogelhuis.example"]
    logged = "\n".join(each.getMessage() for each in caplog.records if each.name != "mail.log")
    out = capfd.readouterr().out
    found = whole_disk(tmp_path, since=began if DATABASE == "postgres" else 0.0)
    found |= {"log": logged.encode(), "out": out.encode()}
    assert any("金丝雀".encode() in content for content in found.values()), "the search itself does not work"
    lying = {(secret, path) for secret in secrets for form in forms(secret) for path, c in found.items() if form in c}
    assert lying == set()


@pytest.mark.django_db(transaction=True)
def test_the_hourly_limit_holds_against_a_crowd(play: Scene) -> None:
    assert send(browser(play.cast.admin), "PUT", "/delivery/limits", {"per_user_hour": 5}).status_code == 200
    made = [file_customer(play.cast.zhou, name=f"客户{n}", email=f"c{n}@customer.example") for n in range(16)]
    points = dict(ContactPoint.objects.filter(customer_id__in=made).values_list("customer_id", "id"))
    clients = {customer: browser(play.cast.zhou) for customer in made}

    def ask(customer: int) -> int:
        try:
            path = f"/customers/{customer}/verification/{points[customer]}/send"
            return int(send(clients[customer], "POST", path, {"method": "code"}).status_code)
        finally:
            for alias in ALIASES:
                connections[alias].close()

    with ThreadPoolExecutor(16) as crowd:
        statuses = list(crowd.map(ask, made))
    assert sorted(set(statuses)) == [200, 429]
    assert statuses.count(200) == 5
    assert len(play.post.letters) == Request.objects.count() == 5
    assert Counter.objects.filter(key__startswith="all:").values_list("count", flat=True).get() == 5
