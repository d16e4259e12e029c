"""What runs out when: rules over dates."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.expiry import WARN_BEFORE, a_year_after, has_run_out, runs_out, to_warn

TODAY = date(2026, 11, 24)


def said(**dates: date) -> Any:
    return SimpleNamespace(
        **{"policy_reviewed_on": None, "dbs_said_on": None, "insurance_expires_on": None} | dates
    )


def tick(item: str, expires_on: date | None) -> Any:
    return SimpleNamespace(item=item, expires_on=expires_on)


def test_what_was_not_said_does_not_run_out() -> None:
    assert runs_out(said()) == {}


def test_insurance_has_its_own_day_and_the_others_a_year() -> None:
    ends = runs_out(
        said(
            insurance_expires_on=date(2027, 1, 31),
            policy_reviewed_on=date(2026, 3, 1),
            dbs_said_on=date(2026, 9, 2),
        )
    )
    assert ends == {
        "insurance": date(2027, 1, 31),
        "policy": date(2027, 3, 1),
        "dbs": date(2027, 9, 2),
    }


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 2, 28), date(2027, 2, 28)),
        (date(2028, 2, 29), date(2029, 3, 1)),
        (TODAY, date(2027, 11, 24)),
    ],
)
def test_a_year_after(day: date, later: date) -> None:
    assert a_year_after(day) == later


def test_what_was_said_last_counts_and_not_the_day_of_the_tick() -> None:
    """A renewed insurance interrupts nothing; another tick has the day that a moderator gave it."""
    ends = runs_out(
        said(insurance_expires_on=date(2027, 6, 1)),
        [tick("insurance", date(2026, 11, 1)), tick("first_aid", date(2026, 12, 1)), tick("lead", None)],
    )
    assert ends == {"insurance": date(2027, 6, 1), "first_aid": date(2026, 12, 1)}


@pytest.mark.parametrize(
    ("days", "warned", "over"),
    [(31, False, False), (30, True, False), (1, True, False), (0, False, True), (-400, False, True)],
)
def test_thirty_days_before_and_on_the_day(days: int, warned: bool, over: bool) -> None:
    ends = {"insurance": TODAY + timedelta(days=days)}
    assert bool(to_warn(ends, TODAY)) is warned
    assert bool(has_run_out(ends, TODAY)) is over


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_a_day_is_never_both_to_come_and_over(day: date, today: date) -> None:
    ends = {"insurance": day}
    assert not (to_warn(ends, today) and has_run_out(ends, today))
    assert bool(to_warn(ends, today)) == (today < day <= today + WARN_BEFORE)
