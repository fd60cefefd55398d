"""One visitor, for locust: signs in, and does what the mix says, asking what the pages ask. Runs in an environment of its own.

From the environment: LOAD_ACCOUNTS, the accounts; LOAD_ANSWERS, the file every answer is written to.
"""

import base64
import hashlib
import hmac
import json
import os
import random
import struct
import time
import zlib
from collections import deque
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from locust import FastHttpUser, task
from locust.exception import StopUser

from benchmarks.load.mix import THINK_SECONDS, Answer, line_of, weights

ACCOUNTS = json.loads(Path(os.environ["LOAD_ACCOUNTS"]).read_text(encoding="utf-8"))
ANSWERS = Path(os.environ["LOAD_ANSWERS"]).open("a", encoding="utf-8", buffering=1)  # noqa: SIM115 - until the process ends
NUMBERS = count()
COLUMNS = "kind,level,owner,phone,region,tags,updated_at"
WORDS = ("张", "张伟", "李娜", "王芳", "刘洋", "zw", "zhangwei", "lina", "科技", "华盛", "贸易", "医疗", "0571", "138")
REMARKS = ("已电话回访，客户满意", "下月续签，需提前准备报价", "对交货期有要求，已告知生产", "联系人出差，月底再联系")
AFTER_EDIT = "hints,history,timeline,pinned,cases"
AFTER_UPLOAD = "documents,timeline,pinned,cases"
STEP_SECONDS = 30


class Visitor(FastHttpUser):
    """Somebody at work."""

    network_timeout = connection_timeout = 60.0
    host = "http://127.0.0.1"

    def wait_time(self) -> float:
        """Thinking."""
        return random.uniform(*THINK_SECONDS)

    def on_start(self) -> None:
        """Sign in; the accounts are given out in turn."""
        self.account = ACCOUNTS[next(NUMBERS) % len(ACCOUNTS)]
        self.acts, self.weights = zip(*weights(self.account["role"]).items(), strict=True)
        self.found: deque[tuple[str, str]] = deque(maxlen=60)
        self.pages: deque[dict[str, Any]] = deque(maxlen=10)
        self.cursor, self.used_step = "", 0
        self.ask("GET", "/api/instance", "start")
        body = {"login": self.account["login"], "password": self.account["password"]}
        status, _ = self.ask("POST", "/api/session", "sign in", body=body)
        if status == 202:
            status, _ = self.ask("POST", "/api/session/step", "sign in", body={"code": self.code()})
        if status != 200:
            raise StopUser
        self.list()

    @task
    def act(self) -> None:
        """The next act, by the weights of one's role."""
        getattr(self, random.choices(self.acts, self.weights)[0])()

    # --- the acts -------------------------------------------------------------------------------------------------

    def search(self) -> None:
        """What the search box asks: a word everybody uses, a name seen, four digits."""
        draw, seen = random.random(), random.choice(self.found)[1] if self.found else "王"
        words = seen if draw < 0.4 else f"{random.randrange(10_000):04d}" if draw < 0.55 else random.choice(WORDS)
        _, answer = self.ask("GET", f"/api/search?{urlencode({'q': words, 'limit': 10})}", "search")
        self.remember(answer.get("hits", ()))

    def list(self) -> None:
        """The list as it first comes, mostly; else narrowed, in another order, or the next page."""
        query, draw = {"sort": "-updated_at", "columns": COLUMNS, "limit": "50"}, random.random()
        if draw > 0.85 and self.cursor:
            query["cursor"] = self.cursor
        elif draw > 0.7:
            query["sort"] = "name"
        elif draw > 0.5:
            query["filter"] = json.dumps([{"field": "kind", "op": "eq", "value": "organisation"}])
        _, answer = self.ask("GET", f"/api/customers?{urlencode(query)}", "list")
        if query["sort"] == "-updated_at" and "filter" not in query:
            self.cursor = answer.get("next") or ""
        self.remember(answer.get("rows", ()))

    def open(self, customer_id: str = "") -> dict[str, Any]:
        """A customer's page: everything it shows at first in one request, and what its quality is."""
        if not customer_id:
            if not self.found:
                self.list()
            if not self.found:
                return {}
            customer_id = random.choice(self.found)[0]
        _, answer = self.ask("GET", f"/api/customers/{customer_id}/panels", "open")
        page: dict[str, Any] = answer.get("page") or {}
        if page:
            self.ask("GET", f"/api/customers/{page['id']}/quality", "open: quality")
            self.keep(page)
        return page

    def edit(self) -> None:
        """A remark on a customer whose page is open, with the version that was read; whoever was slower reads again."""
        page = next((each for each in self.pages if each["editable"]), None) or self.open()
        if not page.get("editable"):
            return
        customer_id = page["id"]
        values = {"remark": f"{random.choice(REMARKS)}（{random.randrange(10**6)}）"}
        body = {"version": page["version"], "values": values}
        status, answer = self.ask("PATCH", f"/api/customers/{customer_id}", "edit", body=body)
        if status == 409:
            self.pages.remove(page)
            self.open(customer_id)
        elif status == 200:
            self.keep(answer)
            self.ask("GET", f"/api/customers/{customer_id}/panels?parts={AFTER_EDIT}", "after a change")
            self.ask("GET", f"/api/customers/{customer_id}/quality", "open: quality")

    def upload(self) -> None:
        """A file of 20 to 120 kB."""
        page = next((each for each in self.pages if each["editable"]), None) or self.open()
        if not page.get("editable"):
            return
        name, content = random.choice((picture, paper))()
        form = {"type": "contract", "title": name.partition(".")[0]}
        address = f"/api/customers/{page['id']}/documents"
        status, _ = self.ask("POST", address, "upload", form=form, file=(name, content))
        if status == 201:
            self.ask("GET", f"/api/customers/{page['id']}/panels?parts={AFTER_UPLOAD}", "after a change")

    def export(self) -> None:
        """The customers of a name or two as a file; the dialog looks ahead first."""
        name = random.choice(self.found)[1] if self.found else "王芳"
        filter = json.dumps([{"field": "name", "op": "contains", "value": name[:4]}])
        query = {"filter": filter, "sort": "-updated_at", "columns": COLUMNS}
        self.ask("GET", f"/api/customers/export/ahead?{urlencode(query)}", "export: ahead")
        form = urlencode(query | {"format": random.choice(("xlsx", "csv"))})
        self.ask("GET", f"/api/customers/export?{form}", "export")

    def reveal(self) -> None:
        """One masked contact point of a customer on the screen."""
        page = random.choice(self.pages) if self.pages else self.open()
        masked = [each["id"] for each in page.get("contact_points", ()) if each["masked"]]
        for _ in range(5):
            if masked:
                break
            page = self.open()
            masked = [each["id"] for each in page.get("contact_points", ()) if each["masked"]]
        if masked:
            body = {"fields": masked[:1], "reason": "回访客户，核对联系电话"}
            self.ask("POST", f"/api/customers/{page['id']}/reveal", "reveal", body=body)

    # --- asking ---------------------------------------------------------------------------------------------------

    def ask(self, method: str, path: str, kind: str, *, body: Any = None, form: Any = None, file: Any = None) -> Any:
        """Status and JSON. Where the server wants proof of who sits there, it is given and the request sent again."""
        status, answer = self.send(method, path, kind, body=body, form=form, file=file)
        if status == 401 and code_of(answer) == "stepup":
            self.send("POST", "/api/me/proof", "proof", body={"code": self.code()})
            status, answer = self.send(method, path, kind, body=body, form=form, file=file)
        return status, answer

    def send(self, method: str, path: str, kind: str, *, body: Any = None, form: Any = None, file: Any = None) -> Any:
        """One request, written down."""
        headers, data = {"Accept": "application/json"}, None
        if method != "GET":
            cookies = {each.name: each.value for each in self.client.cookiejar}
            headers["X-CSRFToken"] = cookies.get("csrftoken", "")
        if body is not None:
            headers["Content-Type"], data = "application/json", json.dumps(body)
        if file is not None:
            headers["Content-Type"], data = multipart(form, *file)
        began = time.perf_counter()
        with self.client.request(
            method, self.account["address"] + path, name=kind, data=data, headers=headers, catch_response=True
        ) as response:
            content = response.content or b""
            took = (time.perf_counter() - began) * 1000
            is_json = "json" in (response.headers or {}).get("content-type", "")
            answer = json.loads(content) if content and is_json else {}
            error = "" if response.status_code else f"{type(response.error).__name__}: {response.error}"
            name = (response.headers or {}).get("x-request-id", "")
            told = Answer(kind, took, response.status_code or 0, code_of(answer), name, error)
            ANSWERS.write(line_of(told))
            response.failure(told.code or told.error or str(told.status)) if told.wrong else response.success()
        return told.status, answer

    def remember(self, rows: Any) -> None:
        """Whom one has seen, to be opened next."""
        self.found.extend((row["id"], row["name"]) for row in rows)

    def keep(self, page: dict[str, Any]) -> None:
        """A page that is open; the newest state of it."""
        for each in [each for each in self.pages if each["id"] == page["id"]]:
            self.pages.remove(each)
        self.pages.appendleft(page)

    def code(self) -> str:
        """What the authenticator app shows; a code counts once, so it may take a moment until there is another."""
        while (step := int(time.time()) // STEP_SECONDS) <= self.used_step:
            time.sleep(0.5)
        self.used_step = step
        return code_at(self.account["secret"], step)


def code_of(answer: Any) -> str:
    """The code of a refusal."""
    return str(answer["error"]["code"]) if isinstance(answer, dict) and "error" in answer else ""


def code_at(secret: str, step: int) -> str:
    """RFC 6238: SHA-1, six digits."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06d}"


def multipart(form: dict[str, str], name: str, content: bytes) -> tuple[str, bytes]:
    """A form with a file, and its content type."""
    mark = os.urandom(12).hex()
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in form.items()]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts += [f"{head}Content-Type: application/octet-stream\r\n\r\n".encode(), content, f"\r\n--{mark}--\r\n".encode()]
    return f"multipart/form-data; boundary={mark}", b"".join(parts)


def picture() -> tuple[str, bytes]:
    """A PNG of noise."""
    side = random.randrange(80, 200)
    rows = b"".join(b"\0" + os.urandom(3 * side) for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return "现场照片.png", b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def paper() -> tuple[str, bytes]:
    """A text of some pages; what it says is read in the background and can be found."""
    lines = (
        f"第{n}条 {random.choice(REMARKS)}，编号 {random.randrange(10**8)}。" for n in range(random.randrange(300, 900))
    )
    return "补充协议.txt", "\n".join(lines).encode()
