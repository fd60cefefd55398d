"""Names in cells that stand for something: tags and groups, made when the first customer carries them, and owners."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from kedang.archive.filing import Filed
from kedang.archive.models import Group, Tag
from kedang.intake.plan import Assignee
from kedang.kit.ids import new_id

OWNER_HEADER, TAG_HEADER, GROUP_HEADER = "负责人", "标签", "分组"


class LabelBook:
    """Names to ids. A name nobody has used gets an id at once; whether it is ever stored is the writer's business."""

    def __init__(self, known: Mapping[str, int], *, run_id: int = 0, longest: int = 64) -> None:
        self._ids = dict(known)
        self._run_id = run_id
        self._longest = longest
        self._fresh: dict[int, str] = {}

    def ids(self, names: Iterable[str], extras: dict[str, str], header: str) -> list[int]:
        """The ids of names, each once. A name too long to be one stays in the extras."""
        found: dict[int, None] = {}
        for name in names:
            if len(name) > self._longest:
                extras[header] = f"{extras[header]}、{name}" if header in extras else name
                continue
            found[self._id(name)] = None
        return list(found)

    def _id(self, name: str) -> int:
        known = self._ids.get(name)
        if known is None:
            known = self._ids[name] = self._new_id(name)
            self._fresh[known] = name
        return known

    def _new_id(self, name: str) -> int:
        """Within a run the id follows from the name: several preparers must not give one tag two ids."""
        if not self._run_id:
            return new_id()
        digest = blake2b(f"{self._run_id}|{self._longest}|{name}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") >> 1

    def learn(self, fresh: Mapping[int, str]) -> None:
        """Take over ids that another book gave."""
        self._ids.update({name: label_id for label_id, name in fresh.items()})

    def fresh(self) -> dict[int, str]:
        """Ids given since the last call, with their names."""
        fresh, self._fresh = self._fresh, {}
        return fresh


def settle(filed: Filed, tags: LabelBook, groups: LabelBook, assignees: Mapping[str, Assignee]) -> Assignee | None:
    """Tags and groups to ids, the owner to a person. An owner nobody is, or whom the actor may not name, stays as given."""
    content = filed.content
    if filed.tags:
        content.tag_ids = tags.ids(filed.tags, content.extras, TAG_HEADER)
    if filed.groups:
        content.group_ids = groups.ids(filed.groups, content.extras, GROUP_HEADER)
    if not filed.owner:
        return None
    assignee = assignees.get(filed.owner.casefold())
    if assignee is None:
        content.extras[OWNER_HEADER] = filed.owner
    return assignee


def known_tags() -> dict[str, int]:
    """Every tag by name; a synonym leads to the tag it was merged into."""
    rows = list(Tag.objects.values_list("id", "name", "merged_into_id"))
    merged = {row[0]: row[2] for row in rows if row[2]}
    return {name: merged.get(tag_id, tag_id) for tag_id, name, _ in rows}


def known_groups() -> dict[str, int]:
    """Every group by name; of several with one name the oldest counts."""
    return {name: group_id for group_id, name in Group.objects.order_by("-id").values_list("id", "name")}


class LabelRace(Exception):
    """Somebody made a tag or group of this name meanwhile: read them again and go on from the last batch."""


def store_tags(tags: Mapping[int, str], *, owner_id: int) -> None:
    """Make new tags, inside the batch's transaction."""
    if Tag.objects.filter(name__in=list(tags.values())).exists():
        raise LabelRace
    Tag.objects.bulk_create([Tag(id=i, name=name, owner_id=owner_id) for i, name in tags.items()])


def store_groups(groups: Mapping[int, str]) -> None:
    """Make new groups at the top level, inside the batch's transaction."""
    if Group.objects.filter(name__in=list(groups.values()), parent__isnull=True).exists():
        raise LabelRace
    Group.objects.bulk_create([Group(id=i, name=name, path=f"/{i}/") for i, name in groups.items()])
