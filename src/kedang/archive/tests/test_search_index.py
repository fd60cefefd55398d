"""The search index: both databases answer as the definition of a question says, and stay in step with the rows."""

import random

import pytest
from django.db import connection, transaction

from kedang.archive import search_index, search_postgres
from kedang.engine.search_terms import Every, Some, Term, Token, every, leaves, matches, some

pytestmark = pytest.mark.django_db

ENTRIES = [
    (101, "n张 n伟 n张伟 qzh qzha qzhang o1 d1 e1"),
    (102, "n张 n三 n张三 qzh qzha qzhang pzhangsanfeng o2 d1 e1"),
    (103, "n李 n四 n李四 qli f00ff o1 d1 d2 e2"),
    (104, "n张 n伟 n张伟 o3 d3 e3 kp"),
]
QUESTIONS: list[Term] = [
    Token("n张"),
    Token("n张伟"),
    Token("n王"),
    Token("pzhangsan", prefix=True),
    Token("pzhang", prefix=True),
    Token("f00ff"),
    Every((Token("n张"), Token("o1"))),
    Every((Token("n张"), Some((Token("o1"), Token("d3"))))),
    Some((Token("n李"), Every((Token("n伟"), Token("kp"))))),
    Some((Token("n无"), Token("n没"))),
]


@pytest.fixture(autouse=True)
def _index() -> None:
    search_index.add(ENTRIES)


def answer(term: Term) -> list[int]:
    return search_index.find(term, 100)


@pytest.mark.parametrize("term", QUESTIONS, ids=str)
def test_a_question_is_answered_by_its_definition_newest_first(term: Term) -> None:
    wanted = [i for i, tokens in reversed(ENTRIES) if matches(term, frozenset(tokens.split()))]
    assert answer(term) == wanted
    source, values = search_index.source(term)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {source} ORDER BY id DESC", values)
        assert [row[0] for row in cursor.fetchall()] == wanted


def test_the_limit_keeps_the_newest() -> None:
    assert search_index.find(Token("n张"), 2) == [104, 102]


def test_removed_and_replaced_entries() -> None:
    search_index.remove([ENTRIES[3]])
    assert answer(Token("n张")) == [102, 101]
    search_index.replace([ENTRIES[0]], [(101, "n王 n五 n张")])
    assert answer(Token("n伟")) == []
    assert answer(Token("n张")) == [102, 101], "who is edited keeps his place"
    search_index.replace([], [(105, "n张")])
    assert answer(Token("n张")) == [105, 102, 101]


def test_a_rollback_takes_the_index_along() -> None:
    with transaction.atomic():
        search_index.add([(106, "n张")])
        transaction.set_rollback(True)
    assert answer(Token("n张")) == [104, 102, 101]


def test_answers_reach_over_partitions_and_beyond_the_newest_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's index is one")
    monkeypatch.setattr(search_postgres, "NEAR", 3)
    with connection.cursor() as cursor:
        for serial in (search_postgres.PARTITION - 3, 3 * search_postgres.PARTITION - 2):
            cursor.execute("SELECT setval('archive_search_serial', %s)", [serial])
            first = serial * 10
            search_index.add([(first + n, "n张 n新" if n % 2 else "n张") for n in range(6)])
        cursor.execute("SELECT count(*) FROM pg_inherits WHERE inhparent = 'archive_search'::regclass")
        assert cursor.fetchone() == (4,)
    old, new = (search_postgres.PARTITION - 3) * 10, (3 * search_postgres.PARTITION - 2) * 10
    expected = [new + n for n in (5, 4, 3, 2, 1, 0)] + [old + n for n in (5, 4, 3, 2, 1, 0)] + [104, 102, 101]
    assert answer(Token("n张")) == expected
    assert search_index.find(Token("n张"), 8) == expected[:8]
    assert answer(Token("n新")) == [new + 5, new + 3, new + 1, old + 5, old + 3, old + 1]


def test_many_random_questions() -> None:
    chance = random.Random(5)
    words = [f"n{c}" for c in "天地玄黄宇宙洪荒"]
    entries = [(1000 + n, " ".join(chance.sample(words, chance.randrange(1, 6)))) for n in range(200)]
    search_index.add(entries)
    for _ in range(60):
        asked = chance.sample(words, 4)
        term = Every((Token(asked[0]), Some((Token(asked[1]), Token(asked[2])))))
        wanted = [i for i, tokens in reversed(entries) if matches(term, frozenset(tokens.split()))]
        assert search_index.find(term, 500) == wanted


def test_putting_questions_together() -> None:
    assert every([]) is None
    assert some([]) is None
    assert every([Token("na"), Token("na")]) == Token("na")
    assert list(leaves(Every((Token("na"), Some((Token("nb"), Token("nc"))))))) == [
        Token("na"),
        Token("nb"),
        Token("nc"),
    ]
