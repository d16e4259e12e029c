"""How a listing stands, and the one thing that its provider best does next. Pure rules: what is looked up is handed in."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from opportunities import freshness
from opportunities.checking import RUNS_OUT
from opportunities.expiry import has_run_out, to_warn
from opportunities.language import day
from opportunities.listing import PLACES_OLD_AFTER_DAYS
from opportunities.models.assurance import ITEMS

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
PAUSED = Standing(
    _("Paused. People can not see it"), _("A moderator looks at it, and writes to you."), "waiting"
)
HIDDEN = Standing(
    _("Hidden. Nobody said for long that it is right"),
    _("Say that it is still right, and it is back."),
    "to-do",
)
OVERDUE = Standing(
    _("On the site. You did not say if it is still right"),
    _("Say that it is still right, or change it."),
    "to-do",
)


def standing(page: Any, state: WorkflowState | None) -> Standing:
    """How a page stands, from its own columns and from its workflow, if it is in one. What keeps people from seeing it comes
    first, then what a moderator waits for."""
    if page.live and page.paused_for:
        return PAUSED
    if page.live and page.freshness == "hidden":
        return HIDDEN
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return ASKED_BACK
    if page.live and page.freshness == "overdue":
        return OVERDUE
    if state and state.status == WorkflowState.STATUS_IN_PROGRESS:
        return WAITING
    if page.live:
        return UNSENT_CHANGE if page.has_unpublished_changes else ON_THE_SITE
    return TAKEN_OFF if page.first_published_at else UNSENT


def is_due(page: Any, today: date) -> bool:
    """Its provider is to say by today that it is still right."""
    since = page.checked_on or (page.first_published_at and page.first_published_at.date())
    return bool(page.live and since and today >= freshness.due_on(since, page.review_every_days))


def room_is_old(page: Any, today: date) -> bool:
    """It is on the site, and nobody said for eight weeks, or ever, if there is room."""
    old = page.places_updated_on is None or (today - page.places_updated_on).days > PLACES_OLD_AFTER_DAYS
    return bool(page.live and old and page.freshness != "hidden")


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do now. `page`: the listing it is about, if it is about one. `kind`: nothing, facts, question, change, confirm,
    room or send."""

    kind: str
    words: str
    page: Any = None


def next_step(
    *, ends: Mapping[str, date], questions: Collection[Any], pages: list[tuple[Any, Standing]], today: date
) -> NextStep:
    """What comes first for one provider. `ends`: from which day on each thing that it said about keeping people safe no longer holds.
    `questions`: what is open. `pages`: its listings with how they stand, in the order of its page."""

    def first(*wanted: Standing) -> Any:
        return next((page for page, standing in pages if standing in wanted), None)

    if gone := has_run_out(ends, today):
        said = gettext("This has run out: %(what)s. People can not see your listings now. Put it right.")
        return NextStep("facts", said % {"what": _named(gone[0])})
    if questions:
        return NextStep("question", gettext("Somebody asks you something. One press is enough."))
    if page := first(ASKED_BACK):
        return NextStep("change", gettext("A moderator wrote to you. Change this, and send it again:"), page)
    if page := first(HIDDEN, OVERDUE) or next((page for page, _ in pages if is_due(page, today)), None):
        return NextStep("confirm", gettext("Is this still right?"), page)
    if soon := to_warn(ends, today):
        item, ends_on = min(soon.items(), key=lambda one: (one[1], one[0]))
        said = gettext("This runs out on %(day)s: %(what)s. Tell us the new date.")
        return NextStep("facts", said % {"day": day(ends_on), "what": _named(item)})
    if page := next((page for page, _ in pages if room_is_old(page, today)), None):
        return NextStep("room", gettext("Is there room now?"), page)
    if page := first(UNSENT, UNSENT_CHANGE):
        return NextStep("send", gettext("You did not send this yet:"), page)
    return NextStep("nothing", gettext("There is nothing to do now. Thank you."))


def _named(item: str) -> str:
    """What runs out, as it is called to the provider."""
    return str(RUNS_OUT.get(item, ITEMS[item]))
