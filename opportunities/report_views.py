"""The moderators' page of what people told us about one listing. What they wrote is shown here and nowhere else."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.menus.pages import PageMenuItem

from opportunities import clock
from opportunities.models import OpportunityPage
from opportunities.permissions import moderates
from opportunities.reports import handle_report, pause, resume


class NoteForm(forms.Form):
    note = forms.CharField(max_length=1000, required=False)


def listing_reports(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what people told us about a listing. Take it off the site, put it back, or close what they told us."""
    if not moderates(request.user):
        raise PermissionDenied
    page = get_object_or_404(OpportunityPage.objects.select_related("provider"), pk=page_id)
    if request.method == "POST":
        messages.success(request, _act(request, page) % {"title": page.title})
        return redirect(request.path)
    told = page.reports.select_related("by", "handled_by").order_by("-made_at", "-id")
    context = {
        "page": page,
        "new": [report for report in told if report.state == "new"],
        "old": [report for report in told if report.state != "new"],
    }
    return TemplateResponse(request, "opportunities/admin/reports.html", context)


def _act(request: HttpRequest, page: OpportunityPage) -> str:
    now, by = clock.now(), request.user
    if "pause" in request.POST:
        pause(opportunity=page, by=by, now=now)
        return gettext("“%(title)s” is off the site. We wrote to the provider.")
    if "resume" in request.POST:
        resume(opportunity=page, by=by, now=now)
        return gettext("“%(title)s” is on the site again. We wrote to the provider.")
    upheld = "upheld" in request.POST
    number = request.POST.get("upheld" if upheld else "dismissed", "")
    report = get_object_or_404(page.reports, pk=int(number) if number.isdigit() else 0)
    form = NoteForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    handle_report(report=report, upheld=upheld, note=note, by=by, now=now)
    return gettext("What you were told about “%(title)s” is closed.")


class ReportsButton(PageMenuItem):
    label = _("What people told us")
    icon_name = "warning"
    url_name = "listing_reports"
    priority = 45

    def is_shown(self, user: object) -> bool:
        return isinstance(self.page.specific_deferred, OpportunityPage) and moderates(user)
