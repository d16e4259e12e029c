"""One thing as a card: everything that the template shows, in words, in the order in which it shows them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from matching.places import miles as miles_between
from matching.types import NeedAnswer, Reason, Suggestion
from matching.vocabulary import INTEREST_GROUPS, INTERESTS, NEEDS, PATTERNS
from opportunities.language import listed, said
from opportunities.models import OpportunityPage
from opportunities.questions import Questions
from profiles.answers import Answers
from profiles.on_map import Spot, spot_of
from profiles.spoken import whole_groups

MOST_IN_A_LINE = 45
# What a card is made of: a page has three times as many columns.
COLUMNS = (
    "id", "title", "url_path", "public_id", "kind", "summary", "format", "lat", "lng", "age_min", "age_max", "times", "pattern",
    "pence", "per", "supporter_free", "other_cost", "places_state", "places_left", "places_updated_on", "checked_on", "checked_by",
    "freshness", "place_name", "address", "postcode",
)  # fmt: skip
ANSWERS = {
    "yes": gettext_lazy("Yes"),
    "can_arrange": gettext_lazy("Can be arranged"),
    "not_known": gettext_lazy("We do not know"),
    "no": gettext_lazy("No"),
}  # best first


@dataclass(frozen=True, slots=True)
class NeedLine:
    """The needs of mine that have one answer: "yes", "can_arrange", "not_known" or "no", and how that is said."""

    answer: str
    says: str
    names: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A thing on offer, for one reader. Empty text is not shown. `place`: where it stands in its list, as "fit-3". `line` says what it is in one line. `lacks` is what would help
    and is not there, `cautions` what else to know; `to_ask` holds the questions, `message` the words to send. `asks`: the need
    that each question is about, "" where it is about none. `questions`: what it was asked through us."""

    id: int
    url: str
    title: str
    kind: str
    kind_label: str
    line: str
    place: str
    saved: bool
    needs: tuple[NeedLine, ...] = ()
    when: str = ""
    far: str = ""
    cost: str = ""
    ages: str = ""
    room: str = ""
    checked: str = ""
    spot: Spot | None = None
    reasons: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    to_ask: tuple[str, ...] = ()
    message: str = ""
    asks: tuple[str, ...] = ()
    questions: Questions | None = None

    @property
    def each_to_ask(self) -> tuple[tuple[str, str], ...]:
        """Each question with the need that it is about."""
        return tuple(zip_longest(self.to_ask, self.asks, fillvalue=""))

    @property
    def hiding(self) -> str:
        """What a form sends to hide it: which it is, and where it stood."""
        return f"{self.id},{self.place}"


def card_for(
    page: OpportunityPage,
    answers: Answers,
    *,
    place: str = "",
    found: Suggestion | None = None,
    needs: Iterable[NeedAnswer] = (),
    asked: Questions | None = None,
) -> Card:
    """The card of a page. With `found` and `needs` it says why it fits these answers; without, it is the same for everybody but
    for how far it is and whether it is on the list. `asked`: what it was asked through us."""
    them = bool(answers.supporting)
    cautions = found.cautions if found else ()
    questions = questions_of(found, answers)
    return Card(
        id=page.pk,
        url=page.url or "",
        title=page.title,
        kind=page.kind,
        kind_label=page.kind_label,
        line=one_line(page.summary),
        place=place,
        saved=page.pk in answers.saved,
        needs=need_lines(needs),
        when=when_words(page),
        far=far_words(found.miles if found and answers.outcode else miles_to(page, answers), page.format),
        cost=page.cost_text,
        ages=page.ages_text,
        room=page.room_text,
        checked=page.checked_text,
        spot=None if any(one.code == "join_online" for one in cautions) else spot_of(page),
        reasons=tuple(dict.fromkeys(because(reason, answers) for reason in found.reasons)) if found else (),
        lacks=tuple(said(one, them=them) for one in cautions if one.code == "has_not"),
        cautions=tuple(said(one, them=them) for one in cautions if one.code != "has_not"),
        to_ask=questions,
        message=message_for(page.title, questions, answers),
        asks=tuple(one.need or "" for one in found.to_ask) if found else (),
        questions=asked,
    )


def one_line(summary: str) -> str:
    """The first sentence, where there are more and they do not fit into a line or two."""
    first = re.match(r".*?\w{3}[.!?](?=\s)", summary)  # "St. Helens" ends no sentence
    return first[0] if first and len(summary) > MOST_IN_A_LINE else summary


def because(reason: Reason, answers: Answers) -> str:
    """A reason in words. Who picked a whole group of interests did not say that they like each thing in it."""
    interest = INTERESTS.get(reason.key) if reason.code == "interest" else None
    if interest and interest.key not in answers.interests and interest.group in whole_groups(answers):
        picked = (
            gettext("They picked “%(group)s”.") if answers.supporting else gettext("You picked “%(group)s”.")
        )
        return picked % {"group": gettext(INTEREST_GROUPS[interest.group].label)}
    return said(reason, them=bool(answers.supporting))


def need_lines(needs: Iterable[NeedAnswer]) -> tuple[NeedLine, ...]:
    """My needs by their answer, best first; what does not apply here is left out."""
    by_answer: dict[str, list[str]] = {}
    for need in needs:
        by_answer.setdefault(need.answer, []).append(gettext(NEEDS[need.key].short))
    return tuple(
        NeedLine(key, str(says), listed(by_answer[key])) for key, says in ANSWERS.items() if key in by_answer
    )


def when_words(page: OpportunityPage) -> str:
    """The days and how often: "Saturday morning. Every week"."""
    how_often = gettext(PATTERNS[page.pattern]) if page.pattern in PATTERNS else ""
    return ". ".join(part for part in (page.times_text, how_often) if part)


def miles_to(page: OpportunityPage, answers: Answers) -> float | None:
    """Miles over the ground from the middle of my district; None where either is not known or it is online."""
    if (
        answers.lat is None
        or answers.lng is None
        or page.lat is None
        or page.lng is None
        or page.format == "online"
    ):
        return None
    return miles_between((answers.lat, answers.lng), (page.lat, page.lng))


def far_words(miles: float | None, format: str) -> str:
    """Whole miles, rounded up, so that nothing is farther than it says."""
    if format == "online":
        return gettext("You join from home")
    if miles is None:
        return ""
    whole = max(1, math.ceil(round(miles, 1)))
    if format == "both":
        away = ngettext(
            "About %(count)s mile away, or join from home",
            "About %(count)s miles away, or join from home",
            whole,
        )
    else:
        away = ngettext("About %(count)s mile away", "About %(count)s miles away", whole)
    return away % {"count": number_format(whole)}


def questions_of(found: Suggestion | None, answers: Answers) -> tuple[str, ...]:
    """What to ask first."""
    return tuple(said(one, them=bool(answers.supporting)) for one in found.to_ask) if found else ()


def message_for(title: str, questions: Iterable[str], answers: Answers) -> str:
    """Words to send to whoever runs it."""
    asked = " ".join(questions)
    if not asked:
        return ""
    if answers.supporting:
        message = gettext(
            "Hello. I help someone who may want to join “%(title)s”. I have a question. %(questions)s Thank you."
        )
    else:
        message = gettext(
            "Hello. I may want to join “%(title)s”. I have a question. %(questions)s Thank you."
        )
    return message % {"title": title, "questions": asked}
