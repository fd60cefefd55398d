"""Every dirty fixture goes through a whole import: exact counts, sums that hold, and nothing new the second time."""

import json
from pathlib import Path

import pytest

from kedang.intake.runs import run_counts
from kedang.intake.tests.builders import COMMAND, bring, counts, fates
from tests import fixtures

DIRTY = Path(fixtures.__file__).parent / "dirty"
LINES = json.loads((DIRTY / "expected.json").read_text(encoding="utf-8"))
# Counted by hand in the files, as is `expected.json`.
FATES = {
    "cards.vcf": {"created": 3},
    "formulas.xlsx": {"created": 3},
    "full_width.csv": {"created": 4},
    "gb18030_tabs.csv": {"created": 9},
    "group_rows.xlsx": {"created": 7, "skipped_layout": 3},
    "lost_zeros.xlsx": {"created": 3},
    "merged_cells.xlsx": {"created": 2, "duplicate": 1},
    "mixed_dates.csv": {"created": 11},
    "no_header.csv": {"created": 8},
    "old_excel.xls": {"created": 4},
    "repeated_header.csv": {"created": 60, "skipped_layout": 2},
    "roc_years.csv": {"created": 5},
    "tab_before_ids.csv": {"created": 3},
    "title_above.xlsx": {"created": 6, "skipped_layout": 2},
    "totals_and_notes.xlsx": {"created": 5, "skipped_layout": 5},
    "two_line_header.xlsx": {"created": 4},
    "two_tables_beside.xlsx": {"created": 8},
    "two_tables_stacked.xlsx": {"created": 7, "skipped_layout": 4},
    "utf16.txt": {"created": 4},
    "web_page.xls": {"created": 5, "skipped_layout": 1},
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(LINES))
def test_a_dirty_file(name: str) -> None:
    content = (DIRTY / name).read_bytes()
    run = bring(COMMAND, content, filename=name)
    assert run.state == "done"
    found = run_counts(run)
    assert found["rows"] == LINES[name]["rows"] == len(fates(run))
    assert found["skipped_layout"] == LINES[name]["skipped_layout"]
    assert counts(run) == FATES[name]
    again = counts(bring(COMMAND, content, filename=name))
    assert not again.keys() & {"created", "updated"}
