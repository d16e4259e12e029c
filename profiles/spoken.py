"""The answers as words: to check them, and to see what was matched on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from matching.vocabulary import INTEREST_GROUPS, INTERESTS, KINDS, NEEDS, TRAVEL_MODES
from opportunities.listing import times_in_words
from profiles import questions
from profiles.answers import Answers
from profiles.forms import miles_words, pounds_words
from profiles.understood import read_words

MOST_NAMED = 2
PLAN = {"yes": "Yes", "no": "No", "not_sure": "Not sure"}


@dataclass(frozen=True, slots=True)
class Row:
    """A question, what was answered ("" if nothing), and where to change it."""

    question: str
    answer: str
    url: str


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


def question_url(slug: str, came_from: str) -> str:
    return f"{reverse('profiles:question', args=[slug])}?from={came_from}"


def spoken(slug: str, answers: Answers) -> str:
    """What was answered to a question, in full; "" for nothing."""
    match slug:
        case "who":
            return {None: "", False: "Me", True: "Someone I help"}[answers.supporting]
        case "age":
            return "" if answers.age is None else str(answers.age)
        case "plan":
            return PLAN.get(answers.plan, "")
        case "place":
            return answers.outcode
        case "travel":
            return ", ".join(TRAVEL_MODES[key] for key in answers.modes)
        case "far":
            return "" if answers.max_miles is None else f"Up to {miles_words(answers.max_miles)}"
        case "likes":
            return ", ".join(likes(answers) + ([f"“{answers.words}”"] if answers.words else []))
        case "dislikes":
            return ", ".join(INTERESTS[key].label for key in answers.not_interests)
        case "needs":
            return needs_spoken(answers)
        case "kinds":
            return ", ".join(KINDS[key] for key in answers.kinds)
        case "times":
            return times_in_words(answers.times)
        case _:
            return "" if answers.max_cost is None else cost_spoken(answers.max_cost)


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
)


def likes(answers: Answers) -> list[str]:
    """The terms that were picked, and the groups of which none was."""
    terms = [INTERESTS[key].label for key in answers.interests]
    return terms + [INTEREST_GROUPS[key].label for key in whole_groups(answers)]


def whole_groups(answers: Answers) -> tuple[str, ...]:
    """Groups that were picked with no term of theirs: all of it is liked."""
    named = {INTERESTS[key].group for key in answers.interests}
    return tuple(key for key in answers.groups if key not in named)


def needs_spoken(answers: Answers) -> str:
    parts = []
    for how, words in (("must", "Must have"), ("would_help", "Would help")):
        names = [NEEDS[key].short for key, given in answers.needs.items() if given == how]
        if names:
            parts.append(f"{words}: {', '.join(names)}")
    return ". ".join(parts)


def cost_spoken(pounds: float) -> str:
    return f"Up to {pounds_words(pounds)} each time" if pounds else "Free things only"


def matched_on(answers: Answers) -> tuple[Matched, ...]:
    """What the results were matched on, each a few words that lead to the question."""
    liked = likes(answers) + [
        INTERESTS[key].label for key in read_words(answers).interests if key not in answers.interests
    ]
    not_liked = list(dict.fromkeys((*answers.not_interests, *read_words(answers).not_interests)))
    said = (
        ("place", f"near {answers.outcode}" if answers.outcode else ""),
        ("far", "" if answers.max_miles is None else miles_words(answers.max_miles)),
        ("age", "" if answers.age is None else f"age {answers.age}"),
        ("plan", {"yes": "EHC plan", "no": "no EHC plan"}.get(answers.plan, "")),
        ("needs", few(NEEDS[key].short for key in answers.needs)),
        ("likes", few(dict.fromkeys(liked), 1) or ("your own words" if answers.words else "")),
        ("dislikes", f"not {few((INTERESTS[key].label for key in not_liked), 1)}" if not_liked else ""),
        ("travel", few(TRAVEL_MODES[key] for key in answers.modes)),
        ("kinds", few(KINDS[key] for key in answers.kinds)),
        ("times", times_in_words(answers.times)),
        ("cost", "" if answers.max_cost is None else cost_spoken(answers.max_cost).lower()),
    )
    return tuple(Matched(words, question_url(slug, "results")) for slug, words in said if words)


def few(names: Iterable[str], most: int = MOST_NAMED) -> str:
    """The first names, and how many more: "quiet space, breaks and 3 more"."""
    given = [name if name[:2].isupper() else name[:1].lower() + name[1:] for name in names]
    more = len(given) - most
    if more <= 0:
        return ", ".join(given)
    return f"{', '.join(given[:most])} and {more} more"
