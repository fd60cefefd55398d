"""The mailbox is set up by the administrator; its password goes in, to one server, and never comes out."""

import socket
import ssl
from pathlib import Path

import pytest

from kedang.delivery.tests.mail_server import certificate
from kedang.history.models import Event
from kedang.kit import env
from kedang.mailbox import imap
from kedang.mailbox.capturing import capture
from kedang.mailbox.imap import Way
from kedang.mailbox.models import Box
from kedang.mailbox.tests.imap_server import PASSWORD, imap_server, mail
from kedang.mailbox.tests.scene import ZHANG, ZHOU, filed, make_scene, wanted
from tests.people import browser, code, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db


def test_only_the_administrator_sets_it_up() -> None:
    scene = make_scene()
    for user in (scene.cast.wang, scene.cast.lin, scene.cast.zhou, scene.cast.auditor):
        with unchanged():
            assert send(browser(user), "GET", "/mailbox").status_code == 403
            assert send(browser(user), "PUT", "/mailbox", wanted(1)).status_code == 403
            body = {k: v for k, v in wanted(1).items() if k != "version"}
            assert send(browser(user), "POST", "/mailbox/test", body).status_code == 403


def test_the_password_is_sealed_and_told_to_nobody() -> None:
    scene = make_scene()
    found = scene.set_up(993, security="tls", host="imap.example.com")
    assert (found["has_password"], PASSWORD in str(found), "password" in found) == (True, False, False)
    row = Box.objects.get()
    assert row.password_enc is not None
    assert PASSWORD.encode() not in bytes(row.password_enc)
    event = Event.objects.get(verb="mailbox.changed")
    assert "password" in event.fields
    assert PASSWORD not in f"{event.fields}{event.details}"
    assert scene.set_up(993, security="tls", host="imap.example.com", password="", keep_days=7)["has_password"]


def test_another_server_gets_the_password_only_from_who_knows_it() -> None:
    scene = make_scene()
    scene.set_up(993, security="tls", host="imap.example.com")
    admin = browser(scene.cast.admin)
    for change in ({"host": "evil.example"}, {"port": 994}, {"security": "starttls"}, {"user": "x"}):
        body = wanted(993, **({"security": "tls", "host": "imap.example.com", "password": ""} | change))
        with unchanged():
            assert code(send(admin, "PUT", "/mailbox", body)) == "mailbox.password"
            body.pop("version")
            assert code(send(admin, "POST", "/mailbox/test", body)) == "mailbox.password"


def test_what_cannot_work_is_refused() -> None:
    scene = make_scene()
    admin = browser(scene.cast.admin)
    with unchanged():
        assert code(send(admin, "PUT", "/mailbox", wanted(143, host="imap.example.com"))) == "mailbox.in_clear"
        for lack in ("address", "host", "user"):
            body = wanted(993, security="tls", **{lack: " "})
            assert code(send(admin, "PUT", "/mailbox", body)) == "mailbox.incomplete"
    assert code(send(admin, "PUT", "/mailbox", wanted(1, password=""))) == "mailbox.incomplete"
    scene.set_up(1)
    assert code(send(admin, "PUT", "/mailbox", wanted(1, version=0))) == "stale"


def test_trying_it_out_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    monkeypatch.setattr(imap, "TIMEOUT", 2.0)
    changes: dict[str, dict[str, object]] = {
        "good": {},
        "password": {"password": "falsch"},
        "folder": {"folder": '没有 "这个"'},
        "port": {"port": 1},
        "tls": {"security": "tls"},
    }
    with imap_server() as server:
        said = {
            name: send(
                browser(scene.cast.admin),
                "POST",
                "/mailbox/test",
                {k: v for k, v in wanted(server.port, **change).items() if k != "version"},
            ).json()["problem"]
            for name, change in changes.items()
        }
    assert said["good"] == ""
    assert (said["password"], said["port"]) == ("sign_in_refused", "unreachable")
    assert said["folder"] in ("folder", "answer")
    assert said["tls"] in ("certificate", "unreachable")
    assert Box.objects.filter(active=True).count() == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "10.1.2.3", "169.254.169.254", "::ffff:192.168.1.1"])
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_of_ones_own_network_is_asked_only_when_the_operator_allows_it(
    monkeypatch: pytest.MonkeyPatch, host: str, security: str
) -> None:
    scene = make_scene()
    monkeypatch.setenv("KEDANG_PRIVATE_HOSTS", "mail.inner.example")
    env.settings.cache_clear()
    asked: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *where, **_: asked.append(where))
    body = {k: v for k, v in wanted(993, host=host, security=security).items() if k != "version"}
    assert send(browser(scene.cast.admin), "POST", "/mailbox/test", body).json() == {"problem": "private"}
    assert asked == []


def test_over_starttls_the_servers_certificate_is_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    scene = make_scene()
    _, authority = certificate(tmp_path)
    assert ssl.HAS_TLSv1_2
    with imap_server(tls=(authority, tmp_path / "server.key")) as server:
        server.deliver(mail(ZHOU, ZHANG))
        scene.set_up(server.port, security="starttls")
        assert (capture(), Box.objects.get().problem) == (0, "certificate")
        monkeypatch.setenv("KEDANG_IMAP_CA_FILE", str(authority))
        assert (capture(), Box.objects.get().problem) == (1, "")
    assert len(filed()) == 1


@pytest.mark.parametrize("name", ["user", "password", "folder"])
def test_a_line_break_in_the_setting_gives_the_server_no_command_of_its_own(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    asked: list[Way] = []
    monkeypatch.setattr(imap, "_connect", asked.append)
    said = {"user": "archive", "password": "secret", "folder": "INBOX"} | {name: 'x"\r\nA9 DELETE "INBOX'}
    user, password, folder = said.values()
    way = Way(host="127.0.0.1", port=143, security="none", user=user, password=password, folder=folder)
    assert imap.check(way) == "answer"
    assert asked == []
