"""What a listing must say before it is sent or published."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from opportunities.models import (
    ActivityPage,
    OpportunityPage,
    SupportedInternshipPage,
    UniBridgePage,
    VolunteeringPage,
)
from opportunities.ready import missing

pytestmark = pytest.mark.django_db

READY: dict[str, Any] = {
    "title": "Garden",
    "what_happens": ["You come in."],
    "outcomes": ["health"],
    "pattern": "weekly",
    "lat": 53.4,
    "lng": -2.2,
}
INTERNSHIP = READY | {
    "education_provider": "A college",
    "duration_months": 9,
    "hours_per_week": 20,
    "employer": "A hospital",
    "starts_on": date(2027, 9, 1),
    "access_to_work": False,
    "access_notes": {"job-coach": "A coach is beside you each day for six weeks."},
}
BRIDGE = READY | {"university": "A university", "disability_team_contact": "help@example.org"}


VOLUNTEERING = READY | {"not_for_profit": True}
WHOLE = [
    (ActivityPage, READY),
    (SupportedInternshipPage, INTERNSHIP),
    (VolunteeringPage, VOLUNTEERING),
    (UniBridgePage, BRIDGE),
]


@pytest.mark.parametrize(("kind", "said"), WHOLE)
def test_a_whole_listing_lacks_nothing(kind: type[OpportunityPage], said: dict[str, Any]) -> None:
    assert missing(kind(**said)) == {}


@pytest.mark.parametrize(
    ("kind", "said", "field"),
    [
        (ActivityPage, READY | {"what_happens": []}, "what_happens"),
        (ActivityPage, READY | {"outcomes": []}, "outcomes"),
        (ActivityPage, READY | {"lat": None, "lng": None}, "postcode"),
        (ActivityPage, READY | {"format": "both", "lat": None, "lng": None}, "postcode"),
        (ActivityPage, READY | {"picture_id": 1}, "picture_description"),
        (ActivityPage, READY | {"pattern": ""}, "pattern"),
        (SupportedInternshipPage, INTERNSHIP | {"education_provider": ""}, "education_provider"),
        (SupportedInternshipPage, INTERNSHIP | {"duration_months": None}, "duration_months"),
        (SupportedInternshipPage, INTERNSHIP | {"hours_per_week": None}, "hours_per_week"),
        (SupportedInternshipPage, INTERNSHIP | {"employer": ""}, "employer"),
        (SupportedInternshipPage, INTERNSHIP | {"starts_on": None}, "starts_on"),
        (SupportedInternshipPage, INTERNSHIP | {"job_coach": None}, "job_coach"),
        (SupportedInternshipPage, INTERNSHIP | {"access_to_work": None}, "access_to_work"),
        (SupportedInternshipPage, INTERNSHIP | {"access_notes": {}}, "support"),
        (VolunteeringPage, READY | {"not_for_profit": False}, "not_for_profit"),
        (VolunteeringPage, VOLUNTEERING | {"age_min": 14}, "under_16_confirmed"),
        (UniBridgePage, BRIDGE | {"university": ""}, "university"),
        (UniBridgePage, BRIDGE | {"disability_team_contact": ""}, "disability_team_contact"),
    ],
)
def test_one_thing_that_is_missing_is_said_at_its_field(
    kind: type[OpportunityPage], said: dict[str, Any], field: str
) -> None:
    assert list(missing(kind(**said))) == [field]


def test_online_needs_no_place() -> None:
    assert missing(ActivityPage(**READY | {"format": "online", "lat": None, "lng": None})) == {}


def test_younger_volunteers_are_welcome_where_the_rules_are_kept() -> None:
    assert missing(VolunteeringPage(**VOLUNTEERING | {"age_min": 14, "under_16_confirmed": True})) == {}
