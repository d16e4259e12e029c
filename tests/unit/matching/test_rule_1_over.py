from __future__ import annotations

from tests.unit.matching.made import day, fate, offer, seeker

ANYBODY = seeker()


def test_it_is_over_the_day_after_the_last_day():
    assert fate(offer(ends_on=day(0)), ANYBODY) == "fits"
    assert fate(offer(ends_on=day(-1)), ANYBODY) == "over"


def test_it_is_over_the_day_after_the_last_day_to_apply():
    assert fate(offer(apply_by=day(0), ends_on=day(100)), ANYBODY) == "fits"
    assert fate(offer(apply_by=day(-1), ends_on=day(100)), ANYBODY) == "over"


def test_what_is_once_is_over_after_its_day():
    assert fate(offer(pattern="one_off", starts_on=day(0)), ANYBODY) == "fits"
    assert fate(offer(pattern="one_off", starts_on=day(-1)), ANYBODY) == "over"


def test_what_is_once_and_goes_on_for_days_is_over_after_the_last():
    assert fate(offer(pattern="one_off", starts_on=day(-1), ends_on=day(0)), ANYBODY) == "fits"


def test_what_is_every_week_goes_on():
    assert fate(offer(pattern="weekly", starts_on=day(-400)), ANYBODY) == "fits"


def test_what_is_over_counts_as_over_even_if_it_fails_other_rules():
    assert (
        fate(offer(ends_on=day(-1), kind="volunteering", age_max=5), seeker(kinds=("activity",), age=20))
        == "over"
    )
