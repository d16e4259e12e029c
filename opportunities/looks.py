"""The two looks of a moderator: how they are set up, what the provider is told, and what nobody publishes alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail.models import Page, Task, TaskState, Workflow, WorkflowState, WorkflowTask

from opportunities import letters
from opportunities.models import FirstLook, OpportunityPage, ProviderPage, SecondLook
from opportunities.moderation import is_safeguarding
from opportunities.versions import before_and_after

APPROVAL = "Moderators approval"
LOOKS = ((FirstLook, "A moderator looks"), (SecondLook, "A second moderator looks"))


class ChangedSinceError(Exception):
    """There is a newer version than the one that the moderator saw."""


@transaction.atomic
def set_up_looks(moderators: Group) -> Workflow:
    """The workflow of both looks, each for this group. What waited for the one step that there was before waits for the first look.
    Twice changes nothing."""
    workflow, _ = Workflow.objects.get_or_create(name=APPROVAL, defaults={"active": True})
    looks: list[Task] = []
    for order, (kind, name) in enumerate(LOOKS):
        look = kind.objects.first() or kind.objects.create(name=name)
        look.groups.add(moderators)
        WorkflowTask.objects.update_or_create(workflow=workflow, task=look, defaults={"sort_order": order})
        looks.append(look.task_ptr)
    others = Task.objects.filter(workflow_tasks__workflow=workflow).exclude(
        pk__in=[look.pk for look in looks]
    )
    for old in others:
        TaskState.objects.filter(task=old, workflow_state__workflow=workflow).update(task=looks[0])
        WorkflowTask.objects.filter(workflow=workflow, task=old).delete()
    return workflow


@transaction.atomic
def look(*, page: Any, by: Any, approve: bool, words: str, version: int) -> None:
    """Say yes to the version with this number, or send it back, with `words` for the provider. Raises PermissionDenied for who may
    not (`Look.closed_to`), ChangedSinceError if there is a newer version."""
    state = page.current_workflow_task_state
    if state is None:
        raise PermissionDenied
    # Whoever else is at it waits here, and then finds that it is done.
    state = TaskState.objects.select_for_update().get(pk=state.pk)
    newest = Page.objects.values_list("latest_revision", flat=True).get(pk=page.pk)
    if newest != version or state.status != TaskState.STATUS_IN_PROGRESS:
        raise ChangedSinceError
    if state.revision_id != version:
        TaskState.objects.filter(pk=state.pk).update(revision=version)
        state.refresh_from_db()
    state.task.specific.on_action(state, by, "approve" if approve else "reject", comment=words)


def tell_provider(*, task_state: TaskState, now: datetime) -> None:
    """Write to the people of the provider when a look decided something: it is public now, or something must change."""
    kinds = {
        WorkflowState.STATUS_APPROVED: "listing_published",
        WorkflowState.STATUS_NEEDS_CHANGES: "listing_needs_change",
    }
    state = WorkflowState.objects.get(pk=task_state.workflow_state_id)
    page = state.content_object.specific
    if state.status not in kinds or not isinstance(page, (OpportunityPage, ProviderPage)):
        return
    provider = page.provider if isinstance(page, OpportunityPage) else page
    letters.write(
        kind=kinds[state.status],
        about=f"look {task_state.pk}",
        to=people_of(provider),
        now=now,
        provider=provider,
        opportunity=page if isinstance(page, OpportunityPage) else None,
        words={"title": page.draft_title, "comment": task_state.comment},
    )


def people_of(provider: ProviderPage) -> list[Any]:
    """Whoever writes for a provider today and can sign in."""
    membership = getattr(provider, "membership", None)
    return list(membership.people.filter(is_active=True).order_by("id")) if membership else []


def publish_with_two(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Hook before a publish from the form, whose last changes the button could not know of: what needs two people stays a draft."""
    if not isinstance(page, OpportunityPage) or not is_safeguarding(*before_and_after(page)):
        return None
    said = gettext("“%(title)s” is kept, but not public. Two people must look at it. Send it to a moderator.")
    messages.error(request, said % {"title": page.draft_title})
    return redirect("wagtailadmin_pages:edit", page.pk)
