"""Groups of suspected duplicates for the tests, as a run would store them."""

from itertools import pairwise

import orjson

from kedang.archive.models import Customer
from kedang.duplicates.degrees import SCORES
from kedang.duplicates.models import SuspectGroup, SuspectMember, SuspectPair

PHONE = ["phone", "same", 182]
SOUND = ["name", "sound", 63]
ELSEWHERE = ["place", "else", -33]
NAME = ["name", "same", 121]


def everywhere(score: int) -> dict[str, int]:
    """A score that rests on what everybody may read."""
    return dict.fromkeys(SCORES, score)


def suspect(*customer_ids: int, score: int = 9800, reasons: list[list[object]] | None = None) -> int:
    """One open group: each customer was compared with the next, the first two with this score, each later pair 100 below. Everybody
    is told it."""
    ids = sorted(customer_ids)
    group = SuspectGroup.objects.create(kind=Customer.objects.get(id=ids[0]).kind, size=len(ids), **everywhere(score))
    SuspectMember.objects.bulk_create([SuspectMember(group=group, customer_id=i) for i in ids])
    text = orjson.dumps(reasons if reasons is not None else [NAME, PHONE, ELSEWHERE]).decode()
    SuspectPair.objects.bulk_create(
        [
            SuspectPair(group=group, customer_id=one, other_id=other, reasons=text, **everywhere(score - 100 * at))
            for at, (one, other) in enumerate(pairwise(ids))
        ]
    )
    return group.id


def suspect_pairs(pairs: dict[tuple[int, int], int]) -> int:
    """One open group with exactly these pairs and scores."""
    ids = sorted({i for pair in pairs for i in pair})
    group = SuspectGroup.objects.create(
        kind=Customer.objects.get(id=ids[0]).kind, size=len(ids), **everywhere(max(pairs.values()))
    )
    SuspectMember.objects.bulk_create([SuspectMember(group=group, customer_id=i) for i in ids])
    text = orjson.dumps([NAME, PHONE]).decode()
    SuspectPair.objects.bulk_create(
        [
            SuspectPair(group=group, customer_id=min(pair), other_id=max(pair), reasons=text, **everywhere(score))
            for pair, score in pairs.items()
        ]
    )
    return group.id
