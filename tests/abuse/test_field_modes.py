"""林 leads 华东 and sees 周's customers, but not their telephone numbers: for him they are hidden, or masked.

So he guesses. A number he may not read must not be confirmed by search, filter, sort, export, history, an edit that is
echoed, a saved form, a duplicate check, or an import: not its digits, and not whether there is one.
"""

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.test import Client

from kedang.accounts.models import User
from kedang.archive.models import ContactPoint, Grant
from kedang.engine.catalogue import FIELDS
from kedang.history.models import ReadEvent
from tests.abuse import scene
from tests.abuse.scene import COMPANY, ID_NUMBER, PERSON, Scene, get, give_modes, text, where
from tests.people import browser, code, make_user, send

pytestmark = pytest.mark.django_db

HIDDEN = dict.fromkeys(("own", "other", "list", "export"), "hidden")
MASKED = dict.fromkeys(("own", "other", "list", "export"), "masked")
SECRETS = (
    "13877665544",
    "77665544",
    "biluo.ouyang@secret.example",
    ID_NUMBER,
    "E98765432",
    "6222021234567890128",
    "biluo_wx_7788",
    "碧落巷77号",
    "碧落的龙",
    "芝麻开门碧落",
    "13699887766",
    "87654321",
    "xuanji@secret.example",
)
SHAPES = ("5544", "1990-03-07", "19900307", "4321", "7766", "wx_7788", "0128", "7232", "5432", "secret.example")


# Ids and times are random digits, in which a tail of four stands now and then.
CHANCE = re.compile(r"(?<!\d)\d{18,19}(?!\d)|\d\d:\d\d:\d\d\.\d+")


def told(body: str) -> str:
    """An answer without ids and times; a secret that is as long as an id stays."""
    return CHANCE.sub(lambda found: found[0] if found[0] in SECRETS else "", body)


@pytest.fixture
def there() -> Scene:
    """The scene."""
    return scene.build()


def looking(there: Scene, modes: dict[str, str], **more: dict[str, str]) -> Client:
    """林 with these modes for everything sensitive."""
    give_modes(there.cast.lin, {"*C": modes, "*S": modes, **more}, like="lead")
    return browser(there.cast.lin)


def everything(there: Scene, lin: Client) -> list[Any]:
    """Every answer in which a value could stand."""
    columns = [c for c in FIELDS if FIELDS[c].storage != "column"] + ["custom:pet", "custom:secret_pet"]
    return [
        *(get(lin, f"/customers/{i}") for i in there.hidden),
        *(get(lin, f"/customers/{i}/history") for i in there.hidden),
        get(lin, "/customers", columns=",".join(columns)),
        get(lin, "/customers"),
        get(lin, "/search", q="欧阳碧落"),
        get(lin, "/search", q="玄机碧落"),
        send(lin, "PATCH", f"/customers/{there.company}", {"values": {"industry": "仪器仪表"}}),
        get(lin, "/customers/export", format="csv"),
        get(lin, "/customers/export", format="csv", columns=",".join(["phone", "email", *columns])),
    ]


@pytest.mark.parametrize(("modes", "forbidden"), [(HIDDEN, (*SECRETS, *SHAPES)), (MASKED, SECRETS)])
def test_nothing_that_is_answered_carries_the_values(
    there: Scene, modes: dict[str, str], forbidden: tuple[str, ...]
) -> None:
    owner = browser(there.cast.zhou)
    changed = {"mobile": ["13877665544", "13911112222"], "wechat": "biluo_wx_7788x", "extra:暗号": "芝麻关门碧落"}
    assert send(owner, "PATCH", f"/customers/{there.person}", {"values": changed}).status_code == 200
    lin = looking(there, modes)
    for answer in everything(there, lin):
        assert answer.status_code == 200
        body = told(text(answer))
        found = [word for word in (*forbidden, "13911112222", "芝麻关门") if word in body]
        assert found == [], (answer.request["PATH_INFO"], found)


def test_the_owner_does_get_them(there: Scene) -> None:
    """Without this the silence above would prove nothing."""
    page = text(get(browser(there.cast.zhou), f"/customers/{there.person}"))
    assert [word for word in ("13877665544", "biluo_wx_7788", "碧落巷77号", "芝麻开门碧落") if word not in page] == []


@pytest.mark.parametrize("modes", [HIDDEN, MASKED])
def test_searching_for_the_values_finds_nothing(there: Scene, modes: dict[str, str]) -> None:
    lin = looking(there, modes)
    assert get(lin, "/search", q="欧阳碧落").json()["count"]["value"] == 1
    for asked in (*SECRETS, "5544", "138 7766 5544", "4321", "7766", "碧落 13877665544", "碧落 5544"):
        if asked in ("碧落的龙", "芝麻开门碧落", "碧落巷77号"):
            continue
        answer = get(lin, "/search", q=asked).json()
        assert (answer["hits"], answer["count"]["value"]) == ([], 0), asked


@pytest.mark.parametrize("modes", [HIDDEN, MASKED, {"own": "edit", "other": "masked"}])
def test_a_customer_found_by_its_name_is_not_said_to_match_by_its_number(there: Scene, modes: dict[str, str]) -> None:
    """He gives the customer a brand name that is his guess; a right guess must look like a wrong one."""
    lin = looking(there, modes)
    guesses = {"landline": "0571-87654321", "wrong": "0571-87654322"}
    matched = []
    for guess in guesses.values():
        brand = guess.replace("-", "")
        answer = send(lin, "PATCH", f"/customers/{there.company}", {"values": {"brand_name": brand}})
        assert answer.status_code == 200
        hits = get(lin, "/search", q=brand).json()["hits"]
        matched.append([hit["matched"] for hit in hits])
    assert matched[0] == matched[1] == [None]


@pytest.mark.parametrize("modes", [HIDDEN, MASKED])
def test_filters_and_orders_by_the_values_are_refused(there: Scene, modes: dict[str, str]) -> None:
    lin = looking(there, modes)
    given: dict[str, str] = {**COMPANY, **PERSON}
    asked = 0
    for field, spec in FIELDS.items():
        if spec.sensitivity == "clear":
            continue
        for op in spec.ops:
            value = "5544" if op == "tail" else given.get(field, "x")
            for path in ("/customers", "/customers/count"):
                answer = get(lin, path, filter=where((field, op, value)))
                assert (answer.status_code, code(answer)) == (403, "field_not_readable"), (field, op)
                asked += 1
        assert get(lin, "/customers", sort=field).status_code == 400
    assert asked > 40
    for field in ("custom:secret_pet", "phone"):
        assert get(lin, "/customers", filter=where((field, "eq", "碧落的龙"))).status_code == 403


def test_a_filter_that_holds_for_own_customers_only_is_limited_to_them(there: Scene) -> None:
    lin = looking(there, {"own": "edit", "other": "masked"})
    stranger = browser(there.cast.lin)
    for op, value in (("eq", COMPANY["landline"]), ("tail", "4321"), ("not_empty", None)):
        answer = get(lin, "/customers", filter=where(("landline", op, value))).json()
        assert (answer["rows"], answer["count"]["value"], answer["limited_to_own"]) == ([], 0, True)
        assert get(stranger, "/customers/count", filter=where(("landline", op, value))).json()["value"] == 0


@pytest.mark.parametrize("field", ["mobile", "id_number", "birth_date", "custom:secret_pet", "extra:暗号"])
def test_an_edit_neither_echoes_nor_confirms(there: Scene, field: str) -> None:
    lin = looking(there, HIDDEN)
    right = {**PERSON, "birth_date": "1990-03-07"}[field]
    answers = []
    for guess in (right, "13877665545"):
        answer = send(lin, "PATCH", f"/customers/{there.person}", {"values": {field: guess}})
        body = json.loads(answer.content)
        body["error"].pop("request_id")
        answers.append((answer.status_code, body))
    assert answers[0] == answers[1]
    assert answers[0][0] == 403


def test_masked_text_is_never_saved_as_a_value(there: Scene) -> None:
    lin = looking(there, MASKED)
    page = get(lin, f"/customers/{there.person}").json()
    shown = {p["kind"]: p["value"] for p in page["contact_points"]}
    for kind, value in shown.items():
        answer = send(lin, "PATCH", f"/customers/{there.person}", {"values": {kind: value}})
        assert (answer.status_code, code(answer)) == (422, "field.masked_text"), kind


def test_hidden_fields_are_not_revealed_and_masked_ones_only_on_record(there: Scene) -> None:
    points = ContactPoint.objects.filter(customer_id=there.person).values_list("id", flat=True)
    asked = [*(c for c in PERSON if c not in ("name", "remark", "external_id", "custom:pet")), *map(str, points)]
    lin = looking(there, HIDDEN)
    for key in asked:
        answer = send(lin, "POST", f"/customers/{there.person}/reveal", {"fields": [key], "reason": "回访客户"})
        assert answer.status_code == 404, key
        assert not [word for word in SECRETS if word in text(answer)]
    lin = looking(there, MASKED)
    before = ReadEvent.objects.filter(verb="customer.revealed").count()
    for key in asked:
        answer = send(lin, "POST", f"/customers/{there.person}/reveal", {"fields": [key], "reason": "回访客户"})
        assert answer.status_code == 200, key
    assert ReadEvent.objects.filter(verb="customer.revealed").count() == before + len(asked)
    member = give_modes(make_user("han", "韩", "member", there.cast.east), {"*C": MASKED}, like="member")
    refused = send(
        browser(member), "POST", f"/customers/{there.person}/reveal", {"fields": ["mobile"], "reason": "回访"}
    )
    assert refused.status_code == 403


def _judged(lin: Client, sheet: str, **mapping: Any) -> list[tuple[str, str | None]]:
    run = scene.start_import(lin, sheet.encode(), mode="update", **mapping)
    scene.judge(lin, run)
    return [(row["fate"], row["reason"]) for row in get(lin, f"/imports/{run}/rows").json()["rows"]]


@pytest.mark.parametrize(
    ("header", "right", "wrong"),
    [
        ("手机", "13877665544", "13877665545"),
        ("微信", "biluo_wx_7788", "biluo_wx_7789"),
        ("身份证号", ID_NUMBER, "330106199003077240"),
        ("地址", PERSON["address"], "浙江省杭州市西湖区碧落巷78号"),
        ("暗号", "芝麻开门碧落", "芝麻关门碧落"),
        ("密宠", "碧落的龙", "碧落的凤"),
    ],
)
def test_a_dry_run_does_not_confirm_a_guess(there: Scene, header: str, right: str, wrong: str) -> None:
    """The row is matched by a number he may know; the guess stands in another column."""
    lin = looking(there, HIDDEN)
    fates = [
        _judged(lin, f"外部编号,姓名,{header}\nEAST-P-0001,欧阳碧落,{guess}\n", match_key="external_id")
        for guess in (right, wrong)
    ]
    assert fates[0] == fates[1]
    assert fates[0][0][0] == "unchanged"


def test_a_dry_run_does_not_confirm_a_contact_persons_number(there: Scene) -> None:
    lin = looking(there, HIDDEN)
    sheet = "外部编号,公司名称,联系人,联系人手机\nEAST-O-0002,杭州玄机碧落仪器有限公司,司徒玄机,{}\n"
    fates = [_judged(lin, sheet.format(guess), match_key="external_id") for guess in ("13699887766", "13699887767")]
    assert fates[0] == fates[1]


def test_an_import_does_not_write_what_its_actor_may_not(there: Scene) -> None:
    lin = looking(there, HIDDEN)
    sheet = "外部编号,公司名称,座机,联系人,联系人手机\nEAST-O-0002,杭州玄机碧落仪器有限公司,0571-11112222,司徒玄机,13600000000\n"
    before = ContactPoint.objects.filter(customer_id=there.company).count()
    run = scene.start_import(lin, sheet.encode(), mode="update", match_key="external_id")
    assert scene.judge(lin, run, "commit")["state"] == "done"
    assert ContactPoint.objects.filter(customer_id=there.company).count() == before


def test_somebody_elses_import_shows_no_more_than_ones_fields(there: Scene) -> None:
    """王 uploads, a steward for whom identity numbers are masked looks at the run: rows, samples and workbook."""
    steward: User = make_user("shi", "史岩", "steward", there.cast.head_office)
    sheet = f"姓名,手机,身份证号\n赵钱孙,1387766,{ID_NUMBER}\n周吴郑,13877665544,330106199003071\n"
    run = scene.start_import(browser(there.cast.wang), sheet.encode())
    scene.judge(browser(there.cast.wang), run)
    eyes = browser(steward)
    for path in ("rows", "inspection", ""):
        answer = get(eyes, f"/imports/{run}/{path}".rstrip("/"))
        assert answer.status_code == 200, path
        assert [word for word in (ID_NUMBER, "330106199003071") if word in text(answer)] == [], path
    book = zipfile.ZipFile(io.BytesIO(eyes.get(f"/api/imports/{run}/report.xlsx").content))
    inside = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist() if name.endswith(".xml"))
    assert [word for word in (ID_NUMBER, "13877665544") if word in inside] == []


def test_guessing_by_the_duplicate_check_is_on_record(there: Scene) -> None:
    """The check must answer, or duplicates are filed; so whoever uses it to guess is written down with whom they met."""
    lin = looking(there, MASKED)
    for guess, met in (("13877665544", (there.person,)), ("13877665545", ())):
        before = set(ReadEvent.objects.filter(verb="customers.compared").values_list("id", flat=True))
        answer = send(lin, "POST", "/customers/check", {"kind": "person", "values": {"mobile": guess}})
        looks = ReadEvent.objects.filter(verb="customers.compared").exclude(id__in=before)
        assert [look.customer_id for look in looks] == list(met)
        assert "13877665544" not in text(answer).replace(guess, "")


def test_codes_in_clear_obey_their_modes_too(there: Scene) -> None:
    """External ids and credit codes are not sealed, but a role may hide them all the same."""
    for field in ("external_id", "credit_code"):
        lin = looking(there, MASKED, **{field: HIDDEN})
        assert get(lin, "/search", q=COMPANY[field]).json()["hits"] == []
        assert COMPANY[field] not in text(get(lin, "/search", q="玄机碧落"))
        assert get(lin, "/customers", filter=where((field, "eq", COMPANY[field]))).status_code == 403
        assert COMPANY[field] not in text(get(lin, "/customers", columns=f"{field},name"))
        assert COMPANY[field] not in text(get(lin, f"/customers/{there.company}"))


WAYS = [
    ("mobile", "13877665544", "13877665545"),
    ("email", "biluo.ouyang@secret.example", "biluo.ouyang@secret.exemple"),
]


@pytest.mark.parametrize("modes", [HIDDEN, MASKED, {"own": "edit", "other": "masked"}])
@pytest.mark.parametrize(("field", "right", "wrong"), WAYS)
def test_the_duplicate_check_does_not_say_whose_number_it_is(
    there: Scene, modes: dict[str, str], field: str, right: str, wrong: str
) -> None:
    """He may learn that somebody in a department has it, like 陈 from beyond: not who, although he sees her page."""
    Grant.objects.all().delete()
    lin = looking(there, modes)
    before = {path: text(get(lin, path)) for path in (f"/customers/{there.person}", "/customers")}
    concealed = {"visible": False, "initial": "欧", "department": "华东销售部", "state": "active", "reasons": []}

    def told_of(values: dict[str, str]) -> list[dict[str, Any]]:
        answer = send(lin, "POST", "/customers/check", {"kind": "person", "values": values})
        assert answer.status_code == 200
        assert not [word for word in (str(there.person), there.numbers[there.person]) if word in text(answer)]
        assert PERSON["name"] not in text(answer)
        found: list[dict[str, Any]] = answer.json()["duplicates"]
        return [{k: v for k, v in hit.items() if v is not None and k != "handle"} for hit in found]

    assert told_of({field: right}) == [concealed]
    assert told_of({field: wrong}) == []
    refused = send(lin, "POST", "/customers", {"kind": "person", "values": {"name": PERSON["name"], field: right}})
    assert (refused.status_code, code(refused)) == (409, "customer.duplicate")
    (hit,) = refused.json()["error"]["details"]["hits"]
    assert hit.pop("handle")
    assert hit == concealed
    assert before == {path: text(get(lin, path)) for path in before}


def test_a_duplicate_found_by_what_he_may_read_says_no_more_than_that(there: Scene) -> None:
    lin = looking(there, MASKED)
    for mobile in ("13877665544", "13877665545"):
        values = {"external_id": "EAST-P-0001", "mobile": mobile}
        (hit,) = send(lin, "POST", "/customers/check", {"kind": "person", "values": values}).json()["duplicates"]
        assert (hit["visible"], hit["name"]) == (True, PERSON["name"])
        assert [why["field"] for why in hit["reasons"]] == ["external_id"]


def test_the_owner_is_still_told_who_it_is(there: Scene) -> None:
    values = {"mobile": "13877665544"}
    answer = send(browser(there.cast.zhou), "POST", "/customers/check", {"kind": "person", "values": values})
    (hit,) = answer.json()["duplicates"]
    assert (hit["visible"], hit["name"], [w["field"] for w in hit["reasons"]]) == (True, PERSON["name"], ["mobile"])


@pytest.mark.parametrize("modes", [HIDDEN, MASKED])
@pytest.mark.parametrize("mode", ["create", "update", "upsert"])
@pytest.mark.parametrize(
    ("header", "right", "key"), [("手机", "13877665544", "phone"), ("邮箱", PERSON["email"], "email")]
)
def test_an_import_does_not_say_whose_number_it_is(
    there: Scene, modes: dict[str, str], mode: str, header: str, right: str, key: str
) -> None:
    """Neither by the row itself, nor by what becomes of a later row of the customer he suspects."""
    lin = looking(there, modes)
    sheet = f"外部编号,姓名,{header}\n,{PERSON['name']},{right}\n,,{right}x\nEAST-P-0001,{PERSON['name']},\n"
    before = ContactPoint.objects.filter(customer_id=there.person).count()
    for match_key in (key, f"{key}_name", "external_id"):
        run = scene.start_import(lin, sheet.encode(), mode=mode, match_key=match_key)
        for step in ("check", "commit"):
            scene.judge(lin, run, step)
            rows = get(lin, f"/imports/{run}/rows").json()["rows"]
            met = rows[0]
            expected = "duplicate" if mode == "create" else "refused"
            assert (met["fate"], met["customer_id"], met["number"]) == (expected, None, None), (match_key, step)
            assert rows[-1]["reason"] != "与前面的行指向同一位客户"
    assert ContactPoint.objects.filter(customer_id=there.person).count() == before
