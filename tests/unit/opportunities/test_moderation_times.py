"""What is promised, in working days, and how it was kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from opportunities import clock
from opportunities.models import ProviderPage
from opportunities.moderation_times import Kept, due, is_working_day, kept, sent_at, working_days
from opportunities.provider_actions import set_up_moderation

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("sent", "answered_by"),
    [
        (datetime(2026, 11, 24, 9, tzinfo=UTC), date(2026, 11, 27)),
        (datetime(2026, 11, 27, 9, tzinfo=UTC), date(2026, 12, 2)),
        (datetime(2026, 11, 28, 9, tzinfo=UTC), date(2026, 12, 2)),
        (datetime(2026, 12, 23, 9, tzinfo=UTC), date(2026, 12, 30)),
        (datetime(2026, 4, 2, 9, tzinfo=UTC), date(2026, 4, 9)),
        (datetime(2026, 7, 31, 23, 30, tzinfo=UTC), date(2026, 8, 5)),
    ],
    ids=[
        "in a week",
        "over a weekend",
        "on a Saturday",
        "over Christmas",
        "over Easter",
        "by our clock, not UTC",
    ],
)
def test_due(settings: Any, sent: datetime, answered_by: date) -> None:
    settings.MODERATION_WORKING_DAYS = 3
    assert due(sent) == answered_by


def test_working_days() -> None:
    assert is_working_day(TODAY)
    assert not is_working_day(date(2026, 12, 28))
    assert working_days(TODAY, TODAY) == 0
    assert working_days(date(2026, 11, 27), date(2026, 11, 30)) == 1


@pytest.fixture
def waited(provider: ProviderPage) -> Any:
    """Make an answer: waited(date(2026, 11, 2), date(2026, 11, 4))."""
    set_up_moderation()
    workflow = provider.get_workflow()
    task = workflow.tasks.first()
    user = get_user_model()._default_manager.create_user("moderator@example.org")
    provider.save_revision()

    def make(
        sent: date, answered: date, *, back: bool = False, by: Any = user, status: str = ""
    ) -> WorkflowState:
        at = [datetime(day.year, day.month, day.day, 12, tzinfo=UTC) for day in (sent, answered)]
        state = WorkflowState.objects.create(
            content_type=provider.get_content_type(),
            base_content_type=provider.get_base_content_type(),
            object_id=str(provider.pk),
            workflow=workflow,
            status=status or WorkflowState.STATUS_APPROVED,
        )
        one = TaskState.objects.create(
            workflow_state=state,
            task=task,
            revision=provider.latest_revision,
            status=TaskState.STATUS_REJECTED if back else TaskState.STATUS_APPROVED,
            finished_by=by,
            finished_at=at[1],
        )
        TaskState.objects.filter(pk=one.pk).update(started_at=at[0])
        WorkflowState.objects.filter(pk=state.pk).update(created_at=at[0])
        return state

    return make


def test_too_few_answers_say_nothing(waited: Any) -> None:
    for _ in range(9):
        waited(date(2026, 11, 2), date(2026, 11, 3))
    assert kept(TODAY) is None


def test_the_share_in_time_and_the_median(waited: Any, settings: Any) -> None:
    settings.MODERATION_WORKING_DAYS = 3
    for _ in range(9):
        waited(date(2026, 11, 2), date(2026, 11, 4))
    waited(date(2026, 11, 2), date(2026, 11, 6))
    found = kept(TODAY)
    assert found is not None
    assert (found.share, found.median_days, found.count) == (0.9, 2, 10)


@pytest.mark.parametrize(("share", "in_ten"), [(1, 10), (0.99, 9), (0.7, 7), (0.05, 0)])
def test_all_ten_are_said_only_when_all_came_in_time(share: float, in_ten: int) -> None:
    assert Kept(share, 2, 100).in_ten == in_ten


def test_whoever_wants_to_join_sees_how_the_promise_is_kept(waited: Any, client: Client) -> None:
    assert "of 10 listings" not in client.get(reverse("opportunities:join")).content.decode()
    today = clock.today()
    for _ in range(10):
        waited(today - timedelta(days=1), today)
    assert "10 of 10 listings had an answer" in client.get(reverse("opportunities:join")).content.decode()


def test_what_passed_by_itself_is_old_or_was_taken_back_does_not_count(waited: Any) -> None:
    for _ in range(10):
        waited(date(2026, 11, 2), date(2026, 11, 4))
    waited(date(2026, 11, 2), date(2026, 11, 2), by=None)
    waited(date(2026, 7, 1), date(2026, 7, 30))
    waited(date(2026, 11, 2), date(2026, 11, 20), status=WorkflowState.STATUS_CANCELLED)
    found = kept(TODAY)
    assert found is not None
    assert (found.share, found.count) == (1, 10)


def test_what_is_sent_again_waits_anew(waited: Any) -> None:
    state = waited(date(2026, 11, 2), date(2026, 11, 4), back=True, status=WorkflowState.STATUS_IN_PROGRESS)
    again = TaskState.objects.create(
        workflow_state=state, task=state.task_states.get().task, revision=state.task_states.get().revision
    )
    assert sent_at(state) == again.started_at
    for _ in range(9):
        waited(date(2026, 11, 2), date(2026, 11, 4))
    found = kept(TODAY)
    assert found is not None
    assert found.count == 10
    assert due(again.started_at) > TODAY - timedelta(days=1)
