"""A few things on offer, and a visitor who said something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cms.actions import plant
from opportunities.models import ActivityPage, OpportunityPage, ProviderPage
from profiles.answers import COOKIE, Answers, seal, unseal

TODAY = date(2026, 11, 23)


@pytest.fixture
def provider(db: None) -> ProviderPage:
    return plant().add_child(instance=ProviderPage(title="Canal Boat Club", verification="details_checked"))


@pytest.fixture
def offer(provider: ProviderPage) -> Callable[..., OpportunityPage]:
    """Publish something: offer("Canal crew", noise="quiet"), of another kind with kind=VolunteeringPage."""

    def publish(
        title: str = "Canal crew", kind: type[OpportunityPage] = ActivityPage, **facts: Any
    ) -> OpportunityPage:
        given = {"summary": "Help on a boat.", "place_name": "The Basin", "lat": 53.4757, "lng": -2.2556}
        return provider.add_child(instance=kind(title=title, **given | facts))

    return publish


class Visitor(Client):
    """A browser with the cookie of somebody who answered."""

    def says(self, **answers: Any) -> Visitor:
        self.cookies[COOKIE] = seal(replace(self.answers, **answers))
        return self

    @property
    def answers(self) -> Answers:
        held = self.cookies.get(COOKIE)
        return unseal(held.value if held else None)


@pytest.fixture
def visitor(db: None) -> Visitor:
    return Visitor()
