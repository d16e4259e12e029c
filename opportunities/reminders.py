"""The daily step that keeps the catalogue fresh: who is asked, and which listings are overdue or hidden (rules: `freshness.py`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate

from opportunities import freshness, letters
from opportunities.freshness import Stage
from opportunities.language import day
from opportunities.links import Linked
from opportunities.members import moderators
from opportunities.models import CatalogueStamp, OpportunityPage, ProviderRole
from opportunities.models.opportunity import is_over
from opportunities.models.provider import PUBLIC

ASKED = "still_right"  # kinds of letters
NOBODY_ANSWERS = "not_confirmed"
NOW_HIDDEN = "now_hidden"
AT_ONCE = 500  # ids in one query


@dataclass(frozen=True, slots=True)
class Due:
    """A listing whose day has come, or that is not fresh. `since`: when it was last checked, or else first published. `writer_id`: who
    wrote it last, else who made it. `is_asked`: people can see it, or could if it were not hidden, so its provider is written to."""

    id: int
    public_id: str
    provider_id: int
    checked_on: date | None
    since: date
    review_every_days: int
    freshness: str
    asked_since: date | None
    asked_stage: int
    asked_on: date | None
    writer_id: int | None
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
    steps = []
    for listing in due(today):
        state = freshness.state(listing.since, listing.review_every_days, today)
        stage = listing.letter(today)
        if stage or state != listing.freshness:
            steps.append((listing, state, stage))
    people = people_of({listing.provider_id for listing, _, stage in steps if stage})
    touched = 0
    for listing, state, stage in steps:
        letter = _letter(listing, stage, people.get(listing.provider_id, [])) if stage else None
        touched += _bring(listing, state, letter, today, now)
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
            writer=Coalesce("latest_revision__user_id", "owner_id"),
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
    names = ("id", "public_id", "provider_id", "checked_on", "since", "review_every_days", "freshness")
    asked = ("asked_since", "asked_stage", "asked_on", "writer", "is_open", "over")
    for *facts, is_open, over in found.values_list(*names, *asked):
        facts.append(bool(is_open and not over))
        yield Due(*facts)


@transaction.atomic
def _bring(listing: Due, state: str, letter: Reminder | None, today: date, now: datetime) -> int:
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
            opportunity=OpportunityPage.objects.only("pk").get(pk=listing.id),
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
    words: dict[str, Any]


def _letter(listing: Due, stage: Stage, people: list[Any]) -> Reminder:
    """Who gets the letter of this stage. Where an organisation has nobody, moderators do, and at once."""
    people = in_order(people, listing.writer_id)
    words: dict[str, Any] = {
        "checked_on": day(listing.checked_on),
        "hidden_on": day(freshness.hidden_on(listing.since, listing.review_every_days)),
    }
    if stage == Stage.HIDDEN:
        return Reminder(NOW_HIDDEN, stage, people, words)
    if stage == Stage.MODERATORS or not people:
        words["has_people"] = bool(people)
        return Reminder(NOBODY_ANSWERS, Stage.MODERATORS, moderators(), words)
    to = people[:1] if stage == Stage.FIRST else people[1:] or people[:1]
    words["again"] = stage == Stage.OTHERS
    return Reminder(ASKED, stage, to, words)


def people_of(providers: Collection[int]) -> dict[int, list[Any]]:
    """The people of these providers who can sign in, by provider; each has `leads_it`."""
    group = "groups__provider_membership__provider"
    leading = ProviderRole.objects.filter(
        user=OuterRef("pk"),
        role="leads",
        membership__provider=OuterRef(group),
        membership__group__user=OuterRef("pk"),
    )
    found: dict[int, list[Any]] = {}
    ids = sorted(providers)
    for some in (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)):
        users = get_user_model()._default_manager.filter(is_active=True, **{f"{group}__in": some})
        for user in users.annotate(provider=F(group), leads_it=Exists(leading)):
            found.setdefault(user.provider, []).append(user)
    return found


def in_order(people: Iterable[Any], writer_id: int | None) -> list[Any]:
    """The people of a provider in the order in which we write to them about a listing: who looks after the provider first; of
    these and of the others whoever wrote the listing last, then by number."""
    return sorted(people, key=lambda user: (not user.leads_it, user.pk != writer_id, user.pk))


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
