"""Where anybody says that something about a listing is wrong."""

from __future__ import annotations

from typing import Any

from allauth.core.ratelimit import respond_429
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from opportunities import clock, moderation_times
from opportunities.language import day
from opportunities.models import OpportunityPage
from opportunities.models.moderation import REPORTS
from opportunities.reports import report as tell_moderators
from opportunities.views.pace import too_often

# A whole school may come from one address.
MOST_IN_AN_HOUR = 20


class ReportForm(forms.Form):
    """`text` may hold anything that somebody typed: it goes to moderators and to nobody else."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=list(REPORTS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Pick what is wrong.")},
    )
    text = forms.CharField(
        label=_("Do you want to say more?"),
        help_text=_("Please leave out names. Only our moderators read this."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def report(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask what is wrong with a public listing, and tell the moderators."""
    page = get_object_or_404(OpportunityPage.objects.public(), pk=page_id)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if too_often(request, "report", most=MOST_IN_AN_HOUR):
            return respond_429(request)
        reason = form.cleaned_data["reason"]
        by = request.user if request.user.is_authenticated else None
        tell_moderators(
            opportunity=page, reason=reason, text=form.cleaned_data["text"], by=by, now=clock.now()
        )
        return redirect("opportunities:reported", page.pk, reason)
    return render(
        request, "opportunities/report.html", {"form": form, "page": page, "answer_by": _answer_by()}
    )


def reported(request: HttpRequest, page_id: int, reason: str) -> HttpResponse:
    """Say what happens next, and to somebody with a worry about safety, who can be called now. The listing may be off the site by
    now, so it is not named."""
    if reason not in REPORTS:
        raise Http404
    page = get_object_or_404(OpportunityPage.objects.live().select_related("provider__assurance"), pk=page_id)
    context: dict[str, Any] = {"unsafe": reason == "unsafe", "answer_by": _answer_by()}
    if page.provider.is_public:
        context["concern_contact"] = getattr(getattr(page.provider, "assurance", None), "concern_contact", "")
    return render(request, "opportunities/reported.html", context)


def _answer_by() -> str:
    return day(moderation_times.due(clock.now()))
