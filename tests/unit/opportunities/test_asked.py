"""What is still missing before a group can ask to join."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from opportunities.asked import FIELDS, Told, missing, said_about
from opportunities.models import ProviderAssurance
from opportunities.models.checked_items import ITEMS

TODAY = date(2026, 11, 24)
TOLD = Told(about="We play chess.", reachable=True, registers=1, referees=0)
WHOLE: dict[str, Any] = {
    "safeguarding_lead": "Ada",
    "lead_contact": "ada@example.org",
    "deputy_lead": "Ben",
    "deputy_contact": "0161 496 0000",
    "policy_url": "https://example.org/plan",
    "policy_reviewed_on": date(2026, 3, 1),
    "policies_confirmed": True,
    "dbs_staff": True,
    "dbs_volunteers": False,
    "dbs_said_on": date(2026, 11, 1),
    "insurance_expires_on": date(2027, 4, 1),
    "first_aid": "Ada",
    "concern_contact": "worry@example.org",
    "complaints": "Write to us.",
    "work_under_16": False,
}


def lacks(told: Told = TOLD, **changed: Any) -> list[str]:
    return [each.field for each in missing(told, ProviderAssurance(**WHOLE | changed), TODAY)]


def test_when_all_is_said_nothing_is_missing() -> None:
    assert lacks() == []


def test_every_item_says_which_fields_it_is_about() -> None:
    assert set(FIELDS) == set(ITEMS)


@pytest.mark.parametrize("field", [name for name in WHOLE if name != "policy_url"])
def test_each_thing_is_missed(field: str) -> None:
    empty = "" if isinstance(WHOLE[field], str) else None
    assert lacks(**{field: empty}) == [field]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"policy_url": ""}, "policy_url"),
        ({"policy_reviewed_on": date(2025, 11, 24)}, "policy_reviewed_on"),
        ({"policy_reviewed_on": date(2026, 11, 25)}, "policy_reviewed_on"),
        ({"dbs_said_on": date(2026, 8, 31)}, "dbs_said_on"),
        ({"dbs_said_on": date(2026, 11, 25)}, "dbs_said_on"),
        ({"insurance_expires_on": TODAY}, "insurance_expires_on"),
        ({"work_under_16": True}, "child_employment_confirmed"),
    ],
)
def test_what_is_not_enough(changed: dict[str, Any], field: str) -> None:
    assert lacks(**changed) == [field]


@pytest.mark.parametrize(
    "changed",
    [
        {"policy_url": "", "policy_file": "policies/x.pdf"},
        {"policy_reviewed_on": date(2025, 11, 25)},
        {"dbs_said_on": date(2026, 9, 1)},
        {"insurance_expires_on": date(2026, 11, 25)},
        {"work_under_16": True, "child_employment_confirmed": True},
        {"dbs_staff": False, "dbs_volunteers": False},
    ],
)
def test_what_is_enough(changed: dict[str, Any]) -> None:
    assert lacks(**changed) == []


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ({"about": ""}, ["about"]),
        ({"reachable": False}, ["contact_email"]),
        ({"registers": 0, "referees": 1}, ["number"]),
        ({"registers": 0, "referees": 2}, []),
    ],
)
def test_who_they_are_and_how_to_look_them_up(told: dict[str, Any], fields: list[str]) -> None:
    assert lacks(replace(TOLD, **told)) == fields


def test_what_was_said_is_kept_as_json_keeps_it() -> None:
    assurance = ProviderAssurance(**WHOLE)
    assert said_about("insurance", assurance) == {"insurance_expires_on": "2027-04-01"}
    assert said_about("dbs", assurance)["dbs_volunteers"] is False
    assert said_about("identity", assurance) == {}
