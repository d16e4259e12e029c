"""The four kinds, each with what it alone has."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from opportunities.listing import day
from opportunities.panels import activity_form, internship_form, uni_bridge_form, volunteering_form
from opportunities.validators import lines

from .constraints import between
from .opportunity import OpportunityPage


def known(*facts: tuple[str, str]) -> list[tuple[str, str]]:
    """The facts that have words."""
    return [(label, text) for label, text in facts if text]


class ActivityPage(OpportunityPage):
    """A club, a group, a taster, a holiday activity."""

    KIND = "activity"
    is_creatable = True
    page_description = "A club, a group, a taster or a trip. Something to do with others or alone."
    edit_handler = activity_form
    parent_page_types: ClassVar[list[str]] = ["opportunities.ProviderPage"]
    template = "opportunities/activity_page.html"

    class Meta:
        verbose_name = "thing to do"


class SupportedInternshipPage(OpportunityPage):
    """A course of 6 to 12 months, mostly in a workplace, with a job coach; for people of 16 to 24 with an EHC plan."""

    KIND = "supported-internship"

    education_provider = models.CharField("college or school it is with", max_length=160, blank=True)
    duration_months = models.PositiveSmallIntegerField("length in months", null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField("hours each week", null=True, blank=True)
    # Empty where an imported file does not say: what is not known is neither yes nor no. The same for the kinds below.
    job_coach = models.BooleanField("there is a trained job coach", null=True, blank=True, default=True)
    employer = models.CharField("where the work is", max_length=160, blank=True)
    access_to_work = models.BooleanField("we help people apply to Access to Work", null=True, blank=True)
    pilot_council = models.CharField(
        "council with a pilot for people with no EHC plan", max_length=120, blank=True
    )
    pilot_ends_on = models.DateField("last day of the pilot", null=True, blank=True)

    is_creatable = True
    page_description = (
        "A course of 6 to 12 months in a real workplace, with a job coach, for people with an EHC plan."
    )
    edit_handler = internship_form
    parent_page_types: ClassVar[list[str]] = ["opportunities.ProviderPage"]
    template = "opportunities/supported_internship_page.html"

    class Meta:
        verbose_name = "supported internship"
        constraints = [
            between("internship", "duration_months", 6, 12),
            between("internship", "hours_per_week", 1, 60),
            models.CheckConstraint(
                condition=Q(job_coach=True) | Q(job_coach__isnull=True),
                name="internship_has_a_job_coach",
                violation_error_message="A supported internship has a trained job coach.",
            ),
            models.CheckConstraint(
                condition=Q(pilot_council="", pilot_ends_on__isnull=True)
                | (~Q(pilot_council="") & Q(pilot_ends_on__isnull=False)),
                name="internship_pilot_is_whole",
                violation_error_message="A pilot needs the council's name and the last day.",
            ),
        ]

    @property
    def kind_facts(self) -> list[tuple[str, str]]:
        pilot = f"{self.pilot_council}, until {day(self.pilot_ends_on)}" if self.pilot_council else ""
        return known(
            ("How long", f"{self.duration_months} months" if self.duration_months else ""),
            ("Hours each week", f"About {self.hours_per_week} hours" if self.hours_per_week else ""),
            ("Where the work is", self.employer),
            ("College or school", self.education_provider),
            ("Job coach", "A trained job coach helps you" if self.job_coach else ""),
            (
                "Access to Work",
                "They help you ask for money for travel and help at work" if self.access_to_work else "",
            ),
            ("No EHC plan?", f"There is a trial for people with no plan: {pilot}" if pilot else ""),
        )

    def save(self, *args: object, **kwargs: object) -> None:
        self.ehcp = "required"
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if bool(self.pilot_council) != bool(self.pilot_ends_on):
            raise ValidationError({"pilot_council": "A pilot needs the council's name and the last day."})


class VolunteeringPage(OpportunityPage):
    """Unpaid help for an organisation that is not for profit."""

    KIND = "volunteering"

    expenses_paid = models.BooleanField("we pay what it costs to come", null=True, blank=True)
    long_term = models.BooleanField("people can stay as long as they like", null=True, blank=True)
    not_for_profit = models.BooleanField("we are not for profit", null=True, blank=True)
    min_hours = models.PositiveSmallIntegerField("least hours each week", null=True, blank=True)
    under_16_confirmed = models.BooleanField("we keep the rules for people under 16", default=False)

    is_creatable = True
    page_description = "People give their time to help. They are not paid."
    edit_handler = volunteering_form
    parent_page_types: ClassVar[list[str]] = ["opportunities.ProviderPage"]
    template = "opportunities/volunteering_page.html"

    class Meta:
        verbose_name = "volunteering role"
        constraints = [between("volunteering", "min_hours", 0, 60)]

    @property
    def kind_facts(self) -> list[tuple[str, str]]:
        return known(
            ("How long", "You can stay as long as you like" if self.long_term else ""),
            ("Least hours each week", str(self.min_hours) if self.min_hours else ""),
            ("Travel and food", "They pay what it costs you to come" if self.expenses_paid else ""),
            ("Under 16", "They keep the rules for people under 16" if self.under_16_confirmed else ""),
        )


STAYING = {True: "You stay there overnight", False: "You go home each day", None: ""}


class UniBridgePage(OpportunityPage):
    """From college to university: a visit, a summer school, a mentor, a taster."""

    KIND = "uni-bridge"

    university = models.CharField(max_length=160, blank=True)
    colleges = models.JSONField(default=list, blank=True, validators=[lines(at_most=30, of_length=160)])
    entry_levels = models.JSONField(
        "levels it is for", default=list, blank=True, validators=[lines(at_most=10, of_length=80)]
    )
    residential = models.BooleanField("people stay overnight", null=True, blank=True)
    disability_team_contact = models.CharField(max_length=240, blank=True)

    is_creatable = True
    page_description = "A visit, a summer school, a mentor or a taster, from college to university."
    edit_handler = uni_bridge_form
    parent_page_types: ClassVar[list[str]] = ["opportunities.ProviderPage"]
    template = "opportunities/uni_bridge_page.html"

    class Meta:
        verbose_name = "college to university scheme"

    @property
    def kind_facts(self) -> list[tuple[str, str]]:
        return known(
            ("University", self.university),
            ("For students of", ", ".join(self.colleges)),
            ("Levels", ", ".join(self.entry_levels)),
            ("Staying overnight", STAYING[self.residential]),
            ("Disability team", self.disability_team_contact),
        )


CLASSES: dict[str, type[OpportunityPage]] = {
    page.KIND: page for page in (ActivityPage, SupportedInternshipPage, VolunteeringPage, UniBridgePage)
}
