"""What an imported row changes about a customer who is already there.

A value in a single field replaces what stood there, values of multiple fields are added, an empty cell changes nothing,
and nothing is ever taken away. A bad value is kept beside a good one, as given and with its reason, and never replaces it.
"""

from collections.abc import Callable, Collection

from kedang.archive.content import ContactItem, Content, CustomItem
from kedang.engine.catalogue import FIELDS

_MULTI_IDENTIFIERS = frozenset(c for c, s in FIELDS.items() if s.storage == "identifier" and s.multi)
# derived field -> where it was derived from
_SOURCES = {"birth_date": "id_number", "gender": "id_number", "region": "address", "postcode": "address"}
Editable = Callable[[str], bool]


def everything(_: str) -> bool:
    """The policy of an actor who may change every field."""
    return True


def _said(have: Collection[tuple[str, str]], kind: str, value: str) -> bool:
    """Whether a value stands there already, or is several such values in the one cell of an export."""
    if (kind, value) in have:
        return True
    # the standard form of a Chinese company's name has no spaces beside the slash
    return any(sign in value and all((kind, part) in have for part in value.split(sign)) for sign in (" / ", "/"))


class Merge:
    """One merge. `result` is None when the stored content says everything the row says."""

    def __init__(
        self,
        stored: Content,
        row: Content,
        *,
        derived: Collection[str] = (),
        multi_customs: Collection[int] = (),
        editable: Editable = everything,
    ) -> None:
        self._stored, self._row = stored, row
        self._derived, self._multi_customs, self._editable = derived, multi_customs, editable
        self._out: Content | None = None
        self._fresh: set[str] = set()
        self.locked: set[str] = set()
        self._merge()

    @property
    def result(self) -> Content | None:
        """The new content, or None when nothing changes."""
        return self._out

    def _target(self, code: str) -> Content | None:
        """The content to change, or None when the field is not the actor's to change."""
        if not self._editable(code):
            self.locked.add(code)
            return None
        if self._out is None:
            self._out = self._stored.copy()
        self._fresh.add(code)
        return self._out

    def _merge(self) -> None:
        self._names()
        self._identifiers()
        self._points()
        self._addresses()
        self._fields()
        self._extras()
        self._contacts()
        self._customs()
        self._links()

    def _fields(self) -> None:
        stored, row = self._stored, self._row
        for code in (*row.fields, *(c for c in row.given if c not in row.fields)):
            value, given = row.fields.get(code), row.given.get(code)
            if given is not None and value == stored.fields.get(code) == given[0].strip():
                continue
            if given is not None and given[1] and code != "name" and self._is_good(code):
                self._mark(code, given)
            elif value is None:
                if code not in stored.fields:
                    self._mark(code, given)
            elif stored.fields.get(code) != value or (self._is_marked(code) and not (given and given[1])):
                self._set(code, value, given)

    def _is_good(self, code: str) -> bool:
        return code in self._stored.fields

    def _is_marked(self, code: str) -> bool:
        return bool(self._stored.given.get(code, ["", ""])[1])

    def _mark(self, code: str, given: list[str] | None) -> None:
        """Keep what was given, with its reason, beside whatever value stands there."""
        if given is None or self._stored.given.get(code) == given:
            return
        target = self._target(code)
        if target is not None:
            target.given[code] = list(given)

    def _set(self, code: str, value: str, given: list[str] | None) -> None:
        if code in self._derived and not self._follows(code):
            return
        target = self._target(code)
        if target is None:
            return
        target.fields[code] = value
        target.given.pop(code, None)
        if given is not None:
            target.given[code] = list(given)
        if code == "name":
            target.name_key = self._row.name_key

    def _follows(self, code: str) -> bool:
        """A derived value fills a gap, or follows what it was derived from; it never overrules what was said."""
        return code not in self._stored.fields or _SOURCES.get(code, "registered_capital") in self._fresh

    def _extras(self) -> None:
        for header, value in self._row.extras.items():
            if self._stored.extras.get(header) != value:
                target = self._target(f"extra:{header}")
                if target is not None:
                    target.extras[header] = value

    def _names(self) -> None:
        have = {(i.kind, i.value) for i in self._stored.names}
        for item in self._row.names:
            if not _said(have, item.kind, item.value):
                target = self._target(item.kind)
                have.add((item.kind, item.value))
                if target is not None:
                    target.names.append(item)

    def _identifiers(self) -> None:
        stored = self._stored.identifiers
        for item in self._row.identifiers:
            same = [i for i in stored if i.kind == item.kind]
            if any(i.value == item.value for i in same):
                continue
            single = item.kind not in _MULTI_IDENTIFIERS
            target = self._target(item.kind)
            if target is None:
                continue
            if single and not (item.reason and any(not i.reason for i in same)):
                target.identifiers = [i for i in target.identifiers if i.kind != item.kind]
            target.identifiers.append(item)

    def _points(self) -> None:
        have = {(i.kind, i.value) for i in self._stored.points}
        preferred = {i.kind for i in self._stored.points if i.preferred}
        for item in self._row.points:
            if _said(have, item.kind, item.value):
                continue
            target = self._target(item.kind)
            if target is not None:
                item.preferred = item.preferred and item.kind not in preferred
                target.points.append(item)

    def _addresses(self) -> None:
        have = {("", i.value) for i in self._stored.addresses}
        for item in self._row.addresses:
            if _said(have, "", item.value):
                continue
            target = self._target("address")
            if target is not None:
                item.preferred = item.preferred and not self._stored.addresses
                target.addresses.append(item)

    def _contacts(self) -> None:
        for item in self._row.contacts:
            same = self._same_contact(item)
            if same is None and self._says_contacts(item):
                continue
            if same is None:
                target = self._target("contact_name")
                if target is not None:
                    item.preferred = item.preferred and not self._stored.contacts
                    target.contacts.append(item)
            else:
                self._add_to_contact(same, item)

    def _same_contact(self, item: ContactItem) -> ContactItem | None:
        if item.name:
            return next((c for c in self._stored.contacts if c.name == item.name), None)
        values = {(p.kind, p.value) for p in item.points}
        return next((c for c in self._stored.contacts if values & {(p.kind, p.value) for p in c.points}), None)

    def _says_contacts(self, item: ContactItem) -> bool:
        """Whether it is several contact people in the one cell of an export, with nothing new about any of them."""
        stored = self._stored.contacts
        points = {(p.kind, p.value) for c in stored for p in c.points}
        names, titles = {("", c.name) for c in stored}, {("", c.title) for c in stored} | {("", "")}
        known = all((p.kind, p.value) in points for p in item.points)
        return known and _said(names, "", item.name) and _said(titles, "", item.title)

    def _add_to_contact(self, stored: ContactItem, item: ContactItem) -> None:
        have = {(p.kind, p.value) for p in stored.points}
        added = [p for p in item.points if (p.kind, p.value) not in have]
        title = item.title if item.title and item.title != stored.title else ""
        if not added and not title:
            return
        target = self._target("contact_name")
        if target is None:
            return
        mine = next(c for c in target.contacts if c.id == stored.id)
        mine.points.extend(added)
        mine.title = title or mine.title

    def _customs(self) -> None:
        have = {(i.field_id, i.value) for i in self._stored.customs}
        for item in self._row.customs:
            if (item.field_id, item.value) in have:
                continue
            target = self._target(f"custom-id:{item.field_id}")
            if target is not None:
                target.customs = [*self._kept_customs(target, item), item]

    def _kept_customs(self, target: Content, item: CustomItem) -> list[CustomItem]:
        if item.field_id in self._multi_customs:
            return target.customs
        return [i for i in target.customs if i.field_id != item.field_id]

    def _links(self) -> None:
        for attribute, code in (("external_ids", "external_id"), ("tag_ids", "tags"), ("group_ids", "groups")):
            have = set(getattr(self._stored, attribute))
            added = [i for i in dict.fromkeys(getattr(self._row, attribute)) if i not in have]
            if added and (target := self._target(code)) is not None:
                getattr(target, attribute).extend(added)
