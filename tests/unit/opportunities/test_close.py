"""Closing what has ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from opportunities import actions
from opportunities.models import OpportunityPage

TODAY = date(2026, 11, 24)
YESTERDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("facts", "open_still"),
    [
        ({"ends_on": YESTERDAY}, False),
        ({"ends_on": TODAY}, True),
        ({"apply_by": YESTERDAY}, False),
        ({"apply_by": TODAY}, True),
        ({"pattern": "one_off", "starts_on": YESTERDAY}, False),
        ({"pattern": "one_off", "starts_on": TODAY}, True),
        ({"pattern": "one_off", "starts_on": YESTERDAY, "ends_on": TODAY}, True),
        ({"pattern": "weekly", "starts_on": YESTERDAY}, True),
    ],
    ids=str,
)
def test_what_is_over_is_taken_off_the_site(
    offer: Callable[..., OpportunityPage], facts: dict[str, object], open_still: bool
) -> None:
    page = offer(**facts)
    assert actions.close_ended(today=TODAY) == (not open_still)
    page.refresh_from_db()
    assert page.live == open_still
    assert page.expired == (not open_still)


def test_closing_twice_changes_nothing(offer: Callable[..., OpportunityPage]) -> None:
    offer(ends_on=YESTERDAY)
    assert actions.close_ended(today=TODAY) == 1
    assert actions.close_ended(today=TODAY) == 0
