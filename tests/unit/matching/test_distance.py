"""Distances against all-geodesic truth, for 500 people anywhere in the United Kingdom."""

from __future__ import annotations

import random

import numpy as np
import pytest
from geopy.distance import geodesic

from matching import places
from matching.catalogue import Catalogue
from matching.suggest import suggest
from tests.unit.matching.made import TODAY, offer, seeker

PEOPLE, AROUND = 500, 8  # offers around each person
MILE = 1609.344
FURTHEST = 100  # miles: further than anybody is asked whether they would travel
MILLIMETRE = 0.001 / MILE


def _around(number):
    """A person somewhere, and what is around them: (latitude, longitude) of each."""
    pick = random.Random(number)
    home = (pick.uniform(49.9, 60.8), pick.uniform(-8.1, 1.7))
    ends = [
        geodesic(miles=pick.choice([1, 5, 15, FURTHEST]) * pick.random()).destination(
            home, pick.uniform(0, 360)
        )
        for _ in range(AROUND)
    ]
    return home, [(end.latitude, end.longitude) for end in ends]


@pytest.fixture(scope="module")
def people():
    """(home, what is around, the true miles to each)."""
    made = [_around(number) for number in range(PEOPLE)]
    return [(home, around, [geodesic(home, there).miles for there in around]) for home, around in made]


def test_the_distance_is_within_a_fifth_of_a_metre(people):
    furthest_out = 0.0
    for home, around, miles in people:
        lat, lng = np.array([home, *around]).T
        x, y, z = places.points(lat, lng)
        metres = places.arc((x[1:] - x[0]) ** 2 + (y[1:] - y[0]) ** 2 + (z[1:] - z[0]) ** 2)
        furthest_out = max(furthest_out, float(np.abs(metres - np.array(miles) * MILE).max()))
    assert furthest_out < 0.2


def test_no_wrong_answer_at_a_limit(people):
    """The limit of each person is right at what is around them, and a millimetre under and over."""
    for number, (home, around, miles) in enumerate(people):
        catalogue = Catalogue.from_offers(
            offer(str(at), lat=lat, lng=lng) for at, (lat, lng) in enumerate(around)
        )
        edge = miles[number % AROUND]
        for limit in (edge, edge - MILLIMETRE, edge + MILLIMETRE):
            answer = suggest(catalogue, seeker(lat=home[0], lng=home[1], max_miles=limit), TODAY, limit=None)
            assert {each.id for each in answer.fits} == {
                str(at) for at, away in enumerate(miles) if away <= limit
            }
            assert answer.left_out.by_rule.get("travel", 0) == sum(away > limit for away in miles)


def test_miles_are_those_of_the_geodesic(people):
    for home, around, miles in people[:100]:
        catalogue = Catalogue.from_offers(
            offer(str(at), lat=lat, lng=lng) for at, (lat, lng) in enumerate(around)
        )
        answer = suggest(catalogue, seeker(lat=home[0], lng=home[1]), TODAY, limit=None)
        assert {each.id: each.miles for each in answer.fits} == {
            str(at): round(away, 1) for at, away in enumerate(miles)
        }
