"""The scene of the crimes: two customers of 华东 with a secret in every place, one customer of the stranger's own."""

import io
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.test import Client
from django.utils import timezone

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.archive import customers, groups, notes, sharing, tags
from kedang.archive.custom_types import custom_ids
from kedang.archive.filing import content_of
from kedang.archive.models import Customer
from kedang.archive.relations import TieDraft, relate
from kedang.engine.standardise.record import Record, Value, standardise_record
from kedang.fields import definitions
from kedang.fields.definitions import Draft
from kedang.jobs.worker import run_waiting
from kedang.kit.actor import system_actor
from tests.people import Cast, make_cast, send

ID_NUMBER = "330106199003077232"
PERSON = {
    "name": "欧阳碧落",
    "mobile": "13877665544",
    "email": "biluo.ouyang@secret.example",
    "id_number": ID_NUMBER,
    "passport": "E98765432",
    "bank_account": "6222021234567890128",
    "wechat": "biluo_wx_7788",
    "address": "浙江省杭州市西湖区碧落巷77号",
    "external_id": "EAST-P-0001",
    "remark": "碧落的秘密备忘",
    "custom:pet": "碧落的猫",
    "custom:secret_pet": "碧落的龙",
    "extra:暗号": "芝麻开门碧落",
}
COMPANY = {
    "name": "杭州玄机碧落仪器有限公司",
    "short_name": "玄机碧落",
    "landline": "0571-87654321",
    "credit_code": "91330106MA2GY7XB26",
    "external_id": "EAST-O-0002",
    "contact_name": "司徒玄机",
    "contact_mobile": "13699887766",
    "contact_email": "xuanji@secret.example",
    "industry": "玄机仪器",
}
# Any of these in an answer to the stranger is a leak, in whatever form.
WORDS = (
    "碧落",
    "玄机",
    "13877665544",
    "138****5544",
    "87654321",
    "0571****",
    "136****7766",
    "13699887766",
    "secret.example",
    ID_NUMBER,
    "330***********7232",
    "E98765432",
    "6222021234567890128",
    "biluo",
    "xuanji",
    "EAST-P-0001",
    "EAST-O-0002",
    "91330106MA2GY7XB26",
    "芝麻",
)


@dataclass(slots=True)
class Scene:
    """Everybody, the two hidden customers, the stranger's own one, and what hangs on them."""

    cast: Cast
    person: int
    company: int
    own: int
    numbers: dict[int, str]
    tag: int
    group: int
    note: int
    grant: int
    relation: int

    @property
    def hidden(self) -> tuple[int, int]:
        """The customers 陈 must know nothing of."""
        return self.person, self.company

    def leaks(self, text: str, *, said: str = "") -> list[str]:
        """What of the hidden customers stands in a text, leaving out what the asker said themselves."""
        words = [*WORDS, *(str(i) for i in self.hidden), *(self.numbers[i] for i in self.hidden)]
        return [word for word in words if word in text and word not in said]


def file(owner: User, kind: str, values: dict[str, str]) -> int:
    """One customer through the real verb."""
    plain = {code: value for code, value in values.items() if not code.startswith(("custom:", "extra:"))}
    record = standardise_record(kind, plain)
    more = tuple(
        Value(field=code, given=value, standard=value, state="kept", reason=None)
        for code, value in values.items()
        if code.startswith(("custom:", "extra:"))
    )
    filed = content_of(Record(record.kind, (*record.values, *more), record.name_key), custom_ids=custom_ids())
    return customers.create(system_actor("demo"), filed.content, owner_id=owner.id).id


def build() -> Scene:
    """Everything, in the present transactions."""
    demo = system_actor("demo")
    cast = make_cast()
    definitions.create(demo, Draft(code="pet", label_zh="宠物"))
    definitions.create(demo, Draft(code="secret_pet", label_zh="密宠", sensitivity="S"))
    person, company = file(cast.zhou, "person", PERSON), file(cast.zhou, "organisation", COMPANY)
    own = file(cast.chen, "person", {"name": "陈客户", "mobile": "13500000001"})
    tag, group = tags.create(demo, name="重点").tag.id, groups.create(demo, name="老客户")
    for customer in (person, company):
        tags.add(demo, customer, [tag])
        groups.add(demo, customer, [group])
    relation = relate(demo, person, TieDraft(kind="other", other_id=company, note="碧落与玄机"))
    numbers = dict(Customer.objects.values_list("id", "number"))
    return Scene(
        cast=cast,
        person=person,
        company=company,
        own=own,
        numbers=numbers,
        tag=tag,
        group=group,
        note=notes.write(demo, person, body="碧落喜欢玄机茶"),
        grant=sharing.share(demo, person, user_id=cast.lin.id, level="read"),
        relation=relation.id,
    )


def get(client: Client, path: str, **query: str) -> Any:
    """One GET of the API with its query."""
    asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
    return client.get(f"/api{path}{'?' if asked else ''}{asked}")


def where(*conditions: tuple[str, str, object]) -> str:
    """A list's filter."""
    return json.dumps([{"field": f, "op": o, "value": v} for f, o, v in conditions], ensure_ascii=False)


def text(response: Any) -> str:
    """The body as text; a workbook is not text."""
    content: bytes = b"".join(response) if response.streaming else response.content
    return content.decode("utf-8-sig", "replace")


def give_modes(user: User, modes: dict[str, dict[str, str]], *, like: str) -> User:
    """Give somebody one role that is like a built-in one, with other field modes."""
    model = Role.objects.get(code=like)
    stamp = timezone.now().strftime("%H%M%S%f")
    role = Role.objects.create(
        code=f"r{stamp}", name_zh="r", name_en="r", rights=model.rights, scope=model.scope, field_modes=modes
    )
    user.roles.set([role])
    bump()
    return user


def start_import(client: Client, content: bytes, filename: str = "rows.csv", **mapping: Any) -> str:
    """Send a file and set how it is read; returns the run's id."""
    handle = io.BytesIO(content)
    handle.name = filename
    sent = client.post("/api/imports", {"file": handle})
    assert sent.status_code == 201, sent.content
    run_waiting()
    run = str(sent.json()["id"])
    if mapping:
        answer = send(client, "PUT", f"/imports/{run}/mapping", mapping)
        assert answer.status_code == 200, answer.content
    return run


def judge(client: Client, run: str, step: str = "check") -> dict[str, Any]:
    """Check or commit a run, do the work, and fetch it."""
    answer = send(client, "POST", f"/imports/{run}/{step}")
    assert answer.status_code == 200, answer.content
    run_waiting()
    found: dict[str, Any] = get(client, f"/imports/{run}").json()
    return found
