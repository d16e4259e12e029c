"""What questions and filters are made of: cards to pick from, a need as a field, and numbers as words for a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from matching.vocabulary import NEEDS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ROW = "profiles/fields/choice_row.html"
FOLD = "profiles/fields/fold.html"

# What can matter most, by the keys of `matching.scoring.MATTERS`.
WHAT_MATTERS: dict[str, StrOrPromise] = {
    "like": gettext_lazy("What I like"),
    "near": gettext_lazy("It is near"),
    "support": gettext_lazy("The help I need is there"),
    "quiet": gettext_lazy("It is quiet"),
    "age": gettext_lazy("People my age"),
    "small": gettext_lazy("A small group"),
    "regular": gettext_lazy("It is on every week"),
    "free": gettext_lazy("It is free"),
}
WHAT_MATTERS_THEIRS: dict[str, StrOrPromise] = WHAT_MATTERS | {
    "like": gettext_lazy("What they like"),
    "support": gettext_lazy("The help they need is there"),
    "age": gettext_lazy("People their age"),
}
WHAT_MATTERS_SYMBOLS = {
    "like": "heart",
    "near": "place",
    "support": "side",
    "quiet": "quiet",
    "age": "same-age",
    "small": "people-few",
    "regular": "calendar",
    "free": "free",
}


class Cards(forms.CheckboxSelectMultiple):
    """Pick some. `symbols` and `hints` go beside each choice (cms/form_renderer.py)."""

    def __init__(
        self, *, symbols: Mapping[str, str] | None = None, hints: Mapping[str, StrOrPromise] | None = None
    ) -> None:
        super().__init__()
        self.symbols, self.hints = symbols or {}, hints or {}


class OneCard(forms.RadioSelect):
    """Pick one, likewise."""

    def __init__(
        self, *, symbols: Mapping[str, str] | None = None, hints: Mapping[str, StrOrPromise] | None = None
    ) -> None:
        super().__init__()
        self.symbols, self.hints = symbols or {}, hints or {}


def number(value: float | None) -> str:
    """A number as a choice's value: "5", "3.5", and "" for none."""
    return "" if value is None else f"{value:g}"


def miles_words(value: float) -> str:
    """1 mile, 8 miles."""
    counted = int(value) if value == int(value) else 2  # grammars know no half
    return ngettext("%(count)s mile", "%(count)s miles", counted) % {"count": number_format(number(value))}


def pounds_words(value: float) -> str:
    """£5, £3.50."""
    return gettext("£%(pounds)s") % {"pounds": number_format(value, 0 if value == int(value) else 2)}


def most_to_pay(value: float) -> str:
    """Up to £5 each time, Free things only."""
    if not value:
        return gettext("Free things only")
    return gettext("Up to %(price)s each time") % {"price": pounds_words(value)}


def named(choices: Mapping[str, str]) -> list[tuple[str, StrOrPromise]]:
    """Choices of the vocabulary, in the reader's language."""
    return [(key, gettext_lazy(label)) for key, label in choices.items()]


def pick_some(
    label: StrOrPromise, choices: Sequence[tuple[str, StrOrPromise]], **options: Any
) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=options.pop("widget", None) or Cards(), **options
    )


def pick_one(
    label: StrOrPromise, choices: Sequence[tuple[str, StrOrPromise]], **options: Any
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=options.pop("widget", None) or OneCard(),
        **options,
    )


def need_field(key: str, *, supporting: bool) -> forms.ChoiceField:
    """One need: a must, a help, or neither, all three as easy to pick. Where the words do not name what "this" is, the hint does:
    "Steps are hard for me" has "We look for: No steps."."""
    need = NEEDS[key]
    short, i_say = gettext(need.short), gettext(need.i_say)
    if supporting:
        label, hint, ways = (
            short,
            gettext("They may say: %(words)s.") % {"words": i_say},
            (gettext("They must have this"), gettext("This would help"), gettext("They do not need it")),
        )
    else:
        named_already = short.casefold() in i_say.casefold()
        label, hint, ways = (
            i_say,
            "" if named_already else gettext("We look for: %(what)s.") % {"what": short},
            (gettext("I must have this"), gettext("This would help"), gettext("I do not need it")),
        )
    choices = list(zip(("must", "would_help", ""), ways, strict=True))
    return pick_one(label, choices, help_text=hint, template_name=ROW)
