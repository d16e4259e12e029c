"""What a provider said that holds for a while only, and what follows as its day comes. Pure rules; the clock is handed in.

The insurance has its own last day. A plan that was not looked at for a year, and what was said about DBS checks a year ago, are
asked for anew. A moderator may give any other tick a day too. All that has run out pauses; nothing here asks for a certificate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

WARN_BEFORE = timedelta(days=30)
HOLDS_YEARS = 1


def a_year_after(day: date) -> date:
    """The same day of the next year; of 29 February, 1 March."""
    try:
        return day.replace(year=day.year + HOLDS_YEARS)
    except ValueError:
        return date(day.year + HOLDS_YEARS, 3, 1)


def runs_out(assurance: Any, checks: Iterable[Any] = ()) -> dict[str, date]:
    """From which day on each item no longer holds, by keys of ITEMS. What was said last counts at once, looked at or not: a renewed
    insurance interrupts nothing. `checks`: the ticks, for items with no date in what was said."""
    said = {
        "policy": assurance.policy_reviewed_on and a_year_after(assurance.policy_reviewed_on),
        "dbs": assurance.dbs_said_on and a_year_after(assurance.dbs_said_on),
        "insurance": assurance.insurance_expires_on,
    }
    ticked = {check.item: check.expires_on for check in checks if check.expires_on and check.item not in said}
    return {item: day for item, day in (said | ticked).items() if day}


def has_run_out(ends: Mapping[str, date], today: date) -> list[str]:
    """The items whose day has come, in alphabetical order."""
    return sorted(item for item, day in ends.items() if day <= today)


def to_warn(ends: Mapping[str, date], today: date) -> dict[str, date]:
    """The items of which a warning is due: at most 30 days before, and not past. Missed days make it late, not lost."""
    return {item: day for item, day in ends.items() if today < day <= today + WARN_BEFORE}
