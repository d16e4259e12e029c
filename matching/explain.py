"""Suggestions with their explanations, and one offer's answers beside a person's needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.catalogue import Catalogue
from matching.cautions import cautions, questions
from matching.closeup import Closeup, Person, close_up
from matching.reasons import best_reasons
from matching.rules import DOES_NOT_APPLY
from matching.sifting import Sifted
from matching.types import NeedAnswer, Seeker, Suggestion
from matching.vocabulary import NEEDS, Need


def explain(person: Person, sifted: Sifted, ranked: Sequence[tuple[int, float]]) -> list[Suggestion]:
    """A suggestion for each (place in `sifted`, score), in that order."""
    catalogue, asked = person.catalogue, person.asked
    places = np.array([place for place, _ in ranked], dtype=np.int64)
    offers = close_up(catalogue, asked, sifted, places)
    explained = []
    for offer, asks, (_, score) in zip(offers, sifted.asks[places].tolist(), ranked, strict=True):
        explained.append(
            Suggestion(
                catalogue.ids[offer.row],
                round(score, 4),
                offer.miles,
                best_reasons(person, offer, _said(catalogue, offer, asked.liked_words)),
                cautions(person, offer, _said(catalogue, offer, asked.disliked_words)),
                tuple(questions(person, offer)) if asks else (),
            )
        )
    return explained


def _said(catalogue: Catalogue, offer: Closeup, words: Sequence[tuple[str, str]]) -> Sequence[str]:
    """Those of the words that the listing says."""
    if not words:
        return ()
    text = catalogue.texts[offer.row]
    return [word for word, stem in words if stem in text]


def answer(catalogue: Catalogue, row: int, need: Need) -> str:
    """How rule 8 reads a row's answer: "yes", "can_arrange", "no", "not_known" or "not_applicable"."""
    if int(DOES_NOT_APPLY[catalogue.kind[row], catalogue.format[row]]) & need.bit:
        return "not_applicable"
    for name, column in (
        ("yes", catalogue.yes),
        ("can_arrange", catalogue.can_arrange),
        ("no", catalogue.no),
    ):
        if int(column[row]) & need.bit:
            return name
    return "not_known"


def needs_beside_answers(catalogue: Catalogue, id: str, seeker: Seeker) -> tuple[NeedAnswer, ...]:
    """Each of the seeker's needs, in the order of the vocabulary, beside the answer of one offer. An unknown id is a KeyError."""
    row = catalogue.index_of(id)
    return tuple(
        NeedAnswer(key, seeker.needs[key], answer(catalogue, row, need), need.safety_critical)
        for key, need in NEEDS.items()
        if key in seeker.needs
    )
