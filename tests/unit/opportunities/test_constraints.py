"""What must hold of a row holds in the database, whoever writes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from opportunities.models import (
    OpportunityPage,
    ProviderPage,
    ProviderRegister,
    SupportedInternshipPage,
    VolunteeringPage,
)

Offer = Callable[..., OpportunityPage]

BROKEN = [
    {"kind": "job"},
    {"format": "by-post"},
    {"ehcp": "maybe"},
    {"supporter": "sometimes"},
    {"group_size": "huge"},
    {"noise": "blaring"},
    {"pattern": "yearly"},
    {"season": "spring"},
    {"per": "minute"},
    {"places_state": "gone"},
    {"joining": "climb-in"},
    {"joining": "referral-needed", "referral_by": ""},
    {"age_min": 18, "age_max": 17},
    {"age_max": 121},
    {"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)},
    {"lat": 48.0},
    {"lng": 3.0},
    {"lat": None},
    {"pence": 1_000_001},
    {"kind": "supported-internship", "ehcp": "any"},
    {"yes_bits": 1, "no_bits": 1},
    {"yes_bits": 2, "can_arrange_bits": 2},
    {"can_arrange_bits": 2, "no_bits": 2},
    {"can_arrange_bits": 1},  # the first need, a quiet space, can not be arranged
]


@pytest.mark.parametrize("facts", BROKEN, ids=str)
def test_a_broken_row_is_refused(offer: Offer, facts: dict[str, Any]) -> None:
    page = offer()
    with pytest.raises(IntegrityError), transaction.atomic():
        OpportunityPage.objects.filter(pk=page.pk).update(**facts)


@pytest.mark.parametrize(
    "facts",
    [
        {"duration_months": 5},
        {"duration_months": 13},
        {"hours_per_week": 0},
        {"job_coach": False},
        {"pilot_council": "Salford"},
        {"pilot_ends_on": date(2027, 7, 31)},
    ],
    ids=str,
)
def test_a_broken_internship_is_refused(offer: Offer, facts: dict[str, Any]) -> None:
    page = offer(kind=SupportedInternshipPage)
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportedInternshipPage.objects.filter(pk=page.pk).update(**facts)


def test_volunteering_for_more_hours_than_a_week_of_work_is_refused(offer: Offer) -> None:
    page = offer(kind=VolunteeringPage)
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteeringPage.objects.filter(pk=page.pk).update(min_hours=61)


def test_one_thing_of_a_source_is_here_once(offer: Offer) -> None:
    offer("First", source="A council", source_id="7")
    other = offer("Second")
    with pytest.raises(IntegrityError), transaction.atomic():
        OpportunityPage.objects.filter(pk=other.pk).update(source="A council", source_id="7")


@pytest.mark.parametrize("facts", [{"legal_type": "gang"}, {"verification": "trusted"}], ids=str)
def test_a_broken_provider_is_refused(provider: ProviderPage, facts: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ProviderPage.objects.filter(pk=provider.pk).update(**facts)


def test_a_register_number_stands_once(provider: ProviderPage) -> None:
    ProviderRegister.objects.create(provider=provider, scheme="GB-CHC", number="1090095")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProviderRegister.objects.create(provider=provider, scheme="GB-CHC", number="1090095")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProviderRegister.objects.create(provider=provider, scheme="XX", number="1090095")


def test_a_provider_goes_with_all_that_it_offers_or_not_at_all(offer: Offer, provider: ProviderPage) -> None:
    offer()
    provider.delete()
    assert not OpportunityPage.objects.exists()
