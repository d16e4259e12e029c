"""Sending a listing to the moderators from somewhere else than its own form: the form's rules, many at once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import WorkflowState

from opportunities.models import OpportunityPage
from opportunities.ready import Problems, missing


def unsent(opportunity: OpportunityPage) -> bool:
    """Whether its newest version is neither public nor with a moderator."""
    waits = opportunity.has_unpublished_changes or not opportunity.first_published_at
    return bool(waits and not opportunity.workflow_in_progress)


@transaction.atomic
def send(*, opportunity: OpportunityPage, by: Any) -> Problems:
    """Send the newest version to the moderators, and return {}. When something is missing, return that: field to what to do about it;
    then nothing is sent. What is with them already stays there."""
    newest = opportunity.specific.get_latest_revision_as_object()
    problems = missing(newest)
    if problems or not unsent(newest):
        return problems
    state = newest.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
    elif workflow := newest.get_workflow():
        workflow.start(newest, by)
    return {}
