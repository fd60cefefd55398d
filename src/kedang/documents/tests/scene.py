"""周's customer 张伟 and 陈's customer 李娜, files of every kind, and what happens to them over HTTP."""

import io
import zlib
from dataclasses import dataclass
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from kedang.accounts.models import User
from kedang.archive.tests.filing import file_customer
from kedang.documents import stores
from kedang.documents.destroying import DESTROY
from kedang.documents.indexing import READ_TEXT
from kedang.documents.models import Document, Version
from kedang.documents.settings import store_settings
from kedang.jobs.claiming import claim_next
from kedang.jobs.worker import run_claimed
from tests.people import Cast, browser, make_cast, send

SECRET = "暗号翠鸟"
SAID = f"采购合同 甲方：张伟 总价三十万元。{SECRET} Payment within 30 days of delivery."
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes.fromhex("00000002000000020802000000fdd49a73")


@dataclass(slots=True)
class Scene:
    """Everybody, and the two customers."""

    cast: Cast
    zhang: int
    li: int

    def upload(
        self, user: User | None = None, name: str = "合同.txt", content: bytes = SAID.encode(), **said: Any
    ) -> Any:
        """One upload to 张伟, unless `customer` says whose."""
        path = f"/api/customers/{said.pop('customer', self.zhang)}/documents"
        file = SimpleUploadedFile(name, content)
        return browser(user or self.cast.zhou).post(path, {"file": file, "type": "contract", **said})

    def filed(self, user: User | None = None, **said: Any) -> int:
        """周 uploads a contract; its id."""
        answer = self.upload(user, **said)
        assert answer.status_code == 201, answer.content
        return int(answer.json()["id"])

    def add_version(
        self, document: int, *, version: int, name: str = "合同.txt", content: bytes = SAID.encode(), **said: Any
    ) -> Any:
        """周 uploads a newer version."""
        body = {"file": SimpleUploadedFile(name, content), "version": version, **said}
        return browser(self.cast.zhou).post(f"/api/documents/{document}/versions", body)

    def ask(self, user: User, method: str, path: str, body: Any = None) -> Any:
        """One request about documents."""
        return send(browser(user), method, f"/documents{path}", body)

    def found(self, user: User, query: str, **more: str) -> list[dict[str, Any]]:
        """What somebody finds."""
        answer = browser(user).get("/api/documents", {"q": query, **more})
        assert answer.status_code == 200, answer.content
        rows: list[dict[str, Any]] = answer.json()["rows"]
        return rows

    def of_customer(self, user: User, **query: Any) -> Any:
        """What somebody sees of 张伟's documents."""
        answer = browser(user).get(f"/api/customers/{self.zhang}/documents", query)
        assert answer.status_code == 200, answer.content
        return answer.json()


def make_scene() -> Scene:
    """The two customers in the database."""
    cast = make_cast()
    return Scene(cast, file_customer(cast.zhou, name="张伟"), file_customer(cast.chen, name="李娜"))


def work() -> int:
    """Let a worker do everything that waits; how much it was."""
    done = 0
    while job := claim_next((READ_TEXT, DESTROY)):
        run_claimed(job)
        done += 1
    return done


def lying() -> list[str]:
    """The names of all files in the stores."""
    return sorted(place for kind in stores.kinds() for place, _ in stores.store_of(kind).places())


def raw() -> bytes:
    """Everything that lies in the folder, as it lies there."""
    root = store_settings().folder
    return b"".join(path.read_bytes() for path in sorted(root.glob("??/*")))


def rows() -> tuple[int, int]:
    """How many documents and versions there are."""
    return Document.objects.count(), Version.objects.count()


def docx(text: str, *more: str) -> bytes:
    """A Word file with one paragraph, and other parts by name."""
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{namespace}"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>'
    target = io.BytesIO()
    with ZipFile(target, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", body)
        for name in more:
            package.writestr(name, b"x")
    return target.getvalue()


def folded(package: bytes) -> bytes:
    """The same package, compressed."""
    target = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return target.getvalue()


def pdf(*pages: str) -> bytes:
    """A PDF in plain letters, a page each."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for text in pages:
        stream = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET"
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        font = "<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font {font} >> /Contents {number + 1} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(pages)} >>"
    return assembled(objects)


def assembled(objects: list[str]) -> bytes:
    """A PDF from its objects."""
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


def png(width: int, height: int) -> bytes:
    """The beginning of an image of a size; nobody unfolds it."""
    head = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes((8, 2, 0, 0, 0))
    return PNG[:8] + (13).to_bytes(4, "big") + head + zlib.crc32(head).to_bytes(4, "big")
