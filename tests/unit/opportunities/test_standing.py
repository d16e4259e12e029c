"""How a listing stands, and what its provider does next."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from wagtail.models import WorkflowState

from opportunities import standing
from opportunities.standing import NextStep, is_due, next_step, room_is_old

TODAY = date(2026, 11, 24)
IN_PROGRESS, BACK = WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES


def listing(**facts: Any) -> Any:
    """One that is on the site, was checked and whose room was said today."""
    usual = {
        "live": True,
        "paused_for": "",
        "freshness": "fresh",
        "has_unpublished_changes": False,
        "first_published_at": datetime(2026, 1, 1, tzinfo=UTC),
        "checked_on": TODAY,
        "review_every_days": 90,
        "places_updated_on": TODAY,
    }
    return SimpleNamespace(**usual | facts)


NEVER = {"live": False, "first_published_at": None}


@pytest.mark.parametrize(
    ("facts", "status", "stands"),
    [
        ({}, "", standing.ON_THE_SITE),
        ({"has_unpublished_changes": True}, "", standing.UNSENT_CHANGE),
        ({"has_unpublished_changes": True}, IN_PROGRESS, standing.WAITING),
        ({"has_unpublished_changes": True}, BACK, standing.ASKED_BACK),
        ({"freshness": "overdue"}, "", standing.OVERDUE),
        ({"freshness": "overdue"}, IN_PROGRESS, standing.OVERDUE),
        ({"freshness": "overdue"}, BACK, standing.ASKED_BACK),
        ({"freshness": "hidden"}, BACK, standing.HIDDEN),
        ({"paused_for": "report"}, IN_PROGRESS, standing.PAUSED),
        ({"paused_for": "moderator", "freshness": "hidden"}, "", standing.PAUSED),
        (NEVER, "", standing.UNSENT),
        (NEVER | {"freshness": "hidden"}, "", standing.UNSENT),
        (NEVER, IN_PROGRESS, standing.WAITING),
        ({"live": False}, "", standing.TAKEN_OFF),
    ],
)
def test_how_it_stands(facts: dict[str, Any], status: str, stands: standing.Standing) -> None:
    state: Any = SimpleNamespace(status=status) if status else None
    assert standing.standing(listing(**facts), state) == stands


@pytest.mark.parametrize(("ago", "due"), [(89, False), (90, True), (400, True)])
def test_it_is_due_when_its_provider_is_asked(ago: int, due: bool) -> None:
    assert is_due(listing(checked_on=TODAY - timedelta(days=ago)), TODAY) == due
    assert not is_due(listing(checked_on=TODAY - timedelta(days=ago), live=False), TODAY)


def test_what_was_never_checked_is_due_from_when_it_was_first_there() -> None:
    assert is_due(listing(checked_on=None), TODAY)
    assert not is_due(listing(checked_on=None, first_published_at=datetime(2026, 11, 1, tzinfo=UTC)), TODAY)
    assert not is_due(listing(checked_on=None, first_published_at=None), TODAY)


@pytest.mark.parametrize(("ago", "old"), [(56, False), (57, True), (None, True)])
def test_room_is_old_after_eight_weeks(ago: int | None, old: bool) -> None:
    said_on = None if ago is None else TODAY - timedelta(days=ago)
    assert room_is_old(listing(places_updated_on=said_on), TODAY) == old
    assert not room_is_old(listing(places_updated_on=said_on, freshness="hidden"), TODAY)
    assert not room_is_old(listing(places_updated_on=said_on, live=False), TODAY)


FINE = listing()
UNSENT, BACK_AGAIN, HIDDEN = listing(**NEVER), listing(), listing(freshness="hidden")
DUE, NO_ROOM = listing(checked_on=TODAY - timedelta(days=90)), listing(places_updated_on=None)
PAGES = [
    (UNSENT, standing.UNSENT),
    (NO_ROOM, standing.ON_THE_SITE),
    (DUE, standing.ON_THE_SITE),
    (HIDDEN, standing.HIDDEN),
    (BACK_AGAIN, standing.ASKED_BACK),
    (FINE, standing.ON_THE_SITE),
]
GONE, SOON = {"insurance": TODAY}, {"insurance": TODAY + timedelta(days=30)}


def step(ends: dict[str, date], questions: list[Any], pages: list[Any]) -> NextStep:
    return next_step(ends=ends, questions=questions, pages=pages, today=TODAY)


def test_what_comes_first_comes_first() -> None:
    """Each of these is there until it is done; then the next one is shown."""
    found = [
        step(GONE, [1], PAGES),
        step(SOON, [1], PAGES),
        step(SOON, [], PAGES),
        step(SOON, [], PAGES[:4]),
        step(SOON, [], PAGES[:3]),
        step(SOON, [], PAGES[:2]),
        step({}, [], PAGES[:2]),
        step({}, [], PAGES[:1]),
        step({}, [], [PAGES[-1]]),
        step({}, [], []),
    ]
    assert [one.kind for one in found] == [
        "facts",
        "question",
        "change",
        "confirm",
        "confirm",
        "facts",
        "room",
        "send",
        "nothing",
        "nothing",
    ]
    assert [one.page for one in found[2:5]] == [BACK_AGAIN, HIDDEN, DUE]
    assert (found[6].page, found[7].page) == (NO_ROOM, UNSENT)


def test_what_runs_out_is_named_with_its_day() -> None:
    assert "24 December 2026" in step(SOON, [], []).words
    assert "the date on their insurance" not in step(SOON, [], []).words, "it is said to them"
    assert step({"insurance": TODAY + timedelta(days=31)}, [], []).kind == "nothing"
