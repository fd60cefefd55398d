"""What came in with a file is nowhere on the disk in clear, and does not stay."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from kedang.intake import lifecycle, retention
from kedang.intake.models import FateBatch, ImportRun
from kedang.intake.sources import staged_path
from kedang.intake.tests.builders import COMMAND, bring, fates, stage, table, work
from kedang.kit.clock import now
from kedang.kit.env import settings
from kedang.kit.errors import DomainError
from kedang.vault.keys import keys_for

HEAD = ("姓名", "手机", "邮箱", "身份证号", "银行账号", "地址", "微信", "护照号", "出生日期", "内部代码")


def canaries(number: int) -> tuple[str, ...]:
    """One row of values nobody else has; every fifth is malformed and therefore kept as given."""
    bad = number % 5 == 0
    return (
        f"测试{number}",
        f"1380000{number:04d}" if not bad else f"1380000{number:04d}99",
        f"canary{number}@secret.example",
        f"33010619800101{number:04d}",
        f"62220212340{number:08d}",
        f"杭州市西湖区金丝雀路 {number}881 号",
        f"wxcanary{number:05d}",
        f"EC{number:07d}",
        f"1971-03-{number % 28 + 1:02d}",
        f"extra-canary-{number:05d}",
    )


def files() -> list[Path]:
    """Everything the installation has on its disk."""
    return [p for p in settings().home.rglob("*") if p.is_file()]


def rows_of_every_table() -> str:
    """Every cell of every table, as text: on PostgreSQL the disk belongs to somebody else."""
    found: list[str] = []
    for alias in ("default", "keys", "audit"):
        connection = connections[alias]
        with connection.cursor() as cursor:
            for name in connection.introspection.table_names(cursor):
                if name == "archive_search" and connection.vendor == "sqlite":
                    continue  # contentless: what it holds lies in its shadow tables
                cursor.execute(f'SELECT * FROM "{name}"')
                for row in cursor.fetchall():
                    found += [bytes(c).hex() if isinstance(c, memoryview | bytes) else str(c) for c in row]
    return "\n".join(found)


@pytest.mark.django_db(transaction=True)
def test_no_canary_is_found_on_the_disk() -> None:
    rows = [canaries(n) for n in range(1, 41)]
    secrets = [value for row in rows for value in row[1:8] + row[9:]]
    run = stage(COMMAND, table(HEAD, *rows, *rows[:5]), columns={9: None})
    lifecycle.check(COMMAND, run.id)
    work(run.id)
    lifecycle.commit(COMMAND, run.id)
    filed = work(run.id)
    changed = [(*row[:8], "1972-04-05", row[9] + "-2") for row in rows[:10]]
    assert bring(COMMAND, table(HEAD, *changed), columns={9: None}).updated == 10
    assert (filed.created, filed.duplicate) == (40, 5)
    assert any(n[1] == "1380000000599" for f in fates(filed) for n in f.notes), "the report itself does know them"
    texts = rows_of_every_table()
    data = b"".join(path.read_bytes() for path in files())
    for secret in secrets:
        assert secret not in texts, secret
        assert secret.encode() not in data, secret
        assert secret.encode("utf-16-le") not in data, secret
        assert secret.encode("gb18030") not in data, secret
    # The harness would see a clear value: names are stored in clear.
    assert "测试7" in texts


@pytest.mark.django_db
def test_when_its_time_is_over_file_fates_and_key_are_destroyed_and_counts_stay() -> None:
    run = bring(COMMAND, table(HEAD, canaries(1)))
    assert staged_path(run.id).exists()
    assert retention.destroy_old() == 0
    ImportRun.objects.filter(id=run.id).update(destroy_after=now() - timedelta(days=1))
    assert retention.destroy_old() == 1
    assert not staged_path(run.id).exists()
    assert keys_for([run.id]) == {}
    assert not FateBatch.objects.filter(run_id=run.id).exists()
    kept = ImportRun.objects.get(id=run.id)
    assert (kept.created, kept.inspection_enc) == (1, None)
    with pytest.raises(DomainError) as gone:
        lifecycle.run_key(kept)
    assert gone.value.code == "import.destroyed"
    assert retention.destroy_old() == 0


@pytest.mark.django_db
def test_a_file_that_is_changed_on_the_disk_does_not_open() -> None:
    run = stage(COMMAND, table(HEAD, canaries(1)))
    path = staged_path(run.id)
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(bytes(data))
    lifecycle.commit(COMMAND, run.id)
    stopped = work(run.id)
    assert (stopped.state, stopped.created) == ("failed", 0)
    assert '"import.file_damaged"' in stopped.error
