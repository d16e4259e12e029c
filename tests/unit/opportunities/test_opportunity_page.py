"""What an opportunity's page keeps in step, and who may see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from matching.vocabulary import NEEDS
from opportunities.models import CatalogueStamp, OpportunityPage, ProviderPage, SupportedInternshipPage

Offer = Callable[..., OpportunityPage]


def test_answers_are_kept_as_bits_too(offer: Offer) -> None:
    page = offer(
        access={"wheelchair": "yes", "low-noise": "can_arrange", "quiet-space": "no", "hoist": "not_sure"}
    )
    assert page.yes_bits == NEEDS["wheelchair"].bit
    assert page.can_arrange_bits == NEEDS["low-noise"].bit
    assert page.no_bits == NEEDS["quiet-space"].bit


def test_what_can_not_be_arranged_is_refused_by_name(offer: Offer) -> None:
    with pytest.raises(ValidationError, match="wheelchair: this can not be arranged"):
        offer(access={"wheelchair": "can_arrange"})


def test_a_need_that_is_not_ours_is_refused_by_name(offer: Offer) -> None:
    with pytest.raises(ValidationError, match="'free-ice-cream'"):
        offer(access={"free-ice-cream": "yes"})


def test_it_is_somewhere_or_online(offer: Offer) -> None:
    with pytest.raises(ValidationError, match="Say where it is"):
        offer(place_name="", lat=None, lng=None)
    assert offer("Chat", format="online", place_name="", lat=None, lng=None).pk


def test_an_internship_always_needs_a_plan(offer: Offer) -> None:
    assert offer(kind=SupportedInternshipPage, ehcp="any").ehcp == "required"


def test_two_providers_may_use_one_title(index: ProviderPage, offer: Offer) -> None:
    first = offer("Canal crew")
    other = index.add_child(instance=ProviderPage(title="Another"))
    second = other.add_child(instance=type(first)(title="Canal crew", summary="Another.", place_name="There"))
    assert (first.public_id, second.public_id) == ("canal-crew", "canal-crew-2")


@pytest.mark.parametrize("level", ["draft", "paused", "removed"])
def test_nothing_of_a_provider_that_is_not_checked_is_public(
    offer: Offer, provider: ProviderPage, client: Client, level: str
) -> None:
    page = offer()
    assert client.get(page.url).status_code == 200
    provider.verification = level
    provider.save()
    assert client.get(page.url).status_code == 404
    assert client.get(provider.url).status_code == 404
    assert not OpportunityPage.objects.public().exists()
    assert page.title not in client.get(provider.get_parent().url).content.decode()
    assert OpportunityPage.objects.get(pk=page.pk).get_sitemap_urls() == []


def test_every_change_that_the_public_may_see_moves_the_stamp(offer: Offer, provider: ProviderPage) -> None:
    seen = {CatalogueStamp.current()}
    page = offer()
    seen.add(CatalogueStamp.current())
    page.unpublish()
    seen.add(CatalogueStamp.current())
    page.delete()
    seen.add(CatalogueStamp.current())
    provider.verification = "paused"
    provider.save()
    seen.add(CatalogueStamp.current())
    assert len(seen) == 5


def test_many_changes_can_be_said_once(offer: Offer) -> None:
    before = CatalogueStamp.current()
    with CatalogueStamp.held():
        offer()
        assert CatalogueStamp.current() == before
    assert CatalogueStamp.current() != before
