from __future__ import annotations

import pytest
from geopy.distance import geodesic

from tests.unit.matching.made import MANCHESTER, ask, cautions, fate, offer, only, seeker

STOCKPORT = {"lat": 53.4083, "lng": -2.1494}
AWAY = geodesic(tuple(MANCHESTER.values()), tuple(STOCKPORT.values())).miles
NOWHERE = {"lat": None, "lng": None}


def test_further_than_the_limit_is_left_out_and_at_the_limit_is_not():
    assert fate(offer(**STOCKPORT), seeker(max_miles=AWAY)) == "fits"
    assert fate(offer(**STOCKPORT), seeker(max_miles=AWAY - 0.00001)) == "travel"
    assert fate(offer(**STOCKPORT), seeker()) == "fits"


def test_a_limit_of_nothing_is_the_very_place():
    assert fate(offer(), seeker(max_miles=0)) == "fits"


def test_online_is_no_way_to_go():
    assert only(ask(offer(format="online", **NOWHERE), seeker(max_miles=1))).miles == 0.0


def test_only_online_leaves_out_what_is_in_person():
    from_home = seeker(modes=("online",))
    assert fate(offer(), from_home) == "travel"
    assert fate(offer(**NOWHERE), from_home) == "travel"
    assert fate(offer(format="online", **NOWHERE), from_home) == "fits"
    assert fate(offer(), seeker(modes=("online", "bus"))) == "fits"


def test_what_is_both_is_joined_from_home_when_it_is_too_far_or_nowhere():
    assert cautions(offer(format="both", **STOCKPORT), seeker(max_miles=3)) == [("join_online", "travel")]
    assert cautions(offer(format="both", **NOWHERE), seeker(max_miles=3)) == [("join_online", "travel")]
    assert cautions(offer(format="both"), seeker(modes=("online",))) == [("join_online", "online")]
    assert cautions(offer(format="both", **STOCKPORT), seeker(max_miles=30)) == []
    assert cautions(offer(format="both", **NOWHERE), seeker()) == []


def test_miles_of_what_is_both_are_the_way_there():
    assert only(ask(offer(format="both", **STOCKPORT), seeker(max_miles=3))).miles == pytest.approx(
        round(AWAY, 1)
    )


def test_no_place_asks_only_when_there_is_a_limit():
    assert fate(offer(**NOWHERE), seeker(max_miles=5)) == "asks about place"
    assert fate(offer(**NOWHERE), seeker()) == "fits"
    assert only(ask(offer(**NOWHERE), seeker())).miles is None


def test_other_ways_to_travel_decide_nothing():
    assert fate(offer(access={"public-transport": "no"}), seeker(modes=("bus",), max_miles=5)) == "fits"
