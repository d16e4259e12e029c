"""The page on which a moderator sees what a provider sent, beside what everybody sees now, and decides."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.models import Page

from matching.vocabulary import NEEDS
from opportunities import clock, moderation_times
from opportunities.language import listed
from opportunities.look_forms import WordsForm
from opportunities.looks import ChangedSinceError, look
from opportunities.models import OpportunityPage, PlainReason, ProviderPage
from opportunities.moderation import SAFEGUARDING, is_safeguarding, new_promises
from opportunities.permissions import moderates
from opportunities.side_by_side import rows
from opportunities.versions import before_and_after


def listing_compare(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show what waits, with the reasons for two looks and who may decide; say yes, or send it back with words. ?reason= puts a ready
    reason into the words, to be changed before it is sent."""
    if not moderates(request.user):
        raise PermissionDenied
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, (OpportunityPage, ProviderPage)):
        raise Http404
    state = page.current_workflow_task_state
    may_decide = bool(state and state.task.specific.get_actions(page, request.user))
    form = WordsForm(request.POST or None, initial=_ready_reason(request))
    if request.method == "POST":
        if not may_decide:
            raise PermissionDenied
        if form.is_valid():
            return _decide(request, page, form)
    before, after = before_and_after(page)
    context = {
        "page": page,
        "before": before,
        "after": after,
        "rows": rows(before, after),
        "why_two": in_words(is_safeguarding(before, after), before, after),
        "state": state,
        "may_decide": may_decide,
        "form": form,
        "reasons": PlainReason.objects.all(),
    }
    if state is not None:
        sent_at = moderation_times.sent_at(state.workflow_state)
        due = moderation_times.due(sent_at)
        context |= {"sent_at": sent_at, "due": due, "overdue": due < clock.today()}
    return TemplateResponse(request, "opportunities/admin/compare.html", context)


def _decide(request: HttpRequest, page: Any, form: WordsForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        look(page=page, by=request.user, approve=said["yes"], words=said["comment"], version=said["version"])
    except ChangedSinceError:
        messages.error(request, gettext("It changed since you opened it. Here is what it says now."))
        return redirect("listing_compare", page.pk)
    page = page.specific_class.objects.get(pk=page.pk)
    if not said["yes"]:
        told = gettext("“%(title)s” went back. We wrote to the provider.")
    elif page.workflow_in_progress:
        told = gettext("“%(title)s” waits for a second moderator now.")
    else:
        told = gettext("“%(title)s” is on the site. We wrote to the provider.")
    messages.success(request, told % {"title": page.draft_title})
    return redirect("wagtailadmin_home")


def _ready_reason(request: HttpRequest) -> dict[str, str]:
    key = request.GET.get("reason", "")
    reason = PlainReason.objects.filter(pk=key).first() if key.isdigit() else None
    return {"comment": reason.text} if reason else {}


def in_words(reasons: list[str], before: Any | None, after: Any) -> list[str]:
    """Why two people must look, a sentence for each reason."""
    needs = listed(gettext(NEEDS[need].short) for need in new_promises(before, after)) if reasons else ""
    return [str(SAFEGUARDING[reason]) % {"needs": needs} for reason in reasons]


class CompareButton(PageMenuItem):
    label = _("What changed")
    icon_name = "history"
    url_name = "listing_compare"
    priority = 35

    def is_shown(self, user: Any) -> bool:
        page = self.page.specific_deferred
        return isinstance(page, (OpportunityPage, ProviderPage)) and moderates(user)
