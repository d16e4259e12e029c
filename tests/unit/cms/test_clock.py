"""What runs by the clock, and whose midnight it is."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from cms.celery import app
from opportunities import tasks
from opportunities.tasks import close_ended


@pytest.mark.parametrize(
    "day", [datetime(2026, 1, 15, 23, 59), datetime(2026, 7, 15, 23, 59)], ids=["winter", "summer"]
)
def test_what_has_ended_is_closed_at_midnight_in_london(day: datetime) -> None:
    job = app.conf.beat_schedule["close what has ended"]
    assert job["task"] == close_ended.name
    london = ZoneInfo("Europe/London")
    now = day.replace(tzinfo=london)
    schedule = job["schedule"]
    schedule.app, schedule.nowfun = app, lambda: now
    assert app.conf.timezone == "Europe/London"
    assert schedule.remaining_estimate(now).total_seconds() == 60


def test_every_task_of_the_clock_is_there() -> None:
    """Each is one that a worker knows, and none that we have is never asked for."""
    asked = {job["task"] for job in app.conf.beat_schedule.values()}
    ours = {task.name for task in vars(tasks).values() if hasattr(task, "apply_async")}
    assert close_ended.name in ours
    assert asked == ours
