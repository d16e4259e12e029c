"""The whole story: from a catalogue and what one person said to what fits, what might, and why.

    suggest(catalogue, seeker, today) -> Suggestions

Own words are read; the hard rules sift the catalogue; preferences score what passed; the best come first, with variety; each is
explained. Nothing else is known or used: no clicks, no views, no past choices. The same input gives the same answer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from matching.catalogue import Catalogue
from matching.closeup import Person
from matching.explain import explain
from matching.opening import first_step, open_up
from matching.ranking import Order, Ranked, first
from matching.rules import Asked, read
from matching.scoring import Scored, points
from matching.sifting import Passed, Shut, sift, tenths
from matching.types import Seeker, Suggestion, Suggestions
from matching.words import understand


def suggest(
    catalogue: Catalogue,
    seeker: Seeker,
    today: date,
    limit: int | None = 20,
    *,
    order: Order = "best",
    hidden: Collection[str] = (),
) -> Suggestions:
    """What fits `seeker` on `today`, and what might; the first `limit` of each, or all with None. `order` only ranks them: the
    best fit first, or the nearest. `hidden` are ids that the person put away: they neither fit nor might, and open nothing up.

    A key of a need, an interest, a kind, a time or of what matters that the vocabulary does not know is a KeyError.
    """
    understood = understand(seeker.own_words, seeker.interests, seeker.not_interests)
    asked = read(seeker, understood)
    away = catalogue.rows_of(hidden)
    sifted = sift(catalogue, asked, today, first_step(asked.max_miles), away=away)
    passed = sifted.passed
    if order == "nearest":
        passed = replace(passed, tenths=tenths(catalogue, passed.rows, passed.squared, asked))
    fits, ask_first = ranked(catalogue, passed, asked, today, limit, order)
    shown = np.array([place for place, _ in (*fits, *ask_first)], dtype=np.int64)
    if asked.max_miles is None or passed.beyond[shown].any():  # further away, miles were not settled yet
        passed.tenths[shown] = tenths(catalogue, passed.rows[shown], passed.squared[shown], asked)
    person = Person(catalogue, seeker, understood, asked, catalogue.on(today), today)
    explained = tuple(explain(person, passed, [*fits, *ask_first]))
    ask_first_total = int(np.count_nonzero(passed.asks))
    fits_total = len(passed.rows) - ask_first_total

    def look(widest: float | None, changes: int) -> Shut:
        return sift(catalogue, asked, today, widest, changes=changes, away=away).shut

    return Suggestions(
        understood=understood,
        fits=explained[: len(fits)],
        ask_first=explained[len(fits) :],
        fits_total=fits_total,
        ask_first_total=ask_first_total,
        left_out=sifted.left_out,
        open_up=open_up(catalogue, seeker, asked, sifted.shut, fits_total, look),
    )


def shortlist(catalogue: Catalogue, seeker: Seeker, today: date, limit: int = 20) -> list[tuple[str, float]]:
    """The ids and scores of the first that fit, as `suggest` has them, and nothing else: for very many people at once."""
    asked = read(seeker, understand(seeker.own_words, seeker.interests, seeker.not_interests))
    passed = sift(catalogue, asked, today, asked.max_miles, changes=0).passed
    fits = passed.only(~passed.asks)
    scores = points(Scored(catalogue, fits.rows, fits.tenths, asked, catalogue.on(today)))
    best = first(catalogue, fits, asked, scores, np.arange(len(fits.rows)), limit)
    return [(catalogue.ids[fits.rows[place]], round(score, 4)) for place, score in best]


def ranked(
    catalogue: Catalogue, passed: Passed, asked: Asked, today: date, limit: int | None, order: Order = "best"
) -> tuple[list[Ranked], list[Ranked]]:
    """The first `limit` of what fits and of what asks, as places in `passed`."""
    scores = points(Scored(catalogue, passed.rows, passed.tenths, asked, catalogue.on(today)))
    fits, ask_first = (
        first(catalogue, passed, asked, scores, np.flatnonzero(places), limit, order)
        for places in (~passed.asks, passed.asks)
    )
    return fits, ask_first


def as_json(suggestions: Suggestions) -> dict[str, Any]:
    """The answer in the format "suggestions/1", ready for `json.dumps`."""
    understood = suggestions.understood
    return {
        "format": "suggestions/1",
        "understood": {
            "interests": list(understood.interests),
            "not_interests": list(understood.not_interests),
            "unmatched_words": list(understood.unmatched),
        },
        "fits": [_suggestion(each) for each in suggestions.fits],
        "ask_first": [_suggestion(each) for each in suggestions.ask_first],
        "left_out": {
            "total": suggestions.left_out.total,
            "by_rule": dict(suggestions.left_out.by_rule),
            "by_need": dict(suggestions.left_out.by_need),
        },
        "open_up": [
            {"change": {"rule": each.rule, **each.change}, "adds": each.adds, "text": each.text}
            for each in suggestions.open_up
        ],
    }


def _suggestion(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "id": suggestion.id,
        "score": suggestion.score,
        "miles": suggestion.miles,
        "reasons": [{"code": each.code, "key": each.key, "text": each.text} for each in suggestion.reasons],
        "cautions": [{"code": each.code, "key": each.key, "text": each.text} for each in suggestion.cautions],
        "to_ask": [
            {"need": each.need, "question": each.question}
            if each.need
            else {"about": each.about, "question": each.question}
            for each in suggestion.to_ask
        ],
    }
