"""From a provider's press on "send" to the public page: what waits, who may decide, what the provider is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, TaskState, Workflow, WorkflowState, WorkflowTask

from opportunities.looks import APPROVAL, ChangedSinceError, look
from opportunities.models import ActivityPage, FirstLook, Letter, PlainReason, ProviderPage, SecondLook
from opportunities.provider_actions import set_up_moderation
from tests.two_providers import READY, TwoProviders, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(site: TwoProviders) -> Client:
    return signed_in(site.ours.member)


@pytest.fixture
def second(site: TwoProviders) -> Any:
    """A moderator more."""
    user = get_user_model().objects.create_user("second@example.org")
    user.groups.add(set_up_moderation())
    return user


def form(page: Page, **more: Any) -> dict[str, Any]:
    listing = READY | {"title": page.title, "format": "in-person", "ehcp": "any", "other_cost": "none"}
    return listing | {"what_happens": "\n".join(READY["what_happens"]), "review_every_days": 90} | more


def send(client: Client, page: Page, **more: Any) -> ActivityPage:
    """Fill in the form and press send."""
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client.post(edit, form(page, **more, **{"action-submit": "1"}))
    assert response.status_code == 302, response.context["form"].errors
    return fresh(page)


def fresh(page: Page) -> Any:
    return ActivityPage.objects.get(pk=page.pk)


def decide(user: Any, page: Page, **said: Any) -> Any:
    """What a moderator presses on the page that shows both versions."""
    url = reverse("listing_compare", args=[page.pk])
    return signed_in(user).post(url, {"version": fresh(page).latest_revision_id, "comment": ""} | said)


def by_address(user: Any, page: Page, action: str, state: TaskState) -> Any:
    """What Wagtail's own button sends."""
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return signed_in(user).post(url, {"comment": "Well."})


def waits_for(page: Page) -> type:
    return type(fresh(page).current_workflow_task_state.task.specific)


@pytest.fixture
def live(site: TwoProviders) -> ActivityPage:
    """Public, as the form would send it, with nothing changed."""
    page = site.ours.live
    page.revisions.all().delete()
    page = fresh(page)
    page.title, page.picture, page.picture_description = f"Open {site.ours.page.title}", None, ""
    page.save_revision(user=site.moderator).publish()
    return fresh(page)


def test_what_does_not_matter_is_public_at_once(member: Client, live: ActivityPage, client: Client) -> None:
    page = send(member, live, pence="4", per="session", pattern="monthly")
    assert (page.pence, page.pattern, page.has_unpublished_changes) == (400, "monthly", False)
    assert not page.workflow_in_progress
    assert "£4" in client.get(page.url).content.decode()
    assert not Letter.objects.exists()
    assert not mail.outbox


def test_what_matters_waits_while_the_old_version_shows(
    site: TwoProviders, member: Client, live: ActivityPage, client: Client
) -> None:
    send(member, live, summary="We plant trees.")
    assert waits_for(live) is FirstLook
    assert "We plant trees." not in client.get(live.url).content.decode()
    assert decide(site.moderator, live, approve="1").status_code == 302
    assert not fresh(live).workflow_in_progress
    assert "We plant trees." in client.get(live.url).content.decode()


def test_two_people_look_at_what_is_safeguarding(
    site: TwoProviders, member: Client, live: ActivityPage, second: Any
) -> None:
    send(member, live, age_min="14")
    decide(site.moderator, live, approve="1")
    assert waits_for(live) is SecondLook
    assert fresh(live).age_min == 18
    assert decide(site.moderator, live, approve="1").status_code == 302
    state = fresh(live).current_workflow_task_state
    by_address(site.moderator, live, "approve", state)
    assert waits_for(live) is SecondLook
    assert fresh(live).age_min == 18
    decide(second, live, approve="1")
    assert fresh(live).age_min == 14


def test_the_button_of_the_form_is_no_way_round_the_second_look(
    site: TwoProviders, member: Client, live: ActivityPage
) -> None:
    send(member, live, age_min="14")
    decide(site.moderator, live, approve="1")
    edit = reverse("wagtailadmin_pages:edit", args=[live.pk])
    act = {"action-workflow-action": "1", "workflow-action-name": "approve"}
    signed_in(site.moderator).post(edit, form(live, age_min="14", **act))
    assert fresh(live).workflow_in_progress
    assert fresh(live).age_min == 18


def test_one_page_s_button_does_not_decide_another_s(
    site: TwoProviders, member: Client, live: ActivityPage, second: Any
) -> None:
    """The first moderator may take the second look at another page, and names this page's look in its address."""
    send(member, live, age_min="14")
    decide(site.moderator, live, approve="1")
    other = send(member, site.ours.draft, age_min="15")
    decide(second, other, approve="1")
    assert waits_for(other) is SecondLook
    by_address(site.moderator, other, "approve", fresh(live).current_workflow_task_state)
    assert waits_for(live) is SecondLook
    assert fresh(live).age_min == 18


def test_a_superuser_is_one_person_too(site: TwoProviders, member: Client, live: ActivityPage) -> None:
    boss = get_user_model().objects.create_superuser("boss@example.org", "x")
    send(member, live, age_min="14")
    decide(boss, live, approve="1")
    decide(boss, live, approve="1")
    by_address(boss, live, "approve", fresh(live).current_workflow_task_state)
    assert waits_for(live) is SecondLook


def test_nobody_decides_about_their_own_provider(
    site: TwoProviders, member: Client, live: ActivityPage
) -> None:
    site.moderator.groups.add(site.ours.group)
    send(member, live, summary="We plant trees.")
    assert decide(site.moderator, live, approve="1").status_code == 302
    by_address(site.moderator, live, "approve", fresh(live).current_workflow_task_state)
    assert waits_for(live) is FirstLook


def test_who_changed_it_does_not_take_the_second_look(
    site: TwoProviders, member: Client, live: ActivityPage, second: Any
) -> None:
    send(member, live, age_min="14")
    decide(site.moderator, live, approve="1")
    newest = fresh(live).get_latest_revision_as_object()
    newest.age_min = 12
    newest.save_revision(user=second)
    decide(second, live, approve="1")
    assert fresh(live).age_min == 18
    # The first yes was for a version without that change, so the two of them look at it once more.
    decide(site.moderator, live, approve="1")
    assert waits_for(live) is FirstLook
    decide(second, live, approve="1")
    assert fresh(live).age_min == 12


def test_what_changed_after_a_moderator_opened_it_is_looked_at_again(
    site: TwoProviders, member: Client, live: ActivityPage
) -> None:
    page = send(member, live, summary="We plant trees.")
    seen = page.latest_revision_id
    page.get_latest_revision_as_object().save_revision(user=site.ours.member)
    with pytest.raises(ChangedSinceError):
        look(page=fresh(live), by=site.moderator, approve=True, words="", version=seen)
    assert (
        "It changed since you opened it"
        in signed_in(site.moderator)
        .post(reverse("listing_compare", args=[live.pk]), {"version": seen, "approve": "1"}, follow=True)
        .content.decode()
    )
    by_address(site.moderator, live, "approve", fresh(live).current_workflow_task_state)
    assert waits_for(live) is FirstLook


def test_what_comes_back_from_the_second_look_is_looked_at_by_two_again(
    site: TwoProviders, member: Client, live: ActivityPage, second: Any
) -> None:
    send(member, live, age_min="14")
    decide(site.moderator, live, approve="1")
    decide(second, live, reject="1", comment="Say who is there.")
    send(member, live, age_min="14", summary="Two adults are there.")
    decide(second, live, approve="1")
    assert fresh(live).age_min == 18
    decide(site.moderator, live, approve="1")
    assert fresh(live).age_min == 14


def test_a_first_listing_of_children_needs_two(site: TwoProviders, member: Client, second: Any) -> None:
    page = send(member, site.ours.draft, age_min="11")
    decide(site.moderator, page, approve="1")
    assert not fresh(page).live
    decide(second, page, approve="1")
    assert fresh(page).live


def test_a_provider_s_page_waits_for_one(site: TwoProviders, member: Client) -> None:
    page = site.ours.page
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    member.post(edit, {"title": page.title, "about": "We sail.", "legal_type": "other", "action-submit": "1"})
    assert type(ProviderPage.objects.get(pk=page.pk).current_workflow_task.specific) is FirstLook
    url = reverse("listing_compare", args=[page.pk])
    body = signed_in(site.moderator).get(url).content.decode()
    assert "We sail." in body
    version = ProviderPage.objects.get(pk=page.pk).latest_revision_id
    signed_in(site.moderator).post(url, {"version": version, "approve": "1"})
    assert ProviderPage.objects.get(pk=page.pk).about == "We sail."


# Nobody publishes alone what needs two.


def test_no_publish_from_the_form(site: TwoProviders, live: ActivityPage) -> None:
    moderator = signed_in(site.moderator)
    edit = reverse("wagtailadmin_pages:edit", args=[live.pk])
    response = moderator.post(edit, form(live, age_min="14", **{"action-publish": "1"}), follow=True)
    assert "Two people must look at it" in response.content.decode()
    assert fresh(live).age_min == 18
    assert "action-publish" not in moderator.get(edit).content.decode()
    moderator.post(edit, form(live, age_min="14", **{"action-publish": "1"}))
    assert fresh(live).age_min == 18
    moderator.post(edit, form(live, age_min="18", summary="New words."))
    moderator.post(edit, form(live, age_min="18", summary="New words.", **{"action-publish": "1"}))
    assert fresh(live).summary == "New words."


def test_no_publish_many_at_once_nor_below_a_provider(site: TwoProviders, live: ActivityPage) -> None:
    draft = site.ours.draft
    draft.age_min = 12
    draft.save_revision()
    moderator = signed_in(site.moderator)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    moderator.post(f"{url}?id={draft.pk}")
    moderator.post(f"{url}?id={site.ours.page.pk}", {"include_descendants": "on"})
    api = reverse("wagtailadmin_api:pages:action", args=[draft.pk, "publish"])
    assert moderator.post(api).status_code == 403
    assert not fresh(draft).live
    assert fresh(site.ours.waiting).live


def test_no_publish_of_something_new_and_no_public_copy(site: TwoProviders, live: ActivityPage) -> None:
    moderator = signed_in(site.moderator)
    add = reverse("wagtailadmin_pages:add", args=["opportunities", "activitypage", site.ours.page.pk])
    moderator.post(add, form(live, title="Brand new", age_min="12", **{"action-publish": "1"}))
    assert not ActivityPage.objects.filter(title="Brand new", live=True).exists()
    sent = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": site.ours.page.pk,
        "publish_copies": "on",
    }
    moderator.post(reverse("wagtailadmin_pages:copy", args=[live.pk]), sent)
    assert not ActivityPage.objects.filter(title="Copy", live=True).exists()


def test_no_look_by_somebody_who_is_no_moderator(
    site: TwoProviders, member: Client, live: ActivityPage
) -> None:
    send(member, live, summary="We plant trees.")
    page = fresh(live)
    with pytest.raises(PermissionDenied):
        look(page=page, by=site.theirs.member, approve=True, words="", version=page.latest_revision_id)
    assert member.get(reverse("listing_compare", args=[live.pk])).status_code == 302
    assert waits_for(live) is FirstLook


# What the provider is told.


def test_the_provider_is_told_once_and_in_the_moderator_s_words(
    site: TwoProviders, member: Client, live: ActivityPage, django_capture_on_commit_callbacks: Any
) -> None:
    send(member, live, summary="We plant trees.")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decide(site.moderator, live, reject="1", comment="Say which trees.")
    assert [(email.to, "Say which trees." in email.body) for email in mail.outbox] == [
        ([site.ours.member.email], True)
    ]
    edit = reverse("wagtailadmin_pages:edit", args=[live.pk])
    assert "A moderator wrote: Say which trees." in member.get(edit).content.decode()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        send(member, live, summary="We plant oaks.")
        decide(site.moderator, live, approve="1", comment="Thank you.")
    told = [email for email in mail.outbox if email.to == [site.ours.member.email]]
    assert len(told) == 1
    assert "is on the site now" in told[0].subject
    assert live.url in told[0].body
    assert "Thank you." in told[0].body


def test_who_sends_is_told_by_when_we_answer(member: Client, live: ActivityPage) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[live.pk])
    sent = form(live, summary="We plant trees.", **{"action-submit": "1"})
    assert "We answer by" in member.post(edit, sent, follow=True).content.decode()
    assert "We answer by" in member.get(edit).content.decode()


def test_a_change_needs_words(site: TwoProviders, member: Client, live: ActivityPage) -> None:
    send(member, live, summary="We plant trees.")
    assert "Say what to change" in decide(site.moderator, live, reject="1").content.decode()
    url = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[live.pk, "reject", fresh(live).current_workflow_task_state.pk],
    )
    signed_in(site.moderator).post(url, {"comment": ""})
    assert fresh(live).workflow_in_progress
    reason = PlainReason.objects.get(title="Ages")
    signed_in(site.moderator).post(url, {"comment": "", "reason": reason.pk})
    assert Letter.objects.get(kind="listing_needs_change").words["comment"] == reason.text


def test_a_ready_reason_is_put_into_the_words(site: TwoProviders, member: Client, live: ActivityPage) -> None:
    send(member, live, summary="We plant trees.")
    reason = PlainReason.objects.get(title="Where it is")
    url = reverse("listing_compare", args=[live.pk])
    body = signed_in(site.moderator).get(url, {"reason": reason.pk}).content.decode()
    assert f"{reason.text}</textarea>" in body


def test_reasons_are_there_from_the_start_and_editors_change_them(site: TwoProviders) -> None:
    assert PlainReason.objects.count() >= 8
    url = reverse("wagtailsnippets_opportunities_plainreason:edit", args=[PlainReason.objects.first().pk])
    moderator = signed_in(site.moderator)
    assert moderator.get(url).status_code == 200
    moderator.post(url, {"title": "First", "text": "Say more.", "order": 1})
    assert PlainReason.objects.filter(text="Say more.").exists()


# Side by side.


def test_the_moderator_sees_what_changed_in_words(
    site: TwoProviders, member: Client, live: ActivityPage
) -> None:
    more = {"age_min": "14", "pence": "4", "access-hoist": "yes", "interests": ["gardening", "cooking"]}
    send(member, live, summary="We plant trees.", **more)
    rows = signed_in(site.moderator).get(reverse("listing_compare", args=[live.pk])).context["rows"]
    said = {row.question: (row.before, row.after, row.waits, row.two) for row in rows}
    assert said["Youngest age"] == ("18", "14", True, True)
    assert ("", "£4", False, False) in said.values()
    assert (live.summary, "We plant trees.", True, False) in said.values()
    assert any(after == "Yes" and two for _before, after, _waits, two in said.values())
    assert [row.two for row in rows] == sorted((row.two for row in rows), reverse=True)


def test_the_moderator_sees_all_of_a_first_listing(site: TwoProviders) -> None:
    response = signed_in(site.moderator).get(reverse("listing_compare", args=[site.ours.waiting.pk]))
    body = response.content.decode()
    assert "Ali meets you at the gate." in body
    assert "See it as young people will" in body
    assert "What is not the same" not in body


# How it is set up.


def test_what_waited_for_the_one_step_before_waits_for_the_first_look(site: TwoProviders) -> None:
    workflow = Workflow.objects.get(name=APPROVAL)
    old = GroupApprovalTask.objects.create(name="Old step")
    WorkflowTask.objects.filter(workflow=workflow).delete()
    WorkflowTask.objects.create(workflow=workflow, task=old)
    TaskState.objects.update(task=old)
    set_up_moderation()
    set_up_moderation()
    assert [type(task.specific) for task in workflow.tasks] == [FirstLook, SecondLook]
    assert waits_for(site.ours.waiting) is FirstLook
    assert FirstLook.objects.count() == SecondLook.objects.count() == 1
    decide(site.moderator, site.ours.waiting, approve="1")
    assert fresh(site.ours.waiting).live


# The moderator's page.


def test_the_first_panel_says_what_waits(site: TwoProviders) -> None:
    moderator = signed_in(site.moderator)
    WorkflowState.objects.update(created_at="2026-01-02T12:00Z")
    body = moderator.get("/admin/").content.decode()
    assert "What waits for you" in body
    assert reverse("listing_compare", args=[site.ours.waiting.pk]) in body
    assert "Was due on" in body
    decide(site.moderator, site.ours.waiting, approve="1")
    decide(site.moderator, site.theirs.waiting, approve="1")
    assert "Nothing waits" in moderator.get("/admin/").content.decode()
    assert "What waits for you" not in signed_in(site.ours.member).get("/admin/").content.decode()
