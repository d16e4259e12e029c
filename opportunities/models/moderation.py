"""What moderators work with: the two looks of the workflow, reasons in plain words, reports."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.forms import TaskStateCommentForm
from wagtail.models import GroupApprovalTask, TaskState, WorkflowState
from wagtail.snippets.models import register_snippet

from opportunities import clock
from opportunities.moderation import is_safeguarding, what_matters
from opportunities.versions import before_and_after

from .constraints import one_of
from .opportunity import OpportunityPage

REPORTS = {
    "wrong": _("Something here is not right"),
    "gone": _("It is over, or not there any more"),
    "unkind": _("It is unkind or unfair"),
    "unsafe": _("I am worried that somebody is not safe"),
    "else": _("Something else"),
}
REPORT_STATES = {
    "new": _("Nobody has looked yet"),
    "upheld": _("It was right, and we acted"),
    "dismissed": _("We looked and changed nothing"),
}


class Look(GroupApprovalTask):
    """A step of the workflow that approves by itself where nothing asks for it. An approval counts for the version that was looked
    at (WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT), so what is published was seen as it is (docs/decisions/two-looks.md)."""

    class Meta:
        abstract = True

    def asked_by(self, before: Any | None, after: Any) -> bool:
        """Whether a person must look at this change, from the version that everybody sees to the one that was sent."""
        raise NotImplementedError

    def closed_to(self, task_state: TaskState, user: Any) -> bool:
        """Whether this moderator is not the one who may look: it is their own provider's, or they took the other look."""
        page = task_state.workflow_state.content_object
        provider = getattr(page.specific, "provider", page.specific)
        took_the_other = task_state.workflow_state.task_states.filter(
            status=TaskState.STATUS_APPROVED, revision=page.latest_revision_id, finished_by=user.pk
        ).exclude(task=self.pk)
        is_theirs = user.groups.filter(provider_membership__provider=provider.pk)
        return bool(took_the_other.exists() or is_theirs.exists())

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        page = workflow_state.content_object
        if self.asked_by(*before_and_after(page)):
            started: TaskState = super().start(workflow_state, user=user)
            return started
        return TaskState.objects.create(
            workflow_state=workflow_state,
            revision=page.get_latest_revision(),
            task=self,
            status=TaskState.STATUS_APPROVED,
            finished_at=clock.now(),
        )

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        state = obj.current_workflow_task_state
        if state is None or self.closed_to(state, user):
            return []
        actions: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        return actions

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> QuerySet[TaskState]:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        closed = [state.pk for state in states if self.closed_to(state, user)]
        return states.exclude(pk__in=closed)

    def get_form_for_action(self, action: str) -> type[TaskStateCommentForm]:
        from opportunities.look_forms import ReasonForm  # here: it reads the reasons below

        return ReasonForm if action == "reject" else TaskStateCommentForm

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approve or send back, and tell the provider. The number in an address may be another page's, so it is asked again here who
        may. Whoever changed the version before saying yes means the version with that change."""
        from opportunities.looks import (
            tell_provider,
        )  # here: it writes letters, which have the listings' model

        allowed = user.is_superuser or self._user_in_groups(user)
        if not allowed or self.closed_to(task_state, user):
            raise PermissionDenied
        newest = task_state.workflow_state.content_object.latest_revision
        if newest.user_id == user.pk and task_state.status == TaskState.STATUS_IN_PROGRESS:
            task_state.revision = newest
        super().on_action(task_state, user, action_name, comment=kwargs.get("comment", ""))
        tell_provider(task_state=task_state, now=clock.now())


class FirstLook(Look):
    """A moderator looks at a first listing, and at a change to what matters; a change to anything else passes by itself."""

    class Meta:
        verbose_name = _("a moderator looks")

    def asked_by(self, before: Any | None, after: Any) -> bool:
        return bool(what_matters(before, after))


class SecondLook(Look):
    """A second moderator, not the first again, looks at what is about keeping people safe; anything else passes by itself."""

    class Meta:
        verbose_name = _("a second moderator looks")

    def asked_by(self, before: Any | None, after: Any) -> bool:
        return bool(is_safeguarding(before, after))

    def closed_to(self, task_state: TaskState, user: Any) -> bool:
        state = task_state.workflow_state
        wrote_it = state.content_object.latest_revision.user_id == user.pk
        return wrote_it or state.requested_by_id == user.pk or super().closed_to(task_state, user)


@register_snippet
class PlainReason(models.Model):
    """A reason for not publishing something, in plain words and ready to be sent. Editors own them."""

    title = models.CharField(max_length=80)
    text = models.TextField(max_length=600)
    order = models.PositiveSmallIntegerField(default=100)

    panels: ClassVar[list[FieldPanel]] = [
        FieldPanel("title", heading=_("What moderators see in the list")),
        FieldPanel("text", heading=_("What the provider reads")),
        FieldPanel("order", heading=_("Small numbers come first")),
    ]

    class Meta:
        ordering: ClassVar[list[str]] = ["order", "title", "id"]
        verbose_name = _("reason in plain words")
        verbose_name_plural = _("reasons in plain words")

    def __str__(self) -> str:
        return self.title


class Report(models.Model):
    """Somebody says that something about a listing is not right. Who is kept only when signed in; nobody has to be."""

    opportunity = models.ForeignKey(OpportunityPage, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=10, choices=REPORTS.items())
    text = models.TextField(max_length=1000, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=REPORT_STATES.items(), default="new")
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(max_length=1000, blank=True)

    # Wagtail says how often something is used to whoever may delete it: that there is a report is for moderators alone.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "id"]
        constraints = [
            one_of("report", "reason", REPORTS),
            one_of("report", "state", REPORT_STATES),
            models.CheckConstraint(
                condition=Q(state="new", handled_at__isnull=True)
                | (~Q(state="new") & Q(handled_at__isnull=False)),
                name="report_handled_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity}: {self.get_reason_display()}"
