"""A change that waits while the old one shows, and a listing that somebody tells us of: in the browsers of all who take part."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from opportunities.models import ActivityPage, ProviderPage
from opportunities.provider_actions import invite_member, set_up_moderation, set_up_provider
from tests.two_providers import READY, signed_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
]
OpenPage = Callable[..., Page]


@dataclass(frozen=True)
class Club:
    page: ActivityPage
    member: Any
    first: Any
    second: Any


@pytest.fixture
def club(things: dict[str, str]) -> Club:
    """A public listing for adults, somebody who writes for it, and two moderators."""
    moderators = set_up_moderation()
    first, second = (
        get_user_model()._default_manager.create_user(f"{name}@example.org") for name in ("first", "second")
    )
    for user in (first, second):
        user.groups.add(moderators)
    provider = ProviderPage.objects.get(title="The Mill")
    set_up_provider(provider=provider, by=first)
    member = invite_member(provider=provider, email="member@example.org", by=first)
    page = provider.add_child(instance=ActivityPage(title="Mill garden", owner=member, **READY))
    page.save_revision(user=first).publish()
    return Club(ActivityPage.objects.get(pk=page.pk), member, first, second)


@pytest.fixture
def come_as(open_page: OpenPage) -> Callable[..., Page]:
    """A window in which somebody has signed in: come_as(user, "/admin/")."""

    def visit(user: Any, path: str, **options: Any) -> Page:
        page = open_page("/offline/", **options)
        key = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": urljoin(page.url, "/")}]
        )
        page.goto(path)
        return page

    return visit


def look_at(page: Page, title: str) -> None:
    page.get_by_role("link", name=re.compile(f"Look at it.*{title}")).click()


def test_a_change_waits_while_the_old_one_shows(
    club: Club, open_page: OpenPage, come_as: Callable[..., Page]
) -> None:
    """Without JavaScript, on a phone: the form and the moderator's pages need none."""
    writes = come_as(club.member, f"/admin/pages/{club.page.pk}/edit/", javascript=False)
    writes.locator("[name=summary]").fill("Plant trees with us.")
    writes.get_by_role("heading", name="Who is it for?").click()
    writes.locator("[name=age_min]").fill("14")
    writes.get_by_role("button", name="Send to a moderator").click()
    expect(writes.get_by_text("We answer by").first).to_be_visible()
    stranger = open_page(club.page.url)
    expect(stranger.get_by_text(READY["summary"])).to_be_visible()

    first = come_as(club.first, "/admin/", javascript=False)
    look_at(first, "Mill garden")
    expect(first.get_by_text("People under 18 can come.")).to_be_visible()
    expect(first.get_by_text("Plant trees with us.")).to_be_visible()
    expect(first.get_by_text(READY["summary"])).to_be_visible()
    first.get_by_role("button", name="It is fine").click()
    expect(first.get_by_text("waits for a second moderator now")).to_be_visible()
    look_at(first, "Mill garden")
    expect(first.get_by_text("You can not decide this.")).to_be_visible()
    stranger.reload()
    expect(stranger.get_by_text(READY["summary"])).to_be_visible()

    second = come_as(club.second, "/admin/", javascript=False)
    look_at(second, "Mill garden")
    second.get_by_role("button", name="It is fine").click()
    expect(second.get_by_text("is on the site. We wrote to the provider")).to_be_visible()
    stranger.reload()
    expect(stranger.get_by_text("Plant trees with us.")).to_be_visible()
    expect(stranger.get_by_text("14 and over").first).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_what_somebody_tells_us_takes_it_off_the_site(
    javascript: bool, club: Club, open_page: OpenPage, come_as: Callable[..., Page]
) -> None:
    stranger = open_page(club.page.url, javascript=javascript)
    stranger.get_by_role("link", name="Tell us if something is wrong").click()
    stranger.get_by_role("button", name="Send", exact=True).click()
    expect(stranger.get_by_role("alert")).to_contain_text("Pick what is wrong.")
    stranger.get_by_label("I am worried that somebody is not safe").check()
    stranger.get_by_label("Do you want to say more?").fill("Nobody was at the gate.")
    stranger.get_by_role("button", name="Send", exact=True).click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    assert open_page(club.page.url).title().startswith("Mill garden")

    moderator = come_as(club.first, "/admin/", javascript=javascript)
    look_at(moderator, "Mill garden")
    expect(moderator.get_by_text("Nobody was at the gate.")).to_be_visible()
    moderator.get_by_role("button", name="Take it off the site now").click()
    expect(moderator.get_by_text("It is off the site for now.")).to_be_visible()
    response = stranger.goto(club.page.url)
    assert response is not None
    assert response.status == 404

    moderator.get_by_role("button", name="Put it back on the site").click()
    expect(moderator.get_by_text("Everybody can see it.")).to_be_visible()
    stranger.goto(club.page.url)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Mill garden")
