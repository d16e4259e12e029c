from __future__ import annotations

import random

import numpy as np
import pytest
from geopy.distance import geodesic

from matching import places
from tests.unit.matching.made import ask, offer, seeker


def pairs(number, furthest):
    pick = random.Random(3)
    for _ in range(number):
        start = (pick.uniform(49.9, 60.8), pick.uniform(-8.1, 1.7))
        end = geodesic(miles=pick.uniform(0, furthest)).destination(start, pick.uniform(0, 360))
        yield start, (end.latitude, end.longitude)


@pytest.mark.parametrize(("furthest", "metres"), [(1, 0.000001), (25, 0.0005), (60, 0.01)])
def test_the_arc_of_a_chord_is_the_geodesic(furthest, metres):
    for start, end in pairs(300, furthest):
        x, y, z = places.points(np.array([start[0], end[0]]), np.array([start[1], end[1]]))
        squared = np.diff(x) ** 2 + np.diff(y) ** 2 + np.diff(z) ** 2
        truth = geodesic(start, end).meters
        assert abs(places.arc(squared)[0] - truth) < min(metres, places.doubt(truth))


def test_the_doubt_holds_to_300_miles_and_further():
    for start, end in pairs(200, 400):
        x, y, z = places.points(np.array([start[0], end[0]]), np.array([start[1], end[1]]))
        squared = np.diff(x) ** 2 + np.diff(y) ** 2 + np.diff(z) ** 2
        truth = geodesic(start, end).meters
        assert abs(places.arc(squared)[0] - truth) < places.doubt(truth)


def test_a_point_and_back():
    x, y, z = places.points(np.array([53.4]), np.array([-2.2]))
    assert places.degrees(float(x[0]), float(y[0]), float(z[0])) == pytest.approx((53.4, -2.2), abs=1e-12)


def test_no_wrong_answer_at_a_limit():
    """Places within two centimetres of the limit, either side, are judged as the geodesic judges them."""
    pick = random.Random(5)
    for _ in range(40):
        here = {"lat": pick.uniform(50, 58), "lng": pick.uniform(-5, 1)}
        limit = pick.choice([3, 8, 25, 60])
        away = geodesic(miles=limit, meters=pick.uniform(-0.02, 0.02)).destination(
            tuple(here.values()), pick.uniform(0, 360)
        )
        there = {"lat": away.latitude, "lng": away.longitude}
        truth = geodesic(tuple(here.values()), tuple(there.values())).miles <= limit
        assert bool(ask(offer(**there), seeker(**here, max_miles=limit)).fits) == truth


def test_miles_are_rounded_as_the_geodesic_is():
    for start, end in pairs(60, 30):
        answer = ask(offer(lat=end[0], lng=end[1]), seeker(lat=start[0], lng=start[1]))
        assert answer.fits[0].miles == round(geodesic(start, end).miles, 1)


def test_miles_on_the_edge_of_a_rounding_are_rounded_as_the_geodesic_is():
    pick = random.Random(8)
    for _ in range(40):
        here = (pick.uniform(50, 58), pick.uniform(-5, 1))
        edge = pick.choice([2.25, 9.35, 45.05, 118.75])
        away = geodesic(miles=edge, meters=pick.uniform(-0.004, 0.004)).destination(
            here, pick.uniform(0, 360)
        )
        answer = ask(offer(lat=away.latitude, lng=away.longitude), seeker(lat=here[0], lng=here[1]))
        assert answer.fits[0].miles == round(geodesic(here, (away.latitude, away.longitude)).miles, 1)
