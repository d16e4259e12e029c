"""The pages behind the links of a reminder, and the same presses on the provider's own page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse

from opportunities import catalogue, clock, letters, reminders
from opportunities.models import OpportunityPage, ProviderPage
from opportunities.provider_actions import remove_member, set_up_moderation, set_up_provider
from tests.two_providers import signed_in

Offer = Callable[..., OpportunityPage]
pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(provider: ProviderPage) -> Any:
    user = get_user_model().objects.create_user("ann@example.org")
    user.groups.add(set_up_provider(provider=provider, by=None).group)
    return user


@pytest.fixture
def page(offer: Offer) -> OpportunityPage:
    """A listing that was due to be checked today."""
    return offer(checked_on=clock.today() - timedelta(days=90), pence=300, per="session", times=["sat_am"])


def letter() -> str:
    """The text of the letter that goes out today."""
    reminders.freshen(today=clock.today(), now=clock.now())
    letters.send_waiting(now=clock.now())
    return mail.outbox[-1].body


def link_in(text: str, purpose: str) -> str:
    found = re.search(rf"/{purpose}/[^/\s]+/", text)
    assert found
    return found[0]


def links_of(page: OpportunityPage, user: Any) -> tuple[str, str]:
    text = letter()
    return link_in(text, "still-right"), link_in(text, "room")


def again(page: OpportunityPage) -> OpportunityPage:
    return OpportunityPage.objects.get(pk=page.pk)


def test_it_is_opened_and_nothing_changes_it_is_pressed_and_it_is_checked(
    page: OpportunityPage, ann: Any, client: Client
) -> None:
    link, _ = links_of(page, ann)
    before = again(page).checked_on
    shown = client.get(link)
    client.head(link)
    text = shown.content.decode()
    for fact in (
        "Canal crew",
        "Saturday morning",
        "The Basin",
        "£3 each time",
        "We do not know if there is room",
    ):
        assert fact in text
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in text
    assert "no-store" in shown["Cache-Control"]
    assert again(page).checked_on == before
    pressed = client.post(link, follow=True)
    assert "Thank you. That is all." in pressed.content.decode()
    assert "Checked today by the provider" in pressed.content.decode()
    assert (again(page).checked_on, again(page).checked_by) == (clock.today(), "provider")
    assert "Checked today by the provider" in client.get(page.url).content.decode()


def test_a_second_press_says_that_it_is_done_and_an_old_one_does_not_count_for_the_next_time(
    page: OpportunityPage, ann: Any
) -> None:
    link, _ = links_of(page, ann)
    Client().post(link)
    second = Client().post(link, follow=True).content.decode()
    assert "This was done before." in second
    OpportunityPage.objects.filter(pk=page.pk).update(checked_on=clock.today())
    with time_machine.travel(datetime.now() + timedelta(days=80)):
        Client().post(link)
        assert again(page).checked_on < clock.today()


def test_what_was_hidden_comes_back_with_the_same_link(
    page: OpportunityPage, ann: Any, client: Client
) -> None:
    with time_machine.travel(datetime.now()) as at:
        link, _ = links_of(page, ann)
        at.shift(timedelta(days=60))
        reminders.freshen(today=clock.today(), now=clock.now())
        assert client.get(page.url).status_code == 404
        assert "canal-crew" not in catalogue.load().ids
        assert "Nobody sees it now." in client.get(link).content.decode()
        client.post(link)
        assert client.get(page.url).status_code == 200
        assert "canal-crew" in catalogue.load().ids


def test_who_was_removed_is_refused(
    page: OpportunityPage, ann: Any, provider: ProviderPage, client: Client
) -> None:
    both = links_of(page, ann)
    remove_member(provider=provider, user=ann, by=None)
    for link in both:
        for response in (client.get(link), client.post(link, {"state": "full"})):
            assert response.status_code == 404
            assert "Canal crew" not in response.content.decode()
    assert (again(page).checked_by, again(page).places_state) == ("", "")


def test_the_link_of_one_purpose_does_nothing_for_the_other(
    page: OpportunityPage, ann: Any, client: Client
) -> None:
    still_right, room = (link.strip("/").partition("/")[2] for link in links_of(page, ann))
    assert client.post(f"/still-right/{room}/").status_code == 404
    assert client.post(f"/room/{still_right}/", {"state": "full"}).status_code == 404
    assert (again(page).checked_by, again(page).places_state) == ("", "")


def test_a_link_that_is_too_old_sends_a_new_one_to_the_same_address_once_a_day(
    page: OpportunityPage, ann: Any, client: Client
) -> None:
    with time_machine.travel(datetime.now()) as at:
        link, _ = links_of(page, ann)
        at.shift(timedelta(days=91))
        assert client.get(link).status_code == 410
        client.post(link)
        assert again(page).checked_by == ""
        for _ in range(2):
            said = client.post(link, {"new-link": "yes"})
            assert said.status_code == 302
        letters.send_waiting(now=clock.now())
        new = [email for email in mail.outbox if link not in email.body]
        assert [email.to for email in new] == [["ann@example.org"]]
        client.post(link_in(new[0].body, "still-right"))
        assert again(page).checked_on == clock.today()


@pytest.mark.parametrize("state", ["open", "few_left", "full", "waiting_list"])
def test_room_in_two_taps(page: OpportunityPage, ann: Any, client: Client, state: str) -> None:
    _, link = links_of(page, ann)
    text = client.get(link).content.decode()
    assert f'value="{state}"' in text
    assert 'value="not_open_yet"' not in text
    assert again(page).places_state == ""
    said = client.post(link, {"state": state}, follow=True)
    assert "Thank you. People see it now." in said.content.decode()
    assert (again(page).places_state, again(page).places_updated_on) == (state, clock.today())
    client.post(link, {"state": "lots"})
    assert again(page).places_state == state


def test_what_has_not_begun_may_not_be_open_yet(offer: Offer, ann: Any, client: Client) -> None:
    page = offer(checked_on=clock.today() - timedelta(days=90), starts_on=clock.today() + timedelta(days=9))
    _, link = links_of(page, ann)
    client.post(link, {"state": "not_open_yet"})
    assert again(page).places_state == "not_open_yet"


def test_a_press_without_the_token_of_its_page_is_refused(page: OpportunityPage, ann: Any) -> None:
    link, _ = links_of(page, ann)
    assert Client(enforce_csrf_checks=True).post(link).status_code == 403


class TestOnTheirOwnPage:
    def addresses(self, page: OpportunityPage) -> list[tuple[str, dict[str, str]]]:
        still, room = (reverse(name, args=[page.pk]) for name in ("still_right_now", "room_now"))
        return [(still, {}), (room, {"state": "full"})]

    def test_a_member_presses(self, page: OpportunityPage, ann: Any) -> None:
        for address, sent in self.addresses(page):
            client = signed_in(ann)
            assert client.get(address).status_code == 405
            assert client.post(address, sent)["Location"] == reverse("wagtailadmin_home")
        now = again(page)
        assert (now.checked_on, now.checked_by, now.places_state) == (clock.today(), "provider", "full")

    def test_a_moderator_presses(self, page: OpportunityPage) -> None:
        moderator = get_user_model().objects.create_user("moderator@example.org")
        moderator.groups.add(set_up_moderation())
        signed_in(moderator).post(reverse("still_right_now", args=[page.pk]))
        assert (again(page).checked_on, again(page).checked_by) == (clock.today(), "moderator")

    def test_nobody_else_does(
        self, page: OpportunityPage, ann: Any, index: Any, provider: ProviderPage
    ) -> None:
        other = index.add_child(instance=ProviderPage(title="Other", verification="details_checked"))
        stranger = get_user_model().objects.create_user("stranger@example.org")
        stranger.groups.add(set_up_provider(provider=other, by=None).group)
        removed = signed_in(ann)
        remove_member(provider=provider, user=ann, by=None)
        for client in (signed_in(stranger), removed, Client()):
            for address, sent in self.addresses(page):
                response = client.post(address, sent)
                assert response.status_code in (302, 403)
        assert (again(page).checked_by, again(page).places_state) == ("", "")
