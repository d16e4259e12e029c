"""How fast moderators answer: what is promised, in working days in England, and how it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from statistics import median

import holidays
from django.conf import settings
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

LOOKED_BACK_DAYS = 90
# Fewer answers than this say nothing about the next one.
ENOUGH = 10
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """How the promise was kept in the last 90 days: the share of answers that came in time (0 to 1), how many working days half of
    them took at most, and how many answers there were."""

    share: float
    median_days: float
    count: int

    @property
    def in_ten(self) -> int:
        """Of ten answers, how many came in time; all ten only when all did."""
        return int(self.share * 10)


@dataclass(frozen=True, slots=True)
class Answer:
    sent: date
    answered: date


def due(sent_at: datetime) -> date:
    """The day by which what was sent then is to be answered."""
    day, left = timezone.localdate(sent_at), settings.MODERATION_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    """No weekend and no bank holiday in England."""
    return day.weekday() < SATURDAY and day not in _bank_holidays()


def working_days(sent: date, answered: date) -> int:
    """How many working days after `sent` it was answered: 0 on the same day."""
    days = (sent + timedelta(days=more) for more in range(1, (answered - sent).days + 1))
    return sum(is_working_day(day) for day in days)


def kept(today: date) -> Kept | None:
    """How the promise was kept lately, None if too little was sent to say."""
    answers = list(_answers(since=today - timedelta(days=LOOKED_BACK_DAYS), until=today))
    if len(answers) < ENOUGH:
        return None
    days = [working_days(answer.sent, answer.answered) for answer in answers]
    in_time = sum(count <= settings.MODERATION_WORKING_DAYS for count in days)
    return Kept(in_time / len(days), median(days), len(days))


def sent_at(state: WorkflowState) -> datetime:
    """When what waits was sent, for the first time or again."""
    back = state.task_states.filter(status=TaskState.STATUS_REJECTED).order_by("-finished_at", "-id").first()
    if back is None or back.finished_at is None:
        return state.created_at
    again = state.task_states.filter(started_at__gte=back.finished_at).order_by("started_at", "id").first()
    return again.started_at if again else state.created_at


def _answers(*, since: date, until: date) -> Iterator[Answer]:
    """What people decided in these days: a yes when all looks were taken, or that something must change. What passed by itself had
    nobody to wait for, and what was taken back had no answer."""
    states = (
        TaskState.objects.filter(workflow_state__task_states__finished_at__date__range=(since, until))
        .exclude(workflow_state__status=WorkflowState.STATUS_CANCELLED)
        .select_related("workflow_state")
        .order_by("workflow_state", "started_at", "id")
        .distinct()
    )
    by_workflow: dict[int, list[TaskState]] = {}
    for state in states:
        by_workflow.setdefault(state.workflow_state_id, []).append(state)
    for taken in by_workflow.values():
        for answer in _of_one(taken):
            if since <= answer.answered <= until:
                yield answer


def _of_one(states: list[TaskState]) -> Iterator[Answer]:
    sent: datetime | None = None
    by_somebody = False
    for at, state in enumerate(states):
        sent = sent or state.started_at
        by_somebody = by_somebody or state.finished_by_id is not None
        is_last = at + 1 == len(states) and state.workflow_state.status == WorkflowState.STATUS_APPROVED
        decided = is_last or state.status == TaskState.STATUS_REJECTED
        if decided and by_somebody and state.finished_at:
            yield Answer(timezone.localdate(sent), timezone.localdate(state.finished_at))
        if decided:
            sent, by_somebody = None, False


@cache
def _bank_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("GB", subdiv="ENG")
