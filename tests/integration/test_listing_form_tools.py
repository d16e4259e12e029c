"""What the form of a listing asks while it is filled in, what it takes over from another listing, and a copy in one press."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching.vocabulary import NEEDS
from opportunities import clock, demand
from opportunities.models import ActivityPage, OpportunityPage
from tests.integration.test_admin_listing import FORM, add, errors, newest
from tests.two_providers import SECRET, TwoProviders, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(site: TwoProviders) -> Client:
    return signed_in(site.ours.member)


def to_edit(page: OpportunityPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def draft_of(page: OpportunityPage) -> Any:
    return OpportunityPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_a_postcode_is_a_point_or_a_clear_error(member: Client) -> None:
    found = member.get(reverse("listing_where"), {"postcode": "m34nf"}).json()
    assert (round(found["lat"], 1), round(found["lng"], 1)) == (53.5, -2.3)
    assert not found["exact"]  # the site comes with sectors, and knows no whole postcode
    assert "M3 4" in found["said"]
    assert "M3" in [words for _lat, _lng, words in found["names"]]
    response = member.get(reverse("listing_where"), {"postcode": "ZZ9 9ZZ"})
    assert response.status_code == 404
    assert "ZZ9" in response.json()["error"]
    assert member.get(reverse("listing_where")).status_code == 404


@pytest.mark.parametrize("name", ["listing_where", "listing_help", "listing_copy"])
def test_a_stranger_is_asked_to_sign_in(name: str, site: TwoProviders) -> None:
    args = {"listing_help": ["activity"], "listing_copy": [site.ours.live.pk]}.get(name, [])
    response = Client().post(reverse(name, args=args))
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_a_pin_put_by_hand_stays_until_the_postcode_changes(member: Client, site: TwoProviders) -> None:
    url, page = to_edit(site.ours.draft), site.ours.draft
    by_hand = FORM | {"postcode": "M3 4NF", "placed_for": "M3 4NF", "lat": "53.48", "lng": "-2.25"}
    member.post(url, by_hand)
    assert (draft_of(page).lat, draft_of(page).lng) == (53.48, -2.25)
    member.post(url, by_hand | {"summary": "Other words."})
    assert draft_of(page).lat == 53.48
    # With no script, the pin in the form is still the one of the old postcode.
    member.post(url, by_hand | {"postcode": "OL6 6AA"})
    assert draft_of(page).lng != -2.25
    assert draft_of(page).postcode == "OL6 6AA"
    member.post(url, by_hand | {"postcode": "OL6 6AA", "placed_for": "ol66aa", "lat": "53.49", "lng": "-2.1"})
    assert draft_of(page).lat == 53.49
    member.post(url, by_hand | {"postcode": "OL6 6AA", "placed_for": "OL6 6AA", "lat": "", "lng": ""})
    assert draft_of(page).lat not in (None, 53.49)


@pytest.mark.parametrize(
    ("lat", "lng", "field"), [("48.8", "2.3", "lat"), ("53.4", "12.5", "lng"), ("53.4", "", "lng")]
)
def test_a_pin_outside_the_uk_or_half_a_pin_is_refused(
    member: Client, site: TwoProviders, lat: str, lng: str, field: str
) -> None:
    response = member.post(
        to_edit(site.ours.draft),
        FORM | {"postcode": "M3 4NF", "placed_for": "M3 4NF", "lat": lat, "lng": lng},
    )
    assert set(errors(response)) == {field}


def test_what_people_join_from_home_is_asked_nothing_about_the_building(
    member: Client, site: TwoProviders
) -> None:
    add(member, site, format="online", postcode="", **{"access-more-time": "yes"})
    page = newest()
    assert page.access == {"more-time": "yes"}  # wheelchair and quiet-space were sent too
    form = member.get(to_edit(page)).context["form"]
    body = member.get(to_edit(page)).content.decode()
    assert "access-wheelchair" in form.fields
    assert 'id="access-wheelchair-question" data-counts="true" data-at-a-place="true" hidden' in body


def copied(member: Client, page: OpportunityPage, source: int, **form: str) -> Any:
    sent = FORM | {"copy-access": "1", "copy_from": str(source)} | form
    return member.post(to_edit(page), sent)


@pytest.fixture
def source(site: TwoProviders) -> ActivityPage:
    page = site.ours.draft
    page.access = {"step-free": "yes", "wheelchair": "no", "pick-up": "yes", "more-time": "yes"}
    page.access_notes = {"step-free": "Use the side door."}
    page.save_revision()
    return page


def test_the_answers_of_another_listing_are_taken_over(
    member: Client, site: TwoProviders, source: ActivityPage
) -> None:
    add(member, site)
    page = newest()
    assert copied(member, page, source.pk, copy_which="place").status_code == 302
    written = draft_of(page)
    assert written.access == {"quiet-space": "no", "wheelchair": "yes", "step-free": "yes", "pick-up": "yes"}
    assert written.access_notes == {"wheelchair": "There is a ramp.", "step-free": "Use the side door."}
    copied(member, page, source.pk, copy_which="all", copy_replace="on")
    written = draft_of(page)
    assert (written.access["wheelchair"], written.access["more-time"]) == ("no", "yes")
    assert "wheelchair" not in written.access_notes  # the ramp was about the other answer


def test_nothing_is_taken_over_unless_the_button_is_pressed(
    member: Client, site: TwoProviders, source: ActivityPage
) -> None:
    add(member, site, copy_from=str(source.pk), copy_which="all")
    assert newest().access == {"quiet-space": "no", "wheelchair": "yes"}


def test_another_providers_listing_can_not_be_named(member: Client, site: TwoProviders) -> None:
    theirs = site.theirs.live
    theirs.access = {"step-free": "yes"}
    theirs.save_revision().publish()
    add(member, site)
    page = newest()
    response = copied(member, page, theirs.pk, copy_which="all")
    assert errors(response) == {"copy_from": ["Choose one of your own listings."]}
    assert "step-free" not in draft_of(page).access
    body = response.content.decode()
    assert SECRET not in body
    assert 'name="access-step-free" value="yes" id="id_access-step-free_0" checked' not in body


def help_for(member: Client, **form: Any) -> str:
    sent = {key: value for key, value in (FORM | form).items() if value is not None}
    return member.post(reverse("listing_help", args=["activity"]), sent).content.decode()


def test_help_says_what_is_left_and_what_to_shorten(member: Client) -> None:
    assert "All that it needs is there" in help_for(member)
    said = help_for(member, title="", outcomes=None, summary="")
    assert "Give it a name." in said
    assert 'href="#ask-outcomes"' in said
    assert "Access: 2 of 57 answered." in said
    at_home = [need for need in NEEDS.values() if not need.in_person_only and not need.only_for]
    assert f"Access: 0 of {len(at_home)} answered." in help_for(member, format="online")
    long = "We meet at the hall and then we all go for a walk along the water and back to the hall."
    said = help_for(member, summary=f"Come along. {long}")
    assert long in said
    assert "21 words" in said
    assert "Come along" not in said


@pytest.mark.parametrize(("people", "asked_most"), [(9, False), (10, True)])
def test_help_names_the_question_that_most_people_near_there_ask_once_ten_do(
    member: Client, people: int, asked_most: bool
) -> None:
    for _somebody in range(people):
        demand.note(month=clock.today(), area="M", looked=[("need", "makaton")], found_none=[])
    said = help_for(member)
    assert ("most people near you ask this:" in said) is asked_most
    assert ("#access-makaton-question" in said) is asked_most


def test_help_is_there_with_no_script_as_it_was_last_kept(member: Client, site: TwoProviders) -> None:
    page = site.ours.draft
    page.outcomes = []
    page.save_revision()
    assert "Tick at least one thing that it helps with." in member.get(to_edit(page)).content.decode()


def test_a_preview_of_what_is_not_kept_yet_is_drawn_in_all_ways(member: Client, site: TwoProviders) -> None:
    args = ["opportunities", "activitypage", site.ours.page.pk]
    url = reverse("wagtailadmin_pages:preview_on_add", args=args)
    assert member.post(url, {"title": "An idea", "format": "in-person", "ehcp": "any"}).json()["is_available"]
    for mode in ("", "easy-read", "print"):
        response = member.get(url, {"mode": mode})
        assert response.status_code == 200
        assert "An idea" in response.content.decode()


def test_one_press_copies_a_listing_and_what_was_said_of_the_first_stays_with_it(
    member: Client, site: TwoProviders
) -> None:
    page = site.ours.live
    today = {"checked_on": "2026-11-01", "places_updated_on": "2026-11-01"}
    OpportunityPage.objects.filter(pk=page.pk).update(
        **today, checked_by="provider", places_state="full", freshness="overdue"
    )
    OpportunityPage.objects.get(pk=page.pk).specific.save_revision()
    response = member.post(reverse("listing_copy", args=[page.pk]))
    made = newest()
    assert response["Location"] == to_edit(made)
    assert (made.provider, made.live, made.freshness) == (site.ours.page, False, "fresh")
    for version in (made, draft_of(made)):
        assert version.title.startswith("Copy of Open Harbour")
        assert version.summary == page.summary
        assert (version.checked_on, version.checked_by) == (None, "")
        assert (version.places_state, version.places_left, version.places_updated_on) == ("", None, None)
        assert version.access_said == {}


def test_a_copy_is_a_press_and_no_link_and_of_their_own(member: Client, site: TwoProviders) -> None:
    before = OpportunityPage.objects.count()
    assert member.get(reverse("listing_copy", args=[site.ours.live.pk])).status_code == 405
    assert member.post(reverse("listing_copy", args=[site.theirs.live.pk])).status_code != 200
    assert OpportunityPage.objects.count() == before


def test_who_answered_and_when_is_kept(member: Client, site: TwoProviders) -> None:
    add(member, site)
    page = newest()
    assert page.access_said["wheelchair"]["by"] == "provider"
    member.post(to_edit(page), FORM | {"access-wheelchair": "not_sure"})
    assert "wheelchair" not in draft_of(page).access_said


def test_the_day_of_the_last_look_counts_once_it_is_sent(member: Client, site: TwoProviders) -> None:
    add(member, site, all_checked="on")
    page = newest()
    assert draft_of(page).checked_on is None
    member.post(to_edit(page), FORM | {"all_checked": "on", "action-submit": "1"})
    assert (draft_of(page).checked_on is not None, draft_of(page).checked_by) == (True, "provider")


def test_the_stop_is_shown_on_the_page(site: TwoProviders) -> None:
    page = site.ours.live
    OpportunityPage.objects.filter(pk=page.pk).update(
        stop_name="Deansgate tram stop", stop_minutes=6, stop_step_free="yes"
    )
    body = Client().get(page.url).content.decode()
    assert "The nearest stop is Deansgate tram stop. It is about 6 minutes on foot from there." in body
    assert "The way has no steps." in body
