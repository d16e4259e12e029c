"""Looking around: the same list for everybody who is in the same place, by the rules that matching has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, overload

import numpy.typing as npt

from matching.around import look_around
from matching.catalogue import Catalogue
from matching.words import phrase_stems
from opportunities import catalogue as kept
from opportunities.models import OpportunityPage
from profiles.answers import Answers
from profiles.cards import COLUMNS, Card, card_for
from profiles.filters import Filters

MOST_HITS = 5_000  # nobody reads on after so many; the best of them are kept


@dataclass(frozen=True, slots=True)
class Found(Sequence[str]):
    """The ids of things in their order. They are made a page at a time: a paginator asks for no more."""

    catalogue: Catalogue
    rows: npt.NDArray[Any]
    unsure: int

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, part: int) -> str: ...
    @overload
    def __getitem__(self, part: slice) -> list[str]: ...
    def __getitem__(self, part: int | slice) -> str | list[str]:
        rows = self.rows[part]
        return (
            self.catalogue.ids[rows]
            if isinstance(part, int)
            else [self.catalogue.ids[row] for row in rows.tolist()]
        )


@dataclass(frozen=True, slots=True)
class Looser:
    """What there would be without one filter."""

    words: str
    without: str
    count: int


def things(filters: Filters, answers: Answers, today: date) -> Found:
    """What is on, as narrowed. `unsure`: how many more did not say enough to know."""
    catalogue = kept.current()
    found = look_around(
        catalogue,
        filters.seeker(answers),
        today,
        sort=filters.sort(answers),
        alphabet=kept.a_to_z(catalogue),
        only=catalogue.rows_of(with_words(filters.words)) if filters.words else None,
        both=filters.unsure,
    )
    return Found(catalogue, found.rows, len(found.unsure))


def with_words(words: str) -> list[str]:
    """The ids of what has all of these words in its title, summary or steps, whatever their endings: "clubs" finds "club"."""
    stemmed = phrase_stems(words)
    if not stemmed:
        return []
    found = OpportunityPage.objects.public().only("public_id").search(stemmed, operator="and")
    return [hit.public_id for hit in found[:MOST_HITS]]


def looser(filters: Filters, answers: Answers, today: date) -> tuple[Looser, ...]:
    """For a list with nothing in it: each filter that stands alone in the way, and how many there are without it."""
    counted = (
        (words, other.address(), len(things(other, answers, today))) for words, other in filters.each(answers)
    )
    return tuple(Looser(*one) for one in counted if one[2])


def cards_of(ids: Sequence[str], answers: Answers) -> tuple[Card, ...]:
    """The cards of these things, in this order; without one that is gone since it was listed."""
    found: Iterable[OpportunityPage] = (
        OpportunityPage.objects.public().filter(public_id__in=ids).only(*COLUMNS)
    )
    pages = {page.public_id: page for page in found}
    here = (pages[id] for id in ids if id in pages)
    return tuple(card_for(page, answers, place=f"thing-{at}") for at, page in enumerate(here, start=1))
