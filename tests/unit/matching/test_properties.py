"""What holds for anybody and any catalogue."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.catalogue import Catalogue
from matching.suggest import as_json, suggest
from matching.types import Offer, Pilot, Seeker
from matching.vocabulary import (
    ENTRY,
    FORMATS,
    GROUP_SIZES,
    INTERESTS,
    KINDS,
    NEEDS,
    NOISE_LEVELS,
    PATTERNS,
    SUPPORTER,
)
from matching.words import understand
from tests.unit.matching.made import TODAY, day
from tests.unit.matching.reference_rules import judge

SOME_NEEDS = (
    "low-noise",
    "small-group",
    "hoist",
    "step-free",
    "wheelchair",
    "powered-wheelchair",
    "job-coach",
    "no-grades",
    "pictures",
)
SOME_INTERESTS = ("trains", "buses", "horses", "dogs", "football", "meeting-people")
SLOTS = ("sat_am", "sat_pm", "sun_am")
days = st.none() | st.integers(-40, 500).map(day)


def keys(choices, most=2):
    return st.lists(st.sampled_from(list(choices)), max_size=most, unique=True).map(tuple)


offers = st.builds(
    Offer,
    id=st.just("it"),
    provider=st.sampled_from(["one", "two"]),
    kind=st.sampled_from(list(KINDS)),
    title=st.sampled_from(["Steam trains", "A club", "Superheroes"]),
    interests=keys(SOME_INTERESTS),
    access=st.dictionaries(
        st.sampled_from(SOME_NEEDS), st.sampled_from(["yes", "no", "can_arrange", "not_sure"])
    ),
    format=st.sampled_from(list(FORMATS)),
    lat=st.floats(53.3, 53.6),
    lng=st.floats(-2.4, -2.1),
    age_min=st.none() | st.integers(0, 25),
    age_max=st.none() | st.integers(14, 30),
    ehcp=st.sampled_from(["any", "required"]),
    times=keys(SLOTS),
    pattern=st.sampled_from(["", *PATTERNS]),
    starts_on=days,
    ends_on=days,
    apply_by=days,
    pence=st.none() | st.sampled_from([0, 1, 100, 250, 251, 1200, 3000]),
    per=st.sampled_from(["session", "term", "once", "week"]),
    group_size=st.sampled_from(["", *GROUP_SIZES]),
    noise=st.sampled_from(["", *NOISE_LEVELS]),
    supporter=st.sampled_from(["", *SUPPORTER]),
    entry=keys(ENTRY),
    pilot=st.none() | st.integers(-40, 500).map(lambda ahead: Pilot("Trafford", day(ahead))),
    job_coach=st.booleans(),
    under_16_confirmed=st.booleans(),
)
placeless = st.builds(replace, offers, lat=st.none(), lng=st.none())
catalogues = st.lists(offers | placeless, max_size=12).map(
    lambda made: [replace(offer, id=f"offer-{at}") for at, offer in enumerate(made)]
)
seekers = st.builds(
    Seeker,
    lat=st.just(53.45),
    lng=st.just(-2.25),
    age=st.none() | st.integers(13, 26),
    ehcp=st.sampled_from([True, False, None]),
    interests=keys(SOME_INTERESTS),
    not_interests=keys(SOME_INTERESTS, most=1),
    own_words=st.sampled_from(
        [
            "",
            "I love trains. I hate horses",
            "no superheroes",
            "football, not buses",
            "dogs but no steam trains",
        ]
    ),
    needs=st.dictionaries(st.sampled_from(SOME_NEEDS), st.sampled_from(["must", "would_help"]), max_size=3),
    modes=st.sampled_from([(), ("bus",), ("online",), ("online", "walk")]),
    max_miles=st.none() | st.sampled_from([0, 2.5, 5, 10]),
    kinds=keys(KINDS),
    times=keys(SLOTS),
    max_cost=st.none() | st.sampled_from([0, 2.5, 10]),
)
thorough = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@thorough
@given(catalogues, seekers)
def test_each_offer_is_judged_as_the_plain_rules_judge_it(made, seeker):
    understood = understand(seeker.own_words, seeker.interests, seeker.not_interests)
    hated = {*seeker.not_interests, *understood.not_interests}
    verdicts = {offer.id: judge(offer, seeker, TODAY, hated) for offer in made}
    answer = suggest(Catalogue.from_offers(made), seeker, TODAY, limit=None)
    assert {each.id for each in answer.fits} == {
        id for id, verdict in verdicts.items() if not verdict.fails and not verdict.asks
    }
    assert {each.id for each in answer.ask_first} == {
        id for id, verdict in verdicts.items() if not verdict.fails and verdict.asks
    }
    for rule, count in answer.left_out.by_rule.items():
        assert count == sum(verdict.fails == rule for verdict in verdicts.values())
    assert answer.left_out.total + answer.fits_total + answer.ask_first_total == len(made)
    for each in (*answer.fits, *answer.ask_first):
        assert {ask.need or ask.about for ask in each.to_ask} == set(verdicts[each.id].asks)
        assert len(each.reasons) <= 4
        assert 0 <= each.score <= 1


@thorough
@given(catalogues, seekers)
def test_one_change_adds_what_it_says(made, seeker):
    catalogue = Catalogue.from_offers(made)
    answer = suggest(catalogue, seeker, TODAY)
    for change in answer.open_up:
        again = suggest(catalogue, replace(seeker, **{change.field: change.value}), TODAY)
        assert again.fits_total == answer.fits_total + change.adds


@thorough
@given(catalogues, seekers)
def test_the_same_bytes_in_any_order_of_the_catalogue(made, seeker):
    first, second = (
        json.dumps(as_json(suggest(Catalogue.from_offers(offers), seeker, TODAY)))
        for offers in (made, made[::-1])
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
