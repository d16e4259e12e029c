"""Looking around by the same rules as suggesting, in an order that knows nobody's likes."""

from __future__ import annotations

import numpy as np
import pytest

from matching.around import look_around
from matching.catalogue import Catalogue
from tests.unit.matching.made import TODAY, day, offer, seeker


def around(offers, person=None, *, sort="a_to_z", **how):
    """The ids that pass and the ids that are unsure; A to Z is by id here."""
    catalogue = Catalogue.from_offers(offers)
    found = look_around(
        catalogue, person or seeker(), TODAY, sort=sort, alphabet=np.argsort(np.argsort(catalogue.ids)), **how
    )
    return tuple([catalogue.ids[row] for row in rows] for rows in found)


def test_what_is_over_is_not_on():
    assert around([offer("a", ends_on=day(-1)), offer("b", ends_on=day(0))]) == (["b"], [])


@pytest.mark.parametrize(
    ("said", "passes", "unsure"),
    [
        ({"max_cost": 0}, ["free"], ["says-nothing"]),
        ({"max_cost": 5}, ["dear", "free"], ["says-nothing"]),
        ({"times": ("sat_am",)}, ["free"], ["says-nothing"]),
        ({"kinds": ("volunteering",)}, ["dear"], []),
        ({"age": 12}, ["free", "says-nothing"], []),
        ({"max_miles": 1}, ["free", "says-nothing"], []),
        ({}, ["dear", "free", "says-nothing"], []),
    ],
)
def test_unknown_is_no_match(said, passes, unsure):
    offers = [
        offer("free"),
        offer("dear", kind="volunteering", pence=500, per="session", times=("sun_am",), lat=53.6),
        offer("says-nothing", pence=None, times=(), pattern="weekly"),
    ]
    assert around(offers, seeker(ehcp=True, **said)) == (passes, unsure)


def test_what_is_unsure_can_be_in_the_same_list():
    offers = [offer("a"), offer("b", pence=None), offer("c")]
    assert around(offers, seeker(max_cost=0), both=True) == (["a", "b", "c"], ["b"])


def test_only_some():
    offers = [offer("a"), offer("b"), offer("c", pence=None)]
    only = Catalogue.from_offers(offers).rows_of(["b", "c"])
    assert around(offers, seeker(max_cost=0), only=only) == (["b"], ["c"])
    assert around(offers, only=np.array([], dtype=np.int64)) == ([], [])


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("a_to_z", ["a", "b", "c", "d"]),
        ("nearest", ["c", "b", "d", "a"]),
        ("checked", ["b", "d", "a", "c"]),
        ("soon", ["d", "a", "b", "c"]),
    ],
)
def test_each_order(sort, order):
    offers = [
        offer("a", format="online", checked_on=day(-9), starts_on=day(9)),
        offer("b", lat=53.49, checked_on=day(-1), starts_on=day(-30)),
        offer("c", checked_on=None),
        offer("d", lat=53.49, checked_on=day(-1), starts_on=day(0)),
    ]
    assert around(offers, sort=sort) == (order, [])


def test_what_was_not_confirmed_in_time_comes_last_of_what_was_checked_lately_and_nowhere_else():
    offers = [offer("a", checked_on=day(-9), overdue=True), offer("b", checked_on=day(-99)), offer("c")]
    assert around(offers, sort="checked") == (["c", "b", "a"], [])
    for sort in ("a_to_z", "nearest", "soon"):
        assert around(offers, sort=sort) == (["a", "b", "c"], [])
