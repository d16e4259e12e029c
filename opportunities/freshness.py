"""When a provider is asked if a listing is still right, and what becomes of one that nobody confirms. Pure rules of dates;
docs/freshness.md has them as a table."""

from __future__ import annotations

from datetime import date, timedelta
from enum import IntEnum
from typing import Literal

State = Literal["fresh", "overdue", "hidden"]

# All days are counted from the day that the listing was due to be checked again, but for LONGEST.
AGAIN_AFTER = timedelta(days=7)  # and so long at least between any two letters about one check
OVERDUE_AFTER = timedelta(days=14)
HIDDEN_AFTER = timedelta(days=60)
# Counted from the check itself: nothing is on the site for six months with no check, however rarely its provider wants to be asked.
LONGEST = timedelta(days=183)
NOTICE = timedelta(days=28)  # so long before that day we ask at the latest


class Stage(IntEnum):
    """Whom the last letter about a check went to."""

    NOT_ASKED = 0
    FIRST = 1
    OTHERS = 2
    MODERATORS = 3
    HIDDEN = 4


def due_on(since: date, review_every_days: int) -> date:
    """The day from which on we ask. `since`: when it was last checked, or else first published."""
    return since + asked_after(review_every_days)


def asked_after(review_every_days: int) -> timedelta:
    """How long after a check we ask again: as often as the provider wants, but early enough before it would be hidden."""
    return min(timedelta(days=review_every_days), LONGEST - NOTICE)


def hidden_on(since: date, review_every_days: int) -> date:
    """The first day on which nobody sees it any more."""
    return min(due_on(since, review_every_days) + HIDDEN_AFTER, since + LONGEST)


def state(since: date, review_every_days: int, today: date) -> State:
    """How a listing stands by its dates alone, whoever was written to and whoever was not."""
    if today >= hidden_on(since, review_every_days):
        return "hidden"
    return "overdue" if today >= due_on(since, review_every_days) + OVERDUE_AFTER else "fresh"


def letter_due(
    since: date, review_every_days: int, today: date, *, stage: int = 0, asked_on: date | None = None
) -> Stage | None:
    """Whose letter about this check is to be written today, if anybody's. `stage` and `asked_on` tell of the last one.

    No stage is left out, and no two are within AGAIN_AFTER of each other, so that after days on which nothing ran people still
    have their time to answer. Of what is hidden already one letter is right, the one that says so, whichever were missed."""
    if state(since, review_every_days, today) == "hidden":
        return Stage.HIDDEN if stage < Stage.HIDDEN and asked_on != today else None
    if stage >= Stage.MODERATORS:
        return None
    day = due_on(since, review_every_days) + stage * AGAIN_AFTER
    if asked_on is not None:
        day = max(day, asked_on + AGAIN_AFTER)
    return Stage(stage + 1) if today >= day else None
