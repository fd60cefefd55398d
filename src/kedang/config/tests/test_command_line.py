"""The command line: preparing, the first administrator, tokens, the doctor."""

import io
import json
import os
import stat
import subprocess
import sys
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.test import override_settings

from kedang.accounts.models import Role, User
from kedang.config import cli, doctor, prepare
from kedang.config.cli import main
from kedang.config.commands import dedupe, verify_audit
from kedang.duplicates.models import DedupeRun
from kedang.history.append_only import guard_sql, unguard_sql
from kedang.history.models import Event
from kedang.kit.env import settings
from tests.people import browser, make_cast, script


@pytest.mark.django_db
def test_the_first_administrator_is_made_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["create-admin", "--login", "Boss", "--name", "老板", "--organisation", "甲公司", "--password-stdin"]
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough sentence\n"))
    assert main(command) == 0
    assert capsys.readouterr().out == "boss\n"
    assert sorted(User.objects.get().roles.values_list("code", flat=True)) == ["administrator", "manager"]
    assert Event.objects.get(verb="installation.set_up").actor_name == "command"
    monkeypatch.setattr("sys.stdin", io.StringIO("a long enough sentence\n"))
    assert main(command) == 1
    assert capsys.readouterr().err.strip()


@pytest.mark.django_db
def test_a_token_from_the_command_line_opens_the_api(capsys: pytest.CaptureFixture[str]) -> None:
    cast = make_cast()
    assert main(["token", "create", "--user", "LIN", "--right", "customers.view", "--days", "5"]) == 0
    secret = capsys.readouterr().out.strip()
    me = script(secret).get("/api/session").json()
    assert (me["user"]["id"], me["rights"]) == (str(cast.lin.id), ["customers.view"])
    assert main(["token", "create", "--user", "nobody"]) == 1


def test_the_api_document_is_printed_the_same_each_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["openapi"]) == 0
    printed = capsys.readouterr().out
    assert main(["openapi", "--out", str(tmp_path / "api.json")]) == 0
    assert (tmp_path / "api.json").read_text(encoding="utf-8") == printed
    assert json.loads(printed)["openapi"].startswith("3.1")


@pytest.mark.django_db
def test_a_look_for_duplicates_says_in_a_sentence_how_it_ended(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert main(["dedupe"]) == 0
    assert capsys.readouterr().out == "查看了 0 位客户，有 0 对疑似重复，待处理 0 组。\n"
    said = {}
    for state, error in (("failed", "job.failed"), ("failed", "x"), ("cancelled", ""), ("running", "")):
        ends = lambda run_id, state=state, error=error: DedupeRun.objects.filter(id=run_id).update(  # noqa: E731
            state=state, error=error
        )
        monkeypatch.setattr(dedupe, "work_here", ends)
        assert main(["dedupe"]) == 1
        said[state, error] = capsys.readouterr().err
        DedupeRun.objects.exclude(state="done").update(state="failed")
    assert said["failed", "x"].startswith("任务因程序错误而停止。")
    assert "运行编号 " in said["failed", "job.failed"]
    assert said["cancelled", ""] == "全库查重已被停止。疑似重复的清单没有变化，需要时可重新开始。\n"
    assert said["running", ""].startswith("全库查重还没有做完，没有丢失任何内容。")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert main(["dedupe"]) == 1
    assert capsys.readouterr().err.startswith("Looking for duplicates is not over yet; nothing is lost.")


def test_a_process_that_died_while_verifying_the_log_is_no_clean_bill(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def died(*_: object, **__: object) -> None:
        raise BrokenProcessPool("killed")

    monkeypatch.setattr(verify_audit, "verify", died)
    assert main(["verify-audit"]) == 4
    assert "cannot read: BrokenProcessPool" in capsys.readouterr().err


def test_an_unknown_command_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["fly"])
    assert "invalid choice" in capsys.readouterr().err


def test_the_terminals_language_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert cli.language() == "en"
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert cli.language() == "zh-CN"


@pytest.mark.django_db
def test_preparing_twice_changes_nothing() -> None:
    prepare.prepare()
    before = list(Role.objects.order_by("id").values())
    prepare.prepare()
    assert list(Role.objects.order_by("id").values()) == before
    assert len(before) == 8
    assert [prepare.pending(alias) for alias in prepare.ALIASES] == [[], [], []]


@pytest.mark.django_db
def test_a_built_in_role_that_was_changed_by_hand_is_put_right() -> None:
    prepare.prepare()
    Role.objects.filter(code="administrator").update(rights=["customers.view"])
    prepare.prepare()
    assert "customers.view" not in Role.objects.get(code="administrator").rights


@pytest.mark.parametrize(
    ("changes", "host"), [({"DEBUG": True}, "0.0.0.0"), ({"ALLOWED_HOSTS": ["a.example", "*"]}, "127.0.0.1")]
)
def test_settings_nobody_should_run_with_are_refused(changes: dict[str, object], host: str) -> None:
    with override_settings(**changes), pytest.raises(ImproperlyConfigured):
        prepare.require_safe_settings(host=host)


def test_a_suite_nobody_knows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = settings()
    monkeypatch.setattr(prepare, "environment", lambda: replace(usual, cipher_suite="sm9"))
    with pytest.raises(ImproperlyConfigured, match="aes-256-gcm, sm4-gcm"):
        prepare.require_safe_settings(host="127.0.0.1")


@pytest.mark.parametrize("said", ["nan", "inf", "-5", "0", "10081", "fifteen"])
def test_minutes_without_a_key_service_that_are_none_are_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("KEDANG_TRANSIT_MINUTES", said)
    with pytest.raises(ImproperlyConfigured, match="KEDANG_TRANSIT_MINUTES is a number of minutes from 1 to 10080"):
        prepare.require_safe_settings(host="127.0.0.1")


def test_secrets_that_everybody_can_read_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a-secret"
    path.write_text("x")
    for name in ("KEDANG_ROOT_KEY_FILE", "KEDANG_SMTP_PASSWORD_FILE", "KEDANG_S3_SECRET_FILE", "KEDANG_SMS_TOKEN_FILE"):
        monkeypatch.setenv(name, str(path))
        path.chmod(0o644)
        with pytest.raises(ImproperlyConfigured, match="chmod 600"):
            prepare.require_secret_files()
        path.chmod(0o640)
        prepare.require_secret_files()
        monkeypatch.delenv(name)


def wrong() -> list[str]:
    """What the doctor complains about."""
    return [finding.what for finding in doctor.examine() if not finding.fine]


@pytest.mark.django_db(transaction=True)
def test_the_doctor_finds_a_healthy_installation_healthy_and_names_what_is_not(tmp_path: Path) -> None:
    assert [w for w in wrong() if not w.startswith(("permissions", "disk", "durability"))] == []
    connection = connections["default"]
    for statement in unguard_sql(connection.vendor, "history_event"):
        connection.cursor().execute(statement)
    try:
        assert "append-only history_event" in wrong()
    finally:
        for statement in guard_sql(connection.vendor, "history_event"):
            connection.cursor().execute(statement)
    assert "append-only history_event" not in wrong()


def test_the_doctor_sees_files_others_may_read(tmp_path: Path) -> None:
    path = tmp_path / "root.key"
    path.write_bytes(b"x")
    path.chmod(stat.S_IRUSR | stat.S_IRGRP)
    assert not doctor._private(path).fine
    path.chmod(stat.S_IRUSR)
    assert doctor._private(path).fine


@pytest.mark.django_db
def test_a_session_survives_preparing() -> None:
    client = browser(make_cast().lin)
    prepare.prepare()
    assert client.get("/api/session").status_code == 200


@pytest.mark.skipif(
    os.environ.get("KEDANG_TEST_DATABASE") == "postgres", reason="a home of its own, on SQLite; run once is enough"
)
@pytest.mark.parametrize(
    ("words", "code"), [(["create-admin", "--login", "boss", "--name", "老板", "--password-stdin"], 0), (["digest"], 0)]
)
def test_a_command_prepares_an_installation_that_nobody_has_started_yet(
    tmp_path: Path, words: list[str], code: int
) -> None:
    environment = {**os.environ, "KEDANG_HOME": str(tmp_path / "new"), "KEDANG_DATABASE_URL": "", "KEDANG_DEMO": ""}
    command = [sys.executable, "-m", "kedang", *words]
    ended = subprocess.run(
        command, env=environment, input="a long enough sentence\n", text=True, capture_output=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (code, "")
