"""Every way in which a customer gets an owner obeys the limits of owning, and no other way is written anywhere."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from kedang.archive import bulk, customers
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.intake.fates import CHECK
from kedang.intake.lifecycle import check
from kedang.intake.tests.builders import bring, counts, fates, stage, table, take_back, work
from kedang.intake.verdict import OWNER_FULL, OWNER_KEPT
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.ownership.models import Cooling, Holding
from kedang.ownership.tests.scene import Scene, make_scene, owner, pool_of
from tests.house.source import package_files
from tests.people import actor, code
from tests.state import unchanged

pytestmark = pytest.mark.django_db

HEAD = ("客户编号", "姓名", "负责人")
# Where a stored customer's owner is set. Whoever adds a file here asks `archive.owning` first and tells it afterwards.
WRITERS = {"archive/owning.py", "intake/writing.py", "intake/undo.py"}


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_nothing_else_sets_the_owner_of_a_stored_customer() -> None:
    found = set()
    for source in package_files():
        if source.is_test:
            continue
        for node in ast.walk(source.tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            flat = [part for t in targets for part in (t.elts if isinstance(t, ast.Tuple) else [t])]
            if any(isinstance(t, ast.Attribute) and ast.unparse(t) == "customer.owner_id" for t in flat):
                found.add("/".join(Path(source.name).parts[-2:]))
    assert found == WRITERS


def test_filing_by_hand(scene: Scene) -> None:
    scene.cap(1)
    with unchanged():
        answer = scene.ask(scene.cast.zhou, "POST", "/customers", {"kind": "person", "values": {"name": "王芳"}})
    assert (answer.status_code, code(answer)) == (409, "owner.full")


def test_assigning_one_and_many(scene: Scene) -> None:
    orphans = [file_customer(None, name=f"客户{n}") for n in range(3)]
    scene.cap(2)
    wang = actor(scene.cast.wang)
    outcome = bulk.act_on_many(wang, orphans, action="assign", values=[scene.cast.zhou.id])
    assert (outcome.done, [i for i, _ in outcome.refused]) == (1, orphans[1:])
    assert "保有上限" in outcome.refused[0][1]
    with unchanged(), pytest.raises(DomainError, match=r"owner\.full"):
        customers.assign(wang, orphans[1], scene.cast.zhou.id)
    customers.assign(wang, scene.zhang, None)
    customers.assign(wang, orphans[1], scene.cast.zhou.id)


def test_back_from_the_recycle_bin(scene: Scene) -> None:
    lin = actor(scene.cast.lin)
    customers.trash(lin, scene.zhang)
    file_customer(scene.cast.zhou, name="王芳")
    scene.cap(1)
    with unchanged(), pytest.raises(DomainError, match=r"owner\.full"):
        customers.restore(lin, scene.zhang)


def test_imported_as_new(scene: Scene) -> None:
    scene.cap(3)
    rows = [(f"N{n}", f"新客户{n}", "周敏" if n % 2 else "") for n in range(8)]
    tried = stage(actor(scene.cast.wang), table(HEAD, *rows), source="crm")
    check(actor(scene.cast.wang), tried.id)
    work(tried.id)
    assert [f.reason for f in fates(tried, CHECK)].count(OWNER_FULL) == 2
    run = bring(
        actor(scene.cast.wang),
        table(HEAD, *rows),
        source="crm",
    )
    assert counts(run) == {"created": 6, "refused": 2}
    assert [f.line for f in fates(run) if f.reason == OWNER_FULL] == [7, 9]
    assert Customer.objects.filter(owner_id=scene.cast.zhou.id).count() == 3


def test_imported_over_others(scene: Scene) -> None:
    wang = actor(scene.cast.wang)
    bring(wang, table(HEAD, ("N1", "甲", "陈刚"), ("N2", "乙", "陈刚"), ("N3", "丙", "陈刚")), source="crm")
    first, second, third = Customer.objects.filter(name__in="甲乙丙").order_by("id").values_list("id", flat=True)
    Cooling.objects.create(customer_id=first, user_id=scene.cast.zhou.id, until=now() + timedelta(days=3))
    scene.cap(2)
    rows = (("N1", "甲", "周敏"), ("N2", "乙", "周敏"), ("N3", "丙丙", "周敏"))
    run = bring(wang, table(HEAD, *rows), source="crm", mode="upsert")
    assert [(f.fate, f.reason) for f in fates(run)] == [
        ("unchanged", OWNER_KEPT),
        ("updated", ""),
        ("updated", OWNER_KEPT),
    ]
    chen, zhou = scene.cast.chen.id, scene.cast.zhou.id
    assert [owner(i) for i in (first, second, third)] == [chen, zhou, chen]
    assert Customer.objects.get(id=third).name == "丙丙"
    assert Holding.objects.get(customer_id=second).how == "imported"
    # Taking the import back gives the content back, and the owner only where that may be.
    Cooling.objects.create(customer_id=second, user_id=chen, until=now() + timedelta(days=3))
    take_back(wang, run)
    assert [owner(i) for i in (first, second, third)] == [chen, zhou, chen]
    assert Customer.objects.get(id=third).name == "丙"


def test_imported_out_of_a_pool_and_taken_back(scene: Scene) -> None:
    wang = actor(scene.cast.wang)
    bring(wang, table(HEAD, ("N1", "甲", "周敏")), source="crm")
    (one,) = Customer.objects.filter(name="甲").values_list("id", flat=True)
    assert scene.released(one).status_code == 204
    run = bring(wang, table(HEAD, ("N1", "甲", "林晓")), source="crm", mode="upsert")
    assert (owner(one), pool_of(one)) == (scene.cast.lin.id, None)
    take_back(wang, run)
    assert owner(one) is None
