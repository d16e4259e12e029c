"""The answers as words: to check them, and to see what was matched on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVar

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from matching.vocabulary import INTEREST_GROUPS, INTERESTS, KINDS, NEEDS, TRAVEL_MODES
from opportunities.language import listed
from opportunities.listing import times_in_words
from profiles import questions
from profiles.answers import Answers
from profiles.fields import WHAT_MATTERS, WHAT_MATTERS_THEIRS, miles_words, most_to_pay
from profiles.understood import read_words

MOST_NAMED = 2
PLAN = {"yes": _("Yes"), "no": _("No"), "not_sure": _("Not sure")}


@dataclass(frozen=True, slots=True)
class Row:
    """A question, what was answered ("" if nothing), and where to change it."""

    question: str
    answer: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """Some questions that belong together."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """A few words for one answer that things are matched on, and where to change it."""

    words: str
    url: str


def check_list(answers: Answers) -> tuple[Row, ...]:
    """Every question with its answer. The pages that go deeper into one are part of it."""
    return tuple(
        Row(step.title(answers), spoken(step.slug, answers), question_url(step.slug, "check"))
        for step in questions.steps_for(answers)
        if step.slug in MAIN_PAGES
    )


def check_parts(answers: Answers) -> tuple[Part, ...]:
    """The same in parts of three, each with a heading: a long list is hard to look through. The last part has the rest."""
    rows = iter(check_list(answers))
    return tuple(
        Part(str(them if answers.supporting else me), tuple(rows if last else islice(rows, 3)))
        for (me, them), last in zip(PARTS, (False, False, False, True), strict=True)
    )


def question_url(slug: str, came_from: str) -> str:
    return f"{reverse('profiles:question', args=[slug])}?from={came_from}"


def spoken(slug: str, answers: Answers) -> str:
    """What was answered to a question, in full; "" for nothing."""
    match slug:
        case "who":
            return {None: "", False: gettext("Me"), True: gettext("Someone I help")}[answers.supporting]
        case "age":
            return "" if answers.age is None else number_format(answers.age)
        case "plan":
            return str(PLAN.get(answers.plan, ""))
        case "place":
            return answers.outcode
        case "travel":
            return listed(gettext(TRAVEL_MODES[key]) for key in answers.modes)
        case "far":
            if answers.max_miles is None:
                return ""
            return gettext("Up to %(miles)s") % {"miles": miles_words(answers.max_miles)}
        case "likes":
            return listed(likes(answers) + ([f"“{answers.words}”"] if answers.words else []))
        case "dislikes":
            return listed(gettext(INTERESTS[key].label) for key in answers.not_interests)
        case "needs":
            return needs_spoken(answers)
        case "kinds":
            return listed(gettext(KINDS[key]) for key in answers.kinds)
        case "times":
            return times_in_words(answers.times)
        case "matters":
            first, *others = matters_most(answers) or [""]
            return listed([first, *map(small, others)])
        case _:
            return "" if answers.max_cost is None else most_to_pay(answers.max_cost)


PARTS = (
    (_("About you"), _("About them")),
    (_("Getting there"), _("Getting there")),
    (_("What you like and need"), _("What they like and need")),
    (_("What to look for"), _("What to look for")),
)
MAIN_PAGES = (
    "who",
    "age",
    "plan",
    "place",
    "travel",
    "far",
    "likes",
    "dislikes",
    "needs",
    "kinds",
    "times",
    "cost",
    "matters",
)


def likes(answers: Answers) -> list[str]:
    """The terms that were picked, and the groups of which none was."""
    terms = [gettext(INTERESTS[key].label) for key in answers.interests]
    return terms + [gettext(INTEREST_GROUPS[key].label) for key in whole_groups(answers)]


def whole_groups(answers: Answers) -> tuple[str, ...]:
    """Groups that were picked with no term of theirs: all of it is liked."""
    named = {INTERESTS[key].group for key in answers.interests}
    return tuple(key for key in answers.groups if key not in named)


def matters_most(answers: Answers) -> list[str]:
    """What matters most, in words."""
    words = WHAT_MATTERS_THEIRS if answers.supporting else WHAT_MATTERS
    return [str(words[key]) for key in answers.matters]


def needs_spoken(answers: Answers) -> str:
    parts = []
    for how, words in (
        ("must", gettext("Must have: %(needs)s")),
        ("would_help", gettext("Would help: %(needs)s")),
    ):
        names = [gettext(NEEDS[key].short) for key, given in answers.needs.items() if given == how]
        if names:
            parts.append(words % {"needs": listed(names)})
    return ". ".join(parts)


def matched_on(answers: Answers) -> tuple[Matched, ...]:
    """What the results were matched on, each a few words that lead to the question."""
    liked = likes(answers) + [
        gettext(INTERESTS[key].label) for key in read_words(answers).interests if key not in answers.interests
    ]
    hated = dict.fromkeys((*answers.not_interests, *read_words(answers).not_interests))
    most = few(matters_most(answers), 1)
    not_liked = few((gettext(INTERESTS[key].label) for key in hated), 1)
    said = (
        ("place", gettext("near %(place)s") % {"place": answers.outcode} if answers.outcode else ""),
        ("needs", few((gettext(NEEDS[key].short) for key in answers.needs), 1)),
        ("likes", few(dict.fromkeys(liked), 1) or (gettext("your own words") if answers.words else "")),
        ("far", "" if answers.max_miles is None else miles_words(answers.max_miles)),
        ("age", "" if answers.age is None else gettext("age %(age)s") % {"age": number_format(answers.age)}),
        ("plan", {"yes": gettext("EHC plan"), "no": gettext("no EHC plan")}.get(answers.plan, "")),
        ("matters", gettext("most of all: %(things)s") % {"things": most} if most else ""),
        ("dislikes", gettext("not %(things)s") % {"things": not_liked} if not_liked else ""),
        ("travel", few(gettext(TRAVEL_MODES[key]) for key in answers.modes)),
        ("kinds", few(gettext(KINDS[key]) for key in answers.kinds)),
        ("times", times_in_words(answers.times)),
        ("cost", "" if answers.max_cost is None else small(most_to_pay(answers.max_cost))),
    )
    return tuple(Matched(words, question_url(slug, "results")) for slug, words in said if words)


class InWords(Protocol):
    """What is said in a few words."""

    @property
    def words(self) -> str: ...


Said = TypeVar("Said", bound=InWords)


def that_fit(some: Sequence[Said], letters: int, between: int) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """Those that fit into so many letters, with so many `between` two, the first of all among them; and the others."""
    shown: list[Said] = []
    for one in some:
        if not shown or len(one.words) + between <= letters:
            shown.append(one)
            letters -= len(one.words) + between
    return tuple(shown), tuple(one for one in some if one not in shown)


def few(names: Iterable[str], most: int = MOST_NAMED) -> str:
    """The first names, and how many more: "quiet space, breaks and 3 more"."""
    given = [small(name) for name in names]
    more = len(given) - most
    if more <= 0:
        return listed(given)
    text = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more)
    return text % {"names": listed(given[:most]), "count": number_format(more)}


def small(name: str) -> str:
    """With a small first letter, as inside a sentence; "TV" stays."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
