"""Nearest first changes the order and nothing else; what is hidden is in no group and opens nothing up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.catalogue import Catalogue
from matching.suggest import suggest
from tests.bench.generate import TODAY, columns, seekers
from tests.unit.matching.made import ask, offer, seeker

NEAR, FARTHER, FAR = {"lat": 53.48}, {"lat": 53.50}, {"lat": 53.52}
MADE = columns(1000, seed=7)
MADE["lat"] = [None if lat is None else 53.4 + (lat % 1) * 0.3 for lat in MADE["lat"]]
MADE["lng"] = [None if lng is None else -2.4 + (lng % 1) * 0.4 for lng in MADE["lng"]]
CATALOGUE = Catalogue.from_columns(MADE)
SEEKERS = [replace(seeker, lat=53.5, lng=-2.2) for seeker in seekers(16, seed=5)]


def in_order(offers, person, **how):
    return [each.id for each in suggest(Catalogue.from_offers(offers), person, TODAY, **how).fits]


class TestNearest:
    def test_what_is_near_comes_before_what_is_liked(self):
        offers = [offer("liked", interests=("dogs",), **FAR), offer("near", **NEAR)]
        person = seeker(interests=("dogs",))
        assert in_order(offers, person) == ["liked", "near"]
        assert in_order(offers, person, order="nearest") == ["near", "liked"]

    def test_what_has_no_place_to_go_to_comes_last(self):
        offers = [offer("a", lat=None, lng=None), offer("b", format="online"), offer("c", **FAR)]
        assert in_order(offers, seeker(), order="nearest") == ["c", "b", "a"]

    def test_equals_come_by_id(self):
        assert in_order([offer(id) for id in "cab"], seeker(), order="nearest") == ["a", "b", "c"]

    def test_what_is_disliked_still_comes_last_and_a_limit_finds_the_rest(self):
        hated = [offer(f"spider-{at}", title="Spiders", lat=53.48 + at / 9999) for at in range(30)]
        others = [offer(f"other-{at}", lat=53.52 + at / 9999) for at in range(9)]
        person = seeker(own_words="no spiders")
        whole = in_order([*hated, *others], person, order="nearest", limit=None)
        assert whole[:9] == [f"other-{at}" for at in range(9)]
        assert whole[9:11] == ["spider-0", "spider-1"]
        assert in_order([*hated, *others], person, order="nearest", limit=5) == whole[:5]

    def test_with_no_place_it_is_by_id(self):
        offers = [offer("b", **NEAR), offer("a", **FAR)]
        nowhere = seeker(lat=float("nan"), lng=float("nan"))
        assert in_order(offers, nowhere, order="nearest") == ["a", "b"]

    @pytest.mark.parametrize("person", SEEKERS)
    def test_it_ranks_and_does_nothing_else(self, person):
        best = suggest(CATALOGUE, person, TODAY, limit=None)
        nearest = suggest(CATALOGUE, person, TODAY, limit=None, order="nearest")
        for one, other in ((best.fits, nearest.fits), (best.ask_first, nearest.ask_first)):
            assert {each.id for each in one} == {each.id for each in other}
            clean = [
                each for each in other if not any(caution.code == "dislike" for caution in each.cautions)
            ]
            assert list(other[: len(clean)]) == clean
            there = [
                each.miles
                for each in clean
                if MADE["format"][MADE["id"].index(each.id)] != "online" and each.miles is not None
            ]
            assert there == sorted(there)
        assert (best.fits_total, best.left_out, best.open_up) == (
            nearest.fits_total,
            nearest.left_out,
            nearest.open_up,
        )

    @pytest.mark.parametrize("person", SEEKERS)
    def test_a_limit_cuts_and_changes_nothing_else(self, person):
        whole = suggest(CATALOGUE, person, TODAY, limit=None, order="nearest")
        for limit in (0, 1, 5, 40):
            cut = suggest(CATALOGUE, person, TODAY, limit=limit, order="nearest")
            assert cut.fits == whole.fits[:limit]
            assert cut.ask_first == whole.ask_first[:limit]


class TestHidden:
    def test_what_is_hidden_is_not_counted(self):
        offers = [offer(id) for id in "abc"]
        found = suggest(Catalogue.from_offers(offers), seeker(), TODAY, hidden=["b", "gone"])
        assert [each.id for each in found.fits] == ["a", "c"]
        assert (found.fits_total, found.left_out.total) == (2, 0)

    def test_what_is_hidden_and_left_out_is_left_out_once(self):
        offers = [offer("a"), offer("b", age_max=12)]
        found = suggest(Catalogue.from_offers(offers), seeker(age=17), TODAY, hidden=["b"])
        assert (found.fits_total, found.left_out.total) == (1, 1)

    def test_what_asks_can_be_hidden_too(self):
        person = seeker(needs={"hoist": "must"})
        assert ask([offer("a")], person).ask_first_total == 1
        found = suggest(Catalogue.from_offers([offer("a")]), person, TODAY, hidden=["a"])
        assert (found.ask_first, found.ask_first_total) == ((), 0)

    @pytest.mark.parametrize("person", SEEKERS)
    def test_the_others_stay_and_every_count_is_exact(self, person):
        whole = suggest(CATALOGUE, person, TODAY, limit=None)
        opened = {
            each.id
            for change in whole.open_up
            for each in suggest(CATALOGUE, replace(person, **change.change), TODAY, limit=None).fits
        }
        hidden = [each.id for each in (*whole.fits[:2], *whole.ask_first[1:3])]
        hidden += sorted(opened - {each.id for each in whole.fits})[:2]
        found = suggest(CATALOGUE, person, TODAY, limit=None, hidden=hidden)
        for before, after in ((whole.fits, found.fits), (whole.ask_first, found.ask_first)):
            assert {each.id for each in after} == {each.id for each in before} - set(hidden)
        assert (found.fits_total, found.ask_first_total) == (len(found.fits), len(found.ask_first))
        assert found.left_out == whole.left_out
        for change in found.open_up:
            again = suggest(CATALOGUE, replace(person, **change.change), TODAY, hidden=hidden)
            assert again.fits_total == found.fits_total + change.adds
