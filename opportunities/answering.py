"""A question that came through us, answered by somebody of the provider who is signed in."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext

from matching.vocabulary import NEEDS
from opportunities import clock
from opportunities.links import writes_for
from opportunities.models import AccessQuestion
from opportunities.questions import AnsweredError, NotAnAnswerError, answer_question, answers_to
from opportunities.views.answer import NoteForm


def answer(request: HttpRequest, question_id: int) -> HttpResponse:
    """One question on a page of its own, with room for a note. Its answers can be pressed on the first page of the admin too."""
    questions = AccessQuestion.objects.select_related("opportunity__provider")
    question = get_object_or_404(questions, pk=question_id)
    if not writes_for(request.user, question.opportunity.provider_id):
        raise PermissionDenied
    form = NoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            how = answer_question(
                question=question,
                answer=request.POST.get("answer", ""),
                note=form.cleaned_data["note"],
                by=request.user,
                today=clock.today(),
            )
        except NotAnAnswerError:
            form.add_error(None, gettext("Press one of the answers."))
        except AnsweredError:
            messages.success(request, gettext("Somebody was quicker. It has an answer already."))
            return redirect("wagtailadmin_home")
        else:
            shown = gettext("Thank you. People see your answer now.")
            waits = gettext("Thank you. A moderator looks at your answer first. Then people see it.")
            messages.success(request, waits if how == "waits" else shown)
            return redirect("wagtailadmin_home")
    need = NEEDS[question.need]
    context = {
        "question": question,
        "asks": gettext(need.question),
        "about": gettext(need.about) if need.about else "",
        "says": gettext(need.provider_says),
        "answers": answers_to(question.need),
        "waits": need.safety_critical,
        "form": form,
    }
    return TemplateResponse(request, "opportunities/admin/answer.html", context)


ADDRESSES = [path("questions/<int:question_id>/", answer, name="answer_question")]
