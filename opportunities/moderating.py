"""Where moderation meets Wagtail's admin: pages, buttons, panels, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page, WorkflowState

from opportunities import moderation_times
from opportunities.look_views import CompareButton, listing_compare
from opportunities.looks import publish_with_two
from opportunities.moderators_page import WhatWaits
from opportunities.permissions import moderates
from opportunities.report_views import ReportsButton, listing_reports

hooks.register("before_publish_page", publish_with_two)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("listings/<int:page_id>/compare/", listing_compare, name="listing_compare"),
        path("listings/<int:page_id>/reports/", listing_reports, name="listing_reports"),
    ]


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("opportunities.pause", _("Take off for now"), _("Taken off the site for now"))
    actions.register_action("opportunities.resume", _("Put back"), _("Put back on the site"))


@hooks.register("before_edit_page")
def say_how_it_stands(request: HttpRequest, page: Page) -> None:
    """To whoever opens the form of what was sent: what a moderator wrote, or by when we answer."""
    state = page.current_workflow_state
    if request.method != "GET" or state is None or state.current_task_state is None:
        return
    if state.status == WorkflowState.STATUS_NEEDS_CHANGES and state.current_task_state.comment:
        said = gettext("A moderator wrote: %(words)s") % {"words": state.current_task_state.comment}
        messages.warning(request, said)
    elif state.status == WorkflowState.STATUS_IN_PROGRESS:
        messages.info(request, _answer_by(state))


@hooks.register("after_edit_page")
def say_what_follows(request: HttpRequest, page: Page) -> None:
    """To whoever sent it: that it is public already, or by when we answer."""
    state = page.workflow_states.order_by("-created_at", "-id").first()
    if state is None or not ({"action-submit", "action-restart-workflow"} & set(request.POST)):
        return
    if state.status == WorkflowState.STATUS_APPROVED:
        messages.success(request, gettext("It did not have to wait. It is public now."))
    elif state.status == WorkflowState.STATUS_IN_PROGRESS:
        messages.info(request, _answer_by(state))


def _answer_by(state: WorkflowState) -> str:
    day = moderation_times.due(moderation_times.sent_at(state))
    words = {"day": formats.date_format(day, "l j F")}
    return gettext("A moderator looks at it. We answer by %(day)s.") % words


@hooks.register("construct_homepage_panels")
def what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """For a moderator, first what waits. Wagtail's own lists of the same would name it twice."""
    if moderates(request.user):
        panels[:] = [WhatWaits(request.user), *(panel for panel in panels if not _is_named_twice(panel))]


def _is_named_twice(panel: Any) -> bool:
    return type(panel).__name__ in {"WorkflowObjectsToModeratePanel", "UserObjectsInWorkflowModerationPanel"}


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def moderators_buttons(page: Page, user: Any, **kwargs: Any) -> Iterator[PageMenuItem]:
    yield CompareButton(page=page)
    yield ReportsButton(page=page)
