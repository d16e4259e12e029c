"""What a page shows of the reader's own: the save button, and their needs beside the answers."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from opportunities import clock
from opportunities.models import OpportunityPage
from opportunities.printing import Listed
from profiles.answers import NOTHING, Answers
from profiles.beside import beside, on_paper
from profiles.cards import Card

register = template.Library()


@register.inclusion_tag("components/save_button.html", takes_context=True)
def save_button(context: template.Context, thing: OpportunityPage | Card) -> dict[str, Any]:
    """A button that puts a thing on my list, or takes it off."""
    request = context.get("request")
    return {
        "action": reverse("profiles:save"),
        "id": thing.id,
        "title": thing.title,
        "saved": thing.id in _answers(context).saved,
        "next": request.get_full_path() if request else "",
    }


@register.inclusion_tag("profiles/my_needs.html", takes_context=True)
def my_needs(context: template.Context, page: OpportunityPage) -> dict[str, Any]:
    """My needs beside this thing's answers, how far it is, and what to know; a link to the questions before there are any. With
    `questions` in the page, what is not known can be asked."""
    answers = _answers(context)
    found = beside(page, answers, clock.today()) if answers.said_anything else None
    return {
        "beside": found,
        "supporting": answers.supporting,
        "page": page,
        "questions": context.get("questions"),
    }


@register.simple_tag(takes_context=True)
def my_needs_on_paper(context: template.Context, page: OpportunityPage) -> Listed:
    """My needs beside this thing's answers, in few words. Nothing in it before I said any."""
    answers = _answers(context)
    return on_paper(beside(page, answers, clock.today()).needs if answers.needs else ())


def _answers(context: template.Context) -> Answers:
    """None in a page that is made without a visitor's request, such as an editor's preview."""
    device = getattr(context.get("request"), "device", None)
    return device.read() if device else NOTHING
