"""What holds for anybody and any catalogue. That the answers are those of the plain rules is in test_three_agree.py."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.catalogue import Catalogue
from matching.suggest import as_json, suggest
from matching.vocabulary import INTERESTS, NEEDS
from matching.words import understand
from tests import cases

thorough = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@st.composite
def catalogues(draw: st.DrawFn) -> cases.Catalogue:
    """A dozen offers, and one seeker."""
    return cases.catalogue(lambda choices: draw(st.sampled_from(choices)), seekers=1)


@thorough
@given(catalogues())
def test_what_is_shown_is_within_its_bounds(made):
    answer = suggest(Catalogue.from_offers(made.offers), made.seekers[0], made.today, limit=None)
    for each in (*answer.fits, *answer.ask_first):
        assert len(each.reasons) <= 4
        assert 0 <= each.score <= 1
    assert all(each.to_ask for each in answer.ask_first)
    assert not any(each.to_ask for each in answer.fits)


@thorough
@given(catalogues())
def test_a_change_adds_what_it_says(made):
    catalogue, seeker = Catalogue.from_offers(made.offers), made.seekers[0]
    answer = suggest(catalogue, seeker, made.today)
    for each in answer.open_up:
        again = suggest(catalogue, replace(seeker, **each.change), made.today)
        assert again.fits_total == answer.fits_total + each.adds


@thorough
@given(catalogues())
def test_the_same_bytes_in_any_order_of_the_catalogue(made):
    first, second = (
        json.dumps(as_json(suggest(Catalogue.from_offers(offers), made.seekers[0], made.today)))
        for offers in (made.offers, made.offers[::-1])
    )
    assert first == second


@thorough
@given(st.text(alphabet="abcdefghij klmnoprstuvw'’.,?!-/&\n1é😀IT", max_size=60))
def test_any_text_can_be_read(text):
    understood = understand(text)
    assert set(understood.interests) | set(understood.not_interests) <= set(INTERESTS)
    assert set(understood.need_hints) <= set(NEEDS)


@thorough
@given(
    st.lists(
        st.sampled_from(
            [
                "football",
                "dogs",
                "not",
                "no",
                "I like",
                "I hate",
                ",",
                ".",
                "but",
                "and",
                "is boring",
                "?",
                "yes",
            ]
        ),
        max_size=10,
    )
)
def test_nothing_is_both_liked_and_disliked(said):
    understood = understand(" ".join(said))
    assert not set(understood.interests) & set(understood.not_interests)
