"""Two or three things side by side: my needs first, then what else one chooses by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext

from opportunities.models import OpportunityPage
from profiles.answers import LEAST_COMPARED, Answers
from profiles.beside import Beside, beside
from profiles.cards import when_words


@dataclass(frozen=True, slots=True)
class Cell:
    """What one thing has: an answer (as components/answer.html takes it) with what was noted, or words."""

    thing: str
    words: str = ""
    answer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One need or one fact, with a cell for each thing. `how` is "must" or "would_help" for a need, and empty for a fact."""

    name: str
    cells: tuple[Cell, ...]
    symbol: str = ""
    how: str = ""

    @property
    def differs(self) -> bool:
        """The things are not alike in this. A note alone is no difference."""
        return len({(cell.words, cell.answer) for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """`names` are the titles as one says them. `gone`: how many of what was picked are not on the site now."""

    pages: tuple[OpportunityPage, ...]
    rows: tuple[Row, ...]
    names: str
    gone: int


def compare(answers: Answers, today: date) -> Comparison:
    """What was picked from the list, in the order of the list. With fewer than two there are no rows."""
    there = OpportunityPage.objects.public().in_bulk(answers.comparing) if answers.comparing else {}
    pages = tuple(there[pk] for pk in answers.saved if pk in there)
    found = [beside(page, answers, today) for page in pages] if answers.said_anything else []
    return Comparison(
        pages=pages,
        rows=side_by_side(pages, found) if len(pages) >= LEAST_COMPARED else (),
        names=get_text_list([page.title for page in pages], gettext("and")),
        gone=sum(pk not in there for pk in answers.comparing),
    )


def side_by_side(pages: Sequence[OpportunityPage], found: Sequence[Beside]) -> tuple[Row, ...]:
    """The rows for these pages, each with what was found beside my answers; with nothing found, what they are for everybody."""
    return (*_needs(pages, found), *_facts(pages, found))


def _needs(pages: Sequence[OpportunityPage], found: Sequence[Beside]) -> list[Row]:
    """My needs, what I must have before what would help. Each thing has them in the same order."""
    rows = [
        Row(
            name=same[0].says,
            cells=tuple(
                Cell(page.title, answer=need.answer, note=need.note)
                for page, need in zip(pages, same, strict=True)
            ),
            how="must" if same[0].must else "would_help",
        )
        for same in zip(*(one.needs for one in found), strict=True)
    ]
    return sorted(rows, key=lambda row: row.how != "must")


def _facts(pages: Sequence[OpportunityPage], found: Sequence[Beside]) -> Iterator[Row]:
    """What else one chooses by. Whether it fits, and how far it is, are said where answers tell."""
    far = [one.far for one in found]
    facts: tuple[tuple[str, str, Sequence[str]], ...] = (
        ("search", gettext("Does it fit?"), [one.verdict for one in found]),
        ("calendar", gettext("When"), [when_words(page) for page in pages]),
        ("place", gettext("How far"), [words or gettext("We do not know") for words in far if any(far)]),
        ("pound", gettext("Cost"), [page.cost_text for page in pages]),
        ("me", gettext("Ages"), [page.ages_text for page in pages]),
        ("people", gettext("Room"), [page.room_text for page in pages]),
        ("quiet", gettext("How loud"), [page.noise_text for page in pages]),
        ("people", gettext("How many people"), [page.group_text for page in pages]),
        ("check", gettext("Checked"), [page.checked_text for page in pages]),
    )
    for symbol, name, words in facts:
        if words:
            cells = (Cell(page.title, words=text) for page, text in zip(pages, words, strict=True))
            yield Row(name, tuple(cells), symbol)
