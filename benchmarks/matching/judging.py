"""How good a set of clusters is: precision, recall and F1 over the pairs in it, and which mistakes it does not see through."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import combinations
from pathlib import Path

# A cluster is taken apart pair by pair up to this size; a larger one is a failure of its own and is only counted.
_LARGEST = 300
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Known:
    """What is true of a row: whose it is, by which mistakes it came about, of which scene."""

    entity: str
    families: tuple[str, ...] = ()
    scene: str = ""


@dataclass(slots=True)
class Score:
    """Pairs: found and true, all found, all true."""

    right: int = 0
    found: int = 0
    true: int = 0

    @property
    def precision(self) -> float:
        """Of the pairs put together, the share that is right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of the true pairs, the share that was put together."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of the two."""
        both = self.found + self.true
        return 2 * self.right / both if both else 1.0

    def facts(self) -> dict[str, float]:
        """For JSON."""
        rounded = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {**asdict(self), **{name: round(value, 5) for name, value in rounded.items()}}


@dataclass(slots=True)
class Judgement:
    """The scores by kind (and `all`), recall by family, wrong pairs by scene (`unrelated`: of no scene)."""

    scores: dict[str, Score]
    families: dict[str, Score]
    wrong: Counter[str]
    chances: Counter[str]
    biggest: list[int]
    examples: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @property
    def weakest(self) -> str:
        """The family of which the least is found, among those with at least twenty pairs; else among all."""
        many = {name: score for name, score in self.families.items() if score.true >= 20} or self.families
        return min(many, key=lambda name: many[name].recall, default="")

    def facts(self) -> dict[str, object]:
        """For JSON."""
        return {
            "scores": {name: score.facts() for name, score in self.scores.items()},
            "families": {name: score.facts() for name, score in sorted(self.families.items())},
            "weakest": self.weakest,
            "wrong": {
                name: {"pairs": self.wrong[name], "of": self.chances[name]}
                for name in sorted({*self.wrong, *self.chances})
            },
            "biggest": self.biggest,
            "examples": self.examples,
        }


def kind_of(number: str) -> str:
    """Told by the external id: P0000001 is a person."""
    return "persons" if number.startswith("P") else "organisations"


def judge(truth: Mapping[str, Known], clusters: Iterable[Sequence[str]]) -> Judgement:
    """Judge clusters of external ids. Rows that stand in no cluster are alone; unknown ids are an error."""
    made = Judgement(defaultdict(Score), defaultdict(Score), Counter(), Counter(), [])
    together: dict[str, int] = {}
    sizes: list[int] = []
    for label, cluster in enumerate(clusters):
        sizes.append(len(cluster))
        for number in cluster:
            if number not in truth or number in together:
                raise ValueError(f"{number} is unknown, or stands in two clusters")
            together[number] = label
        _found(made, truth, cluster)
    _true(made, truth, together)
    made.biggest = sorted(sizes, reverse=True)[:5]
    return made


def _found(made: Judgement, truth: Mapping[str, Known], cluster: Sequence[str]) -> None:
    if len(cluster) > _LARGEST:
        pairs = len(cluster) * (len(cluster) - 1) // 2
        right = sum(n * (n - 1) // 2 for n in Counter(truth[number].entity for number in cluster).values())
        for name in ("all", kind_of(cluster[0])):
            made.scores[name].found += pairs
            made.scores[name].right += right
        made.wrong["huge cluster"] += pairs - right
        return
    for one, other in combinations(cluster, 2):
        kinds = {kind_of(one), kind_of(other)}
        right = truth[one].entity == truth[other].entity
        for name in ("all", *(kinds if len(kinds) == 1 else ())):
            made.scores[name].found += 1
            made.scores[name].right += right
        if not right:
            scene = truth[one].scene
            reason = scene.partition("#")[0] if scene and scene == truth[other].scene else "unrelated"
            made.wrong[reason] += 1
            shown = made.examples.setdefault(reason, [])
            if len(shown) < _SHOWN:
                shown.append((one, other))


def _true(made: Judgement, truth: Mapping[str, Known], together: Mapping[str, int]) -> None:
    cards: dict[str, list[str]] = defaultdict(list)
    scenes: dict[str, Counter[str]] = defaultdict(Counter)
    for number, known in truth.items():
        cards[known.entity].append(number)
        if known.scene:
            scenes[known.scene][known.entity] += 1
    for numbers in cards.values():
        for one, other in combinations(numbers, 2):
            right = one in together and together[one] == together.get(other)
            for name in ("all", kind_of(one)):
                made.scores[name].true += 1
            for name in {*truth[one].families, *truth[other].families}:
                made.families[name].true += 1
                made.families[name].right += right
                made.families[name].found += right
            if not right:
                _missed(made, truth, one, other)
    for scene, entities in scenes.items():
        total, same = sum(entities.values()), sum(n * (n - 1) // 2 for n in entities.values())
        made.chances[scene.partition("#")[0]] += total * (total - 1) // 2 - same


def _missed(made: Judgement, truth: Mapping[str, Known], one: str, other: str) -> None:
    for name in {*truth[one].families, *truth[other].families}:
        shown = made.examples.setdefault(f"missed {name}", [])
        if len(shown) < _SHOWN:
            shown.append((one, other))


def read_truth(path: Path) -> dict[str, Known]:
    """truth.csv, as the generator writes it."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["外部编号"]: Known(row["entity"], tuple(filter(None, row["families"].split("+"))), row["scene"])
            for row in csv.DictReader(file)
        }


def read_numbers(path: Path) -> dict[str, str]:
    """Archive number → external id: JSON, or an export of Kedang with the columns 档号 and 外部编号."""
    if path.suffix == ".json":
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return found
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["档号"]: row["外部编号"] for row in csv.DictReader(file)}


def read_clusters(path: Path, numbers: Mapping[str, str]) -> list[list[str]]:
    """The clusters that `kedang dedupe --json` tells, as external ids."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return [[numbers[number] for number in cluster] for cluster in told["clusters"]]


def table(judgements: Mapping[str, Judgement]) -> str:
    """For a person: the judgements beside each other, then families and scenes of the first one."""
    lines = [f"{'':26}{'precision':>10}{'recall':>10}{'F1':>10}{'found':>12}{'true':>12}"]
    for title, judgement in judgements.items():
        for name, score in sorted(judgement.scores.items()):
            lines.append(
                f"{title + ', ' + name:26}{score.precision:10.4f}{score.recall:10.4f}{score.f1:10.4f}{score.found:12,}{score.true:12,}"
            )
    first = next(iter(judgements.values()))
    lines.append(f"\nrecall by family, worst first (weakest: {first.weakest or 'none'})")
    for name, score in sorted(first.families.items(), key=lambda item: item[1].recall):
        lines.append(f"  {name:28}{score.recall:8.4f}  {score.right:,} of {score.true:,}")
    lines.append("\nwrong pairs by scene")
    for name in sorted({*first.wrong, *first.chances}):
        lines.append(
            f"  {name:28}{first.wrong[name]:8,}" + (f" of {first.chances[name]:,}" if first.chances[name] else "")
        )
    lines.append(f"\nbiggest clusters: {', '.join(map(str, first.biggest)) or 'none'}")
    return "\n".join(lines)
