"""One press that changes one answer, so that more fits."""

from __future__ import annotations

from django.http import QueryDict

from profiles.answers import KEYS, Answers

NUMBERS = ("max_miles", "max_cost")
CHOICES = ("kinds", "times", "not_interests", "modes")
WHAT_CHANGED = {
    "max_miles": "how far to go",
    "max_cost": "what it may cost",
    "kinds": "what to look for",
    "times": "the days and times",
    "not_interests": "what to leave out",
    "modes": "how to get there",
}


class NotAChange(ValueError):  # noqa: N818 (said of what was sent)
    """What was sent is none of the changes that a press can make."""


def changed(answers: Answers, sent: QueryDict) -> Answers:
    """The answers with the one field that was sent changed. A number that is left empty is no limit; no keys are any."""
    field = sent.get("field", "")
    if field in NUMBERS:
        return answers.change(**{field: _number(sent.get("value", ""))})
    if field in CHOICES:
        keys = tuple(sent.getlist("value"))
        if not set(keys) <= set(KEYS[field]):
            raise NotAChange(field)
        return answers.change(**{field: keys})
    raise NotAChange(field)


def _number(text: str) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        raise NotAChange(text) from None
    if not 0 <= number <= 1000:
        raise NotAChange(text)
    return number
