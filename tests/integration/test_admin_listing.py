"""The form of a listing in the admin, as somebody of a provider uses it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from opportunities import clock
from opportunities.models import ActivityPage, OpportunityPage, SupportedInternshipPage, VolunteeringPage
from tests.two_providers import TwoProviders, signed_in

pytestmark = pytest.mark.django_db

FORM: dict[str, Any] = {
    "title": "Saturday garden",
    "summary": "We grow food together.",
    "interests": ["gardening"],
    "outcomes": ["health"],
    "what_happens": "Ali meets you at the gate.\n\nYou choose a job.",
    "format": "in-person",
    "place_name": "The Walled Garden",
    "postcode": "m3 4nf",
    "ehcp": "any",
    "times": ["sat_pm", "sat_am"],
    "pattern": "weekly",
    "pence": "£3.50",
    "per": "session",
    "other_cost": "none",
    "supporter_free": "on",
    "places_state": "open",
    "places_left": "4",
    "access-quiet-space": "no",
    "access-wheelchair": "yes",
    "access_note-wheelchair": "There is a ramp.",
    "access-hoist": "not_sure",
}


@pytest.fixture
def member(site: TwoProviders) -> Client:
    return signed_in(site.ours.member)


def add(client: Client, site: TwoProviders, kind: str = "activitypage", **form: Any) -> Any:
    url = reverse("wagtailadmin_pages:add", args=["opportunities", kind, site.ours.page.pk])
    return client.post(url, {key: value for key, value in (FORM | form).items() if value is not None})


def newest() -> OpportunityPage:
    return OpportunityPage.objects.order_by("-pk")[0].specific


def errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {name: list(words) for name, words in response.context["form"].errors.items()}


def test_what_is_filled_in_becomes_the_listing(
    member: Client, site: TwoProviders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 24))
    assert add(member, site, **{"all_checked": "on", "action-submit": "1"}).status_code == 302
    page = newest()
    assert page.provider == site.ours.page
    assert page.what_happens == ["Ali meets you at the gate.", "You choose a job."]
    assert (page.interests, page.outcomes, page.times) == (["gardening"], ["health"], ["sat_am", "sat_pm"])
    assert (page.pence, page.per, page.supporter_free) == (350, "session", True)
    assert page.access == {"quiet-space": "no", "wheelchair": "yes"}
    assert page.access_notes == {"wheelchair": "There is a ramp."}
    assert page.postcode == "M3 4NF"
    assert (round(page.lat, 1), round(page.lng, 1)) == (53.5, -2.3)
    assert page.places_updated_on == page.checked_on == date(2026, 11, 24)
    assert page.public_id == "saturday-garden"
    assert not page.live


def test_a_draft_may_be_nearly_empty(member: Client, site: TwoProviders) -> None:
    url = reverse("wagtailadmin_pages:add", args=["opportunities", "activitypage", site.ours.page.pk])
    response = member.post(url, {"title": "An idea", "format": "in-person", "ehcp": "any"})
    assert response.status_code == 302
    page = newest()
    assert page.draft_title == "An idea"
    assert page.lat is None
    assert page.access == {}


def test_what_is_missing_is_said_where_it_is_missing_and_nothing_typed_is_lost(
    member: Client, site: TwoProviders
) -> None:
    before = OpportunityPage.objects.count()
    unfinished = {
        "what_happens": "",
        "outcomes": None,
        "postcode": "",
        "pattern": "",
        "times": None,
        "summary": "",
    }
    response = add(member, site, **unfinished | {"action-submit": "1"})
    assert set(errors(response)) == {"what_happens", "outcomes", "postcode", "pattern", "summary"}
    assert OpportunityPage.objects.count() == before
    body = response.content.decode()
    assert "Saturday garden" in body
    assert "£3.50" in body
    assert "There is a ramp." in body
    assert re.search(r'name="access-quiet-space" value="no"[^>]*checked', body)


def test_a_postcode_that_nobody_knows_is_refused_when_it_is_sent(member: Client, site: TwoProviders) -> None:
    (words,) = errors(add(member, site, **{"postcode": "ZZ9 9ZZ", "action-submit": "1"}))["postcode"]
    assert "ZZ9" in words


def test_a_draft_keeps_a_postcode_that_nobody_knows_and_says_so(member: Client, site: TwoProviders) -> None:
    add(member, site, postcode="ZZ9 9ZZ")
    page = newest()
    assert (page.postcode, page.lat) == ("ZZ9 9ZZ", None)
    body = member.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "We have not found this postcode yet" in body


def test_a_more_exact_point_stays_until_the_postcode_changes(member: Client, site: TwoProviders) -> None:
    page = site.ours.draft
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    member.post(url, FORM | {"postcode": "M3 4NF"})
    assert ActivityPage.objects.get(pk=page.pk).lat == 53.4757
    member.post(url, FORM | {"postcode": "OL6 6AA"})
    assert ActivityPage.objects.get(pk=page.pk).lat != 53.4757
    member.post(url, FORM | {"postcode": ""})
    assert ActivityPage.objects.get(pk=page.pk).lat is None


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"pence": "about 3"}, "pence"),
        ({"age_min": "20", "age_max": "14"}, "age_max"),
        ({"starts_on": "2027-02-01", "ends_on": "2027-01-01"}, "ends_on"),
        ({"joining": "referral-needed"}, "referral_by"),
        ({"access-wheelchair": "can_arrange"}, "access-wheelchair"),
        ({"interests": ["riches"]}, "interests"),
    ],
)
def test_what_can_not_be_is_refused_even_in_a_draft(
    member: Client, site: TwoProviders, form: dict[str, Any], field: str
) -> None:
    assert set(errors(add(member, site, **form))) == {field}


def test_an_internship_is_sent_only_with_its_support_text(member: Client, site: TwoProviders) -> None:
    form = {
        "education_provider": "Tamebridge College",
        "employer": "A hospital",
        "duration_months": "9",
        "hours_per_week": "20",
        "starts_on": "2027-09-06",
        "job_coach": "true",
        "access_to_work": "true",
        "action-submit": "1",
    }
    assert set(errors(add(member, site, "supportedinternshippage", **form))) == {"support"}
    add(member, site, "supportedinternshippage", **form | {"support": "A coach is there each day."})
    page = newest()
    assert isinstance(page, SupportedInternshipPage)
    assert page.access["job-coach"] == "yes"
    assert page.access_notes["job-coach"] == "A coach is there each day."
    assert page.ehcp == "required"


def test_an_internship_of_two_years_is_refused(member: Client, site: TwoProviders) -> None:
    response = add(member, site, "supportedinternshippage", duration_months="24", job_coach="true")
    assert errors(response)


def test_a_kind_is_asked_only_what_applies_to_it(member: Client, site: TwoProviders) -> None:
    def asked(kind: str) -> str:
        url = reverse("wagtailadmin_pages:add", args=["opportunities", kind, site.ours.page.pk])
        return member.get(url).content.decode()

    activity, internship = asked("activitypage"), asked("supportedinternshippage")
    assert 'name="access-no-interview"' not in activity
    assert 'name="access-no-interview"' in internship
    assert 'name="ehcp"' in activity
    assert 'name="ehcp"' not in internship
    assert 'name="support"' in internship
    assert activity.count('name="access-quiet-space"') == 3
    assert len(re.findall(r"id=\"access-[a-z-]+\" data-part", activity)) == 7


def test_where_an_imported_listing_came_from_is_shown_and_not_asked(
    member: Client, site: TwoProviders
) -> None:
    page = site.ours.draft
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Where this came from" not in member.get(url).content.decode()
    ActivityPage.objects.filter(pk=page.pk).update(source="A council", source_id="7")
    ActivityPage.objects.get(pk=page.pk).save_revision()
    body = member.get(url).content.decode()
    assert "Where this came from" in body
    member.post(url, FORM | {"source": "Me", "source_id": "8", "public_id": "mine", "kind": "volunteering"})
    page = ActivityPage.objects.get(pk=page.pk)
    assert (page.source, page.source_id, page.kind) == ("A council", "7", "activity")


def test_a_listing_is_copied_beside_itself(member: Client, site: TwoProviders) -> None:
    page = site.ours.live
    form = {"new_title": "Second garden", "new_slug": "second-garden", "new_parent_page": site.ours.page.pk}
    assert member.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form).status_code == 302
    copy = newest()
    assert (copy.provider, copy.live) == (site.ours.page, False)
    assert copy.public_id != page.public_id
    member.post(reverse("wagtailadmin_pages:edit", args=[copy.pk]), FORM | {"action-submit": "1"})
    copy.get_latest_revision().publish()
    assert newest().live


def test_a_preview_of_an_unfinished_listing_is_drawn(member: Client, site: TwoProviders) -> None:
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[site.ours.draft.pk])
    answer = member.post(url, FORM | {"title": "Preview me"}).json()
    assert answer == {"is_valid": True, "is_available": True}
    assert "Preview me" in member.get(url).content.decode()


def test_volunteering_under_16_needs_a_yes(member: Client, site: TwoProviders) -> None:
    form = {"age_min": "14", "not_for_profit": "true", "action-submit": "1"}
    assert set(errors(add(member, site, "volunteeringpage", **form))) == {"under_16_confirmed"}
    add(member, site, "volunteeringpage", **form | {"under_16_confirmed": "on"})
    assert isinstance(newest(), VolunteeringPage)
