"""What somebody of a provider sees first in the admin: their listings, how each one stands, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import WorkflowState, get_default_page_content_type

from opportunities.models import OpportunityPage, ProviderPage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Standing:
    """How a page stands, and the next step. `tone`: done, waiting or to-do."""

    words: StrOrPromise
    next_step: StrOrPromise
    tone: str


ON_THE_SITE = Standing(_("On the site"), _("Nothing to do. Change it when something changes."), "done")
WAITING = Standing(_("A moderator is looking at it"), _("Nothing to do. We will write to you."), "waiting")
ASKED_BACK = Standing(
    _("A moderator asks for a change"), _("Open it, read what they wrote, and send it again."), "to-do"
)
UNSENT_CHANGE = Standing(
    _("On the site. Your changes are not sent"), _("Open it and send your changes to a moderator."), "to-do"
)
UNSENT = Standing(_("Not sent yet"), _("Finish it, then send it to a moderator."), "to-do")
TAKEN_OFF = Standing(
    _("Not on the site any more"), _("Change the dates and send it again, or leave it."), "to-do"
)


@dataclass(frozen=True, slots=True)
class MyListing:
    title: str
    kind: str
    standing: Standing
    url: str


@dataclass(frozen=True, slots=True)
class MyProvider:
    """A provider and its listings. `is_public`: whether the public can see any of them at all."""

    title: str
    is_public: bool
    verified_on: Any
    edit_url: str
    add_url: str
    listings: tuple[MyListing, ...]


def standing(page: Any, state: WorkflowState | None) -> Standing:
    """How a page stands, from its own columns and from its workflow, if it is in one."""
    if state and state.status == WorkflowState.STATUS_IN_PROGRESS:
        return WAITING
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return ASKED_BACK
    if page.live:
        return UNSENT_CHANGE if page.has_unpublished_changes else ON_THE_SITE
    return TAKEN_OFF if page.first_published_at else UNSENT


def providers_of(user: Any) -> Iterator[MyProvider]:
    """The providers that this person writes for, A to Z, with their listings."""
    for provider in ProviderPage.objects.filter(membership__group__user=user).order_by("title", "id"):
        listings = list(OpportunityPage.objects.filter(provider=provider).order_by("draft_title", "id"))
        states = {
            state.object_id: state
            for state in WorkflowState.objects.active().filter(
                base_content_type=get_default_page_content_type(),
                object_id__in=[str(page.pk) for page in listings],
            )
        }
        yield MyProvider(
            provider.title,
            provider.is_public,
            provider.verified_on,
            _edit(provider),
            reverse("wagtailadmin_pages:add_subpage", args=[provider.pk]),
            tuple(
                MyListing(
                    page.draft_title, page.kind_label, standing(page, states.get(str(page.pk))), _edit(page)
                )
                for page in listings
            ),
        )


def _edit(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


class MyListings(Component):
    """The first panel of the dashboard for somebody of a provider; nothing for anybody else."""

    name = "my_listings"
    template_name = "opportunities/admin/my_listings.html"
    order = 10

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"providers": list(providers_of(self.user)), "request": parent_context["request"]}
