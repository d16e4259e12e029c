"""The table of a provider's listings: cells that no spreadsheet runs, and nothing lost on the way out and in again."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.open_data import csv_file
from opportunities.open_data.native import checked

DEMO = Path(__file__).parents[3] / "cms" / "demo"
ENTRY = {
    "id": "canal-crew",
    "kind": "activity",
    "title": "=HYPERLINK(1)",
    "summary": "Help, and -steer.",
    "what_happens": ["Sam meets you; at the gate.", "You choose."],
    "access": {"wheelchair": "yes", "hoist": "not_sure"},
    "access_notes": {"wheelchair": "+ramp"},
    "place": {
        "name": "@the basin",
        "postcode": "M3 4NF",
        "lat": 53.4757,
        "lng": -2.2556,
        "stop": {"step_free": False},
    },
    "ages": [14, None],
    "times": ["sat_am", "sat_pm"],
    "cost": {"pounds": 3.5, "supporter_free": True, "other": "none"},
    "places": {"state": "open", "left": 4, "updated_on": "2026-11-02"},
    "checked_on": "2026-11-02",
}
# What a cell can hold, and more often than by chance what a spreadsheet would run.
CELLS = st.one_of(st.text(), st.builds("{}{}".format, st.text("'=+-@\t ", max_size=4), st.text(max_size=8)))


def cells(text):
    return list(csv.DictReader(StringIO(text)))


def test_one_row_says_all_of_an_entry():
    (row,) = cells(csv_file.table([(ENTRY, "draft")]))
    assert (row["id"], row["state"], row["kind"]) == ("canal-crew", "draft", "activity")
    assert row["what will happen"] == "Sam meets you; at the gate.\nYou choose."
    assert row["days and times"] == "sat_am; sat_pm"
    assert (row["youngest age"], row["oldest age"], row["price in pounds"]) == ("14", "", "3.5")
    assert (row["access: wheelchair"], row["access: hoist"], row["access: bsl"]) == ("yes", "not_sure", "")
    assert (row["room last checked on"], row["last checked on"]) == ("2026-11-02", "2026-11-02")
    assert row["no steps on the way from the stop"] == "no"
    assert len([name for name in row if name.startswith("access: ")]) == 60
    assert [name for name in row if name.startswith("note: ")] == ["note: wheelchair"]


def test_no_cell_is_a_formula():
    (row,) = cells(csv_file.table([(ENTRY, "draft")]))
    assert row["title"] == "'=HYPERLINK(1)"
    assert row["name of the place"] == "'@the basin"
    assert row["note: wheelchair"] == "'+ramp"
    assert row["longitude"] == "-2.2556", "a number is no formula, and stays one"


@given(CELLS)
def test_a_cell_comes_back_as_it_was_and_never_runs(text):
    safe = csv_file.defused(text)
    assert csv_file.undefused(safe) == text
    assert csv_file.NUMBER.fullmatch(safe) or not safe.lstrip(" ").startswith(
        ("=", "+", "-", "@", "\t", "\r")
    )


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), max_size=3), CELLS)
def test_what_is_written_is_read_the_same(steps, title):
    entry = ENTRY | {"title": title, "what_happens": steps}
    found, faults = csv_file.read("\ufeff" + csv_file.table([(entry, "draft")]))
    written, _ = csv_file.from_row({"id": "canal-crew", **csv_file.row(entry)})
    assert faults == []
    text = " ".join(str(found[0].entry["title"]).split())
    assert text == " ".join((written["title"] or "None").split())
    same = {key for key in written if key not in ("title", "what_happens")}
    assert {key: found[0].entry[key] for key in same} == {key: written[key] for key in same}


@pytest.mark.parametrize("name", ["activities.json", "work-and-learning.json"])
def test_the_whole_demo_comes_back(name):
    """Each entry, written as a row and read again, is the same to who imports it."""
    document = json.loads((DEMO / name).read_text(encoding="utf-8"))
    found, faults = csv_file.read(csv_file.table((entry, "public") for entry in document["opportunities"]))
    assert faults == []
    again = []
    for line, entry in zip(found, document["opportunities"], strict=True):
        for path in (column.path for column in csv_file.BY_NAME.values()):
            before, after = csv_file.value_at(entry, path), csv_file.value_at(line.entry, path)
            assert (before or None) == (after or None) or {before, after} == {False, None}, path
        again.append(line.entry | {"provider": entry["provider"]})
    checked(document | {"opportunities": again})


def read(**changed):
    header, values = zip(
        *({"id": "", "kind": "activity", "title": "Choir", "summary": "Sing."} | changed).items(), strict=True
    )
    file = StringIO()
    csv.writer(file).writerows([header, values])
    return csv_file.read(file.getvalue())


@pytest.mark.parametrize(
    ("column", "cell", "path", "value"),
    [
        ("first day", "24/11/2026", ("starts_on",), "2026-11-24"),
        ("first day", "2026-11-24", ("starts_on",), "2026-11-24"),
        ("how often", "weekly", ("pattern",), "weekly"),
        ("how often", "Every week", ("pattern",), "weekly"),
        ("price in pounds", "£4.50", ("cost", "pounds"), 4.5),
        ("a supporter comes free", "TRUE", ("cost", "supporter_free"), True),
        ("people stay overnight", "No", ("details", "residential"), False),
        ("interests", "Gardening; singing", ("interests",), ["gardening", "singing"]),
        ("oldest age", "25", ("ages", "1"), 25),
    ],
)
def test_people_and_spreadsheets_write_it_in_their_way(column, cell, path, value):
    (line,), faults = read(**{column: cell})
    assert (faults, csv_file.value_at(line.entry, path)) == ([], value)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("oldest age", "25+"),
        ("price in pounds", "cheap"),
        ("people stay overnight", "perhaps"),
        ("latitude", "53,4"),
    ],
)
def test_a_cell_that_can_not_be_read_is_named(column, cell):
    _, (fault,) = read(**{column: cell})
    assert (fault.row, fault.column) == (2, column)
    assert f"“{cell}”" in str(fault.what)
    assert str(fault.what).endswith((".", ".”"))


def test_a_column_that_nobody_knows_is_named():
    _, (fault,) = read(titel="x")
    assert (fault.row, fault.column) == (1, "titel")


def test_a_file_with_no_titles_is_refused():
    assert [fault.column for fault in csv_file.read("a;b\n1;2")[1]] == ["a", "b", "title"]
    assert csv_file.read("")[1]


def test_a_row_with_too_many_cells_is_named():
    assert csv_file.read('title,summary\nChoir,Sing,again\n"open')[1]
    found, (fault,) = csv_file.read("title,summary\nChoir,Sing\n\nBand,Play,Loud\n")
    assert (len(found), fault.row) == (1, 4)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_mark_between_cells_can_be_another(mark):
    found, faults = csv_file.read(mark.join(["title", "summary"]) + "\r\n" + mark.join(["Choir", "Sing"]))
    assert (faults, found[0].entry["summary"]) == ([], "Sing")


def test_every_fault_of_the_format_has_a_column():
    assert csv_file.column_at(["ages", 0]).name == "youngest age"
    assert csv_file.column_at(["place"]).name == "name of the place"
    assert csv_file.column_at(["what_happens", 3]).name == "what will happen"
    assert csv_file.column_at(["place", "stop", "step_free"]).name == "no steps on the way from the stop"
