"""Best first: what somebody likes before all, then what helps; with variety, and the same each time."""

from __future__ import annotations

import pytest

from matching.catalogue import Catalogue
from matching.scoring import WEIGHTS
from matching.suggest import shortlist, suggest
from tests.bench.generate import columns, seekers
from tests.unit.matching.made import TODAY, ask, day, offer, seeker


def first(better, worse, person):
    """The better comes first, whichever id it has."""
    for ids in (("a", "b"), ("b", "a")):
        offers = [offer(ids[0], **better), offer(ids[1], **worse)]
        answer = ask(offers, person)
        assert [each.id for each in (*answer.fits, *answer.ask_first)] == list(ids)


@pytest.mark.parametrize(
    ("better", "worse", "answers"),
    [
        ({"interests": ("dogs",)}, {"interests": ("cats",)}, {"interests": ("dogs",)}),
        (
            {"interests": ("dogs", "gardening")},
            {"interests": ("dogs", "space")},
            {"interests": ("dogs", "gardening")},
        ),
        ({"interests": ("cats",)}, {"interests": ("space",)}, {"interests": ("dogs",)}),
        ({"title": "Ukulele club"}, {"title": "Sewing club"}, {"own_words": "ukulele"}),
        (
            {"access": {"pictures": "yes"}},
            {"access": {"pictures": "not_sure"}},
            {"needs": {"pictures": "would_help"}},
        ),
        ({"access": {"pictures": "can_arrange"}}, {}, {"needs": {"pictures": "would_help"}}),
        ({}, {"access": {"pictures": "no"}}, {"needs": {"pictures": "would_help"}}),
        ({"pattern": "weekly"}, {"pattern": "one_off"}, {"interests": ("meeting-people",)}),
        ({"pattern": "weekly"}, {"pattern": "one_off"}, {"needs": {"help-make-friends": "would_help"}}),
        ({"group_size": "small"}, {"group_size": "crowd"}, {"interests": ("meeting-people",)}),
        ({}, {"lat": 53.52}, {"max_miles": 5}),
        ({"places_state": "open"}, {"places_state": "full"}, {}),
        ({"places_state": "waiting_list"}, {"places_state": "full"}, {}),
        ({"checked_on": day(-1)}, {"checked_on": day(-100)}, {}),
        ({"checked_on": day(-100)}, {"checked_on": None}, {}),
    ],
)
def test_what_comes_first(better, worse, answers):
    first(better, worse, seeker(**answers))


@pytest.mark.parametrize(
    "answers", [{}, {"interests": ("dogs",)}, {"interests": ("dogs",), "not_interests": ("cats",)}]
)
def test_of_equals_what_was_not_confirmed_in_time_comes_later(answers):
    both = {"interests": ("dogs", "cats")}
    first(both, both | {"overdue": True}, seeker(**answers))


def test_not_confirmed_in_time_it_comes_later_whoever_runs_the_others():
    """All that variety takes off is less."""
    same = [offer(f"b{at}", provider="one") for at in range(9)]
    late = offer("a", provider="two", kind="volunteering", overdue=True)
    assert [each.id for each in ask([late, *same], seeker()).fits][-1] == "a"


def test_not_confirmed_in_time_but_much_better_it_still_comes_first():
    first({"interests": ("dogs",), "overdue": True}, {}, seeker(interests=("dogs",)))


def test_not_confirmed_in_time_it_fits_and_says_the_same():
    late, usual = (ask(offer(overdue=overdue), seeker(interests=("dogs",))) for overdue in (True, False))
    assert late.fits_total == usual.fits_total == 1
    assert late.fits[0]._replace(score=0) == usual.fits[0]._replace(score=0)
    assert 0.5 <= late.fits[0].score < usual.fits[0].score


def test_nearest_first_miles_count_before_what_was_confirmed():
    offers = [offer("far", lat=53.55), offer("near", lat=53.49, overdue=True), offer("z-near", lat=53.49)]
    answer = suggest(Catalogue.from_offers(offers), seeker(), TODAY, order="nearest")
    assert [each.id for each in answer.fits] == ["z-near", "near", "far"]


def test_something_liked_outweighs_all_but_words_together():
    rest = [WEIGHTS[name] for name in ("helps", "nothing_missing", "friends", "near", "room", "checked")]
    assert WEIGHTS["interest"] > sum(rest)


def test_equals_come_by_id():
    answer = ask([offer(id, provider=id) for id in ("c", "a", "b")], seeker())
    assert [each.id for each in answer.fits] == ["a", "b", "c"]


def test_of_things_as_good_the_next_is_of_another_provider():
    same = [offer(id, provider="one") for id in ("a", "b", "c")]
    other = [offer("x", provider="two", checked_on=day(-30))]
    assert [each.id for each in ask([*same, *other], seeker()).fits] == ["a", "x", "b", "c"]


def test_variety_does_not_hide_what_is_much_better():
    liked = [offer(id, provider="one", interests=("dogs",)) for id in ("a", "b", "c", "d", "e")]
    other = [offer("x", provider="two"), offer("y", provider="three", kind="volunteering")]
    assert {each.id for each in ask([*liked, *other], seeker(interests=("dogs",))).fits[:5]} == {
        "a",
        "b",
        "c",
        "d",
        "e",
    }


def test_the_first_few_are_the_same_however_many_hold_a_dislike():
    liked = [
        offer(f"spiders-{at}", title="Spiders club", provider=str(at), interests=("dogs",))
        for at in range(30)
    ]
    others = [offer(f"other-{at}", provider=str(at), lat=53.48 + at / 1000) for at in range(30)]
    catalogue = Catalogue.from_offers([*liked, *others])
    person = seeker(interests=("dogs",), own_words="I love dogs and ukuleles. no spiders", max_miles=30)
    whole = suggest(catalogue, person, TODAY, limit=None).fits
    assert suggest(catalogue, person, TODAY, limit=20).fits == whole[:20]
    assert {each.id.split("-")[0] for each in whole[:30]} == {"other"}


def test_the_first_few_are_the_same_where_very_many_are_as_good():
    """Who says little passes nearly everything: the shortcut that is taken then gives the same first few."""
    made = columns(3000, seed=9)
    made["lat"], made["lng"] = [53.5] * 3000, [-2.2 - at % 50 / 1000 for at in range(3000)]
    catalogue = Catalogue.from_columns(made)
    for person in (seeker(), seeker(age=17, ehcp=True), seeker(interests=("dogs",), max_miles=5)):
        whole = suggest(catalogue, person, TODAY, limit=None)
        assert whole.fits_total > 600
        for limit in (1, 6, 20, 90):
            cut = suggest(catalogue, person, TODAY, limit=limit)
            assert (cut.fits, cut.ask_first) == (whole.fits[:limit], whole.ask_first[:limit])


def test_the_shortlist_is_the_first_that_fit():
    made = columns(2000, seed=4)
    catalogue = Catalogue.from_columns(made)
    for person in seekers(20, seed=6):
        fits = suggest(catalogue, person, TODAY).fits
        assert shortlist(catalogue, person, TODAY) == [(each.id, each.score) for each in fits]


def test_an_empty_catalogue():
    answer = ask([], seeker(max_miles=5, own_words="I like trains", needs={"pictures": "must"}))
    assert (answer.fits, answer.ask_first, answer.left_out.total, answer.open_up) == ((), (), 0, ())


def test_two_offers_with_one_id_are_refused():
    with pytest.raises(ValueError, match="same id"):
        ask([offer("a"), offer("a")], seeker())
