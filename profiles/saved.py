"""The things on somebody's list, as cards."""

from __future__ import annotations

from dataclasses import dataclass

from opportunities.models import OpportunityPage
from profiles.answers import Answers
from profiles.cards import COLUMNS, Card, card_for


@dataclass(frozen=True, slots=True)
class MyList:
    """The cards, the last saved first, and the ids of what was saved and is no longer on the site."""

    cards: tuple[Card, ...]
    gone: tuple[int, ...]


def my_list(answers: Answers) -> MyList:
    pages = OpportunityPage.objects.public().only(*COLUMNS).in_bulk(answers.saved) if answers.saved else {}
    return MyList(
        cards=tuple(card_for(pages[pk], answers) for pk in answers.saved if pk in pages),
        gone=tuple(pk for pk in answers.saved if pk not in pages),
    )
