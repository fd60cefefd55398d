"""`kedang restore-customer` at the terminal."""

import pytest

from kedang.archive.models import Customer
from kedang.config.cli import main
from kedang.history.models import Event, ReadEvent
from kedang.operations.tests.backup_scene import Backups
from kedang.operations.tests.conftest import backups as backups
from kedang.operations.tests.test_customer_bringing import filed, spoil, standing


def test_the_command_says_names_and_counts_and_no_value(backups: Backups, capsys: pytest.CaptureFixture[str]) -> None:
    customer = filed(backups)
    made = backups.made()
    spoil(backups, customer)
    number = Customer.objects.get(id=customer).number
    command = ["restore-customer", f"{backups.folder}/{made.name}", number]
    before = standing()
    assert main(command) == 0
    assert standing() == before
    assert main([*command, "--write"]) == 1
    assert standing() == before
    assert ReadEvent.objects.filter(verb="customer.compared_with_backup", customer_id=customer).count() == 1
    assert main([*command, "--write", "--reason", "asked"]) == 0
    said = capsys.readouterr().out
    for value in ("赵敏", "13711110001", "文三路", "龙井", "续约", "合同", "11010519491231002X"):
        assert value not in said
    assert "mobile" in said
    assert Event.objects.get(verb="customer.brought_back").actor_name == "command"
