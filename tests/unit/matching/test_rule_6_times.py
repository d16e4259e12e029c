from __future__ import annotations

import pytest

from tests.unit.matching.made import fate, offer, seeker

SATURDAYS = seeker(times=("sat_am", "sat_pm"))


def test_one_time_in_common_is_enough():
    assert fate(offer(times=("wed_eve", "sat_pm")), SATURDAYS) == "fits"
    assert fate(offer(times=("wed_eve",)), SATURDAYS) == "times"
    assert fate(offer(times=("wed_eve",)), seeker()) == "fits"


@pytest.mark.parametrize("pattern", ["flexible", "rolling"])
def test_no_times_listed_is_fine_when_one_chooses(pattern):
    assert fate(offer(times=(), pattern=pattern), SATURDAYS) == "fits"
    assert fate(offer(times=("wed_eve",), pattern=pattern), SATURDAYS) == "times"


@pytest.mark.parametrize("pattern", ["weekly", "one_off", "block", ""])
def test_no_times_listed_asks_otherwise(pattern):
    assert fate(offer(times=(), pattern=pattern), SATURDAYS) == "asks about times"
