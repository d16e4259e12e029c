"""The daily step that keeps the catalogue fresh: who is asked, and which listings are overdue or hidden (rules: `freshness.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Coalesce, TruncDate

from opportunities import freshness, letters
from opportunities.freshness import Stage
from opportunities.language import day
from opportunities.links import Linked
from opportunities.members import members, moderators
from opportunities.models import CatalogueStamp, OpportunityPage
from opportunities.models.opportunity import is_over
from opportunities.models.provider import PUBLIC

ASKED = "still_right"  # kinds of letters
NOBODY_ANSWERS = "not_confirmed"
NOW_HIDDEN = "now_hidden"


@dataclass(frozen=True, slots=True)
class Due:
    """A listing whose day has come, or that is not fresh. `since`: when it was last checked, or else first published. `is_asked`:
    people can see it, or could if it were not hidden, so that its provider is written to."""

    id: int
    public_id: str
    checked_on: date | None
    since: date
    review_every_days: int
    freshness: str
    asked_since: date | None
    asked_stage: int
    asked_on: date | None
    is_asked: bool

    def letter(self, today: date) -> Stage | None:
        """Whose letter is to be written today."""
        if not self.is_asked:
            return None
        about_this_check = self.asked_since == self.since
        return freshness.letter_due(
            self.since,
            self.review_every_days,
            today,
            stage=self.asked_stage if about_this_check else 0,
            asked_on=self.asked_on if about_this_check else None,
        )


def freshen(*, today: date, now: datetime) -> int:
    """Bring all listings to the state that the rules say for today, and write the letters that are due. Says how many listings that
    touched. Each is a transaction of its own: run twice, after missed days, by two workers, or after one that died, nobody gets
    a letter twice and none is left out. The letters are sent by `send_letters`, so that one person gets one email."""
    touched = 0
    for listing in list(due(today)):
        state = freshness.state(listing.since, listing.review_every_days, today)
        stage = listing.letter(today)
        if stage or state != listing.freshness:
            touched += _bring(listing, state, stage, today, now)
    return touched


def due(today: date) -> Iterator[Due]:
    """The listings that may need something today, in one query beside one for which intervals there are. What is not public has
    its state too, so that it does not come back stale for a day."""
    intervals = OpportunityPage.objects.order_by().values_list("review_every_days", flat=True).distinct()
    come = ~Q(freshness="fresh")
    for days in intervals:
        come |= Q(review_every_days=days, since__lte=today - freshness.asked_after(days))
    found = (
        OpportunityPage.objects.annotate(
            since=Coalesce("checked_on", TruncDate("first_published_at")),
            # A condition that is null (no such dates) is as good as no.
            over=ExpressionWrapper(is_over(today), output_field=BooleanField()),
            is_open=ExpressionWrapper(
                Q(live=True, paused_for="", provider__live=True, provider__verification__in=PUBLIC),
                output_field=BooleanField(),
            ),
        )
        .filter(come, since__isnull=False)
        .order_by("id")
    )
    names = ("id", "public_id", "checked_on", "since", "review_every_days", "freshness")
    asked = ("asked_since", "asked_stage", "asked_on", "is_open", "over")
    for *facts, is_open, over in found.values_list(*names, *asked):
        yield Due(*facts, bool(is_open and not over))


@transaction.atomic
def _bring(listing: Due, state: str, stage: Stage | None, today: date, now: datetime) -> int:
    """Bring one listing to its state and write its letters, if it is still as it was read: somebody may have confirmed it, or
    another worker may have been here."""
    page = OpportunityPage.objects.filter(
        pk=listing.id,
        checked_on=listing.checked_on,
        freshness=listing.freshness,
        asked_since=listing.asked_since,
        asked_stage=listing.asked_stage,
        asked_on=listing.asked_on,
    )
    columns: dict[str, Any] = {"freshness": state}
    letter = _letter(listing, stage) if stage else None
    if letter:
        columns |= {"asked_since": listing.since, "asked_stage": letter.stage, "asked_on": today}
    if not page.update(**columns):
        return 0
    if letter:
        letters.write(
            kind=letter.kind,
            about=about(listing.since, listing.review_every_days, letter.stage),
            to=letter.to,
            now=now,
            opportunity=letter.page,
            words=letter.words,
            at_once=False,
        )
    if state != listing.freshness:
        CatalogueStamp.advance([listing.public_id])
    return 1


@dataclass(frozen=True, slots=True)
class Reminder:
    kind: str
    stage: Stage
    to: list[Any]
    page: OpportunityPage
    words: dict[str, Any]


def _letter(listing: Due, stage: Stage) -> Reminder:
    """Who gets the letter of this stage. Where an organisation has nobody, moderators do, and at once."""
    page = OpportunityPage.objects.select_related("provider", "latest_revision").get(pk=listing.id)
    people = people_of(page)
    words: dict[str, Any] = {
        "checked_on": day(listing.checked_on),
        "hidden_on": day(freshness.hidden_on(listing.since, listing.review_every_days)),
    }
    if stage == Stage.HIDDEN:
        return Reminder(NOW_HIDDEN, stage, people, page, words)
    if stage == Stage.MODERATORS or not people:
        return Reminder(
            NOBODY_ANSWERS, Stage.MODERATORS, moderators(), page, words | {"members": len(people)}
        )
    to = people[:1] if stage == Stage.FIRST else people[1:] or people[:1]
    words["again"] = stage == Stage.OTHERS
    return Reminder(ASKED, stage, to, page, words)


def people_of(page: OpportunityPage) -> list[Any]:
    """The people of a listing's provider in the order in which we write to them: who looks after it first, of these and of the
    others whoever wrote the listing last, then by number."""
    last = page.latest_revision.user_id if page.latest_revision else page.owner_id
    found = members(page.provider).filter(is_active=True)
    return sorted(found, key=lambda user: (not user.leads_it, user.pk != last, user.pk))


def about(since: date, review_every_days: int, stage: int) -> str:
    """Which occasion a letter is: the day on which the listing was due, and the stage."""
    return f"{freshness.due_on(since, review_every_days).isoformat()}/{int(stage)}"


def is_done(linked: Linked) -> bool:
    """Whether what a link was sent for is done: the listing was checked since it was due."""
    day_due = date.fromisoformat(linked.about.partition("/")[0])
    checked_on = linked.opportunity.checked_on
    return checked_on is not None and checked_on >= day_due


def send_new_link(*, linked: Linked, today: date, now: datetime) -> None:
    """Write to the person whom a link was for, once a day, with a new one."""
    letters.write(
        kind=ASKED,
        about=f"{today.isoformat()}/new",
        to=[linked.user],
        now=now,
        opportunity=linked.opportunity,
    )
