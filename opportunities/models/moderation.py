"""What moderators work with: the two looks of the workflow, reasons in plain words, reports."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import GroupApprovalTask

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


class FirstLook(GroupApprovalTask):
    """A moderator looks at a first listing, and at a change to what matters; a change to anything else passes by itself."""

    class Meta:
        verbose_name = _("a moderator looks")


class SecondLook(GroupApprovalTask):
    """A second moderator, not the first again, looks at what is about keeping people safe; anything else passes by itself."""

    class Meta:
        verbose_name = _("a second moderator looks")


class PlainReason(models.Model):
    """A reason for not publishing something, in plain words and ready to be sent. Editors own them."""

    title = models.CharField(max_length=80)
    text = models.TextField(max_length=600)
    order = models.PositiveSmallIntegerField(default=100)

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
