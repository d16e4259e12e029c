"""What somebody of a provider sees first in the admin: what to do next, what people ask, their listings and how each one stands, and
what people near them look for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext
from wagtail.admin.ui.components import Component
from wagtail.models import TaskState, WorkflowState, get_default_page_content_type

from matching.vocabulary import NEEDS
from opportunities import clock, moderation_times
from opportunities.access_form import NOT_SURE, asked_of
from opportunities.demand import Wanted, area_of, wanted_near
from opportunities.expiry import runs_out
from opportunities.language import day
from opportunities.models import AccessQuestion, OpportunityPage, ProviderAssurance, ProviderPage
from opportunities.questions import answers_to, open_questions
from opportunities.ready import missing
from opportunities.standing import (
    ASKED_BACK,
    UNSENT,
    UNSENT_CHANGE,
    WAITING,
    NextStep,
    Standing,
    next_step,
    standing,
)
from opportunities.views.room import room_choices

MOST_WANTED = 8


@dataclass(frozen=True, slots=True)
class MyQuestion:
    """A question that waits, and the answers that it can have."""

    id: int
    asks: str
    title: str
    asked_on: date
    answers: dict[str, Any]
    waits: bool


@dataclass(frozen=True, slots=True)
class MyListing:
    """`until`: the day by which moderators promise to answer. `told`: what a moderator wrote. `seen_at`: where people see it, "" where
    they do not. `whole`: how much of it is said, in words. `room`: how room stands, and since when; `rooms`: what can be said of it."""

    id: int
    title: str
    kind: str
    standing: Standing
    until: date | None
    told: str
    live: bool
    seen_at: str
    checked: str
    room: str
    rooms: tuple[tuple[str, str], ...]
    whole: str


@dataclass(frozen=True, slots=True)
class MyProvider:
    """A provider and its listings. `is_public`: whether the public can see any of them at all. `area`: whose demand is shown, as the
    letters of a postcode. `joined`: it has facts about keeping people safe to keep right."""

    id: int
    title: str
    is_public: bool
    paused: bool
    verified_on: Any
    joined: bool
    next: NextStep
    questions: tuple[MyQuestion, ...]
    listings: tuple[MyListing, ...]
    area: str
    wanted: tuple[Wanted, ...]

    @property
    def rooms_of_next(self) -> tuple[tuple[str, str], ...]:
        """What can be said about room of the listing that comes next."""
        return next(
            (one.rooms for one in self.listings if self.next.page and one.id == self.next.page.pk), ()
        )


def providers_of(user: Any, today: date) -> Iterator[MyProvider]:
    """The providers that this person writes for, A to Z, with their listings."""
    for provider in ProviderPage.objects.filter(membership__group__user=user).order_by("title", "id"):
        pages = list(
            OpportunityPage.objects.filter(provider=provider)
            .select_related("provider")
            .order_by("draft_title", "id")
        )
        states = _states(pages)
        stand = [(page, standing(page, states.get(str(page.pk)))) for page in pages]
        assurance = ProviderAssurance.objects.filter(provider=provider).first()
        asked = open_questions(pages)
        area = area_near(pages)
        yield MyProvider(
            id=provider.pk,
            title=provider.title,
            is_public=provider.is_public,
            paused=provider.verification == "paused",
            verified_on=provider.verified_on,
            joined=bool(assurance and assurance.state == "accepted"),
            next=next_step(
                ends=runs_out(assurance, provider.checks.all()) if assurance else {},
                questions=asked,
                pages=stand,
                today=today,
            ),
            questions=tuple(_question(one) for one in asked),
            listings=tuple(_listing(page, how, states.get(str(page.pk)), today) for page, how in stand),
            area=area,
            wanted=tuple(wanted_near(area, today)[:MOST_WANTED]) if area else (),
        )


def area_near(pages: list[OpportunityPage]) -> str:
    """The postcode area that most of these are in; of two alike, the first in the alphabet. Empty where none has a postcode."""
    areas = Counter(area for page in pages if (area := area_of(page.postcode)))
    return min(areas, key=lambda area: (-areas[area], area)) if areas else ""


def _states(pages: list[OpportunityPage]) -> dict[str, WorkflowState]:
    """The workflow that each is in, by its number as Wagtail writes it."""
    found = WorkflowState.objects.active().filter(
        base_content_type=get_default_page_content_type(), object_id__in=[str(page.pk) for page in pages]
    )
    return {state.object_id: state for state in found.select_related("current_task_state")}


def _question(question: AccessQuestion) -> MyQuestion:
    need = NEEDS[question.need]
    return MyQuestion(
        question.pk,
        gettext(need.question),
        question.opportunity.title,
        question.asked_on,
        answers_to(question.need),
        need.safety_critical,
    )


def _listing(page: Any, how: Standing, state: WorkflowState | None, today: date) -> MyListing:
    waits = how == WAITING and state is not None
    return MyListing(
        id=page.pk,
        title=page.draft_title,
        kind=page.kind_label,
        standing=how,
        until=moderation_times.due(moderation_times.sent_at(state)) if state and waits else None,
        told=_told(state) if how == ASKED_BACK else "",
        live=page.live,
        seen_at=page.url or "" if page.is_public else "",
        checked=page.checked_text,
        room=_room(page),
        rooms=tuple(room_choices(page, today)),
        whole=_whole(page, how),
    )


def _told(state: WorkflowState | None) -> str:
    """What the moderator wrote who asked for a change."""
    task: TaskState | None = state.current_task_state if state else None
    return task.comment if task else ""


def _room(page: Any) -> str:
    """Whether there is room, and since when we know."""
    if not page.places_updated_on:
        return str(page.room_text)
    return gettext("%(room)s. You said so on %(day)s") % {
        "room": page.get_places_state_display() or page.room_text,
        "day": day(page.places_updated_on),
    }


def _whole(page: Any, how: Standing) -> str:
    """How much is said, in words: of what is not sent, what is missing; of the rest, how many access questions have an answer."""
    draft = page.get_latest_revision_as_object() if how in (UNSENT, UNSENT_CHANGE, ASKED_BACK) else page
    left = len(missing(draft)) if how in (UNSENT, UNSENT_CHANGE, ASKED_BACK) else 0
    asked = asked_of(page.kind, draft.format)
    answered = sum(draft.access.get(need, NOT_SURE) != NOT_SURE for need in asked)
    parts = [gettext("%(answered)s of %(asked)s access questions have an answer.")]
    if left:
        parts.insert(0, gettext("%(left)s more to write before you can send it."))
    return " ".join(parts) % {"answered": answered, "asked": len(asked), "left": left}


class MyListings(Component):
    """The first panel of the dashboard for somebody of a provider; nothing for anybody else."""

    name = "my_listings"
    template_name = "opportunities/admin/my_listings.html"
    order = 10

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "providers": list(providers_of(self.user, clock.today())),
            "request": parent_context["request"],
            "csrf_token": parent_context.get("csrf_token"),
        }
