"""A provider's listings as a table: one row a listing, one column a fact, to open in a spreadsheet and to give back.

A row and an entry of the native format say the same (`docs/formats.md`). A cell that a spreadsheet would run as a formula is kept
from it by an apostrophe, which reading takes away again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching import vocabulary as words
from opportunities.validators import ANSWERS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Entry = Mapping[str, Any]
Row = dict[str, str]
Path = tuple[str, ...]

# What Excel, LibreOffice and Google's sheets take for a formula or a command; the wide ones are those of East Asian keyboards.
FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n|%＝＋－＠]")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


class CellError(ValueError):
    """A cell can not be read. The message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where its value stands in an entry, how it is written and read, and how to mend a cell that is at fault."""

    name: str
    path: Path
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    mend: StrOrPromise
    choices: tuple[str, ...] = ()  # the words that a cell can hold, where it can not hold any


@dataclass(frozen=True, slots=True)
class CellFault:
    """`row` is the number that a spreadsheet shows, the first line being 1; it and `column` are empty for the whole file."""

    row: int | None
    column: str
    what: StrOrPromise


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One line of a table: its cells by column, and the entry that they make."""

    number: int
    cells: Row
    entry: dict[str, Any]


def defused(text: str) -> str:
    """A cell that no spreadsheet runs."""
    return f"'{text}" if FORMULA.match(text) and not NUMBER.fullmatch(text) else text


def undefused(text: str) -> str:
    """What stood there before `defused`."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _text(cell: str) -> str | None:
    return cell or None


def _whole(cell: str) -> int | None:
    if cell and not re.fullmatch(r"\d{1,9}(\.0+)?", cell):
        raise CellError
    return int(cell.split(".")[0]) if cell else None


def _number(cell: str) -> int | float | None:
    if cell and not NUMBER.fullmatch(cell):
        raise CellError
    if not cell:
        return None
    value = float(cell)
    return int(value) if value.is_integer() and "." not in cell else value


def _pounds(cell: str) -> int | float | None:
    return _number(cell.removeprefix("£").strip())


def _day(cell: str) -> str | None:
    """As it was written, or as a British spreadsheet writes it."""
    match = DAY.fullmatch(cell)
    if match:
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    return cell or None


def _said(value: Any) -> str:
    return "" if value is None else "yes" if value else "no"


def _yes_no(cell: str) -> bool | None:
    known = {"": None, "yes": True, "true": True, "no": False, "false": False}
    if cell.lower() not in known:
        raise CellError
    return known[cell.lower()]


def _yes(cell: str) -> bool:
    return bool(_yes_no(cell))


def _key(labels: Mapping[str, str]) -> Callable[[str], str]:
    """A key of a vocabulary; people may write its label instead. What is neither stays, for the schema to name."""
    known = {label.casefold(): key for key, label in labels.items()} | {key.casefold(): key for key in labels}
    return lambda cell: known.get(cell.casefold(), cell)


def _one(labels: Mapping[str, str]) -> Callable[[str], str | None]:
    key = _key(labels)
    return lambda cell: key(cell) if cell else None


def _several(labels: Mapping[str, str]) -> Callable[[str], list[str]]:
    key = _key(labels)
    return lambda cell: [key(part.strip()) for part in cell.split(";") if part.strip()]


def _list(value: Any) -> str:
    return "; ".join(value or [])


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.splitlines() if line.strip()]


def _by_line(value: Any) -> str:
    return "\n".join(value or [])


TEXT = _("Write it in fewer letters.")
KEY = _("Write one of the words in our list of words for files.")
KEYS = _("Write words from our list of words for files. Put ; between them.")
WHOLE = _("Write a whole number, like 14.")
NUMBERS = _("Write a number, like 4 or 4.50.")
DATE = _("Write the day like 2026-12-31, or like 31/12/2026.")
YES_NO = _("Write yes or no. Leave it empty if you do not know.")
LINES = _("Write each one on a line of its own. Use at most 12 lines.")
MUST = _("Write something here. It can not be empty.")
ANSWER = _("Write yes, can_arrange, no or not_sure.")
PLACE = _("Say where it is, or write online for how people join in.")

INTERESTS = {key: interest.label for key, interest in words.INTERESTS.items()}
EHCP = {"any": "", "required": ""}


def _keys(name: str, key: str, labels: Mapping[str, str]) -> Column:
    return Column(name, (key,), _list, _several(labels), KEYS, tuple(labels))


def _choice(name: str, path: Path, labels: Mapping[str, str]) -> Column:
    return Column(name, path, _plain, _one(labels), KEY, tuple(labels))


def _date(name: str, *path: str) -> Column:
    return Column(name, path, _plain, _day, DATE)


def _words(name: str, *path: str, mend: StrOrPromise = TEXT) -> Column:
    return Column(name, path, _plain, _text, mend)


def _known(name: str, *path: str) -> Column:
    return Column(name, path, _said, _yes_no, YES_NO)


def _count(name: str, *path: str) -> Column:
    return Column(name, path, _plain, _whole, WHOLE)


ID = "id"
STATE = "state"  # for people to read; an upload passes over it
# The dates of having been checked are for people to read too: no file makes something "checked today".
LAST_CHECKED = ("room last checked on", "last checked on")
COLUMNS: tuple[Column, ...] = (
    _choice("kind", ("kind",), words.KINDS),
    _words("title", "title", mend=MUST),
    _words("summary", "summary", mend=MUST),
    Column("what will happen", ("what_happens",), _by_line, _lines, LINES),
    _keys("interests", "interests", INTERESTS),
    _keys("helps with", "outcomes", words.OUTCOMES),
    _choice("how people join in", ("format",), words.FORMATS),
    _words("name of the place", "place", "name", mend=PLACE),
    _words("address", "place", "address"),
    _words("postcode", "place", "postcode", mend=_("Write a whole postcode, like M3 4NF.")),
    Column("latitude", ("place", "lat"), _plain, _number, NUMBERS),
    Column("longitude", ("place", "lng"), _plain, _number, NUMBERS),
    _words("nearest stop", "place", "stop", "name"),
    _count("minutes on foot from the stop", "place", "stop", "walk_minutes"),
    _known("no steps on the way from the stop", "place", "stop", "step_free"),
    _count("youngest age", "ages", "0"),
    _count("oldest age", "ages", "1"),
    _choice("EHC plan", ("ehcp",), EHCP),
    _keys("who it is for", "who_for", words.WHO_FOR),
    _choice("bringing a supporter", ("supporter",), words.SUPPORTER),
    _choice("how many people", ("group_size",), words.GROUP_SIZES),
    _choice("how loud it is", ("noise",), words.NOISE_LEVELS),
    _keys("days and times", "times", words.TIME_SLOTS),
    _choice("how often", ("pattern",), words.PATTERNS),
    _choice("time of year", ("season",), words.SEASONS),
    _date("first day", "starts_on"),
    _date("last day", "ends_on"),
    _date("last day to apply", "apply_by"),
    Column("price in pounds", ("cost", "pounds"), _plain, _pounds, NUMBERS),
    _choice("paid", ("cost", "per"), words.COST_PER),
    Column("a supporter comes free", ("cost", "supporter_free"), _said, _yes, YES_NO),
    _words("what else people pay for", "cost", "other"),
    _choice("is there room", ("places", "state"), words.PLACES_STATES),
    _count("places left", "places", "left"),
    _choice("how to join", ("joining",), words.JOINING),
    _words("who must refer people", "details", "referral_by", mend=_("Say who must refer people.")),
    _keys("what people get", "recognition", words.RECOGNITION),
    _keys("what people are asked for", "entry", words.ENTRY),
    # What one kind alone has
    _words("college or school it is with", "details", "education_provider"),
    _count("length in months", "details", "duration_months"),
    _count("hours each week", "details", "hours_per_week"),
    _known("trained job coach", "details", "job_coach"),
    _words("where the work is", "details", "employer"),
    _known("help with Access to Work", "details", "access_to_work"),
    _words("council with a pilot", "details", "pilot_without_ehcp", "council"),
    _date("last day of the pilot", "details", "pilot_without_ehcp", "ends_on"),
    _known("we pay what it costs to come", "details", "expenses_paid"),
    _known("people can stay as long as they like", "details", "long_term"),
    _known("not for profit", "details", "not_for_profit"),
    _count("least hours each week", "details", "min_hours"),
    _known("we keep the rules for under 16", "details", "under_16_confirmed"),
    _words("university", "details", "university"),
    Column("colleges", ("details", "colleges"), _by_line, _lines, LINES),
    Column("levels it is for", ("details", "entry_levels"), _by_line, _lines, LINES),
    _known("people stay overnight", "details", "residential"),
    _words("disability team", "details", "disability_team_contact"),
    *(
        Column(f"access: {key}", ("access", key), _plain, _one(dict.fromkeys(ANSWERS, "")), ANSWER, ANSWERS)
        for key in words.NEEDS
    ),
)
NOTES = {f"note: {key}": _words(f"note: {key}", "access_notes", key) for key in words.NEEDS}
BY_NAME = {column.name: column for column in COLUMNS} | NOTES
BY_PATH = {column.path: column for column in BY_NAME.values()}
FOR_PEOPLE = (STATE, *LAST_CHECKED)


def row(entry: Entry) -> Row:
    """All cells of an entry, by column, as they are in it: not yet kept from being run."""
    return {column.name: column.write(value_at(entry, column.path)) for column in BY_NAME.values()}


def table(entries: Iterable[tuple[Entry, str]]) -> str:
    """Entries, each with a word for its state, as the text of a file. Of the notes, the columns that some entry fills."""
    rows = [
        {
            ID: entry["id"],
            STATE: state,
            LAST_CHECKED[0]: _plain(value_at(entry, ("places", "updated_on"))),
            LAST_CHECKED[1]: _plain(entry.get("checked_on")),
            **row(entry),
        }
        for entry, state in entries
    ]
    notes = [name for name in NOTES if any(cells[name] for cells in rows)]
    header = [ID, STATE, *(column.name for column in COLUMNS), *notes, *LAST_CHECKED]
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([defused(cells[name]) for name in header] for cells in rows)
    return file.getvalue()


def read(text: str) -> tuple[list[ReadRow], list[CellFault]]:
    """The rows of a file, and every cell that can not be read. Empty lines are passed over."""
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    try:
        lines = list(
            csv.reader(StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
        )
    except csv.Error as error:
        said = gettext("This is not a table that we can read (%(why)s). Save it with commas (.csv).") % {
            "why": error
        }
        return [], [CellFault(None, "", said)]
    header = [" ".join(cell.split()) for cell in lines[0]] if lines else []
    faults = list(_header_faults(header))
    found = []
    for number, line in enumerate(lines[1:] if not faults else [], start=2):
        cells = [undefused(cell.replace("\r\n", "\n")).strip(" ") for cell in line]
        if not any(cells):
            continue
        if len(cells) > len(header) and any(cells[len(header) :]):
            faults.append(CellFault(number, "", gettext("This row has more cells than the first row has.")))
            continue
        cells += [""] * (len(header) - len(cells))
        given = dict(zip(header, cells, strict=False))
        entry, wrong = from_row(given)
        faults += [CellFault(number, name, what) for name, what in wrong]
        found.append(ReadRow(number, given, entry))
    return found, faults


def from_row(cells: Row) -> tuple[dict[str, Any], list[tuple[str, StrOrPromise]]]:
    """The entry that these cells make, and the columns that can not be read with how to mend them. An empty cell says nothing."""
    entry: dict[str, Any] = {"id": cells.get(ID, "")}
    wrong: list[tuple[str, StrOrPromise]] = []
    for name, cell in cells.items():
        column = BY_NAME.get(name)
        if column is None:
            continue
        try:
            _put(entry, column.path, column.read(cell))
        except CellError:
            wrong.append((name, _at_fault(cell, column.mend)))
    return _tidied(entry), wrong


def column_at(trail: Iterable[object]) -> Column | None:
    """The column of a value in an entry, by its path there; for a part of a value the column that holds it."""
    path = tuple(str(step) for step in trail)
    while path:
        if path in BY_PATH:
            return BY_PATH[path]
        inside = [column for column in COLUMNS if column.path[: len(path)] == path]
        if inside:
            return inside[0]
        path = path[:-1]
    return None


def _header_faults(header: list[str]) -> Iterable[CellFault]:
    known = {ID, *FOR_PEOPLE, *BY_NAME}
    for name in dict.fromkeys(header):
        if name and name not in known:
            yield CellFault(
                1, name, gettext("We do not know this column. Copy its name from a file that you download.")
            )
        elif name and header.count(name) > 1:
            yield CellFault(1, name, gettext("This column stands here twice. Take one away."))
    if "title" not in header:
        yield CellFault(
            1, "title", gettext("This column is missing. Start from a file that you download here.")
        )


def _at_fault(cell: str, mend: StrOrPromise) -> str:
    seen = cell if len(cell) <= 40 else f"{cell[:37]}…"
    return gettext("We can not read “%(cell)s”.") % {"cell": seen} + f" {mend}"


def value_at(entry: Any, path: Path) -> Any:
    """What stands at this path of an entry; None where nothing does."""
    for step in path:
        if isinstance(entry, list):
            entry = entry[int(step)] if step.isdigit() and int(step) < len(entry) else None
        else:
            entry = entry.get(step) if isinstance(entry, Mapping) else None
    return entry


def _put(entry: dict[str, Any], path: Path, value: Any) -> None:
    if path[0] == "ages":
        entry.setdefault("ages", [None, None])[int(path[1])] = value
        return
    for step in path[:-1]:
        entry = entry.setdefault(step, {})
    if value is not None or len(path) == 1:
        entry[path[-1]] = value


def _tidied(entry: dict[str, Any]) -> dict[str, Any]:
    """Parts of which nothing is said are left out."""
    place, details = entry.get("place"), entry.get("details")
    if place is not None and not place.get("stop"):
        place.pop("stop", None)
    if details is not None:
        for key in ("pilot_without_ehcp", "colleges", "entry_levels"):
            if not details.get(key):
                details.pop(key, None)
    return entry
