from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.matching.made import cautions, fate, offer, seeker


@pytest.mark.parametrize("per", ["session", "week", "once", ""])
def test_the_most_that_can_be_paid_each_time(per):
    assert fate(offer(pence=350, per=per), seeker(max_cost=3.5)) == "fits"
    assert fate(offer(pence=351, per=per), seeker(max_cost=3.5)) == "cost"
    assert fate(offer(pence=351, per=per), seeker()) == "fits"


def test_a_term_is_twelve_times():
    assert fate(offer(pence=6000, per="term"), seeker(max_cost=5)) == "fits"
    assert fate(offer(pence=6001, per="term"), seeker(max_cost=Decimal("5.00"))) == "cost"
    assert fate(offer(pence=1, per="term"), seeker(max_cost=0)) == "cost"


def test_a_price_that_is_not_known_asks():
    assert fate(offer(pence=None), seeker(max_cost=0)) == "asks about cost"
    assert fate(offer(pence=None), seeker()) == "fits"


def test_other_costs_are_told_and_not_counted():
    assert cautions(offer(pence=0, other_cost="Bring a swimming cap."), seeker(max_cost=0)) == [
        ("other_costs", "cost")
    ]
