"""What somebody asked a provider through us, and what people look for: about listings and places, never about a person."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from matching.vocabulary import NEEDS

from .constraints import one_of
from .opportunity import OpportunityPage

ANSWERS = {"yes": _("Yes"), "can_arrange": _("We can arrange it"), "no": _("No")}


class AccessQuestion(models.Model):
    """Somebody wants to know one access answer of one listing. Who, and how many, is not kept. It is open until `answered_on`; one of
    a need and a listing is open at a time."""

    opportunity = models.ForeignKey(OpportunityPage, on_delete=models.CASCADE, related_name="questions")
    need = models.CharField(max_length=40, choices={key: need.short for key, need in NEEDS.items()})
    asked_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=12, choices=ANSWERS, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["asked_on", "id"]
        constraints = [
            one_of("question", "need", NEEDS),
            models.UniqueConstraint(
                fields=["opportunity", "need"],
                condition=Q(answered_on__isnull=True),
                name="question_open_once",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, answer="")
                | Q(answered_on__isnull=False, answer__in=[*ANSWERS]),
                name="question_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity}: {self.need}"


class DemandCount(models.Model):
    """How many devices looked for one thing, in one month, around one postcode area ("SK", "OL"), and how many of them found nothing
    that fits. Cells under 10 are never shown (opportunities/demand.py)."""

    month = models.DateField()  # its first day
    area = models.CharField(max_length=2)
    facet = models.CharField(max_length=10)  # need, interest or kind
    key = models.CharField(max_length=40)
    looked = models.PositiveIntegerField(default=0)
    found_none = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "area", "facet", "key"], name="demand_once"),
            one_of("demand", "facet", ["need", "interest", "kind"]),
            models.CheckConstraint(
                condition=Q(found_none__lte=models.F("looked")), name="demand_found_none_of_those_who_looked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.area} {self.key}"
