"""Links that work without signing in: for one person, one listing, one purpose, and for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import signing
from django.template import Context, Template
from django.urls import reverse

from opportunities import links
from opportunities.models import Letter, OpportunityPage, ProviderPage
from opportunities.provider_actions import remove_member, set_up_provider

Offer = Callable[..., OpportunityPage]
ABOUT = "2026-11-24/1"


@pytest.fixture
def ann(provider: ProviderPage) -> Any:
    user = get_user_model().objects.create_user("ann@example.org")
    user.groups.add(set_up_provider(provider=provider, by=None).group)
    return user


def token(purpose: links.Purpose, page: OpportunityPage, user: Any, about: str = ABOUT) -> str:
    path = links.path(purpose, opportunity_id=page.pk, user_id=user.pk, about=about)
    return path.rstrip("/").rpartition("/")[2]


def test_a_link_says_which_listing_who_and_which_occasion(offer: Offer, ann: Any, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://things.example.org"
    page = offer()
    linked = links.read("still_right", token("still_right", page, ann))
    assert (linked.opportunity.pk, linked.user, linked.about) == (page.pk, ann, ABOUT)
    letter = Letter(kind="x", about=ABOUT, to=ann, opportunity=page)
    said = Template('{% load letter_links %}{% letter_link "room" letter %}').render(
        Context({"letter": letter})
    )
    assert said.startswith("https://things.example.org/room/")


def test_no_part_of_it_can_be_another(offer: Offer, ann: Any) -> None:
    page, other = offer(), offer("Chess night")
    good = token("still_right", page, ann)
    payload, stamp, signature = good.split(":")
    for name, bad in {
        "another purpose": token("room", page, ann),
        "another listing's": ":".join([token("still_right", other, ann).split(":")[0], stamp, signature]),
        "a later day": ":".join([payload, signing.b62_encode(2_000_000_000), signature]),
        "another key": signing.dumps(
            [page.pk, ann.pk, ABOUT], salt="opportunities.links.still_right", key="x"
        ),
        "cut off": good[:-3],
        "nothing": "x",
    }.items():
        with pytest.raises(links.LinkError):
            pytest.fail(f"{name} was read as {links.read('still_right', bad)}")


def test_of_who_does_not_write_for_them_any_more(offer: Offer, ann: Any, provider: ProviderPage) -> None:
    page = offer()
    link = token("still_right", page, ann)
    remove_member(provider=provider, user=ann, by=None)
    with pytest.raises(links.LinkError):
        links.read("still_right", link)


@pytest.mark.parametrize("facts", [{"is_active": False}], ids=str)
def test_of_who_may_not_sign_in(offer: Offer, ann: Any, facts: dict[str, Any]) -> None:
    link = token("still_right", offer(), ann)
    type(ann).objects.update(**facts)
    with pytest.raises(links.LinkError):
        links.read("still_right", link)


def test_of_a_listing_that_went_to_another_provider_or_is_gone(offer: Offer, ann: Any, index: Any) -> None:
    page = offer()
    link = token("still_right", page, ann)
    other = index.add_child(instance=ProviderPage(title="Other", verification="details_checked"))
    OpportunityPage.objects.filter(pk=page.pk).update(provider=other)
    with pytest.raises(links.LinkError):
        links.read("still_right", link)
    OpportunityPage.objects.get(pk=page.pk).delete()
    with pytest.raises(links.LinkError):
        links.read("still_right", link)


@pytest.mark.parametrize(("days", "too_old"), [(89, False), (91, True)])
def test_it_works_for_ninety_days(
    offer: Offer, ann: Any, provider: ProviderPage, days: int, too_old: bool
) -> None:
    page = offer()
    with time_machine.travel(datetime(2026, 11, 24, 6), tick=False) as at:
        link = token("still_right", page, ann)
        at.shift(timedelta(days=days))
        if not too_old:
            assert links.read("still_right", link).opportunity.pk == page.pk
            return
        with pytest.raises(links.TooOldError) as caught:
            links.read("still_right", link)
        assert caught.value.linked.user == ann
        remove_member(provider=provider, user=ann, by=None)
        with pytest.raises(links.LinkError) as removed:
            links.read("still_right", link)
        assert not isinstance(removed.value, links.TooOldError), "who was removed could ask for a new one"


def test_the_addresses_are_the_public_ones() -> None:
    assert reverse("opportunities:still_right", args=["a:b:c"]) == "/still-right/a:b:c/"
