"""The rules of when we ask, when a listing is overdue, and when it is hidden."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.freshness import Stage, due_on, hidden_on, letter_due, state

SINCE = date(2026, 1, 1)


def after(days: int) -> date:
    return SINCE + timedelta(days=days)


@pytest.mark.parametrize(
    ("every", "asked", "hidden"), [(7, 7, 67), (30, 30, 90), (60, 60, 120), (90, 90, 150), (180, 155, 183), (366, 155, 183)]
)  # fmt: skip
def test_when_we_ask_and_when_it_is_hidden(every: int, asked: int, hidden: int) -> None:
    assert (due_on(SINCE, every), hidden_on(SINCE, every)) == (after(asked), after(hidden))


@pytest.mark.parametrize(
    ("day", "expected"),
    [(0, "fresh"), (90, "fresh"), (103, "fresh"), (104, "overdue"), (149, "overdue"), (150, "hidden"), (900, "hidden")],
)  # fmt: skip
def test_the_state_on_each_day(day: int, expected: str) -> None:
    assert state(SINCE, 90, after(day)) == expected


@given(st.integers(7, 366), st.integers(0, 400))
def test_nothing_is_shown_for_six_months_with_no_check(every: int, day: int) -> None:
    assert day < 183 or state(SINCE, every, after(day)) == "hidden"


@given(st.integers(7, 366))
def test_there_are_four_weeks_and_all_three_letters_before_it_is_hidden(every: int) -> None:
    assert hidden_on(SINCE, every) - due_on(SINCE, every) >= timedelta(days=28)


@pytest.mark.parametrize(
    ("day", "stage", "asked", "expected"),
    [
        (89, 0, None, None),
        (90, 0, None, Stage.FIRST),
        (90, 1, 90, None),
        (96, 1, 90, None),
        (97, 1, 90, Stage.OTHERS),
        (103, 2, 97, None),
        (104, 2, 97, Stage.MODERATORS),
        (105, 3, 104, None),
        (149, 3, 104, None),
        (150, 3, 104, Stage.HIDDEN),
        (151, 4, 150, None),
        (800, 4, 150, None),
    ],
)
def test_one_letter_after_the_other(day: int, stage: int, asked: int | None, expected: Stage | None) -> None:
    asked_on = None if asked is None else after(asked)
    assert letter_due(SINCE, 90, after(day), stage=stage, asked_on=asked_on) == expected


@pytest.mark.parametrize(
    ("day", "stage", "asked", "expected"),
    [
        (110, 0, None, Stage.FIRST),  # nothing ran for three weeks: who is first is asked first
        (111, 1, 110, None),
        (116, 1, 110, None),
        (117, 1, 110, Stage.OTHERS),
        (124, 2, 117, Stage.MODERATORS),
        (160, 0, None, Stage.HIDDEN),  # nobody was asked, and it is hidden by its dates: they are told that
        (160, 1, 159, Stage.HIDDEN),
        (160, 3, 160, None),  # one letter a day
    ],
)
def test_what_was_missed_is_caught_up_one_at_a_time(
    day: int, stage: int, asked: int | None, expected: Stage | None
) -> None:
    asked_on = None if asked is None else after(asked)
    assert letter_due(SINCE, 90, after(day), stage=stage, asked_on=asked_on) == expected


@given(st.integers(7, 366), st.sets(st.integers(0, 399)))
def test_whatever_days_are_missed_each_stage_comes_once_in_order_and_a_week_apart(
    every: int, missed: set[int]
) -> None:
    stage, asked_on, written = 0, None, []
    for day in range(400):
        if day not in missed and (
            found := letter_due(SINCE, every, after(day), stage=stage, asked_on=asked_on)
        ):
            stage, asked_on = found, after(day)
            written.append((found, day))
    stages, days = [stage for stage, _ in written], [day for _, day in written]
    assert stages == sorted(set(stages))
    asking = [day for stage, day in written if stage != Stage.HIDDEN]
    assert [int(stage) for stage in stages if stage != Stage.HIDDEN] == [*range(1, len(asking) + 1)]
    assert all(later - earlier >= 7 for earlier, later in pairwise(asking))
    assert len(set(days)) == len(days)
