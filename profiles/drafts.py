"""What was sent and could not be read goes back to the device, and the page is fetched anew: Back then never asks to send a form
again, and nothing that somebody wrote is lost."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from django.forms import Form
from django.http import QueryDict

from profiles.answers import MOST_WORDS, Answers

MOST_LETTERS = MOST_WORDS + 100
MOST_VALUES = 40


def put(answers: Answers, page: str, form: Form) -> Answers:
    """The answers with what this form was sent, for its page. Only what a person can send by its fields is kept."""
    sent = form.data
    kept = {
        name: [str(value)[:MOST_LETTERS] for value in sent.getlist(name)[:MOST_VALUES]]
        for name in form.fields
        if isinstance(sent, QueryDict) and name in sent
    }
    return replace(answers, draft=MappingProxyType({page: kept}))


def take(answers: Answers, page: str) -> QueryDict | None:
    """What this page was sent and could not read, if it was the last to be sent something."""
    if page not in answers.draft:
        return None
    data = QueryDict(mutable=True)
    for name, values in answers.draft[page].items():
        data.setlist(name, list(values))
    return data
