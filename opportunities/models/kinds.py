"""The four kinds, each with what it alone has."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from opportunities.language import day, number
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
    page_description = _("A club, a group, a taster or a trip. Something to do with others or alone.")
    edit_handler = activity_form
    parent_page_types: ClassVar[list[str]] = ["opportunities.ProviderPage"]
    template = "opportunities/activity_page.html"

    class Meta:
        verbose_name = _("thing to do")


class SupportedInternshipPage(OpportunityPage):
    """A course of 6 to 12 months, mostly in a workplace, with a job coach; for people of 16 to 24 with an EHC plan."""

    KIND = "supported-internship"

    education_provider = models.CharField(_("college or school it is with"), max_length=160, blank=True)
    duration_months = models.PositiveSmallIntegerField(_("length in months"), null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(_("hours each week"), null=True, blank=True)
    # Empty where an imported file does not say: what is not known is neither yes nor no. The same for the kinds below.
    job_coach = models.BooleanField(_("there is a trained job coach"), null=True, blank=True, default=True)
    employer = models.CharField(_("where the work is"), max_length=160, blank=True)
    access_to_work = models.BooleanField(_("we help people apply to Access to Work"), null=True, blank=True)
    pilot_council = models.CharField(
        _("council with a pilot for people with no EHC plan"), max_length=120, blank=True
    )
    pilot_ends_on = models.DateField(_("last day of the pilot"), null=True, blank=True)

    is_creatable = True
    page_description = _(
        "A course of 6 to 12 months in a real workplace, with a job coach. It is for people with an EHC plan."
    )
    edit_handler = internship_form
    parent_page_types: ClassVar[list[str]] = ["opportunities.ProviderPage"]
    template = "opportunities/supported_internship_page.html"

    class Meta:
        verbose_name = _("supported internship")
        constraints = [
            between("internship", "duration_months", 6, 12),
            between("internship", "hours_per_week", 1, 60),
            models.CheckConstraint(
                condition=Q(job_coach=True) | Q(job_coach__isnull=True),
                name="internship_has_a_job_coach",
                violation_error_message=_("A supported internship has a trained job coach."),
            ),
            models.CheckConstraint(
                condition=Q(pilot_council="", pilot_ends_on__isnull=True)
                | (~Q(pilot_council="") & Q(pilot_ends_on__isnull=False)),
                name="internship_pilot_is_whole",
                violation_error_message=_("A pilot needs the council's name and the last day."),
            ),
        ]

    @property
    def kind_facts(self) -> list[tuple[str, str]]:
        months, hours = self.duration_months or 0, self.hours_per_week or 0
        pilot = {"council": self.pilot_council, "day": day(self.pilot_ends_on)}
        return known(
            (
                gettext("How long"),
                ngettext("%(count)s month", "%(count)s months", months) % {"count": number(months)}
                if months
                else "",
            ),
            (
                gettext("Hours each week"),
                ngettext("About %(count)s hour", "About %(count)s hours", hours) % {"count": number(hours)}
                if hours
                else "",
            ),
            (gettext("Where the work is"), self.employer),
            (gettext("College or school"), self.education_provider),
            (gettext("Job coach"), gettext("A trained job coach helps you") if self.job_coach else ""),
            (
                gettext("Access to Work"),
                gettext("They help you ask for money for travel and help at work")
                if self.access_to_work
                else "",
            ),
            (
                gettext("No EHC plan?"),
                gettext("There is a trial for people with no plan: %(council)s, until %(day)s") % pilot
                if self.pilot_council
                else "",
            ),
        )

    def save(self, *args: object, **kwargs: object) -> None:
        self.ehcp = "required"
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if bool(self.pilot_council) != bool(self.pilot_ends_on):
            raise ValidationError({"pilot_council": _("A pilot needs the council's name and the last day.")})


class VolunteeringPage(OpportunityPage):
    """Unpaid help for an organisation that is not for profit."""

    KIND = "volunteering"

    expenses_paid = models.BooleanField(_("we pay what it costs to come"), null=True, blank=True)
    long_term = models.BooleanField(_("people can stay as long as they like"), null=True, blank=True)
    not_for_profit = models.BooleanField(_("we are not for profit"), null=True, blank=True)
    min_hours = models.PositiveSmallIntegerField(_("least hours each week"), null=True, blank=True)
    under_16_confirmed = models.BooleanField(_("we keep the rules for people under 16"), default=False)

    is_creatable = True
    page_description = _("People give their time to help. They are not paid.")
    edit_handler = volunteering_form
    parent_page_types: ClassVar[list[str]] = ["opportunities.ProviderPage"]
    template = "opportunities/volunteering_page.html"

    class Meta:
        verbose_name = _("volunteering role")
        constraints = [between("volunteering", "min_hours", 0, 60)]

    @property
    def kind_facts(self) -> list[tuple[str, str]]:
        return known(
            (gettext("How long"), gettext("You can stay as long as you like") if self.long_term else ""),
            (gettext("Least hours each week"), number(self.min_hours) if self.min_hours else ""),
            (
                gettext("Travel and food"),
                gettext("They pay what it costs you to come") if self.expenses_paid else "",
            ),
            (
                gettext("Under 16"),
                gettext("They keep the rules for people under 16") if self.under_16_confirmed else "",
            ),
        )


STAYING = {True: _("You stay there overnight"), False: _("You go home each day"), None: ""}


class UniBridgePage(OpportunityPage):
    """From college to university: a visit, a summer school, a mentor, a taster."""

    KIND = "uni-bridge"

    university = models.CharField(max_length=160, blank=True)
    colleges = models.JSONField(default=list, blank=True, validators=[lines(at_most=30, of_length=160)])
    entry_levels = models.JSONField(
        _("levels it is for"), default=list, blank=True, validators=[lines(at_most=10, of_length=80)]
    )
    residential = models.BooleanField(_("people stay overnight"), null=True, blank=True)
    disability_team_contact = models.CharField(max_length=240, blank=True)

    is_creatable = True
    page_description = _("A visit, a summer school, a mentor or a taster, from college to university.")
    edit_handler = uni_bridge_form
    parent_page_types: ClassVar[list[str]] = ["opportunities.ProviderPage"]
    template = "opportunities/uni_bridge_page.html"

    class Meta:
        verbose_name = _("college to university scheme")

    @property
    def kind_facts(self) -> list[tuple[str, str]]:
        return known(
            (gettext("University"), self.university),
            (gettext("For students of"), ", ".join(self.colleges)),
            (gettext("Levels"), ", ".join(self.entry_levels)),
            (gettext("Staying overnight"), str(STAYING[self.residential])),
            (gettext("Disability team"), self.disability_team_contact),
        )


CLASSES: dict[str, type[OpportunityPage]] = {
    page.KIND: page for page in (ActivityPage, SupportedInternshipPage, VolunteeringPage, UniBridgePage)
}
