"""A year of 1,000 listings as a picture: `python -m tests.year_chart` lives through it and draws docs/year.svg."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.year import Day

PICTURE = Path(__file__).parents[1] / "docs" / "year.svg"
WIDTH, LEFT, TOP, HIGH, LOW = 760, 56, 106, 190, 70
COLOURS = {"fresh": "#2f6b4f", "overdue": "#e0a526", "hidden": "#8a8f98"}
NAMES = {"fresh": "up to date", "overdue": "not confirmed", "hidden": "hidden"}


def draw(days: list[Day]) -> str:
    """Listings by state as one area upon the other, and below them the letters of each day. It stands on its own paper, so that it is
    the same on a dark page."""
    most, letters_most = max(sum(one.states.values()) for one in days), max(one.letters for one in days)
    height = TOP + HIGH + 40 + LOW + 40
    last = days[-1].states
    ends = ", ".join(f"{last[state]} {name}" for state, name in NAMES.items())
    told = (
        f"{len(days)} days. On the last day: {ends}.",
        f"{sum(one.letters for one in days):,} letters, at most {letters_most} on one day.",
    )
    across = (WIDTH - LEFT - 20) / len(days)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        'aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="14">',
        '<title id="t">A year of 1,000 listings: how they stand, and the letters of each day</title>',
        f'<desc id="d">{" ".join(told)}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fffdf8"/>',
        '<text x="16" y="26" font-size="17" font-weight="600" fill="#1d2b36">A year of 1,000 listings</text>',
        f'<text x="16" y="46" fill="#4a5a66">{told[0]}</text>',
        f'<text x="16" y="65" fill="#4a5a66">{told[1]}</text>',
    ]
    for n, (state, name) in enumerate(NAMES.items()):
        x = LEFT + 150 * n
        parts.append(f'<rect x="{x}" y="80" width="14" height="14" rx="3" fill="{COLOURS[state]}"/>')
        parts.append(f'<text x="{x + 20}" y="92" fill="#1d2b36">{name}</text>')
    below = [0] * len(days)
    for state, colour in COLOURS.items():
        above = [low + one.states[state] for low, one in zip(below, days, strict=True)]
        edge = [*enumerate(above), *reversed([*enumerate(below)])]
        points = " ".join(
            f"{LEFT + n * across:.1f},{TOP + HIGH - HIGH * count / most:.1f}" for n, count in edge
        )
        parts.append(f'<polygon points="{points}" fill="{colour}"/>')
        below = above
    foot = TOP + HIGH + 40 + LOW
    for n, one in enumerate(days):
        if one.letters:
            tall = LOW * one.letters / letters_most
            parts.append(
                f'<rect x="{LEFT + n * across:.1f}" y="{foot - tall:.1f}" width="{across:.2f}" height="{tall:.1f}" fill="#1f5f8b"/>'
            )
        if one.day.day == 1:
            x = LEFT + n * across
            parts.append(f'<path d="M{x:.1f} {TOP}V{foot}" stroke="#1d2b36" stroke-opacity=".15"/>')
            parts.append(
                f'<text x="{x + 3:.1f}" y="{foot + 18}" font-size="12" fill="#4a5a66">{one.day:%b}</text>'
            )
    for y, text in ((TOP + 10, most), (TOP + HIGH, 0), (foot - LOW + 10, letters_most), (foot, 0)):
        parts.append(
            f'<text x="{LEFT - 6}" y="{y}" text-anchor="end" font-size="12" fill="#4a5a66">{text:,}</text>'
        )
    parts.append(f'<text x="{LEFT}" y="{foot - LOW - 6}" fill="#1d2b36">letters on each day</text>')
    return "\n".join([*parts, "</svg>\n"])


def live() -> list[Day]:
    """The days of the year, in a database of its own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from tests.year import Year

    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        year = Year()
        days = list(year.days())
        year.finish()
    return days


if __name__ == "__main__":
    PICTURE.write_text(draw(live()))
