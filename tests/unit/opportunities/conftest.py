"""A provider and what it offers, as small as can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cms.actions import plant
from opportunities.models import ActivityPage, OpportunityPage, ProviderIndexPage, ProviderPage


@pytest.fixture
def index(db: None) -> ProviderIndexPage:
    return plant()


@pytest.fixture
def provider(index: ProviderIndexPage) -> ProviderPage:
    return index.add_child(instance=ProviderPage(title="Canal Boat Club", verification="details_checked"))


@pytest.fixture
def offer(provider: ProviderPage) -> Callable[..., OpportunityPage]:
    """Publish something: offer("Canal crew", noise="quiet"), of another kind with kind=VolunteeringPage."""

    def publish(
        title: str = "Canal crew", kind: type[OpportunityPage] = ActivityPage, **facts: Any
    ) -> OpportunityPage:
        given = {"summary": "Help on a boat.", "place_name": "The Basin", "lat": 53.4757, "lng": -2.2556}
        return provider.add_child(instance=kind(title=title, **given | facts))

    return publish
