"""Which changes wait for a moderator, and which of them need two."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

import pytest

from opportunities.models import (
    ActivityPage,
    OpportunityPage,
    ProviderPage,
    SupportedInternshipPage,
    UniBridgePage,
    VolunteeringPage,
)
from opportunities.moderation import KEPT_BY_US, PASSES, is_safeguarding, what_changed, what_matters

pytestmark = pytest.mark.django_db  # a page asks for its content type when it is made


def listing(kind: type[OpportunityPage] = ActivityPage, **facts: Any) -> Any:
    given = {
        "title": "Garden",
        "summary": "We grow food.",
        "postcode": "M3 4NF",
        "lat": 53.4757,
        "lng": -2.2556,
    }
    return kind(**given | {"age_min": 18, "supporter": "welcome", "group_size": "small"} | facts)


def changed(page: Any, **facts: Any) -> Any:
    after = copy(page)
    for name, value in facts.items():
        setattr(after, name, value)
    return after


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "Gardens"),
        ("summary", "We grow much food."),
        ("what_happens", ["Come in."]),
        ("other_cost", "Boots"),
        ("referral_by", "a social worker"),
        ("picture_id", 1),
        ("picture_description", "A shed"),
        ("age_min", 19),
        ("age_max", 30),
        ("who_for", ["autistic"]),
        ("ehcp", "required"),
        ("supporter", "must_come"),
        ("group_size", "tiny"),
        ("format", "both"),
        ("place_name", "The shed"),
        ("address", "1 Mill Lane"),
        ("postcode", "M1 1AE"),
        ("lat", 53.6),
        ("stop_name", "Deansgate"),
        ("joining", "book"),
        ("entry", ["interview"]),
        ("recognition", ["reference"]),
        ("access_notes", {"breaks": "Ask Sam."}),
        ("access", {"hoist": "yes"}),
    ],
)
def test_waits(field: str, value: Any) -> None:
    before = listing()
    named = {"picture_id": "picture", "access": "access.hoist"}.get(field, field)
    assert what_matters(before, changed(before, **{field: value})) == [named]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("places_state", "full"),
        ("places_left", 3),
        ("times", ["sat_am"]),
        ("pattern", "weekly"),
        ("season", "term"),
        ("starts_on", date(2027, 1, 4)),
        ("ends_on", date(2027, 3, 4)),
        ("apply_by", date(2027, 1, 1)),
        ("pence", 0),
        ("per", "session"),
        ("supporter_free", True),
        ("noise", "quiet"),
        ("interests", ["gardening"]),
        ("outcomes", ["health"]),
        ("access", {"quiet-space": "yes"}),
        ("review_every_days", 30),
    ],
)
def test_passes_by_itself(field: str, value: Any) -> None:
    before = listing()
    after = changed(before, **{field: value})
    assert what_matters(before, after) == []
    assert what_changed(before, after) == [{"access": "access.quiet-space"}.get(field, field)]
    assert is_safeguarding(before, after) == []


def test_nothing_changed_is_nothing() -> None:
    before = listing(what_happens=[], address="")
    assert what_changed(before, copy(before)) == []
    assert what_changed(before, changed(before, picture_description="", access={}, times=[])) == []


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (SupportedInternshipPage, {"employer": "The Mill"}),
        (SupportedInternshipPage, {"hours_per_week": 20}),
        (VolunteeringPage, {"expenses_paid": False}),
        (VolunteeringPage, {"under_16_confirmed": True}),
        (UniBridgePage, {"residential": False}),
        (UniBridgePage, {"disability_team_contact": "0161 496 0000"}),
    ],
)
def test_what_one_kind_has_waits(kind: type[OpportunityPage], facts: dict[str, Any]) -> None:
    before = listing(kind)
    assert what_matters(before, changed(before, **facts)) == [*facts]


def test_what_a_provider_says_about_itself_waits() -> None:
    before = ProviderPage(title="Harbour", about="We sail.")
    assert what_matters(before, copy(before)) == []
    assert what_matters(before, changed(before, contact_email="a@example.org")) == ["contact_email"]
    assert is_safeguarding(before, changed(before, about="Else")) == []


def test_the_lists_name_columns_that_there_are() -> None:
    kinds = (ActivityPage, SupportedInternshipPage, VolunteeringPage, UniBridgePage, ProviderPage)
    columns = {field.name for kind in kinds for field in kind._meta.concrete_fields}
    assert columns >= PASSES
    assert columns >= KEPT_BY_US
    assert not PASSES & KEPT_BY_US


def test_all_of_a_first_listing_waits() -> None:
    assert {"title", "summary", "postcode", "age_min"} <= set(what_matters(None, listing()))


@pytest.mark.parametrize(
    ("before", "after", "reasons"),
    [
        ({}, {"age_min": 17}, ["under_18"]),
        ({}, {"age_min": None}, ["under_18"]),
        ({"age_min": 16}, {"age_min": 14}, ["under_18"]),
        ({"age_min": 14}, {"age_min": 16}, []),
        ({"age_min": None}, {"age_min": 14}, []),
        ({}, {"group_size": "one"}, ["alone"]),
        ({"group_size": "one"}, {"group_size": "one", "title": "Else"}, []),
        ({"supporter": "must_come"}, {"supporter": "welcome"}, ["supporter"]),
        ({"supporter": "welcome"}, {"supporter": "not_needed"}, ["supporter"]),
        ({"supporter": "welcome"}, {"supporter": ""}, ["supporter"]),
        ({"supporter": "not_needed"}, {"supporter": "must_come"}, []),
        ({}, {"postcode": "M1 1AE"}, ["new_place"]),
        ({}, {"postcode": "m34nf"}, []),
        ({}, {"lat": 53.4767}, []),
        ({}, {"lat": 53.4857}, ["new_place"]),
        ({}, {"format": "online", "postcode": ""}, []),
        ({"format": "online"}, {"format": "in-person"}, ["new_place"]),
        ({"lat": None}, {"address": "2 Mill Lane"}, ["new_place"]),
        ({}, {"access": {"hoist": "yes"}}, ["access"]),
        ({}, {"access": {"hoist": "no"}}, []),
        ({"access": {"hoist": "yes"}}, {"access": {}}, []),
        ({}, {"access": {"quiet-space": "yes"}}, []),
    ],
)
def test_two_people(before: dict[str, Any], after: dict[str, Any], reasons: list[str]) -> None:
    page = listing(**before)
    assert is_safeguarding(page, changed(page, **after)) == reasons


@pytest.mark.parametrize(
    ("kind", "facts", "reasons"),
    [
        (ActivityPage, {}, []),
        (ActivityPage, {"age_min": None}, ["under_18"]),
        (ActivityPage, {"group_size": "one", "access": {"seizures": "yes"}}, ["alone", "access"]),
        (VolunteeringPage, {"age_min": 15}, ["under_18", "work_under_16"]),
        (VolunteeringPage, {"age_min": 16}, ["under_18"]),
        (UniBridgePage, {"residential": True}, ["overnight"]),
    ],
)
def test_two_people_for_a_first_listing(
    kind: type[OpportunityPage], facts: dict[str, Any], reasons: list[str]
) -> None:
    assert is_safeguarding(None, listing(kind, **facts)) == reasons
