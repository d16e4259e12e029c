"""What a moderator sees first in the admin: what waits, for how long, and what people told us; each with one thing to press."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import WorkflowState

from opportunities import clock, moderation_times, reports
from opportunities.models import AccessQuestion, OpportunityPage, ProviderPage, SecondLook
from opportunities.providers_to_check import to_check

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OPEN_FOR_LONG = timedelta(days=28)
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: what it is about, what to know, since when it waits, by when it is due (if it is) and whether that is over,
    and where to do it. `urgent`: overdue, or about safety."""

    title: str
    words: StrOrPromise
    since: date | datetime | None
    due: date | None
    overdue: bool
    urgent: bool
    url: str
    press: StrOrPromise


@dataclass(frozen=True, slots=True)
class Part:
    """Things to do of one sort. `more`: how many there are beside those that are shown."""

    heading: StrOrPromise
    items: list[Item]
    more: int


def parts(user: Any, today: date) -> list[Part]:
    """All that waits for moderators, by sort; what this one may not decide is there too and says so."""
    looks = sorted(_looks(user, today), key=lambda item: (item.due or today, item.title))
    found: list[tuple[StrOrPromise, list[Item]]] = [
        (_("What people told us"), list(_reports(today))),
        (_("What providers sent"), looks),
        (_("Providers to look at"), list(_providers(today))),
        (_("Taken off the site for now"), list(_paused())),
        (_("Nobody says that it is still right"), list(_not_confirmed())),
        (_("Questions that nobody answers"), list(_questions(today))),
    ]
    return [
        Part(heading, items[:MOST_SHOWN], max(0, len(items) - MOST_SHOWN))
        for heading, items in found
        if items
    ]


def _reports(today: date) -> Iterator[Item]:
    for report in reports.waiting():
        due = moderation_times.due(report.made_at)
        yield Item(
            report.opportunity.title,
            report.get_reason_display(),
            report.made_at,
            due,
            due < today,
            report.reason == "unsafe" or due < today,
            reverse("listing_reports", args=[report.opportunity_id]),
            _("Look at it"),
        )


def _looks(user: Any, today: date) -> Iterator[Item]:
    states = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS).select_related(
        "current_task_state__task", "requested_by"
    )
    for state in states.order_by("created_at", "id"):
        page = state.content_object
        if page is None or state.current_task_state is None:
            continue
        page = page.specific
        if not isinstance(page, (OpportunityPage, ProviderPage)):
            continue
        task = state.current_task_state.task.specific
        sent_at = moderation_times.sent_at(state)
        due = moderation_times.due(sent_at)
        if isinstance(task, SecondLook):
            words = gettext("A second look")
        elif page.live:
            words = gettext("A change")
        else:
            words = gettext("New")
        if not task.get_actions(page, user):
            words = gettext("%(what)s. Another moderator must do it") % {"what": words}
        yield Item(
            page.draft_title,
            words,
            sent_at,
            due,
            due < today,
            due < today,
            reverse("listing_compare", args=[page.pk]),
            _("Look at it"),
        )


def _providers(today: date) -> Iterator[Item]:
    for each in to_check(today):
        due = moderation_times.due(each.since) if each.asks and isinstance(each.since, datetime) else None
        late = due is not None and due < today
        url = reverse("provider_checks", args=[each.provider.pk])
        yield Item(each.provider.title, each.why, each.since, due, late, late, url, _("Look at it"))


def _paused() -> Iterator[Item]:
    for page in OpportunityPage.objects.live().exclude(paused_for="").order_by("title", "id"):
        url = reverse("listing_reports", args=[page.pk])
        yield Item(page.title, page.get_paused_for_display(), None, None, False, False, url, _("Look at it"))


def _not_confirmed() -> Iterator[Item]:
    pages = OpportunityPage.objects.live().filter(freshness="hidden").select_related("provider")
    for page in pages.order_by("checked_on", "id"):
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        words = gettext("%(provider)s was asked, and did not answer") % {"provider": page.provider.title}
        yield Item(page.title, words, page.checked_on, None, False, False, url, _("Open the form"))


def _questions(today: date) -> Iterator[Item]:
    open_ones = AccessQuestion.objects.filter(answered_on=None, asked_on__lte=today - OPEN_FOR_LONG)
    by_listing = open_ones.values("opportunity", "opportunity__title").annotate(first=Min("asked_on"))
    for row in by_listing.order_by("first", "opportunity"):
        url = reverse("wagtailadmin_pages:edit", args=[row["opportunity"]])
        yield Item(row["opportunity__title"], "", row["first"], None, False, False, url, _("Open the form"))


class WhatWaits(Component):
    """The first panel of the dashboard for a moderator."""

    name = "what_waits"
    template_name = "opportunities/admin/what_waits.html"
    order = 10

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        today = clock.today()
        return {
            "parts": parts(self.user, today),
            "promised": settings.MODERATION_WORKING_DAYS,
            "kept": moderation_times.kept(today),
        }
