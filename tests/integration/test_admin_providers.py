"""From a provider's first word to the public page, and what one provider can not do to another on the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Revision

from opportunities import catalogue, clock
from opportunities.demand import note
from opportunities.language import day
from opportunities.models import ActivityPage, ProviderPage, ProviderRegister
from opportunities.moderation_times import due, sent_at
from tests.two_providers import READY, SECRET, TwoProviders, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(site: TwoProviders) -> Client:
    return signed_in(site.ours.member)


@pytest.fixture
def moderator(site: TwoProviders) -> Client:
    return signed_in(site.moderator)


def form(**more: Any) -> dict[str, Any]:
    listing = READY | {"title": "Garden", "format": "in-person", "ehcp": "any", "other_cost": "none"}
    return listing | {"what_happens": "\n".join(READY["what_happens"])} | more


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def is_suggested(page: ActivityPage) -> bool:
    """Whether this process, which was never restarted, makes suggestions from it."""
    return len(catalogue.current().rows_of([page.public_id])) == 1


def test_a_provider_writes_and_sends_a_moderator_publishes_and_it_is_suggested(
    member: Client, moderator: Client, site: TwoProviders, client: Client
) -> None:
    page = site.ours.draft
    assert not is_suggested(page)
    assert (
        member.post(edit(page), form(title="Garden by the water", **{"action-submit": "1"})).status_code
        == 302
    )
    page = ActivityPage.objects.get(pk=page.pk)
    assert page.workflow_in_progress
    assert client.get(page.url).status_code == 404

    state = page.current_workflow_task_state
    approve = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    moderator.post(approve, {"comment": ""})
    page = ActivityPage.objects.get(pk=page.pk)
    assert page.live
    assert "Garden by the water" in client.get(page.url).content.decode()
    assert is_suggested(page)


def test_the_approved_version_stays_while_a_change_waits(
    member: Client, site: TwoProviders, client: Client
) -> None:
    page = site.ours.live
    member.post(edit(page), form(title="Changed title", **{"action-submit": "1"}))
    body = client.get(page.url).content.decode()
    assert page.title in body
    assert "Changed title" not in body


def test_a_member_can_not_publish(member: Client, site: TwoProviders) -> None:
    member.post(edit(site.ours.draft), form(**{"action-publish": "1"}))
    assert not ActivityPage.objects.get(pk=site.ours.draft.pk).live


def test_a_member_can_not_approve_its_own(member: Client, site: TwoProviders) -> None:
    waiting = site.ours.waiting
    approve = reverse(
        "wagtailadmin_pages:workflow_action", args=[waiting.pk, "approve", site.ours.task_state.pk]
    )
    member.post(approve, {"comment": ""})
    member.post(edit(waiting), form(**{"action-workflow-action": "1", "workflow-action-name": "approve"}))
    waiting = ActivityPage.objects.get(pk=waiting.pk)
    assert not waiting.live
    assert waiting.workflow_in_progress


def test_a_moderator_can_not_publish_what_is_not_ready_many_at_once(
    moderator: Client, site: TwoProviders
) -> None:
    draft = site.ours.draft
    draft.lat = draft.lng = None
    draft.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    moderator.post(f"{url}?id={draft.pk}")
    assert not ActivityPage.objects.get(pk=draft.pk).live
    draft.lat, draft.lng = 53.4, -2.2
    draft.save_revision()
    moderator.post(f"{url}?id={draft.pk}")
    assert ActivityPage.objects.get(pk=draft.pk).live


def test_what_was_checked_can_not_be_sent_by_a_member(member: Client, site: TwoProviders) -> None:
    page = site.ours.page
    register = ProviderRegister.objects.get(provider=page)
    sent = {
        "title": "Harbour",
        "about": "New words.",
        "legal_type": "charity",
        "verification": "safeguarding_checked",
        "verified_on": "2026-11-24",
        "registers-TOTAL_FORMS": "1",
        "registers-INITIAL_FORMS": "1",
        "registers-MIN_NUM_FORMS": "0",
        "registers-MAX_NUM_FORMS": "1000",
        "registers-0-id": register.pk,
        "registers-0-scheme": "GB-CHC",
        "registers-0-number": "1234567",
        "registers-0-checked_on": "2026-11-24",
        "registers-0-ORDER": "1",
    }
    body = member.get(edit(page)).content.decode()
    assert 'name="verification"' not in body
    assert "registers-TOTAL_FORMS" not in body
    assert member.post(edit(page), sent).status_code == 302
    newest = ProviderPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert newest.about == "New words."
    assert (newest.verification, newest.verified_on) == ("details_checked", None)
    assert [(r.number, r.checked_on) for r in newest.registers.all()] == [("1090095", None)]
    assert ProviderPage.objects.get(pk=page.pk).verification == "details_checked"


def test_a_moderator_pauses_a_provider_at_once(moderator: Client, site: TwoProviders, client: Client) -> None:
    page = site.ours.page
    assert client.get(site.ours.live.url).status_code == 200
    sent = {
        "title": page.title,
        "about": page.about,
        "legal_type": "other",
        "verification": "paused",
        "registers-TOTAL_FORMS": "0",
        "registers-INITIAL_FORMS": "0",
    }
    assert 'name="verification"' in moderator.get(edit(page)).content.decode()
    assert moderator.post(edit(page), sent).status_code == 302
    assert ProviderPage.objects.get(pk=page.pk).verification == "paused"
    assert client.get(site.ours.live.url).status_code == 404


def test_a_provider_that_a_moderator_makes_has_a_group_of_its_own(
    moderator: Client, site: TwoProviders
) -> None:
    index = site.ours.page.get_parent()
    sent = {"title": "New club", "legal_type": "parent-led", "verification": "draft"}
    sent |= {"registers-TOTAL_FORMS": "0", "registers-INITIAL_FORMS": "0"}
    url = reverse("wagtailadmin_pages:add", args=["opportunities", "providerpage", index.pk])
    assert moderator.post(url, sent).status_code == 302
    assert ProviderPage.objects.get(title="New club").membership.group


def test_a_member_can_not_put_anothers_picture_on_its_page(member: Client, site: TwoProviders) -> None:
    response = member.post(edit(site.ours.draft), form(picture=site.theirs.image.pk))
    assert "Choose one of your own pictures" in response.content.decode()
    assert SECRET not in response.content.decode()
    assert ActivityPage.objects.get(pk=site.ours.draft.pk).picture is None
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[site.ours.draft.pk])
    member.post(preview, form(picture=site.theirs.image.pk))
    assert SECRET not in member.get(preview).content.decode()
    member.post(edit(site.ours.draft), form(picture=site.ours.image.pk, picture_description="A garden"))
    assert ActivityPage.objects.get(pk=site.ours.draft.pk).picture == site.ours.image


def test_pictures_go_to_the_providers_own_folder_and_have_no_tags(member: Client, site: TwoProviders) -> None:
    bench = get_test_image_file(filename="bench.png")
    bench.seek(0)
    sent = {
        "image-chooser-upload-title": "Bench",
        "image-chooser-upload-file": SimpleUploadedFile("bench.png", bench.read(), "image/png"),
        "image-chooser-upload-tags": "shed",
        "image-chooser-upload-collection": site.theirs.collection.pk,
    }
    assert member.post(reverse("wagtailimages_chooser:create"), sent).json()["step"] == "chosen"
    picture = get_image_model().objects.get(title="Bench")
    assert picture.collection == site.ours.collection
    assert not picture.tags.exists()


def test_a_copy_can_not_go_to_or_name_another_provider(member: Client, site: TwoProviders) -> None:
    before = site.theirs.page.get_children().count()
    sent = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": site.theirs.page.pk}
    response = member.post(reverse("wagtailadmin_pages:copy", args=[site.ours.draft.pk]), sent)
    assert SECRET not in response.content.decode()
    assert site.theirs.page.get_children().count() == before


def test_a_search_finds_only_what_is_ones_own(member: Client, site: TwoProviders) -> None:
    body = member.get(reverse("wagtailadmin_pages:search"), {"q": "Draft"}).content.decode()
    assert "Draft Harbour" in body
    assert SECRET not in body


def test_the_explorer_begins_at_ones_own_page(member: Client, site: TwoProviders) -> None:
    response = member.get(reverse("wagtailadmin_explore_root"))
    assert response.headers["Location"] == reverse("wagtailadmin_explore", args=[site.ours.page.pk])
    listing = member.get(reverse("wagtailadmin_api:pages:listing"), {"child_of": site.ours.page.pk}).json()
    assert listing["meta"]["total_count"] == 3


def test_an_old_version_of_anothers_page_can_not_be_read_through_ones_own(
    member: Client, site: TwoProviders
) -> None:
    theirs = Revision.objects.for_instance(site.theirs.draft).first()
    for name in ("revisions_view", "revisions_revert"):
        url = reverse(f"wagtailadmin_pages:{name}", args=[site.ours.draft.pk, theirs.pk])
        assert member.get(url).status_code in (302, 404)


def test_the_dashboard_shows_my_listings_and_what_to_do(member: Client, site: TwoProviders) -> None:
    body = member.get("/admin/").content.decode()
    assert "People can see you on the site" in body
    for words in ("Not sent yet", "On the site. Your changes are not sent", "A moderator is looking at it"):
        assert words in body
    assert SECRET not in body


def test_the_dashboard_of_a_provider_that_nobody_checked_says_so(site: TwoProviders) -> None:
    assert "People can not see you yet" in signed_in(site.theirs.member).get("/admin/").content.decode()


def test_what_a_moderator_asks_to_change_comes_back_to_do(moderator: Client, site: TwoProviders) -> None:
    waiting = site.ours.waiting
    url = reverse("wagtailadmin_pages:workflow_action", args=[waiting.pk, "reject", site.ours.task_state.pk])
    moderator.post(url, {"comment": "Say where it is."})
    assert "A moderator asks for a change" in signed_in(site.ours.member).get("/admin/").content.decode()


def test_the_menu_and_the_buttons_are_few_and_plain(
    member: Client, moderator: Client, site: TwoProviders
) -> None:
    body = member.get(edit(site.ours.draft)).content.decode()
    assert "Send to a moderator" in body
    assert "action-publish" not in body
    for word in ("Reports", "Settings", "Snippets", "Documents"):
        assert f'"label": "{word}"' not in body
    assert '"label": "Reports"' in moderator.get("/admin/").content.decode()


def test_a_moderator_compares_versions_in_words(moderator: Client, site: TwoProviders) -> None:
    page = site.ours.draft
    page.access, page.times, page.what_happens = (
        {"hoist": "yes"},
        ["sat_am"],
        ["You come in by the side door."],
    )
    page.save_revision()
    url = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    body = moderator.get(url).content.decode()
    for words in ("Access: Getting around the building", "Saturday morning", "side door"):
        assert words in body
    assert "sat_am" not in body


def test_a_moderator_invites_and_removes_people(moderator: Client, site: TwoProviders) -> None:
    url = reverse("provider_people", args=[site.ours.page.pk])
    assert url in moderator.get(edit(site.ours.page)).content.decode()
    moderator.post(url, {"email": "sam@example.org"})
    assert "sam@example.org" in moderator.get(url).content.decode()
    sam = site.ours.page.membership.people.get(email="sam@example.org")
    moderator.post(url, {"remove": sam.pk})
    assert not site.ours.page.membership.people.filter(pk=sam.pk).exists()
    assert "Type an email address" in moderator.post(url, {"email": "sam"}).content.decode()


def test_nobody_is_removed_from_another_provider_than_the_one_shown(
    moderator: Client, site: TwoProviders
) -> None:
    url = reverse("provider_people", args=[site.ours.page.pk])
    assert moderator.post(url, {"remove": site.theirs.member.pk}).status_code == 404
    assert site.theirs.page.membership.people.exists()


def test_the_dashboard_says_what_to_do_until_when_and_what_is_missing(
    member: Client, site: TwoProviders
) -> None:
    body = member.get("/admin/").content.decode()
    assert "What to do next" in body
    assert f"You hear from us by {day(due(sent_at(site.ours.workflow_state)))}" in body
    assert "access questions have an answer" in body
    assert reverse("still_right_now", args=[site.ours.live.pk]) in body
    assert reverse("still_right_now", args=[site.ours.draft.pk]) not in body


def test_the_dashboard_shows_what_a_moderator_wrote(moderator: Client, site: TwoProviders) -> None:
    waiting = site.ours.waiting
    url = reverse("wagtailadmin_pages:workflow_action", args=[waiting.pk, "reject", site.ours.task_state.pk])
    moderator.post(url, {"comment": "Say where it is."})
    body = signed_in(site.ours.member).get("/admin/").content.decode()
    assert "A moderator wrote to you" in body
    assert "Say where it is." in body


def test_what_people_near_look_for_is_shown_from_ten_on(member: Client, site: TwoProviders) -> None:
    def times(count: int) -> str:
        for _ in range(count):
            note(month=clock.today(), area="M", looked=[("need", "hoist")], found_none=[("need", "hoist")])
        return member.get("/admin/").content.decode()

    few = times(9)
    assert "Fewer than 10 people looked for the same thing around M" in few
    assert "Hoist" not in few
    assert (
        "<strong>Hoist</strong>: 10 people or more looked for it. 10 or more of them found nothing."
        in times(1)
    )
    assert "10 people or more" in times(9), "19 is said as 10"
