"""The demo fills a site, on whatever database it stands."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from cms.models import GuidePage
from opportunities.models import OpportunityPage, ProviderPage
from profiles.models import User


@pytest.mark.django_db
def test_the_demo_is_loaded_and_loading_it_again_changes_nothing(client: Client) -> None:
    call_command("load_demo", verbosity=0)
    loaded = rows()
    assert all(loaded.values()), loaded
    assert client.get("/sitemap.xml").content.count(b"<loc>") > len(OpportunityPage.objects.public())
    call_command("load_demo", verbosity=0)
    assert rows() == loaded


def rows() -> dict[str, int]:
    return {
        model.__name__: model.objects.count() for model in (OpportunityPage, ProviderPage, GuidePage, User)
    }
