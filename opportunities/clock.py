"""The date where the site is for: Europe/London. Views and tasks read it here and hand it on."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def today() -> date:
    return timezone.localdate()


def now() -> datetime:
    return timezone.now()
