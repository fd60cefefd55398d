"""How sure a suspicion is, as told: what a reader may not read moves neither figure nor level, order, filter or page."""

import importlib
import json
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.archive.tests.filing import file_customer
from kedang.duplicates import review_deciding
from kedang.duplicates.certain import UNREADABLE, certain_groups
from kedang.duplicates.degrees import SCORES, Reading, reading_of, scores_of
from kedang.duplicates.models import SuspectGroup, SuspectMember, SuspectPair
from kedang.duplicates.review_reasons import documents_of
from kedang.duplicates.suspecting import Suspicion, suspect
from kedang.duplicates.tests.suspecting import suspect as suspected
from kedang.engine.catalogue import Kind
from kedang.engine.matching.comparisons import COMPARISONS
from kedang.engine.matching.model import shipped
from kedang.engine.matching.scoring import Score, Share, probability
from kedang.kit.actor import system_actor
from kedang.kit.errors import DomainError
from kedang.kit.paging import decode_numbers
from tests.people import Cast, actor, browser, make_cast, make_user

pytestmark = pytest.mark.django_db
OPEN = {"own": "edit", "other": "edit"}
PATH = "/api/duplicates/suspects"
Outcome = tuple[str, str, float]
NAME: Outcome = ("name", "same", 12.1)
BIRTH: Outcome = ("birth", "same", 14.7)
# Two worlds that differ in nothing but whether hidden fields agree; in both everybody is a suspicion.
AGREE: list[tuple[str, list[list[Outcome]]]] = [
    ("person", [[NAME, BIRTH, ("phone", "same", 22.0)]]),
    ("person", [[NAME, BIRTH, ("phone", "near", 3.0)]]),
    ("person", [[NAME, ("birth", "mixed", 10.7), ("ids", "same", 24.0)]]),
    (
        "person",
        [[("name", "document", 9.2), ("phone", "same", 22.0), ("email", "same", 21.0), BIRTH, ("ids", "same", 24.0)]],
    ),
    ("organisation", [[("name", "registered", 27.0), ("phone", "else", -2.3)]]),
    ("person", [[NAME, BIRTH, ("phone", "same", 22.0)], [NAME, BIRTH, ("phone", "else", -2.3)]]),
]
DIFFER: list[tuple[str, list[list[Outcome]]]] = [
    ("person", [[NAME, BIRTH, ("phone", "else", -2.3)]]),
    ("person", [[NAME, BIRTH, ("phone", "near", 3.0)]]),
    ("person", [[NAME, ("birth", "mixed", 10.7), ("ids", "else", -0.5)]]),
    (
        "person",
        [[("name", "surname", -22.0), ("phone", "same", 22.0), ("email", "same", 21.0), BIRTH, ("ids", "else", -3.0)]],
    ),
    ("organisation", [[("name", "registered", 27.0), ("phone", "same", 22.0)]]),
    ("person", [[NAME, BIRTH, ("phone", "else", -2.3)], [NAME, BIRTH, ("phone", "same", 22.0)]]),
]


def truth(kind: str, outcomes: Sequence[Outcome]) -> Score:
    """A score made of these outcomes, as comparing would give it."""
    shares = []
    for code, level, weight in outcomes:
        comparison = next(each for each in COMPARISONS[kind] if each.code == code)  # type: ignore[index]
        shares.append(Share(comparison, next(each for each in comparison.levels if each.code == level), weight))
    total = shipped(kind).prior_weight + sum(share.weight for share in shares)
    return Score(probability(total), total, tuple(shares))


class Stage:
    """The cast, a lead who may read everything, a colleague with the same reach to whom contact data and documents are masked."""

    def __init__(self) -> None:
        self.cast: Cast = make_cast()
        everything = {"*C": OPEN, "*S": OPEN}
        Role.objects.filter(code="lead").update(field_modes=everything)
        rights = Role.objects.get(code="lead").rights
        Role.objects.create(code="reviewer", name_zh="核对", name_en="Reviewer", rights=rights, scope=3)
        self.colleague = make_user("hu", "胡青", "reviewer", self.cast.east)
        self.people: list[list[int]] = []
        for at, (kind, pairs) in enumerate(AGREE):
            filed = [file_customer(self.cast.zhou, kind, name=f"客户{at}") for _ in range(len(pairs) + 1)]
            self.people.append(filed)

    def tell(self, user: User, world: Sequence[tuple[Any, list[list[Outcome]]]]) -> str:
        """All that somebody is told in one world; groups and customers by number, cursors opened."""
        with transaction.atomic():
            suspicions = [
                Suspicion(ids[at + 1], ids[at], kind, truth(kind, outcomes))
                for ids, (kind, pairs) in zip(self.people, world, strict=True)
                for at, outcomes in enumerate(pairs)
            ]
            suspect(suspicions)
            told = self._told(user)
            transaction.set_rollback(True)
        return told

    def _told(self, user: User) -> str:
        screen, pages = browser(user), list[Any]()
        queries = ["", "?kind=person", "?certain=true", "?certain=false", "?limit=2", "?limit=2&certain=false"]
        for query in queries:
            cursor = ""
            while True:
                body = screen.get(f"{PATH}{query}{cursor}").json()
                pages.append(body)
                if not body["next"]:
                    break
                joint = "&" if query else "?"
                cursor = f"{joint}cursor={body['next']}"
                body["next"] = [str(number) for number in decode_numbers(body["next"], length=2)]
        pages.append(screen.get("/api/duplicates/count").json())
        groups = list(SuspectGroup.objects.order_by("id").values_list("id", flat=True))
        for group in groups:
            pages.append(screen.get(f"{PATH}/{group}").json())
        for ids in self.people:
            pages.append(screen.get(f"/api/customers/{ids[0]}/duplicates").json())
        text = json.dumps(pages, ensure_ascii=False)
        for at, group in enumerate(groups):
            text = text.replace(str(group), f"group {at}")
        return text


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_hidden_agreement_moves_nothing_that_a_colleague_is_told(stage: Stage) -> None:
    told = [stage.tell(stage.colleague, world) for world in (AGREE, DIFFER)]
    assert told[0] == told[1]
    first = json.loads(told[0])[0]["rows"]
    # Only the companies' registered names suffice by themselves.
    assert [(row["level"], row["score"] is None) for row in first] == [("certain", False)] + [("review", True)] * 5
    assert len(json.loads(told[0])[2]["rows"]) == 1


def test_to_a_lead_who_reads_everything_the_worlds_differ(stage: Stage) -> None:
    agree, differ = (json.loads(stage.tell(stage.cast.lin, world)) for world in (AGREE, DIFFER))
    for page in (0, 2, 3, 4):
        assert [row["id"] for row in agree[page]["rows"]] != [row["id"] for row in differ[page]["rows"]]
    assert [row["score"] for row in agree[0]["rows"]] != [row["score"] for row in differ[0]["rows"]]
    assert None not in [row["score"] for row in agree[0]["rows"]]


def test_a_stranger_learns_nothing_in_either(stage: Stage) -> None:
    told = [json.loads(stage.tell(stage.cast.chen, world)) for world in (AGREE, DIFFER)]
    assert [page for page in told[0] if "error" not in page] == [page for page in told[1] if "error" not in page]
    assert [page["rows"] for page in told[0] if "rows" in page] == [[]] * 6


def test_a_manager_is_told_by_contact_data_and_not_by_documents(stage: Stage) -> None:
    assert reading_of(actor(stage.cast.wang)) == Reading.CONTACTS
    filed, stage.people = stage.people, stage.people[2:4]
    told = [stage.tell(stage.cast.wang, world[2:4]) for world in (AGREE, DIFFER)]
    assert told[0] == told[1]
    stage.people = filed[:1]
    phones = [
        [("person", [[NAME, BIRTH, ("phone", level, weight)]])] for level, weight in (("same", 22.0), ("else", -2.3))
    ]
    assert stage.tell(stage.cast.wang, phones[0]) != stage.tell(stage.cast.wang, phones[1])


def test_who_may_not_read_a_name_is_told_no_degree_at_all(stage: Stage) -> None:
    Role.objects.filter(code="reviewer").update(field_modes={"name": {"other": "masked"}})
    bump()
    told = json.loads(stage.tell(stage.colleague, AGREE))
    assert {(row["level"], row["score"]) for row in told[0]["rows"]} == {("review", None)}
    assert [row["id"] for row in told[0]["rows"]] == [f"group {at}" for at in range(6)]
    assert told[2]["rows"] == []
    assert told[3]["rows"] == told[0]["rows"]


def test_who_sees_only_their_own_reads_as_at_their_own(stage: Stage) -> None:
    Role.objects.filter(code="member").update(rights=["customers.view", "duplicates.review"])
    bump()
    assert reading_of(actor(stage.cast.zhou)) == Reading.CONTACTS
    assert reading_of(actor(stage.colleague)) == Reading.CLEAR
    assert reading_of(actor(stage.cast.lin)) == Reading.EVERYTHING


def test_of_a_member_beyond_reach_only_what_is_clear_by_nature_counts(stage: Stage) -> None:
    beyond = file_customer(stage.cast.chen, name="客户0")
    ids = [*stage.people[0], beyond]
    group = suspected(*ids, score=9800)
    SuspectGroup.objects.update(score_clear=8000)
    other = suspected(*stage.people[1], score=9000)
    row = browser(stage.cast.lin).get(PATH).json()["rows"]
    assert [(each["id"], each["score"], each["level"]) for each in row] == [
        (str(other), 9000, "review"),
        (str(group), 8000, "review"),
    ]
    assert [each["id"] for each in browser(stage.cast.lin).get(f"{PATH}?certain=true").json()["rows"]] == []
    assert browser(stage.cast.lin).get(f"{PATH}/{group}").json()["score"] == 8000
    assert browser(stage.cast.wang).get(f"{PATH}/{group}").json()["score"] == 9800


def test_certain_groups_are_listed_only_for_who_reads_everything(stage: Stage) -> None:
    suspected(*stage.people[0])
    assert len(list(certain_groups(system_actor("command")))) == 1
    assert len(list(certain_groups(actor(stage.cast.lin)))) == 1
    for user in (stage.colleague, stage.cast.wang):
        with pytest.raises(DomainError) as refused:
            list(certain_groups(actor(user)))
        assert refused.value.code == UNREADABLE.code


def test_a_group_is_told_by_its_strongest_pair_that_is_left(stage: Stage) -> None:
    a, b, c = stage.people[5]
    with transaction.atomic():
        suspect(
            [
                Suspicion(b, a, "person", truth("person", [NAME, BIRTH, ("phone", "same", 22.0)])),
                Suspicion(c, b, "person", truth("person", [NAME, ("employer", "same", 8.2), ("gender", "same", 1.0)])),
            ]
        )
    group = SuspectGroup.objects.get()
    pairs = list(SuspectPair.objects.order_by("customer_id"))
    kept = [[getattr(each, column) for column in SCORES] for each in (group, *pairs)]
    assert kept[0] == [max(column) for column in zip(*kept[1:], strict=True)]
    review_deciding.dismiss(actor(stage.cast.lin), group.id, [b, c])
    group.refresh_from_db()
    assert [getattr(group, column) for column in SCORES] == kept[1]


def test_what_stood_before_is_scored_from_its_reasons(stage: Stage) -> None:
    with transaction.atomic():
        suspect(
            [
                Suspicion(ids[at + 1], ids[at], kind, truth(kind, outcomes))  # type: ignore[arg-type]
                for ids, (kind, pairs) in zip(stage.people, AGREE, strict=True)
                for at, outcomes in enumerate(pairs)
            ]
        )
    kept = [list(model.objects.order_by("id").values_list(*SCORES)) for model in (SuspectGroup, SuspectPair)]
    for model in (SuspectGroup, SuspectPair):
        model.objects.update(score_clear=0, score_contact=0)
    migration = importlib.import_module("kedang.duplicates.migrations.0006_scores_as_told")
    migration.keep(apps, SimpleNamespace(connection=connection))
    assert [list(model.objects.order_by("id").values_list(*SCORES)) for model in (SuspectGroup, SuspectPair)] == kept
    assert SuspectMember.objects.count() == 13


@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_what_lies_behind_a_document_is_laid_down(kind: Kind) -> None:
    """Who may not read documents is told of a difference there, by a weight that is the same for everybody."""
    for comparison in COMPARISONS[kind]:
        if any(level.code == "document" for level in comparison.levels):
            assert comparison.levels[-1].at is not None
            assert comparison.field not in documents_of(kind)
    scores = scores_of(kind, truth(kind, [("name", "same", 12.1)]))
    assert tuple(scores) == SCORES
    assert len(set(scores.values())) == 1
