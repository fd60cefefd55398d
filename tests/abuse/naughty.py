"""The way of strings that nobody would type: in by a file, page, export, in again, search, lists, edits, history.

What may differ between what was put in and what the page shows, as its value or as the text given beside it:

* white space around a value, NUL and lone surrogates (no database and no JSON holds them), and nothing else in the fields that
  keep the text as it was given beside the standard form: single fields, identifiers, contact points, addresses, extras, custom
  fields, notes. A number is given with the unit that its heading names.
* names other than the customer's own, contact people, tags, groups and external ids have their standard form only: one line,
  half width, without controls and marks nobody sees, Chinese company names without stray spaces and with one kind of brackets.
* a cell of a field that holds several (phones, email, accounts, WeChat, QQ, tags, groups) is cut at its separators;
  the same number twice (000 and 000.00) is one.
* a tag of more than 64 and a group of more than 128 characters stays with the columns no field was found for.

An export carries the value the page shows; its protection against formulas is undone by taking one quote off.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from kedang.accounts.models import User
from kedang.archive.models import ExternalId
from kedang.engine.catalogue import FIELDS, FieldSpec, kind_fields
from kedang.engine.tables.opening import open_table
from kedang.engine.tables.writer import write_table
from kedang.fields import definitions
from kedang.fields.definitions import Draft
from kedang.intake.tests.builders import bring, counts
from kedang.kit.actor import system_actor
from tests.abuse.scene import get, give_modes, where
from tests.people import actor, browser, make_cast, send

OPEN = {each: dict.fromkeys(("own", "other", "list", "export"), "edit") for each in ("*clear", "*C", "*S")}
ID, NAME, EMAIL, EXTRA = "外部编号", "名称", "邮箱", "暗号"
CUSTOM = {"custom:motto": "座右铭", "custom:story": "故事"}
PROTECTED = re.compile("'+[=+@\t\r＝＋－＠-]")
UNSTORABLE = re.compile("[\x00\ufffd\ud800-\udfff]")
# What a standard form may drop (marks nobody sees) or write in another way (width, kind of brackets).
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
BRACKETS = str.maketrans("[{【〔<〈《]}】〕>〉》", "(((((((" + ")))))))")
SEPARATORS = re.compile(r"[、;；，,|/／\\\s]+")
CUT = frozenset({"wechat", "qq", "email", "contact_email", "bank_account", "tags", "groups"})
TAIL = re.compile(r"\.0+$")
LONGEST = {"tags": 64, "groups": 128}
# Fields and operations that ask a list for a text; every string asks some of them.
ASKED = (
    ("name", "eq"), ("remark", "contains"), ("short_name", "eq"), ("industry", "eq"), ("custom:motto", "contains"),
    ("level", "eq"), ("other_contact", "eq"), ("industry", "contains"), ("tax_number", "eq"), ("status", "starts"),
    ("custom:motto", "eq"), ("wechat", "eq"),
)  # fmt: skip
Shown = dict[str, list[tuple[str, str]]]


@dataclass(slots=True)
class Findings:
    """What did not survive, (step, string, field, what is there), and how many checks each step made."""

    lost: list[tuple[str, str, str, object]] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)

    def see(self, step: str, text: str, code: str, *, holds: bool, there: object) -> None:
        """One check."""
        self.done[step] = self.done.get(step, 0) + 1
        if not holds:
            self.lost.append((step, text, code, there))


def make_scene() -> User:
    """王, who sees and exports everything in clear, and two custom fields."""
    demo = system_actor("demo")
    wang = give_modes(make_cast().wang, OPEN, like="manager")
    definitions.create(demo, Draft(code="motto", label_zh=CUSTOM["custom:motto"]))
    definitions.create(demo, Draft(code="story", label_zh=CUSTOM["custom:story"], type="longtext"))
    return wang


def specs_of(kind: str) -> list[FieldSpec]:
    """Every field a file fills with text."""
    return [s for s in kind_fields(kind) if s.code not in ("owner", "external_id", "region")]


def clean(text: str) -> str:
    """Without what no database holds, and without white space around it."""
    return UNSTORABLE.sub("", text).strip()


def bare(text: str) -> str:
    """Every character one sees, however wide."""
    wide = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in wide if unicodedata.category(c) not in UNSEEN and c not in "\ufffd\u034f")
    return seen.translate(BRACKETS)


def pieces(*texts: str) -> set[str]:
    """What stands between separators."""
    return {TAIL.sub("", bare(piece)) for text in texts for piece in SEPARATORS.split(text)} - {""}


def sent(text: str) -> str:
    """As JSON and addresses can carry it."""
    return text.encode("utf-8", "replace").decode()


def book(heads: Sequence[str], rows: Sequence[Sequence[str]], form: str) -> bytes:
    """A table as a file: xlsx as Kedang writes it, csv as anybody does (a quote that looks like Kedang's is doubled)."""
    if form == "xlsx":
        target = io.BytesIO()
        write_table(target, "xlsx", heads, rows)
        return target.getvalue()
    text = io.StringIO()
    csv.writer(text).writerows([heads, *([f"'{c}" if PROTECTED.match(c) else c for c in row] for row in rows)])
    return text.getvalue().encode("utf-8-sig", "replace")


def read(content: bytes, form: str) -> dict[str, dict[str, str]]:
    """An exported table by external id and heading."""
    if form == "xlsx":
        (sheet,) = open_table(content, filename="x.xlsx").sheets
        head, *rows = [list(row.cells) for row in sheet.rows()]
    else:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        head, *rows = [[c[1:] if PROTECTED.match(c) else c for c in line] for line in lines]
    found = [dict(zip(head, row, strict=False)) for row in rows]
    return {row[ID]: row for row in found}


def on_page(page: Mapping[str, Any]) -> Shown:
    """(value, given) pairs of a customer page by field."""
    found: Shown = {}

    def put(code: str, value: object, given: object = None) -> None:
        if value or given:
            found.setdefault(code, []).append((str(value or ""), str(given or "")))

    for each in (f for section in page["sections"] for f in section["fields"] if f["code"] != "external_id"):
        put(each["code"], each["value"], each["given"])
    for each in (*page["names"], *page["identifiers"], *page["contact_points"]):
        put(each["kind"], each["value"], each.get("given"))
    for each in page["addresses"]:
        put("address", each["value"], each["given"])
    for contact in page["contacts"]:
        put("contact_name", contact["name"], contact["note"])
        put("contact_title", contact["title"])
        for point in contact["contact_points"]:
            put(f"contact_{point['kind']}", point["value"], point["given"])
    for each in page["extras"]:
        put(each["code"], each["value"])
    for part in ("tags", "groups"):
        for each in page[part]:
            put(part, each["name"])
    return found


def kept(code: str, pairs: Sequence[tuple[str, str]], text: str) -> bool:
    """Whether a field shows a string, as far as this field may change it."""
    if not clean(text) or len(text) > LONGEST.get(code, len(text)):
        return True
    shown = [each for pair in pairs for each in pair]
    if any(clean(text) in (clean(each), clean(each).removesuffix("万元")) for each in shown):
        return True
    spec = FIELDS.get(code)
    if spec is not None and (spec.type == "phone" or code in CUT):
        return pieces(text) <= pieces(*shown)
    return spec is not None and spec.storage in ("name", "contact") and bare("".join(shown)) == bare(text)


@dataclass(slots=True)
class Way:
    """One kind of customers and one form of file; `seen` collects what did not survive. `thorough` spares no request."""

    wang: User
    kind: str
    form: str
    strings: Sequence[str]
    thorough: bool = False
    seen: Findings = field(default_factory=Findings)
    ids: dict[int, int] = field(default_factory=dict)
    pages: dict[int, Shown] = field(default_factory=dict)
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = browser(self.wang)

    def go(self) -> Findings:
        """The whole way."""
        self.bring_in()
        self.open_pages()
        self.send_out()
        self.ask_lists()
        self.look_for()
        self.label()
        self.change()
        return self.seen

    def see(self, step: str, at: int, code: str, *, holds: bool, there: object) -> None:
        """One check of one string; -1 stands for all of them."""
        self.seen.see(step, self.strings[at] if at >= 0 else "*", code, holds=holds, there=there)

    def get(self, path: str, **query: str) -> Any:
        """What 王 gets."""
        return get(self.client, path, **query)

    def each(self) -> Iterator[tuple[int, str, int]]:
        """(place, string, customer)."""
        return ((at, self.strings[at], customer) for at, customer in self.ids.items())

    def bring_file(
        self, start: str, heads: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[str]
    ) -> None:
        """Import rows under external ids that begin with `start` and remember whose they are."""
        mapping = {at: code or None for at, code in enumerate(("external_id", *columns))}
        run = bring(
            actor(self.wang), book([ID, *heads], [[f"{start}{row[0]}", *row[1:]] for row in rows], self.form),
            filename=f"x.{self.form}", kind=self.kind, columns=mapping, match_key="external_id", header_line=1,
        )  # fmt: skip
        self.see("import", -1, start, holds=counts(run) == {"created": len(rows)}, there=counts(run))
        known = dict(ExternalId.objects.filter(value__startswith=start).values_list("value", "customer_id"))
        self.ids = {int(row[0]): known[f"{start}{row[0]}"] for row in rows if f"{start}{row[0]}" in known}
        for row in rows:
            self.see("import", int(row[0]), start, holds=int(row[0]) in self.ids, there=None)

    def bring_in(self) -> None:
        """Every string in every column of a row; a person needs a way to be reached, an organisation a name."""
        codes = [spec.code for spec in specs_of(self.kind)]
        rows = [[str(at), *[text] * (len(codes) + 3)] for at, text in enumerate(self.strings)]
        for row in rows:
            if self.kind == "person":
                row[1 + codes.index("email")] = f"{row[0]}@example.com"
            elif not bare(row[1]):
                row[1 + codes.index("name")] = f"No name {row[0]}"
        heads = [*(FIELDS[code].zh for code in codes), *CUSTOM.values(), EXTRA]
        self.bring_file("all-", heads, rows, [*codes, *CUSTOM, ""])

    def open_pages(self) -> None:
        """The page shows every string in every field."""
        skipped = "email" if self.kind == "person" else "name"
        for at, text, customer in self.each():
            answer = self.get(f"/customers/{customer}")
            self.see("page", at, "*", holds=answer.status_code == 200, there=answer.status_code)
            shown = self.pages[at] = on_page(answer.json())
            for code in (*(spec.code for spec in specs_of(self.kind)), *CUSTOM, f"extra:{EXTRA}"):
                if code != skipped or (code == "name" and bare(text)):
                    there = shown.get(code, [])
                    self.see("page", at, code, holds=kept(code, there, text), there=there)

    def send_out(self) -> None:
        """An export carries what the page shows, and changes nothing when it comes back."""
        asked = {"filter": where(("external_id", "starts", "all-"))}
        heads = {spec.code: spec.zh for spec in specs_of(self.kind) if not spec.choices} | CUSTOM
        for form in ("csv", "xlsx"):
            answer = self.get("/customers/export", format=form, **asked)
            content = b"".join(answer)
            rows = read(content, form)
            for at, _, _ in self.each():
                for code, head in heads.items():
                    values = [value for value, _ in self.pages[at].get(code, []) if value]
                    cell = rows.get(f"all-{at}", {}).get(head, "")
                    same = clean(cell) == clean(" / ".join(values)) or sorted(cell.split("；")) == sorted(values)
                    self.see(f"export {form}", at, code, holds=same, there=(cell, values))
            run = bring(actor(self.wang), content, filename=f"again.{form}", match_key="external_id")
            same = counts(run) == {"unchanged": len(self.ids)}
            self.see(f"again {form}", -1, "*", holds=same, there=counts(run))

    def ask_lists(self) -> None:
        """A list's filter takes every string and finds the customers that have it as a valid value; asking all or one of the questions."""
        for at, text, customer in self.each():
            asked = clean(sent(text))
            for code, op in ASKED if self.thorough else ASKED[at % len(ASKED) :][:1]:
                answer = self.get("/customers", filter=where((code, op, asked)), limit="200")
                wanted = 200 if 0 < len(asked) <= 200 else 400
                self.see("filter", at, f"{code} {op}", holds=answer.status_code == wanted, there=answer.content[:200])
                valid = any(value and value != given for value, given in self.pages[at].get(code, []))
                if wanted == 200 and valid and bare(asked) and "\0" not in text:
                    there = {row["id"] for row in answer.json()["rows"]}
                    self.see("filter finds", at, f"{code} {op}", holds=str(customer) in there, there=len(there))

    def look_for(self) -> None:
        """Search takes every string and finds the customer of that name: here in the name only, not in a contact point."""
        named = [(at, text) for at, text in enumerate(self.strings) if bare(text)]
        rows = [[str(at), text, f"only{at}@example.com"] for at, text in named]
        self.bring_file("name-", [NAME, EMAIL], rows, ["name", "email"])
        for at, text in enumerate(self.strings):
            answer = self.get("/search", q=sent(text), limit="200")
            self.see("search", at, "*", holds=answer.status_code == 200, there=answer.content[:200])
            if any(map(str.isalnum, text)):
                hits = {hit["id"] for hit in answer.json()["hits"]}
                self.see("search finds", at, "name", holds=str(self.ids.get(at)) in hits, there=len(hits))

    def label(self) -> None:
        """Some strings as names of tags and groups made by hand; a tag's name is one line, and nobody's twice."""
        for at, text, customer in list(self.each())[:: 1 if self.thorough else 5]:
            for part, given in (("tags", f"{text}!"[-60:]), ("groups", text[:120])):
                made = send(self.client, "POST", f"/{part}", {"name": sent(given)})
                self.see(part, at, "*", holds=made.status_code in (200, 201, 409, 422), there=made.content[:200])
                if made.status_code < 400:
                    put = send(
                        self.client, "PUT", f"/customers/{customer}/{part}", {f"{part[:-1]}_ids": [made.json()["id"]]}
                    )
                    names = [each["name"] for each in put.json()[part]]
                    self.see(part, at, "name", holds=list(map(bare, names)) == [bare(given)], there=names)

    def change(self) -> None:
        """An edit and a note on the customers of `look_for`, and what the history says of them."""
        third = "brand_name" if self.kind == "organisation" else "employer"
        for at, text, customer in list(self.each())[:: 1 if self.thorough else 3]:
            base = f"/customers/{customer}"
            noted = send(self.client, "POST", f"{base}/notes", {"body": sent(text)})
            self.see("note", at, "*", holds=noted.status_code in (200, 201), there=noted.content[:200])
            new = dict.fromkeys(("remark", "industry", third), sent(text))
            answer = send(self.client, "PATCH", base, {"values": new})
            self.see("edit", at, "*", holds=answer.status_code == 200, there=answer.content[:200])
            page = answer.json()
            self.see(
                "note",
                at,
                "body",
                holds=[clean(n["body"]) for n in page["notes"]] == [clean(text)],
                there=page["notes"],
            )
            answer = self.get(f"{base}/history")
            self.see("history", at, "*", holds=answer.status_code == 200, there=answer.content[:200])
            after = {f["code"]: f["after"] for event in answer.json()["events"] for f in event["fields"]}
            for code in new:
                pairs = on_page(page).get(code, [("", "")])
                self.see("edit", at, code, holds=kept(code, pairs, text), there=pairs)
                self.see("history", at, code, holds=after.get(code) in pairs[0], there=(after.get(code), pairs))
