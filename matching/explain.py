"""Suggestions with their explanations, and one offer's answers beside a person's needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.catalogue import Catalogue
from matching.cautions import cautions, questions
from matching.closeup import Person, close_up
from matching.reasons import best_reasons
from matching.rules import DOES_NOT_APPLY
from matching.sifting import Passed
from matching.types import NeedAnswer, Seeker, Suggestion
from matching.vocabulary import NEEDS


def explain(person: Person, passed: Passed, ranked: Sequence[tuple[int, float]]) -> list[Suggestion]:
    """A suggestion for each (place in `passed`, score), in that order."""
    catalogue = person.catalogue
    places = np.array([place for place, _ in ranked], dtype=np.int64)
    offers = close_up(catalogue, passed, places)
    explained = []
    for offer, asks, (_, score) in zip(offers, passed.asks[places].tolist(), ranked, strict=True):
        text = catalogue.texts[offer.row]
        said = next((reason for stem, reason in person.words if stem in text), None)
        hated = [caution for stem, caution in person.hated_words if stem in text]
        reasons, told = best_reasons(person, offer, said), cautions(person, offer, hated)
        to_ask = tuple(questions(person, offer)) if asks else ()
        explained.append(
            Suggestion(catalogue.ids[offer.row], round(score, 4), offer.miles, reasons, told, to_ask)
        )
    return explained


def needs_beside_answers(catalogue: Catalogue, id: str, seeker: Seeker) -> tuple[NeedAnswer, ...]:
    """Each of the seeker's needs, in the order of the vocabulary, beside the answer of one offer as rule 8 reads it. An unknown id
    is a KeyError."""
    facts = {name: values[0] for name, values in catalogue.facts(np.array([catalogue.index_of(id)])).items()}
    facts["not_applicable"] = int(DOES_NOT_APPLY[facts["kind"], facts["format"]])

    def answer(bit: int) -> str:
        given = (name for name in ("not_applicable", "yes", "can_arrange", "no") if facts[name] & bit)
        return next(given, "not_known")

    return tuple(
        NeedAnswer(key, seeker.needs[key], answer(need.bit), need.safety_critical)
        for key, need in NEEDS.items()
        if key in seeker.needs
    )
