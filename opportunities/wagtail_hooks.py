"""What providers see of Wagtail's admin: less than it shows by default, and in their words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import (
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
    SubmitForModerationMenuItem,
)
from wagtail.admin.compare import register_comparison_class
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

import opportunities.documents  # its hooks
import opportunities.moderating  # noqa: F401  its hooks
from opportunities import answering, confirming, listing_tools, many_at_once, own_files, questions
from opportunities.checklist import ACTIONS, ChecksButton, policy, provider_checks
from opportunities.comparisons import ListComparison
from opportunities.dashboard import MyListings
from opportunities.language import listed
from opportunities.members import members
from opportunities.models import OpportunityPage, ProviderPage
from opportunities.people import people
from opportunities.permissions import VERIFY, moderates
from opportunities.provider_actions import set_up_provider
from opportunities.ready import missing

MENU_OF_A_PROVIDER = {"explorer"}

register_comparison_class(models.JSONField, comparison_class=ListComparison)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_permissions")
def permissions_to_give() -> QuerySet[Permission]:
    """What an administrator can tick for a group."""
    app, codename = VERIFY.split(".")
    return Permission.objects.filter(content_type__app_label=app, codename=codename)


@hooks.register("register_log_actions")
def log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(
        "opportunities.checks",
        _("Say what was checked"),
        _("What was checked about the provider was changed"),
    )
    actions.register_action(
        "opportunities.invite", _("Invite"), _("Somebody was invited to write for the provider")
    )
    actions.register_action(
        "opportunities.remove_member", _("Remove"), _("Somebody may not write for the provider any more")
    )
    for action, (label, message) in (ACTIONS | confirming.ACTIONS | questions.ACTIONS).items():
        actions.register_action(f"opportunities.{action}", label, message)


@hooks.register("construct_main_menu")
def short_menu(request: HttpRequest, items: list[Any]) -> None:
    if not moderates(request.user):
        items[:] = [item for item in items if item.name in MENU_OF_A_PROVIDER]


@hooks.register("construct_homepage_panels")
def own_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Wagtail's own panels name pages that somebody once worked on, even where they may not look any more."""
    if not moderates(request.user):
        panels[:] = [MyListings(request.user)]


@hooks.register("construct_homepage_summary_items", order=1000)
def no_counts(request: HttpRequest, items: list[Any]) -> None:
    if not moderates(request.user):
        items.clear()


class SendToModerator(SubmitForModerationMenuItem):
    """Wagtail names the workflow; a provider wants to know who gets it."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context | {"label": _("Send to a moderator")}


class TakeItBack(CancelWorkflowMenuItem):
    label = _("Take it back from the moderator")


@hooks.register("construct_page_action_menu")
def plain_actions(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """For a provider: send it, or keep it for later. Sending comes first; what is written is kept by itself meanwhile."""
    if moderates(request.user):
        return
    plain = {SubmitForModerationMenuItem: SendToModerator(), CancelWorkflowMenuItem: TakeItBack()}
    kept = [plain.get(type(item), item) for item in items if not isinstance(item, RestartWorkflowMenuItem)]
    items[:] = sorted(kept, key=lambda item: not isinstance(item, SendToModerator))


@hooks.register("register_admin_urls")
def our_addresses() -> list[URLPattern]:
    return [
        *listing_tools.ADDRESSES,
        *confirming.ADDRESSES,
        *answering.ADDRESSES,
        *own_files.ADDRESSES,
        *many_at_once.ADDRESSES,
        path("providers/<int:page_id>/people/", people, name="provider_people"),
        path("providers/<int:page_id>/checks/", provider_checks, name="provider_checks"),
        path("providers/<int:page_id>/checks/policy/", policy, name="provider_policy"),
    ]


hooks.register("insert_editor_js", listing_tools.scripts)
hooks.register("insert_global_admin_css", listing_tools.without_scripts)


class PeopleButton(PageMenuItem):
    label = _("Who writes for them")
    icon_name = "group"
    url_name = "provider_people"
    priority = 40

    def is_shown(self, user: Any) -> bool:
        page = self.page.specific_deferred
        return isinstance(page, ProviderPage) and (
            moderates(user) or members(page).filter(pk=user.pk).exists()
        )


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def people_button(page: Page, user: Any, **kwargs: Any) -> Iterator[PageMenuItem]:
    yield PeopleButton(page=page)
    yield ChecksButton(page=page)


@hooks.register("after_create_page")
def give_it_a_group(request: HttpRequest, page: Page) -> None:
    """A provider's page that a moderator makes gets its own group at once."""
    if isinstance(page, ProviderPage):
        set_up_provider(provider=page, by=request.user)


@hooks.register("before_bulk_action")
def publish_only_what_is_ready(
    request: HttpRequest, action: str, pages: list[Any], view: Any
) -> HttpResponse | None:
    """Publishing many at once passes by the form; it asks for the same."""
    if action != "publish":
        return None
    listings = OpportunityPage.objects.filter(
        pk__in=[page.pk for page in pages if isinstance(page, Page)]
    ).specific()
    unready = [page for page in listings if missing(page.get_latest_revision_as_object())]
    if not unready:
        return None
    names = listed(page.draft_title for page in unready)
    said = gettext("Not published, because something is missing: %(names)s. Open each one to see what.")
    messages.error(request, said % {"names": names})
    return redirect(view.next_url)
