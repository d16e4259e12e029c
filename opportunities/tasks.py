"""Work that the clock asks for. Each task calls one action and is safe to run twice or to miss a day."""

from __future__ import annotations

import logging

from celery import shared_task
from django.core.management import call_command

from opportunities import actions, checking, clock, demand, letters, questions, reminders, reports

logger = logging.getLogger("find_my_thing.tasks")


@shared_task
def close_ended() -> int:
    """Take what has ended off the site; run at midnight, Europe/London."""
    closed = actions.close_ended(today=clock.today())
    logger.info("closed %d opportunities that have ended", closed)
    return closed


@shared_task
def keep_dates() -> None:
    """Publish and take away what an editor gave a date and time for in Wagtail; run every few minutes."""
    call_command("publish_scheduled")


@shared_task
def freshen() -> int:
    """Ask providers if their listings are still right, and bring each listing to the state of today; every morning."""
    touched = reminders.freshen(today=clock.today(), now=clock.now())
    logger.info("%d listings were asked about or changed their state", touched)
    send_letters.delay()
    return touched


@shared_task
def send_letters() -> int:
    """Send what was written and waits; after each write, and every quarter of an hour for what failed."""
    return letters.send_waiting(now=clock.now())


@shared_task
def check_expiry() -> None:
    """Warn providers of what runs out within 30 days, and pause those where something has run out; run every day."""
    warned, paused = checking.keep_dates(now=clock.now(), today=clock.today())
    logger.info("warned %d providers that something runs out, paused %d", warned, paused)


@shared_task
def forget_old_reports() -> int:
    """Delete what people told us about listings a year after it was handled; every night."""
    return reports.forget_old(today=clock.today())


@shared_task
def tell_of_questions() -> int:
    """Write to providers about what people asked them through us; once a day, so that a day's questions come in one email."""
    return questions.tell_providers(now=clock.now())


@shared_task
def forget_old_demand() -> int:
    """Delete what people looked for more than two years ago; every night."""
    return demand.forget_old(today=clock.today())
