"""What people look for: what is counted, and that nothing is shown from which a few could be worked out."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from opportunities import demand
from opportunities.demand import Pair, area_of, forget_old, months_before, most_asked, note, tens, wanted_near
from opportunities.models import DemandCount

TODAY = date(2026, 11, 24)
QUIET, TRAINS = ("need", "quiet-space"), ("interest", "trains")
HOIST, INTERN = ("need", "hoist"), ("kind", "supported-internship")


def many(
    times: int, *looked: Pair, none: tuple[Pair, ...] = (), month: date = TODAY, area: str = "OL"
) -> None:
    for _ in range(times):
        note(month=month, area=area, looked=looked, found_none=none)


@pytest.mark.parametrize(
    ("text", "area"),
    [("OL6", "OL"), ("ol6 7aa", "OL"), ("M3 4NF", "M"), ("SW1A", "SW"), ("", ""), ("12", ""), ("Narnia", "")],
)
def test_an_area_is_the_letters_that_a_postcode_begins_with(text: str, area: str) -> None:
    assert area_of(text) == area


@pytest.mark.parametrize(
    ("months", "first"),
    [(0, date(2026, 11, 1)), (2, date(2026, 9, 1)), (11, date(2025, 12, 1)), (24, date(2024, 11, 1))],
)
def test_the_first_day_of_some_months_ago(months: int, first: date) -> None:
    assert months_before(TODAY, months) == first


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (9, 0), (10, 10), (19, 10), (20, 20), (107, 100)])
def test_a_number_is_shown_in_tens_and_never_under_ten(count: int, shown: int) -> None:
    assert tens(count) == shown


@pytest.mark.django_db
class TestNote:
    def test_each_thing_is_counted_and_those_that_were_not_found(self) -> None:
        many(2, QUIET, TRAINS, none=(TRAINS,))
        many(1, TRAINS)
        rows = {(row.facet, row.key): (row.looked, row.found_none) for row in DemandCount.objects.all()}
        assert rows == {QUIET: (2, 0), TRAINS: (3, 2)}

    def test_a_month_and_an_area_have_rows_of_their_own(self) -> None:
        many(1, QUIET, month=date(2026, 11, 30))
        many(1, QUIET, month=date(2026, 11, 1))
        many(1, QUIET, month=date(2026, 12, 1))
        many(1, QUIET, area="SK")
        assert sorted(DemandCount.objects.values_list("month", "area", "looked")) == [
            (date(2026, 11, 1), "OL", 2),
            (date(2026, 11, 1), "SK", 1),
            (date(2026, 12, 1), "OL", 1),
        ]

    def test_what_was_not_looked_for_is_not_counted_as_not_found(self) -> None:
        many(1, QUIET, none=(QUIET, HOIST))
        assert DemandCount.objects.get().key == "quiet-space"

    def test_no_area_and_nothing_looked_for_count_nothing(self) -> None:
        many(1, QUIET, area="")
        many(1)
        assert not DemandCount.objects.exists()


@pytest.mark.django_db
class TestWantedNear:
    def test_nine_are_not_shown_and_ten_are(self) -> None:
        many(9, QUIET)
        assert wanted_near("OL", TODAY) == []
        many(1, QUIET)
        assert [(one.label, one.looked, one.found_none) for one in wanted_near("OL", TODAY)] == [
            ("Quiet space", 10, 0)
        ]

    def test_nine_who_found_nothing_are_not_shown_and_ten_are(self) -> None:
        many(9, QUIET, none=(QUIET,))
        many(20, QUIET)
        assert [(one.looked, one.found_none) for one in wanted_near("OL", TODAY)] == [(20, 0)]
        many(1, QUIET, none=(QUIET,))
        assert [(one.looked, one.found_none) for one in wanted_near("OL", TODAY)] == [(30, 10)]

    @pytest.mark.parametrize("few", range(1, 10))
    def test_a_few_who_did_find_it_can_not_be_worked_out(self, few: int) -> None:
        """The difference of the two numbers says nothing that a few more or less would not say too."""
        many(20 - few, QUIET, none=(QUIET,))
        many(few, QUIET)
        shown = [(one.looked, one.found_none) for one in wanted_near("OL", TODAY)]
        assert shown == [(20, 10)]

    def test_a_month_can_not_be_worked_out_from_the_sums_of_two_months(self) -> None:
        """Whoever notes what is shown month by month sees steps of ten alone, however few a month had."""
        shown = []
        for month, devices in zip(range(1, 12), [12, 3, 1, 25, 0, 2, 14, 9, 30, 1, 4], strict=True):
            many(devices, QUIET, month=date(2026, month, 1))
            found = wanted_near("OL", date(2026, month, 28))
            shown.append(found[0].looked if found else 0)
        assert all((after - before) % 10 == 0 for before, after in pairwise(shown))
        assert shown[:2] == [10, 10], "12, then 12 and 3"

    def test_three_months_are_shown_and_none_before_or_after(self) -> None:
        for month in (date(2026, 8, 31), date(2026, 12, 1)):
            many(50, QUIET, month=month)
        assert wanted_near("OL", TODAY) == []
        for month in (date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)):
            many(4, QUIET, month=month)
        assert [one.looked for one in wanted_near("OL", TODAY)] == [10]

    def test_another_area_is_not_this_one(self) -> None:
        many(10, QUIET, area="SK")
        assert wanted_near("OL", TODAY) == []

    def test_what_most_did_not_find_comes_first(self) -> None:
        many(30, TRAINS)
        many(20, HOIST, none=(HOIST,))
        many(10, INTERN, none=(INTERN,))
        assert [one.key for one in wanted_near("OL", TODAY)] == ["hoist", "supported-internship", "trains"]

    def test_what_the_vocabulary_does_not_have_any_more_is_left_out(self) -> None:
        many(10, ("interest", "dragons"))
        assert wanted_near("OL", TODAY) == []


@pytest.mark.django_db
class TestMostAsked:
    def test_the_one_that_most_must_have(self) -> None:
        many(10, QUIET)
        many(20, HOIST)
        assert most_asked(area="OL", needs=["quiet-space", "hoist"], month=TODAY) == "hoist"
        assert most_asked(area="OL", needs=["quiet-space"], month=TODAY) == "quiet-space"

    def test_nine_are_nobody(self) -> None:
        many(9, QUIET)
        assert most_asked(area="OL", needs=["quiet-space"], month=TODAY) is None

    def test_of_two_alike_it_does_not_tell_which_had_one_more(self) -> None:
        many(11, QUIET)
        many(10, HOIST)
        assert most_asked(area="OL", needs=["quiet-space", "hoist"], month=TODAY) == "hoist"

    def test_an_interest_is_no_need(self) -> None:
        many(20, TRAINS)
        assert most_asked(area="OL", needs=["trains"], month=TODAY) is None


@pytest.mark.django_db
def test_what_is_two_years_old_is_deleted() -> None:
    many(1, QUIET, month=date(2024, 10, 31))
    many(1, QUIET, month=date(2024, 11, 1))
    assert forget_old(today=TODAY) == 1
    assert DemandCount.objects.get().month == date(2024, 11, 1)
    assert forget_old(today=TODAY) == 0


def test_ten_is_the_least() -> None:
    assert demand.LEAST == 10
