"""Questions that people ask a provider through us: what a page shows of them."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext

from matching.vocabulary import NEEDS
from opportunities.models import OpportunityPage
from opportunities.questions import Questions, questions_about

register = template.Library()
FORM = "ask"


@register.simple_tag
def questions_of(page: OpportunityPage) -> Questions:
    """What this listing was asked, and can be asked: {% questions_of page as questions %}."""
    return questions_about([page.pk]).get(page.pk, Questions())


@register.inclusion_tag("components/ask_this.html")
def ask_this(
    questions: Questions | str | None, listing: int, need: str, more: str, place: str, number: int
) -> dict[str, Any]:
    """The button "Ask this for me" for one need, or since when it is asked. `more`: words that only a screen reader says. `place`
    and `number`: the id that a press comes back to, "row-3". Nothing where the page does not know of questions."""
    known = questions if isinstance(questions, Questions) else Questions()
    id = f"{place}-{number}"
    return {
        "day": known.asked.get(need),
        "answered": need in known.answered,
        "can_ask": need in known.can_ask,
        "about": f"{listing},{need},{id}",
        "more": more,
        "place": id,
        "form": FORM,
    }


@register.inclusion_tag("components/ask_form.html", takes_context=True)
def ask_form(context: template.Context) -> dict[str, Any]:
    """The form that all buttons of a page send, once on the page."""
    request = context.get("request")
    return {
        "form": FORM,
        "next": request.get_full_path() if request else "",
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def question(need: str) -> str:
    """What people ask about a need."""
    return gettext(NEEDS[need].question)
