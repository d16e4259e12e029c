"""Words, numbers, money, miles and dates in the reader's language."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from matching.messages import Message, Pence, Value
from matching.types import Caution, OpenUp, Question, Reason
from opportunities.somebody_else import of_them

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Patterns are few and come often. What is turned here never holds anything that a person typed.
_of_them = cache(of_them)


def said(thing: Reason | Caution | Question | OpenUp, *, them: bool = False) -> str:
    """What matching says, in the reader's language; `them`: it is about somebody whom the reader helps.

    English is turned from "you" to "they" before it is translated: "They like {interest}." is a message of its own."""
    return _in_words(thing.message, _of_them if them else str)


def _in_words(message: Message, turned: Callable[[str], str]) -> str:
    if message.plural:
        pattern = ngettext(turned(message.pattern), turned(message.plural), message.number)
    else:
        pattern = gettext(turned(message.pattern))
    if not message.values:
        return pattern
    return pattern.format(**{name: _value_in_words(value, turned) for name, value in message.values})


def _value_in_words(value: Value, turned: Callable[[str], str]) -> str:
    if isinstance(value, Message):
        return _in_words(value, turned)
    if isinstance(value, Pence):
        return money(value)
    return value if isinstance(value, str) else number(value)


def in_words(labels: Mapping[str, str]) -> dict[str, StrOrPromise]:
    """Labels of the vocabulary, each to be said in the language of whoever will read it."""
    return {key: gettext_lazy(label) for key, label in labels.items()}


def listed(names: Iterable[object]) -> str:
    """Names one after the other, with the comma of the language between them."""
    return pgettext("between two names in a list", ", ").join(map(str, names))


def number(value: float) -> str:
    """A number as the language writes it: 3, 3.5."""
    return formats.number_format(int(value) if value == int(value) else value)


def money(pence: int) -> str:
    """£3.50, or £4."""
    pounds, rest = divmod(pence, 100)
    amount = formats.number_format(pence / 100, 2) if rest else formats.number_format(pounds)
    return gettext("£%(amount)s") % {"amount": amount}


def distance(miles: float) -> str:
    """1 mile, 8 miles, 2.5 miles."""
    count = int(miles) if miles == int(miles) else max(2, math.ceil(miles))
    return ngettext("%(count)s mile", "%(count)s miles", count) % {"count": number(miles)}


def day(value: date | None) -> str:
    """A date in words: 2 November 2026. Empty for none."""
    return formats.date_format(value, "DATE_FORMAT") if value else ""
