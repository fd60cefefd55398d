"""SQL and Python read every condition alike."""

from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kedang.engine.matching.conditions import Among, Condition, Either, Every, Has, Missing, Near, Same, Share, Unless

SCHEMA = pa.schema(
    [("text", pa.string()), ("texts", pa.list_(pa.string())), ("longer", pa.list_(pa.string())), ("flag", pa.bool_())]
)
CONDITIONS: list[Condition] = [
    Missing("text"),
    Missing("texts"),
    Same("text"),
    Share("texts"),
    Share("texts", 2),
    Among("text", "longer"),
    Near("text", 1, 2),
    Near("text", 2, 3),
    Has("flag"),
    Has("flag", both=False),
    Every([Same("text"), Has("flag")]),
    Either([Same("text"), Share("longer")]),
    Unless(Either([Missing("text"), Same("text")])),
]
words = st.text("ab", max_size=4)
lists = st.none() | st.lists(words, max_size=3)
rows = st.fixed_dictionaries(
    {"text": st.none() | words, "texts": lists, "longer": lists, "flag": st.none() | st.booleans()}
)


DATABASE = duckdb.connect(":memory:")


def in_sql(condition: Condition, pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[bool]:
    for side, place in (("l", 0), ("r", 1)):
        table = pa.Table.from_pylist([pair[place] for pair in pairs], schema=SCHEMA)
        DATABASE.register(f"given_{side}", table)
        shown = ", ".join(f"{name} AS {name}_{side}" for name in SCHEMA.names)
        DATABASE.execute(
            f"CREATE OR REPLACE TEMP TABLE side_{side} AS SELECT row_number() OVER () AS n, {shown} FROM given_{side}"
        )
    sql = f"SELECT {condition.sql('duckdb')} FROM side_l JOIN side_r USING (n) ORDER BY n"
    return [bool(row[0]) for row in DATABASE.execute(sql).fetchall()]


@pytest.mark.parametrize("condition", CONDITIONS, ids=repr)
@settings(max_examples=8, deadline=None)
@given(pairs=st.lists(st.tuples(rows, rows), min_size=1, max_size=40))
def test_sql_and_python_agree(condition: Condition, pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    assert in_sql(condition, pairs) == [condition.holds(left, right) for left, right in pairs]


def test_what_is_unknown_agrees_with_nothing() -> None:
    nothing = {"text": None, "texts": None, "longer": None, "flag": None}
    held = [c for c in CONDITIONS[2:11] if c.holds(nothing, nothing)]
    assert held == []
