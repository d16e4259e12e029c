"""Small made-up offers and people for sentences about rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from matching.catalogue import Catalogue
from matching.suggest import suggest
from matching.types import Offer, Seeker, Suggestion, Suggestions

TODAY = date(2026, 11, 23)
MANCHESTER = {"lat": 53.4795, "lng": -2.2451}


def day(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


def offer(id: str = "it", **facts: Any) -> Offer:
    """A club in the middle of Manchester that stands in nobody's way."""
    usual = {
        "provider": "club",
        "kind": "activity",
        "title": "A club",
        "times": ("sat_am",),
        "pattern": "weekly",
        "pence": 0,
    }
    return Offer(id=id, **(usual | MANCHESTER | {"checked_on": TODAY} | facts))


def seeker(**answers: Any) -> Seeker:
    """Somebody in the middle of Manchester who answered nothing else."""
    return Seeker(**(MANCHESTER | answers))


def ask(offers: Offer | list[Offer], person: Seeker, today: date = TODAY) -> Suggestions:
    return suggest(
        Catalogue.from_offers(offers if isinstance(offers, list) else [offers]), person, today, limit=None
    )


def only(answer: Suggestions) -> Suggestion:
    (suggestion,) = (*answer.fits, *answer.ask_first)
    return suggestion


def fate(one: Offer, person: Seeker, today: date = TODAY) -> str:
    """ "fits", "asks about ..." with what it asks, or the rule that leaves it out."""
    answer = ask(one, person, today)
    if answer.left_out.total:
        (rule,) = answer.left_out.by_rule
        return rule
    if answer.fits:
        assert answer.fits[0].to_ask == ()
        return "fits"
    return "asks about " + ", ".join(str(each.need or each.about) for each in answer.ask_first[0].to_ask)


def cautions(one: Offer, person: Seeker, today: date = TODAY) -> list[tuple[str, str]]:
    return [(each.code, each.key) for each in only(ask(one, person, today)).cautions]
