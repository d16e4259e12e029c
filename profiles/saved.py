"""The things on somebody's list, as cards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from matching.explain import needs_beside_answers
from opportunities.catalogue import load
from opportunities.models import OpportunityPage
from profiles.answers import Answers
from profiles.cards import COLUMNS, Card, card_for
from profiles.suggestions import seeker_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MyList:
    """The cards, the last saved first; the ids of what was saved and is no longer on the site; the title of what was just taken
    off, "" if it is not on the site, None if nothing was."""

    cards: tuple[Card, ...]
    gone: tuple[int, ...]
    taken_off: str | None


def my_list(answers: Answers) -> MyList:
    """Each card says what of my needs it has."""
    before: Sequence[int] = answers.undo.get("saved", ())
    off = next((pk for pk in before if pk not in answers.saved), None)
    wanted = [*answers.saved, *([off] if off else [])]
    pages = OpportunityPage.objects.public().only(*COLUMNS).in_bulk(wanted) if wanted else {}
    return MyList(
        cards=tuple(_cards([pages[pk] for pk in answers.saved if pk in pages], answers)),
        gone=tuple(pk for pk in answers.saved if pk not in pages),
        taken_off=None if off is None else pages[off].title if off in pages else "",
    )


def _cards(pages: Sequence[OpportunityPage], answers: Answers) -> Iterator[Card]:
    seeker = seeker_of(answers)
    catalogue = (
        load(OpportunityPage.objects.filter(pk__in=[page.pk for page in pages])) if seeker.needs else None
    )
    for page in pages:
        needs = needs_beside_answers(catalogue, page.public_id, seeker) if catalogue else ()
        yield card_for(page, answers, needs=needs)


def in_batches(some: Iterable[T], size: int) -> list[list[T]]:
    """The same in lists of `size`, the last of which may be shorter."""
    all_of_them = list(some)
    return [all_of_them[start : start + size] for start in range(0, len(all_of_them), size)]
