"""The fast rules and the plain ones agree: the same buckets, counts, questions, cautions and miles over made-up catalogues."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest

from matching.catalogue import Catalogue
from matching.suggest import as_json, suggest
from matching.words import phrase_stems, understand
from tests.bench.generate import TODAY, columns, offers, seekers
from tests.unit.matching.reference_rules import judge, other_cautions

SIZE = 1000
MADE = columns(SIZE, seed=7)
# Close together, so that travel limits cut through the middle of them.
MADE["lat"] = [None if lat is None else 53.4 + (lat % 1) * 0.3 for lat in MADE["lat"]]
MADE["lng"] = [None if lng is None else -2.4 + (lng % 1) * 0.4 for lng in MADE["lng"]]
OFFERS = {offer.id: offer for offer in offers(MADE)}
CATALOGUE = Catalogue.from_columns(MADE)
SEEKERS = [
    replace(seeker, lat=53.5 + at % 7 / 100, lng=-2.2 - at % 5 / 100)
    for at, seeker in enumerate(seekers(28, seed=11))
]
FREE = [
    replace(seeker, needs=dict.fromkeys(seeker.needs, "would_help"), kinds=(), max_cost=None)
    for seeker in SEEKERS[:6]
]


def expected(seeker):
    understood = understand(seeker.own_words, seeker.interests, seeker.not_interests)
    hated = {*seeker.not_interests, *understood.not_interests}
    return understood, {id: judge(offer, seeker, TODAY, hated) for id, offer in OFFERS.items()}


@pytest.mark.parametrize("seeker", [*SEEKERS, *FREE])
def test_same_buckets_counts_questions_cautions_and_miles(seeker):
    understood, verdicts = expected(seeker)
    answer = suggest(CATALOGUE, seeker, TODAY, limit=None)
    passed = {id: verdict for id, verdict in verdicts.items() if verdict.fails is None}

    assert {each.id for each in answer.fits} == {id for id, verdict in passed.items() if not verdict.asks}
    assert {each.id for each in answer.ask_first} == {id for id, verdict in passed.items() if verdict.asks}
    assert answer.left_out.by_rule == Counter(verdict.fails for verdict in verdicts.values() if verdict.fails)
    assert answer.left_out.by_need == Counter(
        key for verdict in verdicts.values() if verdict.fails == "need" for key in verdict.failed_needs
    )
    assert answer.left_out.total + answer.fits_total + answer.ask_first_total == SIZE

    for suggestion in (*answer.fits, *answer.ask_first):
        offer, verdict = OFFERS[suggestion.id], passed[suggestion.id]
        assert Counter(each.need or each.about for each in suggestion.to_ask) == Counter(verdict.asks)
        assert suggestion.miles == (None if verdict.miles is None else pytest.approx(round(verdict.miles, 1)))
        text = f" {phrase_stems(offer.title + ' ' + offer.summary)} "
        words = {word for word in understood.disliked_words if f" {phrase_stems(word)} " in text}
        told = {
            (each.code, "" if each.code == "join_online" else each.key)
            for each in suggestion.cautions
            if each.code in ("ages", "age_on_start", "join_online", "tell_first", "has_not", "dislike")
        }
        assert told == verdict.cautions | {("dislike", word) for word in words}
        assert {each.code for each in suggestion.cautions} - {code for code, _ in told} == other_cautions(
            offer, TODAY
        )


@pytest.mark.parametrize("seeker", [*SEEKERS, *FREE])
def test_what_a_change_adds_is_what_it_adds(seeker):
    answer = suggest(CATALOGUE, seeker, TODAY)
    for change in answer.open_up:
        changed = suggest(CATALOGUE, replace(seeker, **change.change), TODAY)
        assert changed.fits_total - answer.fits_total == change.adds > 0


def test_some_changes_are_offered_for_each_rule():
    offered = {change.rule for seeker in SEEKERS for change in suggest(CATALOGUE, seeker, TODAY).open_up}
    assert offered >= {"travel", "times", "cost", "kind"}


@pytest.mark.parametrize("seeker", SEEKERS[:4])
def test_the_same_bytes_each_time_and_whatever_the_order_of_the_catalogue(seeker):
    again = Catalogue.from_offers(reversed(list(OFFERS.values())))
    first, second = (
        json.dumps(as_json(suggest(catalogue, seeker, TODAY))) for catalogue in (CATALOGUE, again)
    )
    assert first == second == json.dumps(as_json(suggest(CATALOGUE, seeker, TODAY)))


@pytest.mark.parametrize("seeker", SEEKERS[:4])
def test_a_limit_cuts_and_changes_nothing_else(seeker):
    whole, cut = suggest(CATALOGUE, seeker, TODAY, limit=None), suggest(CATALOGUE, seeker, TODAY, limit=5)
    assert cut.fits == whole.fits[:5]
    assert cut.ask_first == whole.ask_first[:5]
    assert (cut.fits_total, cut.left_out, cut.open_up) == (whole.fits_total, whole.left_out, whole.open_up)


@pytest.mark.parametrize("seeker", SEEKERS)
def test_scores_only_fall_and_what_is_disliked_comes_last(seeker):
    answer = suggest(CATALOGUE, seeker, TODAY, limit=None)
    for bucket in (answer.fits, answer.ask_first):
        scores = [each.score for each in bucket]
        assert scores == sorted(scores, reverse=True)
        disliked = [any(caution.code == "dislike" for caution in each.cautions) for each in bucket]
        assert disliked == sorted(disliked)
