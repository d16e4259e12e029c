"""Celery: what is not an answer to a click, and when it runs (times are Europe/London)."""

from __future__ import annotations

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
app = Celery("find_my_thing")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "close what has ended": {
        "task": "opportunities.tasks.close_ended",
        "schedule": crontab(hour=0, minute=0),
    },
    "publish and take away at the times that editors gave": {
        "task": "opportunities.tasks.keep_dates",
        "schedule": crontab(minute="*/5"),
    },
    "ask providers if their listings are still right": {
        "task": "opportunities.tasks.freshen",
        # Between two runs of those that send, so that all letters of a morning to one person are there before one of them is sent.
        "schedule": crontab(hour=6, minute=5),
    },
    "send letters that could not be sent": {
        "task": "opportunities.tasks.send_letters",
        "schedule": crontab(minute="*/15"),
    },
    "warn of what providers have that runs out, and pause what has": {
        "task": "opportunities.tasks.check_expiry",
        "schedule": crontab(hour=5, minute=30),
    },
    "delete what people told us about listings a year ago": {
        "task": "opportunities.tasks.forget_old_reports",
        "schedule": crontab(hour=3, minute=10),
    },
    "tell providers what people asked": {
        "task": "opportunities.tasks.tell_of_questions",
        "schedule": crontab(hour=8, minute=30),
    },
    "forget what people looked for two years ago": {
        "task": "opportunities.tasks.forget_old_demand",
        "schedule": crontab(hour=1, minute=30),
    },
}
