"""Tags, groups, sharing, owners, bulk actions, numbers: who may, what follows, what must not change."""

from datetime import timedelta
from typing import Any

import pytest

from kedang.accounts import departments
from kedang.accounts.models import User
from kedang.archive import customers, groups, numbering, sharing, tags
from kedang.archive.load import load_content
from kedang.archive.models import Customer, Grant, Group, NumberCounter, SearchEntry, Tag
from kedang.archive.tests.filing import content, file_customer
from kedang.history.models import Event
from kedang.kit.actor import AllRights, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from tests.people import Cast, acting, actor, browser, make_cast

pytestmark = pytest.mark.django_db
DEMO = system_actor("demo")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def zhang(cast: Cast) -> int:
    return file_customer(cast.zhou, name="张伟", mobile="13812345678")


def send(user: User, method: str, path: str, body: Any = None) -> Any:
    response = getattr(browser(user), method)(f"/api/{path}", body, content_type="application/json")
    assert response.status_code < 500, response.content
    return response


def tokens(customer_id: int) -> list[str]:
    return SearchEntry.objects.get(customer_id=customer_id).tokens.split()


def test_tags_are_made_put_on_and_found(cast: Cast, zhang: int) -> None:
    made = send(cast.admin, "post", "tags", {"name": " 重点  客户 ", "colour": "red", "owner_id": str(cast.lin.id)})
    assert (made.status_code, made.json()["name"], made.json()["owner"]["name"]) == (201, "重点 客户", "林晓")
    tag_id = made.json()["id"]
    body = send(cast.zhou, "put", f"customers/{zhang}/tags", {"tag_ids": [tag_id]}).json()
    assert [t["name"] for t in body["tags"]] == ["重点 客户"]
    assert f"g{int(tag_id):x}" in tokens(zhang)
    assert send(cast.zhou, "put", f"customers/{zhang}/tags", {"tag_ids": ["5"]}).status_code == 422
    assert send(cast.zhou, "put", f"customers/{zhang}/tags", {"tag_ids": []}).json()["tags"] == []


def test_the_number_of_customers_under_a_tag_is_that_of_those_one_sees(cast: Cast, zhang: int) -> None:
    tag = tags.create(DEMO, name="重点").tag
    tags.put(DEMO, zhang, [tag.id])
    seen = {u.login: send(u, "get", "tags").json()["tags"][0]["customers"] for u in (cast.zhou, cast.chen, cast.admin)}
    assert seen == {"zhou": 1, "chen": 0, "admin": 0}
    assert send(cast.auditor, "get", "tags").status_code == 403


def test_only_those_who_manage_tags_may(cast: Cast) -> None:
    tag = tags.create(DEMO, name="重点").tag
    for method, path, body in (
        ("post", "tags", {"name": "新"}),
        ("patch", f"tags/{tag.id}", {"name": "新"}),
        ("post", f"tags/{tag.id}/merge", {"into": str(tag.id)}),
        ("delete", f"tags/{tag.id}", None),
    ):
        assert send(cast.zhou, method, path, body).status_code == 403
    assert list(Tag.objects.values_list("name", flat=True)) == ["重点"]
    assert send(cast.admin, "post", "tags", {"name": "重点"}).json()["error"]["code"] == "tag.taken"
    assert (
        send(cast.admin, "post", "tags", {"name": "x", "colour": "url(evil)"}).json()["error"]["code"] == "tag.colour"
    )


def test_merging_a_synonym_moves_every_customer_and_its_place_in_the_index(cast: Cast, zhang: int) -> None:
    vip, important = tags.create(DEMO, name="VIP").tag, tags.create(DEMO, name="重要").tag
    both = file_customer(cast.chen, name="陈的客户")
    tags.put(DEMO, zhang, [vip.id])
    tags.put(DEMO, both, [vip.id, important.id])
    assert send(cast.admin, "post", f"tags/{vip.id}/merge", {"into": str(important.id)}).status_code == 200
    assert load_content(zhang).tag_ids == load_content(both).tag_ids == [important.id]
    assert f"g{important.id:x}" in tokens(zhang)
    assert f"g{vip.id:x}" not in tokens(zhang)
    assert Event.objects.filter(verb="customer.retagged").count() == 2
    assert [t["name"] for t in send(cast.admin, "get", "tags").json()["tags"]] == ["重要"]
    assert tags.tag_ids_named(DEMO, ["VIP"]) == {"VIP": important.id}
    tags.put(actor(cast.zhou), zhang, [vip.id])
    assert load_content(zhang).tag_ids == [important.id]
    assert send(cast.admin, "post", f"tags/{vip.id}/merge", {"into": str(important.id)}).status_code == 404


def test_a_former_content_comes_back_with_the_tags_that_are_left(cast: Cast, zhang: int) -> None:
    vip, kept, gone = (tags.create(DEMO, name=name).tag for name in ("VIP", "重要", "旧"))
    former = load_content(zhang)
    former.tag_ids = [vip.id, gone.id]
    tags.merge(DEMO, vip.id, into=kept.id)
    tags.delete(DEMO, gone.id)
    customers.update(DEMO, zhang, lambda *_: former)
    assert load_content(zhang).tag_ids == [kept.id]


def test_a_deleted_tag_is_gone_everywhere(cast: Cast, zhang: int) -> None:
    tag = tags.create(DEMO, name="重点").tag
    tags.put(DEMO, zhang, [tag.id])
    assert send(cast.admin, "delete", f"tags/{tag.id}").status_code == 204
    assert load_content(zhang).tag_ids == []
    assert f"g{tag.id:x}" not in tokens(zhang)


def test_groups_are_a_tree(cast: Cast, zhang: int) -> None:
    east = groups.create(DEMO, name="华东")
    zhejiang = groups.create(DEMO, name="浙江", parent_id=east)
    hangzhou = groups.create(DEMO, name="杭州", parent_id=zhejiang)
    send(cast.zhou, "put", f"customers/{zhang}/groups", {"group_ids": [str(hangzhou)]})
    listed = send(cast.zhou, "get", "groups").json()["groups"]
    assert [(g["path"], g["customers"]) for g in listed] == [("华东", 0), ("华东 / 浙江", 0), ("华东 / 浙江 / 杭州", 1)]
    assert (
        send(cast.lin, "patch", f"groups/{east}", {"parent_id": str(hangzhou)}).json()["error"]["code"]
        == "group.in_itself"
    )
    assert send(cast.lin, "patch", f"groups/{zhejiang}", {"parent_id": None, "name": "浙江省"}).status_code == 200
    assert Group.objects.get(id=hangzhou).path == f"/{zhejiang}/{hangzhou}/"
    assert send(cast.lin, "delete", f"groups/{zhejiang}").json()["error"]["code"] == "group.not_empty"
    assert send(cast.lin, "delete", f"groups/{hangzhou}").json()["error"]["code"] == "group.not_empty"
    assert send(cast.lin, "delete", f"groups/{east}").status_code == 204
    assert send(cast.zhou, "post", "groups", {"name": "新"}).status_code == 403
    assert send(cast.lin, "post", "groups", {"name": "浙江省"}).json()["error"]["code"] == "group.taken"


def test_groups_by_name_are_found_or_made() -> None:
    found = groups.group_ids_named(DEMO, ["华东 / 浙江", "华东"])
    assert groups.group_ids_named(DEMO, ["华东/浙江"]) == {"华东/浙江": found["华东 / 浙江"]}
    assert Group.objects.count() == 2


def test_sharing_ends(cast: Cast, zhang: int) -> None:
    with pytest.raises(DomainError, match="not_found"):
        sharing.share(actor(cast.chen), zhang, user_id=cast.chen.id)
    share = {"user_id": str(cast.chen.id), "level": "edit"}
    assert send(cast.zhou, "post", f"customers/{zhang}/collaborators", share).status_code == 201
    assert f"o{cast.chen.id:x}" in tokens(zhang)
    assert send(cast.chen, "patch", f"customers/{zhang}", {"values": {"level": "A"}}).status_code == 200
    (grant,) = Grant.objects.all()
    Grant.objects.update(until=now() - timedelta(seconds=1))
    assert send(cast.chen, "get", f"customers/{zhang}").status_code == 404
    again = {"until": (now() + timedelta(days=1)).isoformat()}
    assert send(cast.zhou, "patch", f"customers/{zhang}/collaborators/{grant.id}", again).status_code == 200
    assert send(cast.chen, "get", f"customers/{zhang}").status_code == 200
    assert send(cast.chen, "delete", f"customers/{zhang}/collaborators/{grant.id}").json() == {"page": None}
    assert f"o{cast.chen.id:x}" not in tokens(zhang)


def test_only_the_owner_and_those_who_assign_may_share(cast: Cast, zhang: int) -> None:
    sharing.share(actor(cast.zhou), zhang, user_id=cast.auditor.id, level="read")
    narrow = acting(cast.lin, rights=actor(cast.lin).rights - {"customers.assign"})
    with pytest.raises(DomainError, match="denied"):
        sharing.share(narrow, zhang, user_id=cast.chen.id)
    for user_id, code in ((cast.zhou.id, "share.owner"), (5, "share.nobody")):
        with pytest.raises(DomainError, match=code):
            sharing.share(actor(cast.lin), zhang, user_id=user_id)
    with pytest.raises(DomainError, match=r"share\.past"):
        sharing.share(actor(cast.lin), zhang, user_id=cast.chen.id, until=now())
    assert Grant.objects.count() == 1


def test_what_was_shared_with_one_is_not_ones_to_share_or_take(cast: Cast, zhang: int) -> None:
    until = now() + timedelta(days=1)
    grant = sharing.share(actor(cast.zhou), zhang, user_id=cast.chen.id, level="edit", until=until)
    chen = actor(cast.chen)
    for escape in (
        lambda: sharing.share(chen, zhang, user_id=cast.chen.id, level="edit"),
        lambda: sharing.share(chen, zhang, user_id=cast.auditor.id, level="read"),
        lambda: sharing.change(chen, zhang, grant, {"until": None}),
        lambda: customers.assign(chen, zhang, cast.chen.id),
    ):
        with pytest.raises(DomainError, match="denied"):
            escape()
    assert list(Grant.objects.values_list("id", "until")) == [(grant, until)]
    assert Customer.objects.get(id=zhang).owner_id == cast.zhou.id


def test_a_new_owner_takes_the_customer_along(cast: Cast, zhang: int) -> None:
    answer = send(cast.lin, "post", f"customers/{zhang}/owner", {"owner_id": str(cast.chen.id)})
    assert answer.json() == {"page": None}
    assert Customer.objects.get(id=zhang).department_id == cast.south.id
    assert send(cast.zhou, "get", f"customers/{zhang}").status_code == 404
    assert send(cast.chen, "get", f"customers/{zhang}").json()["owner"]["name"] == "陈刚"
    assert send(cast.zhou, "post", f"customers/{zhang}/owner", {"owner_id": None}).status_code == 403
    assert (
        send(cast.chen, "post", f"customers/{zhang}/owner", {"owner_id": "5"}).json()["error"]["code"]
        == "owner.unknown"
    )


def test_the_recycle_bin(cast: Cast, zhang: int) -> None:
    assert send(cast.zhou, "post", f"customers/{zhang}/trash").status_code == 403
    assert send(cast.chen, "post", f"customers/{zhang}/trash").status_code == 404
    body = send(cast.lin, "post", f"customers/{zhang}/trash").json()
    assert body["trashed_at"]
    assert body["editable"] is False
    assert not SearchEntry.objects.filter(customer_id=zhang).exists()
    assert send(cast.zhou, "patch", f"customers/{zhang}", {"values": {"level": "A"}}).status_code == 404
    assert send(cast.lin, "post", f"customers/{zhang}/restore").json()["trashed_at"] is None
    assert "n张伟" in tokens(zhang)


def test_bulk_does_what_it_can_and_names_the_rest(cast: Cast, zhang: int) -> None:
    foreign, tag = file_customer(cast.chen, name="陈的客户"), tags.create(DEMO, name="重点").tag
    order = {"ids": [str(zhang), str(foreign), "5", str(zhang)], "action": "tag", "value": str(tag.id)}
    answer = send(cast.lin, "post", "customers/bulk", order).json()
    assert answer["done"] == 1
    assert {r["id"] for r in answer["refused"]} == {str(foreign), "5"}
    assert len({r["reason"] for r in answer["refused"]}) == 1, "hidden and absent read the same"
    assert load_content(zhang).tag_ids == [tag.id]
    assert load_content(foreign).tag_ids == []
    assert send(cast.zhou, "post", "customers/bulk", order).status_code == 403


@pytest.mark.parametrize(("action", "value"), [("assign", "5"), ("tag", "5"), ("group", "5"), ("tag", None)])
def test_a_bulk_action_that_cannot_be_meant_changes_nothing(cast: Cast, zhang: int, action: str, value: Any) -> None:
    before = Event.objects.count()
    answer = send(cast.lin, "post", "customers/bulk", {"ids": [str(zhang)], "action": action, "value": value})
    assert answer.status_code == 422
    assert Event.objects.count() == before


def test_bulk_assign_group_untag_trash_restore(cast: Cast, zhang: int) -> None:
    other = file_customer(cast.zhou, name="李娜")
    tag, group = tags.create(DEMO, name="重点").tag, groups.create(DEMO, name="华东")
    ids = [str(zhang), str(other)]
    for action, value in (
        ("tag", [str(tag.id)]), ("untag", str(tag.id)), ("group", str(group)), ("trash", None), ("restore", None),
        ("assign", str(cast.lin.id)),
    ):  # fmt: skip
        assert (
            send(cast.lin, "post", "customers/bulk", {"ids": ids, "action": action, "value": value}).json()["done"] == 2
        )
    assert (load_content(zhang).tag_ids, load_content(zhang).group_ids) == ([], [group])
    assert set(Customer.objects.values_list("owner_id", flat=True)) == {cast.lin.id}


def test_a_moved_department_takes_its_customers_sight_along(cast: Cast) -> None:
    customer = customers.create(DEMO, content("person", {"name": "杭州人"}), owner_id=cast.lin.id).id
    trashed = file_customer(cast.lin, name="旧客")
    customers.trash(DEMO, trashed)
    assert f"d{cast.head_office.id:x}" in tokens(customer)
    admin = acting(cast.admin, rights=AllRights())
    departments.move_department(admin, cast.east.id, parent_id=cast.south.id)
    assert f"d{cast.south.id:x}" in tokens(customer)
    assert not SearchEntry.objects.filter(customer_id=trashed).exists()
    assert send(cast.chen, "get", f"customers/{customer}").status_code == 200
    departments.move_department(admin, cast.east.id, parent_id=None)
    assert f"d{cast.south.id:x}" not in tokens(customer)
    assert send(cast.chen, "get", f"customers/{customer}").status_code == 404


def test_a_department_with_customers_stays(cast: Cast) -> None:
    customer = file_customer(cast.lin, name="某人")
    Customer.objects.filter(id=customer).update(department_id=cast.hangzhou.id)
    with pytest.raises(DomainError, match=r"department\.in_use"):
        departments.delete_department(acting(cast.admin, rights=AllRights()), cast.hangzhou.id)


def test_numbering_shows_tries_and_sets(cast: Cast) -> None:
    year = now().year
    shown = send(cast.admin, "get", "numbering").json()
    assert shown == {"pattern": "KH{year}-{serial:6}", "preview": [f"KH{year}-000001", f"KH{year}-000002"]}
    tried = send(cast.admin, "get", "numbering?pattern={kind}{serial:3}").json()
    assert tried["preview"] == ["P001", "P002", "C001"]
    assert send(cast.admin, "put", "numbering", {"pattern": "没有序号"}).json()["error"]["code"] == "number.pattern"
    assert send(cast.zhou, "put", "numbering", {"pattern": "A{serial:2}"}).status_code == 403
    assert send(cast.admin, "put", "numbering", {"pattern": "A{serial:2}"}).json()["preview"] == ["A01", "A02"]
    assert Customer.objects.get(id=file_customer(cast.zhou, name="某人")).number == "A01"


def test_a_new_pattern_never_gives_out_a_number_again(cast: Cast) -> None:
    numbering.set_pattern(DEMO, "A1{serial:1}")
    first = Customer.objects.get(id=file_customer(cast.zhou, name="甲")).number
    numbering.set_pattern(DEMO, "A{serial:1}")
    assert first == "A11"
    assert NumberCounter.objects.get(scope="A#").last == 11
    assert Customer.objects.get(id=file_customer(cast.zhou, name="乙")).number == "A12"
