"""What is told of a score to who may not read every field: kept beside it, for suspicions that stand already from their reasons."""

from collections import defaultdict
from typing import Any

import orjson
from django.db import migrations, models

from kedang.archive.models import KIND_NAMES
from kedang.duplicates.degrees import scores_of
from kedang.engine.matching.comparisons import COMPARISONS
from kedang.engine.matching.model import shipped
from kedang.engine.matching.scoring import Score, Share

_AT_ONCE, _TENTHS = 2_000, 10
_TOLD = ("score_clear", "score_contact")


def keep(apps: Any, schema_editor: Any) -> None:
    """Score the pairs that stand from their reasons, and give each group the highest of its pairs."""
    pairs = apps.get_model("duplicates", "SuspectPair").objects.using(schema_editor.connection.alias)
    groups = apps.get_model("duplicates", "SuspectGroup").objects.using(schema_editor.connection.alias)
    kinds = dict(groups.values_list("id", "kind"))
    strongest: dict[str, dict[int, int]] = {column: defaultdict(int) for column in _TOLD}
    after = 0
    while part := list(pairs.filter(id__gt=after).order_by("id")[:_AT_ONCE]):
        for pair in part:
            scores = _scores(KIND_NAMES[kinds[pair.group_id]], pair.reasons)
            for column in _TOLD:
                setattr(pair, column, scores[column])
                strongest[column][pair.group_id] = max(strongest[column][pair.group_id], scores[column])
        pairs.bulk_update(part, _TOLD)
        after = part[-1].id
    after = 0
    while part := list(groups.filter(id__gt=after).order_by("id")[:_AT_ONCE]):
        for group in part:
            for column in _TOLD:
                setattr(group, column, strongest[column][group.id])
        groups.bulk_update(part, _TOLD)
        after = part[-1].id


def _scores(kind: Any, reasons: str) -> dict[str, int]:
    comparisons = {each.code: each for each in COMPARISONS[kind]}
    shares = []
    for code, level, weight in orjson.loads(reasons):
        levels = {each.code: each for each in comparisons[code].levels} if code in comparisons else {}
        if level in levels:
            shares.append(Share(comparisons[code], levels[level], weight / _TENTHS))
    total = shipped(kind).prior_weight + sum(share.weight for share in shares)
    return scores_of(kind, Score(0.0, total, tuple(shares)))


def nothing(apps: Any, schema_editor: Any) -> None:
    """The columns go with what is in them."""


class Migration(migrations.Migration):

    dependencies = [
        ("duplicates", "0005_lesson"),
    ]

    operations = [
        migrations.AddField("suspectgroup", "score_clear", models.IntegerField(default=0)),
        migrations.AddField("suspectgroup", "score_contact", models.IntegerField(default=0)),
        migrations.AddField("suspectpair", "score_clear", models.IntegerField(default=0)),
        migrations.AddField("suspectpair", "score_contact", models.IntegerField(default=0)),
        migrations.RunPython(keep, nothing, hints={"alias": "default"}),
        migrations.AddIndex(
            "suspectgroup",
            models.Index(
                fields=["-score_clear", "id"], name="duplicates_group_clear", condition=models.Q(("state", "open"))
            ),
        ),
        migrations.AddIndex(
            "suspectgroup",
            models.Index(
                fields=["-score_contact", "id"], name="duplicates_group_contact", condition=models.Q(("state", "open"))
            ),
        ),
    ]
