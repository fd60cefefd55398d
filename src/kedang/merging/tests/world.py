"""A random little archive in which every linked table has rows, and random merges in it.

Rows of a table nobody thought of here are made from its columns; where that does not work, the test says which filler is missing.
"""

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from kedang.archive.links import Link, links
from kedang.archive.models import Contact, Customer, ExternalId, Figures, Grant, Note, Relation
from kedang.archive.reindexing import reindex_customers
from kedang.archive.tests.filing import file_customer
from kedang.engine.catalogue import FIELDS
from kedang.engine.relation_kinds import RELATION_KINDS
from kedang.fields.definitions import Draft
from kedang.fields.definitions import create as create_field
from kedang.kit.actor import Actor, system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.kit.ids import new_id
from kedang.merging.listening import merges_changed
from kedang.merging.merge import Merged, merge
from kedang.vault.keys import key_for
from tests.people import Cast

NAMES = ("张伟", "张玮", "王芳", "李娜", "刘洋")
FIRMS = ("杭州云帆科技有限公司", "杭州云帆科技", "上海远洋贸易有限公司")
MOBILES = ("13800138000", "13900139000", "13700137000", "15012345678")
POOLS: dict[str, Sequence[str]] = {
    "mobile": MOBILES,
    "landline": ("0571-88886666", "021-55556666"),
    "email": ("a@example.com", "b@example.com"),
    "wechat": ("wx_one", "wx_two"),
    "address": ("浙江省杭州市西湖区文三路1号", "上海市浦东新区世纪大道2号"),
    "region": ("浙江省杭州市", "上海市"),
    "level": ("A", "B"),
    "remark": ("喝茶", "爱好爬山，周末常去"),
    "former_name": ("旧名", "老名字"),
    "bank_account": ("6222021234567890123", "6228480402564890018"),
    "tags": ("老客户", "重点"),
    "groups": ("华东", "制造业"),
    "custom:hobby": ("茶", "棋"),
    "custom:secret": ("甲", "乙"),
    "某一列": ("未对应的内容", "另一内容"),
}
PERSONAL = {"birth_date": ("1980-01-01", "1990-02-02"), "id_number": ("11010519491231002X", "330106199003078518")}
CORPORATE = {
    "credit_code": ("91330106MA27X1AB2K", "91310115MA1H7XXX1B"),
    "employees": ("20", "300"),
    "registered_capital": ("1234.5", "88"),
}


class World:
    """The customers of one example, and what fills them."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast = cast
        self.random = random.Random(seed)
        for code, sensitivity in (("hobby", "clear"), ("secret", "S")):
            draft = Draft(code=code, label_zh=code, label_en=code, type="text", sensitivity=sensitivity)
            create_field(system_actor("demo"), draft)
        self.people = [self._person() for _ in range(4)]
        self.firms = [self._firm() for _ in range(3)]
        self.everybody = [*self.people, *self.firms]
        for link in links():
            if link.on_merge not in ("keep", "adopt"):
                self._fill(link)
        for customer_id in self.firms:
            self._contact(customer_id)
        reindex_customers(sorted(self.everybody))
        # What rooms count is counted as after a merge.
        with transaction.atomic():
            merges_changed(system_actor("demo"), self.everybody)

    def _values(self, pools: dict[str, Sequence[str]]) -> dict[str, Any]:
        chosen: dict[str, Any] = {}
        for code, pool in pools.items():
            if self.random.random() < 0.6:
                several = code in FIELDS and FIELDS[code].multi
                count = self.random.randint(1, len(pool)) if several else 1
                picked = self.random.sample(list(pool), count)
                chosen[code] = picked if several else picked[0]
        if self.random.random() < 0.5:
            chosen["external_id"] = f"X{new_id()}"
        return chosen

    def _owner(self) -> Any:
        return self.random.choice([self.cast.lin, self.cast.zhou])

    def _person(self) -> int:
        return file_customer(self._owner(), name=self.random.choice(NAMES), **self._values({**POOLS, **PERSONAL}))

    def _firm(self) -> int:
        values = self._values({**POOLS, **CORPORATE, "contact_name": ("王经理", "赵总"), "contact_mobile": MOBILES})
        return file_customer(self._owner(), "organisation", name=self.random.choice(FIRMS), **values)

    def _fill(self, link: Link) -> None:
        filler = FILLERS.get(link.name)
        for customer_id in self.everybody:
            for _ in range(self.random.randint(1, 2)):
                if filler is not None:
                    filler(self, customer_id)
                else:
                    make_row(self, link, customer_id)

    def other(self, customer_id: int) -> int:
        """Anybody else."""
        return self.random.choice([i for i in self.everybody if i != customer_id])

    def _contact(self, customer_id: int) -> None:
        Contact.objects.create(customer_id=customer_id, name="钱经理", person_id=self.random.choice(self.people))

    def merge(self, actor: Actor) -> Merged | None:
        """Merge two or three who are still there, choosing at random where two values contradict each other."""
        family = self.random.choice([self.people, self.firms])
        standing = list(
            Customer.objects.filter(id__in=family, survivor_id=None).values_list("id", flat=True).order_by("id")
        )
        if len(standing) < 2:
            return None
        chosen = self.random.sample(standing, min(len(standing), self.random.randint(2, 3)))
        choices: dict[str, int] = {}
        for customer_id in (*chosen, *chosen, *chosen):
            try:
                return merge(actor, chosen[0], chosen[1:], choices=choices)
            except DomainError as refusal:
                if refusal.code != "merge.clash":
                    raise
                for code in refusal.details["fields"]:  # type: ignore[attr-defined]
                    choices[code] = customer_id
        return None


def make_row(world: World, link: Link, customer_id: int) -> None:
    """A row of any table, from its columns; one that the table's constraints do not want is left out."""
    ends = {other.column for other in links() if other.model is link.model}
    given = {column: world.other(customer_id) for column in ends} | {link.column: customer_id}
    try:
        with transaction.atomic():
            _make(link.model, given, link.sealed_as, customer_id)
    except IntegrityError:
        return
    except (ValueError, TypeError, FieldError) as failure:
        pytest.fail(f"no row could be made for {link.name} ({failure}): give it a filler in {__name__}.FILLERS")


def _make(model: type[models.Model], given: dict[str, int], sealed_as: str, customer_id: int) -> Any:
    values: dict[str, Any] = {}
    row_id = new_id()
    for field in model._meta.concrete_fields:
        if field.column in given:
            values[field.attname] = given[field.column]
        elif field.primary_key:
            values[field.attname] = row_id
        elif field.has_default() or field.null:
            continue
        elif isinstance(field, models.ForeignKey):
            values[field.attname] = _make(field.related_model, {}, "", customer_id).pk
        elif isinstance(field, models.BinaryField):
            place = {"table": sealed_as or "x", "column": field.attname.removesuffix("_enc")}
            values[field.attname] = key_for(customer_id).seal("内容", row_id=row_id, **place)
        else:
            values[field.attname] = _value(field, row_id)
    return model._base_manager.create(**values)


def _value(field: Any, number: int) -> Any:
    if isinstance(field, models.DateTimeField):
        return now()
    if isinstance(field, models.DateField):
        return now().date()
    if isinstance(field, models.BigIntegerField):
        return number
    return 1 if isinstance(field, models.IntegerField | models.FloatField | models.DecimalField) else "x"


def _note(world: World, customer_id: int) -> None:
    note_id = new_id()
    body = key_for(customer_id).seal_padded(
        world.random.choice(["一", "二"]), table="note", column="body", row_id=note_id
    )
    Note.objects.create(
        id=note_id, customer_id=customer_id, author_id=1, body_enc=body, created_at=now(), updated_at=now()
    )


def _tie(world: World, customer_id: int) -> None:
    kind = world.random.choice(RELATION_KINDS).code
    Relation.objects.get_or_create(customer_id=customer_id, other_id=world.other(customer_id), kind=kind)


def _grant(world: World, customer_id: int) -> None:
    user = world.random.choice(world.cast.everybody)
    Grant.objects.get_or_create(customer_id=customer_id, user_id=user.id, defaults={"created_by": 1})


def _nothing(world: World, customer_id: int) -> None:
    """Made with the customer already."""


def _figures(world: World, customer_id: int) -> None:
    Figures.objects.get_or_create(customer_id=customer_id)


def _suspicion(world: World, customer_id: int) -> None:
    """A group of two as the room that looks for duplicates keeps it, so that it comes back as it was; nobody decided on it."""
    models_of = {link.name: link.model for link in links()}
    pair, member, decision = (models_of[f"duplicates_{table}.customer_id"] for table in ("pair", "member", "decision"))
    ends = sorted((customer_id, world.other(customer_id)))
    named = Q(customer_id__in=ends) & Q(other_id__in=ends)
    if decision._base_manager.filter(named).exists():
        return
    group = pair._meta.get_field("group").related_model
    assert isinstance(group, type)
    made = group._base_manager.create(kind=1, score=9000, size=2)
    pair._base_manager.create(group=made, customer_id=ends[0], other_id=ends[1], score=9000)
    for end in ends:
        member._base_manager.create(group=made, customer_id=end)


def _external(world: World, customer_id: int) -> None:
    ExternalId.objects.create(customer_id=customer_id, source="ERP", value=f"E{new_id()}")


FILLERS: dict[str, Callable[[World, int], None]] = {
    "archive_note.customer_id": _note,
    "archive_relation.customer_id": _tie,
    "archive_relation.other_id": _nothing,
    "archive_grant.customer_id": _grant,
    "archive_external_id.customer_id": _external,
    "archive_contact.person_id": _nothing,
    "archive_figures.customer_id": _figures,
    "archive_search_entry.customer_id": _nothing,
    "duplicates_pair.customer_id": _suspicion,
    "duplicates_pair.other_id": _nothing,
    "duplicates_member.customer_id": _nothing,
    "strategy_stakeholder.person_id": _nothing,
}
