"""Filters on columns of the customer's own row, and on what is no field of the catalogue: kind, number, times, department."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kedang.accounts.queries import directory
from kedang.archive import tokens
from kedang.archive.figures import TIMES
from kedang.archive.models import KIND_CODES
from kedang.engine.catalogue import CHOICE_OPS, NUMBER_OPS, FieldSpec
from kedang.engine.search_terms import Term, Token, every, some
from kedang.finding import conditions as given
from kedang.finding.conditions import BAD_FILTER, NOT_FILTERABLE, Condition
from kedang.finding.filter_sql import (
    REGION_KEY,
    SMALL,
    Part,
    Test,
    compare_day,
    compare_moment,
    compare_number,
    compare_text,
)
from kedang.finding.sql import marks, run
from kedang.kit.actor import Actor
from kedang.kit.levels import ORDINARY, STRICTEST

ME = "me"
CLASSIFICATION = "classification"
_CLASS_LETTERS = dict(tokens.CLASS_LETTERS)
_FIGURES = Part("archive_figures", "1 = 1")


def column_test(spec: FieldSpec, condition: Condition) -> Test:
    """A condition on one clear column of the catalogue."""
    column = f"c.{spec.code}"
    if spec.type == "region":
        return _region(column, condition)
    if spec.type in ("number", "money", "integer"):
        return _nullable(column, condition) or Test(*compare_number(column, condition))
    if condition.op in given.WITHOUT_VALUE:
        return Test(f"{column} = ''" if condition.op == "empty" else f"{column} <> ''")
    if spec.type == "date":
        return Test(*compare_day(column, condition))
    return replace(Test(*compare_text(column, condition)), term=_text_term(spec.code, condition))


def _nullable(column: str, condition: Condition) -> Test | None:
    if condition.op not in given.WITHOUT_VALUE:
        return None
    return Test(f"{column} IS NULL" if condition.op == "empty" else f"{column} IS NOT NULL")


def _text_term(code: str, condition: Condition) -> Term | None:
    """Tokens that every row with such a text has."""
    if code in _CLASS_LETTERS and condition.op in ("eq", "any"):
        found = [tokens.code_token(_CLASS_LETTERS[code], value) for value in condition.values]
        return None if any(len(token) < 2 for token in found) else some([Token(token) for token in found])
    if code == "name" and condition.op in ("eq", "contains", "starts"):
        return name_term(condition.value)
    return None


def name_term(text: str) -> Term | None:
    """The ideographs of a piece of a name; other letters may be the middle of a word, which the index does not know."""
    if tokens.plain(text) != text.lower():
        return None  # folding looks at the whole name, and may read a piece of it otherwise
    found: list[Term] = []
    for stretch in tokens.runs(text):
        if tokens.is_han(stretch):
            pieces = [Token(gram) for gram in tokens.grams(stretch)]
            found += pieces[len(stretch) :] or pieces
    return every(found)


def _region(column: str, condition: Condition) -> Test:
    if condition.op in given.WITHOUT_VALUE:
        return Test(f"{column} IS NULL" if condition.op == "empty" else f"{column} IS NOT NULL")
    code = given.whole(condition, condition.value)
    if not 100_000 <= code <= 999_999:
        raise BAD_FILTER(what=f"{condition.field} {condition.value}")
    token = Token(tokens.region_tokens(str(code))[-1])
    if condition.op == "eq":
        return Test(f"{column} = %s", (code,), term=token)
    if condition.op != "under":
        raise NOT_FILTERABLE(field=condition.field)
    width = 9999 if code % 10_000 == 0 else 99 if code % 100 == 0 else 0
    if column != "c.region":
        return Test(f"{column} BETWEEN %s AND %s", (code, code + width), term=token, exact=True)
    # As the order by region says it, so that its index can begin and end with the filter.
    text = f"{REGION_KEY} BETWEEN %s AND %s"
    return Test(text, (code, code + width), term=token, exact=True, order="region")


def _kind(_: Actor, condition: Condition) -> Test:
    if any(value not in KIND_CODES for value in condition.values) or condition.op not in ("eq", "ne", "any"):
        raise BAD_FILTER(what=f"{condition.field} {condition.op}")
    wanted = {KIND_CODES[value] for value in condition.values}
    if condition.op == "ne":
        wanted = set(KIND_CODES.values()) - wanted
    codes = tuple(sorted(wanted))
    names = [name for name, code in KIND_CODES.items() if code in wanted]
    return Test(f"c.kind IN ({marks(codes)})", codes, term=some([Token("k" + name[0]) for name in names]), exact=True)


def _number(_: Actor, condition: Condition) -> Test:
    return Test(*compare_text("c.number", condition))


def _moment(column: str) -> Callable[[Actor, Condition], Test]:
    def test(_: Actor, condition: Condition) -> Test:
        return Test(*compare_moment(column, condition))

    return test


def _owner(actor: Actor, condition: Condition) -> Test:
    if condition.op in given.WITHOUT_VALUE:
        return Test(f"c.owner_id IS {'NULL' if condition.op == 'empty' else 'NOT NULL'}")
    people = tuple(actor.id if value == ME else given.whole(condition, value) for value in condition.values)
    if condition.op == "ne":
        return Test("(c.owner_id IS NULL OR c.owner_id <> %s)", people)
    return Test(f"c.owner_id IN ({marks(people)})", people, term=_any_of("o", people))


def _any_of(letter: str, ids: Sequence[int]) -> Term | None:
    return some([Token(f"{letter}{each:x}") for each in ids if each > 0])


def _department(_: Actor, condition: Condition) -> Test:
    if condition.op in given.WITHOUT_VALUE:
        return Test(f"c.department_id IS {'NULL' if condition.op == 'empty' else 'NOT NULL'}")
    named = tuple(given.whole(condition, value) for value in condition.values)
    if condition.op == "under":
        below = tuple(sorted(directory().below(named[0]))) or named
        return Test(f"c.department_id IN ({marks(below)})", below, term=_any_of("d", named))
    if condition.op == "ne":
        return Test("(c.department_id IS NULL OR c.department_id <> %s)", named)
    return Test(f"c.department_id IN ({marks(named)})", named, term=_any_of("e", named))


def _completeness(_: Actor, condition: Condition) -> Test:
    if condition.op in given.WITHOUT_VALUE:
        return _FIGURES.exists("x.completeness IS NOT NULL", without=condition.op == "empty")
    return _FIGURES.exists(*compare_number("x.completeness", condition))


def _figure_time(column: str) -> Callable[[Actor, Condition], Test]:
    def test(_: Actor, condition: Condition) -> Test:
        if condition.op in given.WITHOUT_VALUE:
            return _FIGURES.exists(f"x.{column} IS NOT NULL", without=condition.op == "empty")
        return _FIGURES.exists(*compare_moment(f"x.{column}", condition))

    return test


def _classification(actor: Actor, condition: Condition) -> Test:
    """Levels above the actor's clearance are not looked for at all: neither an answer nor how long it takes tells whether they are used."""
    named = {given.whole(condition, value) for value in condition.values}
    if max(named) > STRICTEST:
        raise BAD_FILTER(what=f"{condition.field} {', '.join(condition.values)}")
    wanted = set(range(STRICTEST + 1)) - named if condition.op == "ne" else named
    closer = tuple(sorted(level for level in wanted if ORDINARY < level <= actor.clearance))
    if ORDINARY in wanted:
        more = f" OR c.classification IN ({marks(closer)})" if closer else ""
        return Test(f"(c.classification IS NULL{more})", closer)
    if not closer:
        return Test("1 = 0", ids=())
    return Test(f"c.classification IN ({marks(closer)})", closer, ids=_kept_at(closer))


def _kept_at(levels: Sequence[int]) -> tuple[int, ...] | None:
    """The customers kept at these levels, or None when they are many; levels have an index of their own."""
    text = f"SELECT k.id FROM archive_customer k WHERE k.classification IN ({marks(levels)}) LIMIT %s"  # noqa: S608
    found = tuple(row[0] for row in run(text, [*levels, SMALL + 1]))
    return found if len(found) <= SMALL else None


# What is filtered besides the catalogue's fields: (operations, how)
PSEUDO: dict[str, tuple[tuple[str, ...], Callable[[Actor, Condition], Test]]] = {
    "kind": (("eq", "ne", "any"), _kind),
    "number": (("eq", "any", "contains", "starts"), _number),
    "created_at": (("eq", "ne", "gt", "lt", "between"), _moment("c.created_at")),
    "updated_at": (("eq", "ne", "gt", "lt", "between"), _moment("c.updated_at")),
    "owner": (CHOICE_OPS, _owner),
    "department": ((*CHOICE_OPS, "under"), _department),
    "completeness": (NUMBER_OPS, _completeness),
    CLASSIFICATION: (("eq", "ne", "any"), _classification),
    **{code: (("eq", "gt", "lt", "between", *given.WITHOUT_VALUE), _figure_time(code)) for code in TIMES},
}
