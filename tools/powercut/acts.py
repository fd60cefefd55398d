"""The real work whose power is cut."""

import json
import random
from pathlib import Path

from kedang.archive.customers import create
from kedang.archive.edit import change_values
from kedang.archive.filing import content_of
from kedang.documents.arriving import Arrival
from kedang.documents.filing import Described, file
from kedang.engine.standardise.record import standardise_record
from kedang.history.reads import record_read
from kedang.kit.actor import system_actor
from tools.powercut.images import SAID

TEXT = "合同条款".encode() * 700


def work(home: Path, rounds: int) -> None:
    """Round by round; what is done is said at once."""
    actor, chance = system_actor("command"), random.Random(5)
    looks = 0
    with (home / SAID).open("ab", buffering=0) as said:

        def done(what: str, **more: int) -> None:
            said.write(json.dumps({"what": what, **more}).encode() + b"\n")

        for number in range(rounds):
            values = {"name": f"客户{number}", "mobile": f"138{number:08d}", "id_number": "11010519491231002X"}
            made = create(actor, content_of(standardise_record("person", values)).content, owner_id=None)
            done("filed", customer=made.id)
            change_values(
                actor, made.id, {"occupation": f"工程师{number}", "employer": "某某公司" * chance.randint(1, 9)}
            )
            done("changed", customer=made.id)
            record_read(actor, "customer.opened", customer_ids=[made.id])
            looks += 1
            done("looked", looks=looks)
            text = TEXT * chance.randint(1, 4) + str(number).encode()
            arrival = Arrival("合同.txt", len(text), lambda text=text: iter([text]))  # type: ignore[misc]
            done("document", document=file(actor, made.id, arrival, Described()))
