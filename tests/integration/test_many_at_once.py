"""Room and dates of many listings with one save: what was changed and no more, all of it or nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from opportunities import clock
from opportunities.actions import set_places
from opportunities.models import ActivityPage, OpportunityPage
from tests.two_providers import SECRET, TwoProviders, signed_in

pytestmark = pytest.mark.django_db
FIELDS = ("state", "left", "starts_on", "ends_on", "apply_by")


@pytest.fixture
def client(site: TwoProviders) -> Client:
    return signed_in(site.ours.member)


@pytest.fixture
def public(site: TwoProviders) -> ActivityPage:
    """Ours that is public, with nothing else waiting."""
    page = site.ours.live.get_latest_revision_as_object()
    page.save_revision(user=site.moderator).publish()
    return ActivityPage.objects.get(pk=page.pk)


def address(site: TwoProviders) -> str:
    return reverse("many_at_once", args=[site.ours.page.pk])


def form(client: Client, site: TwoProviders, **changed: str) -> dict[str, Any]:
    """All that the page sends when nothing is touched, and what is."""
    rows = client.get(address(site)).context["rows"]
    found = {}
    for row in rows:
        for field in row:
            if field.name != "tick":
                value = field.value()
                found[field.html_name] = "" if value is None else str(value)
    assert {name.replace("__", "-") for name in changed} <= found.keys() | {
        name for name in map(dashed, changed) if name.endswith("tick") or name.startswith("all")
    }
    return found | {dashed(name): value for name, value in changed.items()}


def dashed(name: str) -> str:
    return name.replace("__", "-")


def of(page: Any, field: str) -> str:
    return f"listing__{page.pk}__{field}"


def rows() -> list[Any]:
    return [*OpportunityPage.objects.order_by("pk").values(), *Revision.objects.order_by("pk").values()]


def fresh(page: Any) -> Any:
    return ActivityPage.objects.get(pk=page.pk)


def test_all_of_ours_and_nothing_of_theirs(client: Client, site: TwoProviders) -> None:
    body = client.get(address(site)).content.decode()
    for title in ("Open Harbour, to be changed", "Draft Harbour", "Waiting Harbour"):
        assert title in body
    assert SECRET not in body.lower()


def test_what_was_not_touched_is_not_written(client: Client, site: TwoProviders) -> None:
    sent, before = form(client, site), rows()
    answer = client.post(address(site), sent, follow=True)
    assert "Nothing was changed." in answer.content.decode()
    assert rows() == before


def test_room_holds_at_once(client: Client, site: TwoProviders, public: ActivityPage) -> None:
    sent = form(client, site, **{of(public, "state"): "few_left", of(public, "left"): "3"})
    answer = client.post(address(site), sent, follow=True)
    assert "1 listing says anew if there is room." in answer.content.decode()
    page = fresh(public)
    assert (page.places_state, page.places_left, page.places_updated_on) == ("few_left", 3, clock.today())
    assert page.latest_revision_id == public.latest_revision_id, "no new version"
    sent = form(client, site, **{of(public, "state"): "full"})
    client.post(address(site), sent)
    assert (fresh(public).places_state, fresh(public).places_left) == ("full", None)


def test_new_dates_are_sent_and_pass_by_themselves(
    client: Client, site: TwoProviders, public: ActivityPage
) -> None:
    sent = form(client, site, **{of(public, "starts_on"): "2027-01-10", of(public, "ends_on"): "20/02/2027"})
    answer = client.post(address(site), sent, follow=True)
    assert "New dates: Open Harbour, to be changed." in answer.content.decode()
    page = fresh(public)
    assert (page.starts_on, page.ends_on) == (date(2027, 1, 10), date(2027, 2, 20))
    assert (page.live, page.has_unpublished_changes) == (True, False)
    assert page.latest_revision.user == site.ours.member


def test_new_dates_do_not_send_what_is_not_finished(client: Client, site: TwoProviders) -> None:
    sent = form(
        client,
        site,
        **{of(site.ours.live, "ends_on"): "2027-02-20", of(site.ours.draft, "ends_on"): "2027-03-01"},
    )
    answer = client.post(address(site), sent, follow=True).content.decode()
    assert "other changes are not sent yet: Open Harbour, to be changed." in answer
    page, draft = fresh(site.ours.live), fresh(site.ours.draft)
    assert (page.ends_on, page.get_latest_revision_as_object().ends_on) == (None, date(2027, 2, 20))
    assert not page.workflow_in_progress
    assert draft.get_latest_revision_as_object().ends_on == date(2027, 3, 1)
    assert draft.get_latest_revision_as_object().summary == "Changed Harbour"
    assert not draft.live


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (
            {"starts_on": "2027-02-02", "ends_on": "2027-01-01"},
            "The last day must not be before the first day.",
        ),
        ({"starts_on": "soon"}, "Write the day like 2026-12-31"),
        ({"state": "nowhere"}, "Choose one from the list."),
        ({"left": "4", "state": ""}, "Say if there is room."),
        ({"left": "0", "state": "open"}, "Write a whole number from 1 to 999."),
    ],
)
def test_one_mistake_saves_nothing_and_loses_nothing(
    client: Client, site: TwoProviders, public: ActivityPage, typed: dict[str, str], says: str
) -> None:
    good = {of(site.ours.draft, "apply_by"): "2027-01-05"}
    sent, before = (
        form(client, site, **good, **{of(public, name): value for name, value in typed.items()}),
        rows(),
    )
    answer = client.post(address(site), sent)
    body = answer.content.decode()
    assert says in body
    assert "1 listing needs another look. Nothing was saved yet." in body
    assert rows() == before
    kept = {field.html_name: str(field.value() or "") for row in answer.context["rows"] for field in row}
    assert all(kept[name] == value for name, value in sent.items())


def test_what_somebody_else_changed_meanwhile_is_said(
    client: Client, site: TwoProviders, public: ActivityPage
) -> None:
    sent = form(client, site, **{of(public, "state"): "full", of(public, "ends_on"): "2027-05-05"})
    set_places(opportunity=public, state="few_left", left=2, by=site.ours.member, today=clock.today())
    before = rows()
    answer = client.post(address(site), sent)
    body = answer.content.decode()
    assert "Somebody else changed this since you opened the page. Now it says: Is there room?: " in body
    assert rows() == before
    again = {
        field.html_name: field.value()
        for row in answer.context["rows"]
        for field in row
        if field.name != "tick"
    }
    assert again[dashed(of(public, "state"))] == "full"
    client.post(address(site), {name: value or "" for name, value in again.items()})
    assert (fresh(public).places_state, fresh(public).ends_on) == ("full", date(2027, 5, 5))


def test_somebody_elses_change_to_another_row_does_not_matter(
    client: Client, site: TwoProviders, public: ActivityPage
) -> None:
    sent = form(client, site, **{of(public, "state"): "full"})
    other = site.ours.draft.get_latest_revision_as_object()
    other.ends_on = date(2027, 6, 6)
    other.save_revision(user=site.moderator)
    client.post(address(site), sent)
    assert fresh(public).places_state == "full"
    assert fresh(site.ours.draft).get_latest_revision_as_object().ends_on == date(2027, 6, 6)


def test_the_ticked_ones_are_filled_and_not_yet_saved(
    client: Client, site: TwoProviders, public: ActivityPage
) -> None:
    ticked = {of(public, "tick"): "on", of(site.ours.draft, "tick"): "on"}
    sent, before = form(client, site, **ticked, all__state="full", all__ends_on="2027-07-01"), rows()
    answer = client.post(address(site), sent | {"fill": "1"})
    assert "Look at the ticked ones, and press Save. Nothing was saved yet." in answer.content.decode()
    assert rows() == before
    filled = {field.html_name: field.value() for row in answer.context["rows"] for field in row}
    assert filled[dashed(of(site.ours.draft, "state"))] == filled[dashed(of(public, "state"))] == "full"
    assert filled[dashed(of(site.ours.waiting, "state"))] == ""
    client.post(
        address(site), {name: str(value or "") for name, value in filled.items() if not name.endswith("tick")}
    )
    assert (fresh(public).places_state, fresh(public).ends_on) == ("full", date(2027, 7, 1))
    assert fresh(site.ours.draft).places_state == "full"
    assert fresh(site.ours.waiting).places_state == ""


def test_what_is_with_a_moderator_keeps_its_dates(client: Client, site: TwoProviders) -> None:
    waiting = site.ours.waiting
    sent = form(client, site, **{of(waiting, "ends_on"): "2027-08-08", of(waiting, "state"): "open"})
    client.post(address(site), sent)
    page = fresh(waiting)
    assert page.get_latest_revision_as_object().ends_on is None
    assert page.places_state == "open"


def test_theirs_can_not_be_sent_along(client: Client, site: TwoProviders) -> None:
    before = list(OpportunityPage.objects.filter(provider=site.theirs.page).order_by("pk").values())
    theirs = f"listing-{site.theirs.live.pk}"
    taken = {
        f"{theirs}-state": "full",
        f"{theirs}-left": "",
        f"{theirs}-ends_on": "2027-08-08",
        f"{theirs}-seen": "x",
    }
    client.post(address(site), form(client, site) | taken)
    assert list(OpportunityPage.objects.filter(provider=site.theirs.page).order_by("pk").values()) == before
    refused = client.get(reverse("many_at_once", args=[site.theirs.page.pk]))
    assert (refused.status_code, refused["Location"]) == (302, "/admin/")


def test_many_are_on_several_pages(client: Client, site: TwoProviders) -> None:
    for number in range(52):
        site.ours.page.add_child(
            instance=ActivityPage(title=f"Club {number}", summary="A club.", live=False, postcode="M1")
        )
    first = client.get(address(site))
    assert len(first.context["rows"]) == 50
    assert 'href="?p=2"' in first.content.decode()
    assert len(client.get(address(site) + "?p=2").context["rows"]) == 5
