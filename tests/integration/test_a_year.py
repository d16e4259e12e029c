"""A year of 1,000 listings: no reminder twice, none missed, and every listing on every day in the state that the rules say."""

from __future__ import annotations

import pytest

from tests.year import DAYS, PostOffice, Year

# What must have happened in it, or the year has proved nothing.
AT_LEAST = {
    "stage 1": 1000,
    "stage 2": 500,
    "stage 3": 300,
    "stage 4": 200,
    "answered": 1000,
    "killed while asking": 20,
    "killed while sending": 10,
    "times that nothing ran": 4,
    "insurance ran out": 10,
    "somebody left": 20,
    "link refused": 3,
}


@pytest.mark.django_db
def test_a_year(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PostOffice, "delivered", [])
    year = Year()
    days = list(year.days())
    year.finish()
    assert len(days) == DAYS
    rare = {name: year.happened[name] for name, least in AT_LEAST.items() if year.happened[name] < least}
    assert not rare, f"happened too seldom: {rare}, of {dict(year.happened)}"
