"""Fill the volume of the data, of the keys, of the audit and of the documents, one at a time, under a running server.

`python -m tools.drill_volumes`; as root, since each volume is a memory disk of its own. What is asked of each: the refusal says why,
nothing that was said to be done is gone, nothing that was refused is there, and work goes on by itself once there is room again.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kedang.kit.row_sum import teach
from tools.drill_import import Home
from tools.drill_server import Serving

NOT_RUN = 77
MOST_ACTS = 3_000
LEFT = 400 << 10
MARK = "kedang-drill"


@dataclass(slots=True)
class Place:
    """A running installation and the volume that is filled."""

    home: Home
    serving: Serving
    token: str
    volume: Path

    def ask(self, path: str, data: bytes | None = None, content_type: str = "application/json") -> Any:
        """An answer, or a refusal as (status, code)."""
        try:
            more = {} if data is None else {"data": data, "content_type": content_type}
            return self.serving.ask(path, token=self.token, **more)
        except urllib.error.HTTPError as refused:
            text = refused.read().decode()
            if "张伟" in text:
                raise AssertionError("a refusal tells of the customer") from refused
            return (refused.code, json.loads(text)["error"]["code"])

    def customer(self, number: int) -> Any:
        """File one."""
        body = {"kind": "person", "values": {"name": "张伟", "mobile": f"138{number:08d}"}, "force": True}
        return self.ask("/api/customers", json.dumps(body).encode())


def main() -> int:
    """Each volume in turn."""
    if os.geteuid() != 0:
        print("NOT RUN: only root may mount a memory disk")
        return NOT_RUN
    fine = True
    for name, size in (("data", 64), ("keys", 4), ("audit", 4), ("documents", 3)):
        with _place(name, size) as place:
            fine &= _fill(name, place)
    return 0 if fine else 1


@contextmanager
def _place(name: str, megabytes: int) -> Iterator[Place]:
    base = Path(tempfile.mkdtemp(prefix="kedang-volumes-"))
    home, volume = Home(base, "home"), base / "volume"
    volume.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", volume], check=True)
    serving: Serving | None = None
    try:
        if name == "data":
            home.path.symlink_to(volume)
        subprocess.run(
            home.command("create-admin", "--login", "lin", "--name", "林晓", "--password-stdin"),
            env=home.environment, input="a drill needs no secret\n", text=True, check=True, capture_output=True,
        )  # fmt: skip
        token = home.run("token", "create", "--user", "lin", "--name", "drill").stdout.split()[-1]
        _move(name, home.path, volume)
        serving = Serving(home)
        yield Place(home, serving, token, volume)
    finally:
        if serving is not None:
            serving.stop()
        subprocess.run(["umount", "-l", volume], check=True)
        shutil.rmtree(base, ignore_errors=True)


def _move(name: str, home: Path, volume: Path) -> None:
    """Put one database, or the documents, on the volume."""
    if name == "documents":
        shutil.rmtree(home / "documents", ignore_errors=True)
        (home / "documents").symlink_to(volume)
    elif name != "data":
        for part in home.glob(f"{name}.db*"):
            shutil.move(part, volume / part.name)
        (home / f"{name}.db").symlink_to(volume / f"{name}.db")


def _fill(name: str, place: Place) -> bool:
    known = place.customer(0)
    act = _acts(place, int(known["id"]))[name]
    ballast = place.volume / "ballast"
    room = os.statvfs(place.volume)
    with ballast.open("wb") as file:
        file.write(bytes(max(0, room.f_bavail * room.f_frsize - LEFT)))
    done, refused = 0, None
    for number in range(1, MOST_ACTS):
        answer = act(number)
        if isinstance(answer, tuple):
            refused = answer
            break
        done += 1
    ballast.unlink()
    again = act(MOST_ACTS)
    goes_on = not isinstance(again, tuple)
    place.serving.stop()
    expected = {"data": done + 2, "keys": done + 2, "audit": 1, "documents": 1}[name]
    found = _found(place.home.path)
    filed = done + 1 if name == "documents" else 0
    fine = (
        refused in {(507, "disk_full"), (503, "audit_unavailable")}
        and goes_on
        and found == {"sound": True, "customers": expected, "documents": filed, "files": filed}
    )
    print(
        f"{name}: {done} acts, then {refused}; after room was made: {'goes on' if goes_on else again}; {found}",
        flush=True,
    )
    return fine


def _acts(place: Place, customer: int) -> dict[str, Callable[[int], Any]]:
    def document(number: int) -> Any:
        head = f'--{MARK}\r\nContent-Disposition: form-data; name="file"; filename="a{number}.txt"\r\n\r\n'
        data = (head + f"合同{number}" * 4_000 + f"\r\n--{MARK}--\r\n").encode()
        return place.ask(f"/api/customers/{customer}/documents", data, f"multipart/form-data; boundary={MARK}")

    return {
        "data": place.customer,
        "keys": place.customer,
        "audit": lambda _: place.ask(f"/api/customers/{customer}"),
        "documents": document,
    }


def _found(home: Path) -> dict[str, object]:
    """What there is, read without the application."""
    counts: dict[str, object] = {"sound": True}
    for name in ("kedang", "keys", "audit"):
        database = sqlite3.connect(home / f"{name}.db")
        teach(database)
        counts["sound"] = counts["sound"] and database.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        if name == "kedang":
            for word, table in (("customers", "archive_customer"), ("documents", "documents_version")):
                counts[word] = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        database.close()
    documents = home / "documents"
    counts["files"] = sum(path.is_file() for path in documents.rglob("??/*")) if documents.exists() else 0
    return counts


if __name__ == "__main__":
    sys.exit(main())
