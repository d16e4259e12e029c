"""What helps while somebody writes a listing: what is still missing, what to answer next, and which sentence to shorten.

It is worked out from the form alone, as it is at that moment; nothing is kept, and nothing of anybody else's is read but
the one count of what young people near there ask for, which says nothing under ten people (`demand.py`)."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from matching.vocabulary import NEEDS
from opportunities import places, readability
from opportunities.access_form import NOT_SURE, answer_name, asked_of
from opportunities.language import listed
from opportunities.ready import missing


@dataclass(frozen=True, slots=True)
class Help:
    """`left`: the field and what to do about it, for all that must be there before it is sent. `next_need`: the access question
    to answer next, in the provider's voice (`next_says`). `reads`: how hard the words are; "" while there are none."""

    left: list[tuple[str, str]]
    answered: int
    asked: int
    next_need: str
    next_says: str
    is_most_asked: bool
    reads: str
    shorten: str
    shorten_says: str

    @property
    def next_field(self) -> str:
        return answer_name(self.next_need)


def help_for(page: Any, today: date) -> Help:
    """The help for a listing as it is written now. `page` need not be kept, or complete."""
    asked = asked_of(page.kind or page.KIND, page.format)
    given = {key for key in asked if page.access.get(key, NOT_SURE) != NOT_SURE}
    open_ones = [key for key in asked if key not in given]
    most_asked = _most_asked(page.postcode, open_ones, today)
    need = most_asked or first_to_answer(open_ones)
    reads, shorten, shorten_says = _words(page)
    return Help(
        left=list(_left(page).items()),
        answered=len(given),
        asked=len(asked),
        next_need=need,
        next_says=gettext(NEEDS[need].provider_says) if need else "",
        is_most_asked=bool(most_asked),
        reads=reads,
        shorten=shorten,
        shorten_says=shorten_says,
    )


def _left(page: Any) -> dict[str, str]:
    needed = {
        "title": gettext("Give it a name."),
        "summary": gettext("Say in one or two sentences what it is."),
    }
    problems = missing(page)
    if page.joining == "referral-needed" and not page.referral_by:
        problems["referral_by"] = gettext("Say who must refer people.")
    return {field: says for field, says in needed.items() if not getattr(page, field)} | problems


def first_to_answer(needs: Collection[str]) -> str:
    """Where nobody knows what is asked for most: what nobody should find out on the day first, then the vocabulary's order."""
    ordered = sorted(needs, key=lambda key: (not NEEDS[key].safety_critical, NEEDS[key].index))
    return ordered[0] if ordered else ""


def _most_asked(postcode: str, needs: Collection[str], today: date) -> str:
    """The need that most people around there ask for; "" where too few asked to say so."""
    from opportunities import demand  # here: its tables' classes are made with the form that this helps

    with suppress(places.PostcodeError):
        area = demand.area_of(places.parse_postcode(postcode or "").district)
        return demand.most_asked(area=area, needs=needs, month=today) or ""
    return ""


def _words(page: Any) -> tuple[str, str, str]:
    """How hard the words are, the sentence to shorten, and why."""
    said = [
        sentence
        for text in (page.summary or "", *page.what_happens)
        for sentence in readability.sentences(text)
        if readability.words(sentence)
    ]
    if not said:
        return "", "", ""
    grade = max(0.0, readability.grade(said))
    easy = grade <= readability.HIGHEST_GRADE
    numbers = {
        "grade": number_format(grade, decimal_pos=1),
        "aim": number_format(readability.HIGHEST_GRADE, decimal_pos=0),
    }
    reads = (
        gettext("They are easy to read (grade %(grade)s).")
        if easy
        else gettext("They are hard to read (grade %(grade)s). Aim for %(aim)s or less.")
    ) % numbers
    hard = readability.hardest(said)
    if hard is None:
        return reads, "", ""
    if hard.count > readability.MOST_WORDS:
        why = gettext("This sentence has %(count)s words. Can you make two of it?") % {"count": hard.count}
    elif hard.long_words:
        why = gettext("This sentence is the hardest. Is there a shorter word for %(words)s?") % {
            "words": listed(f"“{word}”" for word in hard.long_words[:3])
        }
    else:
        why = gettext("This sentence is the hardest. Can you say it in fewer words?")
    return reads, hard.sentence, why
