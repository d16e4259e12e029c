"""Dates as we say them: Django's own British ones cut the month short."""

from __future__ import annotations

DATE_FORMAT = "j F Y"  # 2 November 2026
DATETIME_FORMAT = "j F Y, P"  # 2 November 2026, 2:30 p.m.
