"""How the site chooses, in words for everybody. The keys, their order and the weights are those of `matching`, so that the page says
what the code does. The figures are in docs/evaluation.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from matching.rules import RULES
from matching.scoring import MATTERS, MATTERS_MOST, WEIGHTS
from profiles.fields import WHAT_MATTERS, WHAT_MATTERS_SYMBOLS
from profiles.suggestions import WHY_NOT

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIGURES = settings.BASE_DIR / "docs" / "evaluation.json"
RULE_SYMBOLS = {
    "over": "calendar",
    "kind": "search",
    "age": "me",
    "ehcp": "college",
    "travel": "place",
    "times": "clock",
    "cost": "pound",
    "need": "side",
    "dislike": "hide",
}
MORE_OF_RULES: dict[str, StrOrPromise] = {
    "over": _("Or the last day to ask has gone."),
    "ehcp": _("If you have one, it stays."),
    "need": _("We look at all that you must have. We never drop one."),
    "dislike": _("If only a part of it is, it comes last."),
}
COMES_FIRST: dict[str, StrOrPromise] = {
    "interest": _("It has something that you like."),
    "more_interests": _("It has two or three things that you like."),
    "words": _("It says words that you said."),
    "helps": _("It has what would help you."),
    "nothing_missing": _("Nothing that would help you is missing."),
    "friends": _("You want friends, and it is a small group that meets a lot."),
    "near": _("It is near."),
    "room": _("There is room."),
    "checked": _("We checked it not long ago."),
}
MATTERS_WORDS = _("Each thing that matters most to you.")
OTHERS: dict[str, StrOrPromise] = {"nearest": _("Nearest first"), "search": _("A plain search")}
GROUPS: dict[str, StrOrPromise] = {
    "tuned": _("People we had in mind as we made it"),
    "held_out": _("People we did not look at as we made it"),
}
COUNTED: dict[str, StrOrPromise] = {
    "ndcg": _("How good the first ten are. The best is 100."),
    "violations": _("Things shown that break a rule"),
    "missed": _("Good things not shown at all"),
    "late": _("Good things not in the first ten"),
}


@dataclass(frozen=True, slots=True)
class Idea:
    """A picture, a sentence, and a second one if wanted."""

    symbol: str
    says: StrOrPromise
    more: StrOrPromise = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """What makes a thing come first, and by how much, from 0 to `most`."""

    says: StrOrPromise
    weight: int
    most: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What we counted for one group of people: a row for each count, with ours and that of the best of the `other` ways."""

    title: StrOrPromise
    people: int
    other: StrOrPromise
    rows: tuple[tuple[StrOrPromise, int, int], ...]


def rules() -> tuple[Idea, ...]:
    """What leaves a thing out, in the order in which it is looked at."""
    return tuple(Idea(RULE_SYMBOLS[rule], WHY_NOT[rule], MORE_OF_RULES.get(rule, "")) for rule in RULES)


def bars() -> tuple[Bar, ...]:
    """What makes a thing come first, the heaviest first."""
    most = max(WEIGHTS.values())
    some = [Bar(COMES_FIRST[name], weight, most) for name, weight in WEIGHTS.items()]
    return tuple(sorted([*some, Bar(MATTERS_WORDS, MATTERS_MOST, most)], key=lambda bar: -bar.weight))


def matters() -> tuple[Idea, ...]:
    """What somebody can say matters most."""
    return tuple(Idea(WHAT_MATTERS_SYMBOLS[key], WHAT_MATTERS[key]) for key in MATTERS)


@cache
def figures() -> tuple[Measured, ...]:
    """What `make evaluate` last counted. Groups that were not counted yet are not among them."""
    return measured(json.loads(FIGURES.read_text(encoding="utf-8")))


def measured(held: dict[str, Any]) -> tuple[Measured, ...]:
    """The groups of such a file whose figures are all there."""
    return tuple(
        Measured(
            title,
            held[group]["people"],
            OTHERS[held[group]["other"]["name"]],
            tuple(
                (said, _shown(name, held[group]["ours"]), _shown(name, held[group]["other"]))
                for name, said in COUNTED.items()
            ),
        )
        for group, title in GROUPS.items()
        if _all_there(held[group])
    )


def _shown(name: str, of: dict[str, Any]) -> int:
    return round(100 * of[name]) if name == "ndcg" else int(of[name])


def _all_there(group: dict[str, Any]) -> bool:
    return None not in (group["people"], *group["ours"].values(), *group["other"].values())
