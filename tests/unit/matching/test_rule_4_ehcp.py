from __future__ import annotations

import pytest

from matching.types import Pilot
from tests.unit.matching.made import ask, day, fate, offer, only, seeker

INTERNSHIP = {"kind": "supported-internship"}


@pytest.mark.parametrize("required", [INTERNSHIP, {"ehcp": "required"}])
def test_what_requires_a_plan(required):
    assert fate(offer(**required), seeker(ehcp=True)) == "fits"
    assert fate(offer(**required), seeker(ehcp=False)) == "ehcp"
    assert fate(offer(**required), seeker()) == "asks about ehcp"


def test_what_requires_none_asks_nobody():
    assert fate(offer(), seeker(ehcp=False)) == "fits"


@pytest.mark.parametrize("plan", [False, None])
def test_with_a_pilot_that_is_open_it_asks_about_the_pilot(plan):
    piloted = offer(**INTERNSHIP, pilot=Pilot("Trafford", day(0)))
    assert fate(piloted, seeker(ehcp=plan)) == "asks about pilot"
    assert (
        only(ask(piloted, seeker(ehcp=plan))).to_ask[0].question
        == "Can I join with no EHC plan, if I live in Trafford?"
    )
    assert fate(piloted, seeker(ehcp=True)) == "fits"


def test_a_pilot_must_last_until_the_first_day():
    starts = {"starts_on": day(30)}
    assert (
        fate(offer(**INTERNSHIP, **starts, pilot=Pilot("Trafford", day(30))), seeker(ehcp=False))
        == "asks about pilot"
    )
    assert fate(offer(**INTERNSHIP, **starts, pilot=Pilot("Trafford", day(29))), seeker(ehcp=False)) == "ehcp"
    assert (
        fate(offer(**INTERNSHIP, **starts, pilot=Pilot("Trafford", day(29))), seeker()) == "asks about ehcp"
    )
    assert (
        fate(offer(**INTERNSHIP, starts_on=day(-300), pilot=Pilot("Trafford", day(-1))), seeker(ehcp=False))
        == "ehcp"
    )
