"""A provider answers a question that came through us, from the link in a letter. It works without signing in, and once."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from matching.vocabulary import NEEDS
from opportunities import clock, links
from opportunities.models import AccessQuestion
from opportunities.questions import (
    AnsweredError,
    NotAnAnswerError,
    answer_question,
    answers_to,
    open_questions,
)
from opportunities.views.refused import refused


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Do you want to add something?"),
        help_text=_("A moderator reads this before others can."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question; take the answer. What opens links by itself changes nothing."""
    try:
        linked = links.read("answer", token)
    except links.LinkError as error:
        return refused(request, error)
    question = AccessQuestion.objects.filter(opportunity=linked.opportunity, pk=linked.about).first()
    if question is None:
        return refused(request, links.LinkError())
    form = NoteForm(request.POST if request.method == "POST" else None)
    still_open = {one.pk: one for one in open_questions([linked.opportunity])}
    if request.method == "POST" and form.is_valid():
        try:
            answer_question(
                question=question,
                answer=request.POST.get("answer", ""),
                note=form.cleaned_data["note"],
                by=linked.user,
                today=clock.today(),
            )
        except NotAnAnswerError:
            form.add_error(None, gettext("Press one of the answers."))
        except AnsweredError:
            return redirect(request.path)
        else:
            return redirect(request.path)
    need = NEEDS[question.need]
    others = [one for pk, one in still_open.items() if pk != question.pk]
    context = {
        "question": question,
        "page": linked.opportunity,
        "asks": gettext(need.question),
        "about": gettext(need.about) if need.about else "",
        "says": gettext(need.provider_says),
        "waits": need.safety_critical,
        "answers": answers_to(question.need),
        "form": form,
        "is_open": question.pk in still_open,
        "next": links.address(
            "answer",
            opportunity_id=linked.opportunity.pk,
            user_id=linked.user.pk,
            about=str(others[0].pk),
        )
        if others
        else "",
        "left": len(others),
    }
    return render(request, "opportunities/answer.html", context)
