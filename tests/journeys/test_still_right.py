"""A reminder comes by email; one press in a browser confirms, and two taps say if there is room."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from playwright.sync_api import Page, expect

from opportunities import clock, letters, reminders
from opportunities.models import OpportunityPage, ProviderPage
from opportunities.provider_actions import set_up_provider
from tests.journeys.test_everyone_can_use_it import LAYOUT, problems

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
OpenPage = Callable[..., Page]


@pytest.fixture
def reminder(things: dict[str, str]) -> str:
    """The text of the letter of this morning about the film club, which was to be checked today."""
    provider = ProviderPage.objects.get(title="The Mill")
    user = get_user_model().objects.create_user("sam@example.org")
    user.groups.add(set_up_provider(provider=provider, by=None).group)
    due = OpportunityPage.objects.filter(title="Film club")
    due.update(checked_on=clock.today() - timedelta(days=90))
    mail.outbox = []
    reminders.freshen(today=clock.today(), now=clock.now())
    letters.send_waiting(now=clock.now())
    (email,) = mail.outbox
    return str(email.body)


def link(letter: str, purpose: str) -> str:
    found: Any = re.search(rf"/{purpose}/\S+", letter)
    return found[0]


def looks_right(page: Page) -> None:
    page.wait_for_load_state()
    assert [*problems(page), *page.evaluate(LAYOUT)] == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_one_press_confirms_and_everybody_sees_it(
    javascript: bool, reminder: str, things: dict[str, str], open_page: OpenPage
) -> None:
    before = open_page(things["Film club"])
    expect(before.get_by_text("Checked 3 months ago")).to_be_visible()
    page = open_page(link(reminder, "still-right"), javascript=javascript, bypass_csp=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this still right?")
    expect(page.get_by_role("heading", name="Film club")).to_be_visible()
    press = page.get_by_role("button", name="It is all still right")
    expect(press).to_be_in_viewport()
    if javascript:
        looks_right(page)
    press.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This is checked")
    expect(page.get_by_role("status")).to_contain_text("Thank you. That is all.")
    if javascript:
        looks_right(page)
    page.get_by_role("link", name="See it as people see it").click()
    expect(page.get_by_text("Checked today by the provider")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_room_in_two_taps(
    javascript: bool, reminder: str, things: dict[str, str], open_page: OpenPage
) -> None:
    page = open_page(link(reminder, "room"), javascript=javascript, bypass_csp=True)
    expect(page.get_by_text("4 places left")).to_be_visible()
    if javascript:
        looks_right(page)
    page.get_by_role("button", name="There is a waiting list").click()
    expect(page.get_by_role("status")).to_contain_text("Thank you. People see it now.")
    expect(page.get_by_text("Now it says: There is a waiting list.")).to_be_visible()
    shown = open_page(things["Film club"])
    expect(shown.get_by_text("There is a waiting list").first).to_be_visible()


def test_room_is_offered_where_one_has_just_confirmed(reminder: str, open_page: OpenPage) -> None:
    page = open_page(link(reminder, "still-right"), bypass_csp=True)
    page.get_by_role("button", name="It is all still right").click()
    page.get_by_role("button", name="Full").click()
    expect(page.get_by_text("Now it says: Full.")).to_be_visible()


def test_a_link_that_does_not_work_says_what_to_do(reminder: str, open_page: OpenPage) -> None:
    page = open_page(link(reminder, "still-right")[:-5] + "/", bypass_csp=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not work")
    looks_right(page)
