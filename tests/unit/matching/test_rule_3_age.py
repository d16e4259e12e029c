from __future__ import annotations

import pytest

from tests.unit.matching.made import TODAY, ask, cautions, day, fate, offer, only, seeker


@pytest.mark.parametrize(("age", "fits"), [(13, False), (14, True), (25, True), (26, False)])
def test_ages_are_inclusive(age, fits):
    assert fate(offer(age_min=14, age_max=25), seeker(age=age)) == ("fits" if fits else "age")


def test_no_age_given_passes_with_the_ages_told():
    assert cautions(offer(age_min=14, age_max=25), seeker()) == [("ages", "ages")]
    assert cautions(offer(), seeker()) == []


@pytest.mark.parametrize(
    ("ages", "text"),
    [
        ((14, 25), "It is for ages 14 to 25."),
        ((16, None), "It is for age 16 and over."),
        ((None, 18), "It is for age 18 and under."),
    ],
)
def test_the_ages_are_told_in_words(ages, text):
    (caution,) = only(ask(offer(age_min=ages[0], age_max=ages[1]), seeker())).cautions
    assert caution.text == text


def test_on_a_later_first_day_one_of_two_ages_is_enough_with_a_caution():
    later = offer(age_min=16, starts_on=day(60))
    assert fate(later, seeker(age=14)) == "age"
    assert cautions(later, seeker(age=15)) == [("age_on_start", "ages")]
    assert cautions(later, seeker(age=16)) == []


def test_whole_years_until_the_first_day_are_added():
    next_year = offer(age_max=18, starts_on=TODAY.replace(year=2027, month=12))
    assert cautions(next_year, seeker(age=17)) == [("age_on_start", "ages")]
    assert fate(next_year, seeker(age=18)) == "age"
    assert cautions(next_year, seeker(age=16)) == []


def test_a_first_day_on_the_same_day_of_another_year_counts_the_whole_year():
    next_year = offer(age_min=18, starts_on=TODAY.replace(year=2027))
    assert cautions(next_year, seeker(age=17)) == []
    assert cautions(next_year, seeker(age=16)) == [("age_on_start", "ages")]


def test_what_has_begun_is_judged_by_todays_age():
    assert fate(offer(age_min=16, starts_on=day(-60)), seeker(age=15)) == "age"
    assert cautions(offer(age_min=16, starts_on=day(0)), seeker(age=16)) == []


@pytest.mark.parametrize(("age", "fits"), [(15, False), (16, True), (24, True), (25, False)])
def test_a_supported_internship_is_for_16_to_24_whatever_it_says(age, fits):
    wide = offer(kind="supported-internship", age_min=14, age_max=30)
    assert fate(wide, seeker(age=age, ehcp=True)) == ("fits" if fits else "age")


def test_a_supported_internship_may_be_for_fewer_ages():
    assert fate(offer(kind="supported-internship", age_min=18), seeker(age=17, ehcp=True)) == "age"


def test_volunteering_starts_at_16_unless_confirmed():
    assert fate(offer(kind="volunteering", age_min=14), seeker(age=14)) == "age"
    assert fate(offer(kind="volunteering"), seeker(age=15)) == "age"
    assert fate(offer(kind="volunteering", age_min=14, under_16_confirmed=True), seeker(age=14)) == "fits"
    assert fate(offer(kind="activity", age_min=14), seeker(age=14)) == "fits"
