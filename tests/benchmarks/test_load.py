"""The crowd: what it does, how its answers are read, and that a hole in the log is seen."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.load.mix import ROLES, SHARES, Answer, line_of, missed, mix_of, percentile, read_answers, table, weights
from tests.people import make_cast
from tests.state import unchanged


def test_all_together_do_as_the_shares_say() -> None:
    total = {act: sum(number * weights(role)[act] for role, number in ROLES.items()) / 50 for act in SHARES}
    assert {act: round(share, 9) for act, share in total.items()} == dict(SHARES)
    assert all(round(sum(weights(role).values()), 9) == 100 for role in ROLES)
    assert (weights("lead")["reveal"], weights("member")["reveal"]) == (2.5, 0)


def test_percentiles_are_values_that_were_measured() -> None:
    assert [percentile(range(1, 101), share) for share in (0.5, 0.95, 0.99, 1)] == [50, 95, 99, 100]
    assert percentile([7.0], 0.95) == 7
    assert percentile([], 0.5) == 0


def test_answers_go_through_the_file_unchanged(tmp_path: Path) -> None:
    answers = [
        Answer("open", 12.5, 200, request_id="a1"),
        Answer("edit", 8, 409, "stale", "b2"),
        Answer("list", 1, 0, error="断开"),
    ]
    path = tmp_path / "answers"
    path.write_text("".join(map(line_of, answers)), encoding="utf-8")
    assert read_answers(path) == answers


def test_a_conflict_and_a_question_for_proof_are_no_errors() -> None:
    answers = [
        Answer("edit", 10, 200),
        Answer("edit", 10, 409, "stale"),
        Answer("export", 10, 401, "stepup"),
        Answer("edit", 10, 409, "external_id.taken"),
        Answer("open", 10, 401, "unauthenticated"),
        Answer("open", 10, 500),
        Answer("open", 10, 0, error="ConnectionRefusedError"),
    ]
    assert [each.wrong for each in answers] == [False, False, False, True, True, True, True]
    lines = {line.split()[0]: line.split()[1:] for line in table(answers)[1:-2]}
    assert lines["edit"] == ["3", "10", "10", "10", "10", "1", "0", "1"]
    assert lines["open"][-1] == "3"
    assert round(mix_of(answers)["edit"], 2) == 42.86


@pytest.mark.parametrize(
    ("answers", "gap", "said"),
    [
        ([Answer("open", 299, 200), Answer("edit", 599, 200)], 0, []),
        ([Answer("open", 300, 200)], 0, ["p95 of every read is 300 ms, not below 300"]),
        ([Answer("reveal", 700, 200)], 0, ["p95 of every write is 700 ms, not below 600"]),
        ([Answer("open", 1, 500)], 2, ["1 errors", "2 answers are not in the log"]),
        ([], 0, ["nobody came"]),
    ],
)
def test_the_verdict_names_every_target_that_was_missed(answers: list[Answer], gap: int, said: list[str]) -> None:
    assert missed(answers, gap) == said


def test_an_answer_without_its_event_is_a_gap() -> None:
    from benchmarks.load.gap import lost

    answers = [Answer("open", 1, 200, request_id=name) for name in ("r1", "r2")]
    answers += [Answer("edit", 1, 200, request_id="r3"), Answer("edit", 1, 409, "stale", "r4")]
    looks, changes = (
        Counter([("r1", "customer.opened"), ("r2", "customers.listed")]),
        Counter([("r3", "customer.changed")]),
    )
    lines, gap = lost(answers, changes, looks)
    assert gap == 1
    assert "open                    2 answered         1 on record as customer.opened" in lines
    assert lost(answers, Counter(), Counter())[1] == 3


@pytest.mark.django_db
def test_an_installation_that_people_work_with_is_left_alone() -> None:
    from benchmarks.load.people import require_nobodys

    require_nobodys()
    make_cast()
    with unchanged(), pytest.raises(SystemExit, match="somebody works"):
        require_nobodys()
