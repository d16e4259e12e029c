"""One press that changes an answer or two, so that more fits."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from profiles.answers import KEYS, MOST_HIDDEN, Answers

NUMBERS = ("max_miles", "max_cost")
CHOICES = ("kinds", "times", "not_interests", "modes")
WHAT_CHANGED = {
    "max_miles": _("We changed how far to go."),
    "max_cost": _("We changed what it may cost."),
    "kinds": _("We changed what to look for."),
    "times": _("We changed the days and times."),
    "not_interests": _("We changed what to leave out."),
    "modes": _("We changed how to get there."),
}


class NotAChange(ValueError):  # noqa: N818 (said of what was sent)
    """What was sent is none of the changes that a press can make."""


def what_changed(answers: Answers, titles: Mapping[int, str]) -> str:
    """What the last press changed, in words; "" for nothing that a page of results tells. `titles` are those of what is hidden."""
    if "hidden" in answers.undo:
        before = answers.undo["hidden"]
        if len(before) > len(answers.hidden):
            return gettext("You brought things back. They are in your results again.")
        title = titles.get(answers.hidden[0], "") if answers.hidden else ""
        return gettext("You hid “%(title)s”.") % {"title": title}
    return " ".join(str(WHAT_CHANGED[name]) for name in answers.undo if name in WHAT_CHANGED)


def hide(answers: Answers, thing: int) -> Answers:
    """With this thing "not for me", and a way back. The ones hidden longest ago go when there are too many."""
    others = (one for one in answers.hidden if one != thing)
    return answers.change(hidden=(thing, *others)[:MOST_HIDDEN])


def bring_back(answers: Answers, thing: int | None) -> Answers:
    """With this thing, or with None all of them, in the results again; and a way back."""
    return answers.change(hidden=tuple(one for one in answers.hidden if thing is not None and one != thing))


def changed(answers: Answers, sent: QueryDict) -> Answers:
    """The answers with each field that was sent changed, to the values sent under its name. A number that is left empty is no limit;
    no keys are any."""
    fields = sent.getlist("field")
    if not fields:
        raise NotAChange("")
    return answers.change(**{field: _value(field, sent) for field in fields})


def _value(field: str, sent: QueryDict) -> float | tuple[str, ...] | None:
    if field in NUMBERS:
        return _number(sent.get(field, ""))
    keys = tuple(sent.getlist(field))
    if field not in CHOICES or not set(keys) <= set(KEYS[field]):
        raise NotAChange(field)
    return keys


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
