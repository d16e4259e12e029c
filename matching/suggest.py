"""The whole story: from a catalogue and what one person said to what fits, what might, and why.

    suggest(catalogue, seeker, today) -> Suggestions

Own words are read; the hard rules sift the catalogue; preferences score what passed; the best come first, with variety; each is
explained. Nothing else is known or used: no clicks, no views, no past choices. The same input gives the same answer.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from matching.catalogue import Catalogue
from matching.closeup import Person
from matching.explain import explain
from matching.opening import first_step, open_up
from matching.ranking import by_distance, rank
from matching.rules import Asked, read
from matching.scoring import most_from_words, score, words
from matching.sifting import Missed, Sifted, sift, without
from matching.types import Seeker, Suggestion, Suggestions
from matching.words import understand

Array = npt.NDArray[Any]
Order = Literal["best", "nearest"]


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

    A key of a need, an interest, a kind or a time that the vocabulary does not know is a KeyError.
    """
    understood = understand(seeker.own_words, seeker.interests, seeker.not_interests)
    asked = read(seeker, understood)
    away = catalogue.rows_of(hidden)
    sifted = without(sift(catalogue, asked, today, first_step(asked.max_miles)), away)

    day = catalogue.on(today)
    scores = score(catalogue, sifted, asked, day)
    fits, ask_first = (
        _first(catalogue, sifted, asked, scores, places, limit, order)
        for places in (~sifted.asks, sifted.asks)
    )
    person = Person(catalogue, seeker, understood, asked, day, today)
    explained = tuple(explain(person, sifted, [*fits, *ask_first]))

    ask_first_total = int(np.count_nonzero(sifted.asks))
    fits_total = len(sifted.rows) - ask_first_total

    def look(miles: float) -> Missed:
        return without(sift(catalogue, asked, today, miles), away).missed

    return Suggestions(
        understood=understood,
        fits=explained[: len(fits)],
        ask_first=explained[len(fits) :],
        fits_total=fits_total,
        ask_first_total=ask_first_total,
        left_out=sifted.left_out,
        open_up=open_up(catalogue, seeker, asked, sifted.missed, not fits_total, look),
    )


def _first(
    catalogue: Catalogue,
    sifted: Sifted,
    asked: Asked,
    scores: Array,
    bucket: Array,
    limit: int | None,
    order: Order,
) -> list[tuple[int, float]]:
    """The first `limit` of a bucket: (place in `sifted`, score). Texts are looked into only for what can be among them."""
    bucket = np.flatnonzero(bucket)
    rows, some = sifted.rows[bucket], sifted.disliked[bucket]

    def look(places: Array) -> tuple[Array, Array]:
        says_disliked, more = words(catalogue, rows[places], asked)
        return some[places] | says_disliked, more

    if order == "nearest":
        ranked = by_distance(catalogue, rows, sifted.squared[bucket], scores[bucket], limit, look)
    else:
        ranked = rank(catalogue, rows, scores[bucket], limit, most_from_words(asked), look)
    places = bucket[[place for place, _ in ranked]].tolist()
    return [(place, value) for place, (_, value) in zip(places, ranked, strict=True)]


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
            {
                "change": {
                    "rule": each.rule,
                    each.field: list(each.value) if isinstance(each.value, tuple) else each.value,
                },
                "adds": each.adds,
                "text": each.text,
            }
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
