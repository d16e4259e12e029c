"""What one change would open up, or two: which answers, were they others, would make more things fit, and exactly how many.

Everything that one or two changes would let in is counted in one table, by the step of travel, the kind, the times and the step of
cost that it needs; each count is then a sum over a corner of it. A must is never offered for dropping: what a person needs is not
what is in the way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from matching import rules
from matching.catalogue import Catalogue
from matching.messages import Message, Pence, counted, in_a_sentence, message
from matching.rules import Asked
from matching.sifting import COST, FAR, TIME, Shut
from matching.types import OpenUp, Seeker
from matching.vocabulary import KINDS

Array = npt.NDArray[Any]

MILES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60)
POUNDS = (1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 100)
FEW = 5  # with fewer that fit, two changes together are worth offering
FIELDS = {"travel": "max_miles", "times": "times", "cost": "max_cost", "kind": "kinds"}
KINDS_IN_A_SENTENCE = {key: message(in_a_sentence(label)) for key, label in KINDS.items()}
Look = Callable[[float | None, int], Shut]


def first_step(max_miles: float | None) -> float | None:
    """The least that is worth offering beyond a limit; the limit itself when there is none."""
    return None if max_miles is None else next((step for step in MILES if step > max_miles), max_miles)


@dataclass(frozen=True, eq=False, slots=True)
class Counts:
    """How many need which changes: an axis each for the step of travel, the times, the step of cost, the code of a kind; 0 for what
    needs no change of that. All but that of the kind are summed up to each place. `steps` has the values that the places stand for."""

    table: list[list[list[list[int]]]]
    steps: Mapping[str, tuple[Any, ...]]

    def adds(self, change: Mapping[str, int]) -> int:
        """How many more would fit with these places on their axes. A larger step holds the smaller ones; a kind is one of them."""
        travel, times, cost, kind = (change.get(rule, 0) for rule in FIELDS)
        row = self.table[travel][times][cost]
        return row[0] + row[kind] if kind else row[0]

    def alone(self, rule: str, also: Mapping[str, int]) -> int:
        """The best place on the axis of one rule, beside other changes: the kind that adds most, or the first step that adds
        something; 1 when none does, 0 when there is none."""
        places = range(1, len(self.steps[rule]) + 1)
        if rule == "kind":
            return max(places, key=lambda place: self.adds({**also, rule: place}), default=0)
        without = self.adds(also)
        return next(
            (place for place in places if self.adds({**also, rule: place}) > without), min(1, len(places))
        )


def count(catalogue: Catalogue, seeker: Seeker, asked: Asked, shut: Shut, widest: float) -> Counts:
    """Count all that is shut, by what would open it. `widest`: miles up to which `shut` was looked for."""
    travel = tuple(step for step in MILES if asked.max_miles is not None and asked.max_miles < step <= widest)
    most = asked.most_twelfths
    pounds = tuple(step for step in POUNDS if most is not None and most < step * 1200)
    steps: dict[str, tuple[Any, ...]] = {
        "travel": () if asked.only_online else travel,
        "times": ((),) if seeker.times else (),
        "cost": (*pounds, None) if most is not None else (),
        "kind": tuple(KINDS) if seeker.kinds else (),
    }
    doors = shut.doors
    distance = (doors & FAR != 0).astype(np.int64)
    far = np.flatnonzero(distance)
    for step in steps["travel"]:
        distance[far] += ~rules.within(catalogue, shut.rows[far], shut.squared[far], asked, step)
    costs = len(steps["cost"]) + 1
    at = (distance * 2 + (doors & TIME != 0)) * costs
    if costs > 1:
        price = catalogue.each_time.take(shut.rows)
        dear = np.where(price < 0, costs - 1, np.searchsorted(np.array(pounds) * 1200, price) + 1)
        at += dear * (doors & COST != 0)
    kinds = len(KINDS) + 1
    at = at * kinds + catalogue.kind.take(shut.rows) * (doors & 1)
    # One more step of travel, for what is beyond all of them.
    shape = (len(steps["travel"]) + 2, 2, costs, kinds)
    table = np.bincount(at, minlength=math.prod(shape)).reshape(shape)
    return Counts(table.cumsum(0).cumsum(1).cumsum(2).tolist(), steps)


def open_up(
    catalogue: Catalogue, seeker: Seeker, asked: Asked, shut: Shut, fitting: int, look: Look
) -> tuple[OpenUp, ...]:
    """At most one change for each of travel, times, cost and kind, and at most one of two together; only what adds something, the
    most first.

    `shut` is what there is up to the first step of travel; `look` finds what there is further away, or with two changes.
    """
    if fitting >= FEW and asked.max_miles is None and not len(shut.rows):
        return ()
    near = first_step(asked.max_miles) or 0
    counts = count(catalogue, seeker, asked, shut, near)
    last = _last_step(asked)
    for widest in (last, MILES[-1] if not fitting else 0):
        if widest <= near or counts.adds({"travel": counts.alone("travel", {})}):
            continue
        near = widest
        counts = count(catalogue, seeker, asked, look(widest, 1), widest)
    alone = {rule: place for rule in FIELDS if counts.adds({rule: (place := counts.alone(rule, {}))})}
    found = [_change(seeker, counts, {rule: place}) for rule, place in alone.items()]
    if fitting < FEW:
        near = max(near, last)
        counts = count(catalogue, seeker, asked, look(near or None, 2), near)
        pairs = [
            _change(seeker, counts, _together(counts, pair, alone))
            for pair in combinations(filter(counts.steps.get, FIELDS), 2)
        ]
        gains = {change.rule: change.adds for change in found}
        pairs = [
            pair for pair in pairs if pair.adds > sum(gains.get(rule, 0) for rule in pair.rule.split("+"))
        ]
        found += sorted(pairs, key=lambda pair: -pair.adds)[:1]
    return tuple(sorted(found, key=lambda change: -change.adds))


def _together(counts: Counts, pair: tuple[str, ...], alone: Mapping[str, int]) -> dict[str, int]:
    """Two changes, each as it is alone; what adds nothing alone is the least that adds something beside the other."""
    chosen = {rule: alone.get(rule, len(counts.steps[rule])) for rule in pair}
    for rule in reversed(pair):
        if rule not in alone:
            chosen[rule] = counts.alone(rule, {other: at for other, at in chosen.items() if other != rule})
    return chosen


def _last_step(asked: Asked) -> float:
    """How far to look for something when the first step adds nothing: up to half as much again or 4 miles more."""
    if asked.max_miles is None or asked.only_online:
        return 0
    most = max(asked.max_miles * 1.5, asked.max_miles + 4)
    return max((step for step in MILES if step <= most), default=0)


def _change(seeker: Seeker, counts: Counts, places: Mapping[str, int]) -> OpenUp:
    adds = counts.adds(places)
    values = {rule: counts.steps[rule][place - 1] for rule, place in places.items()}
    change = {
        FIELDS[rule]: (*seeker.kinds, value) if rule == "kind" else value for rule, value in values.items()
    }
    return OpenUp("+".join(values), change, adds, _if(tuple(values.items()), adds))


def _said(rule: str, value: Any) -> Message:
    """One change, as it stands after "if"."""
    if rule == "travel":
        return message("you can travel {distance}", distance=counted("{count} mile", "{count} miles", value))
    if rule == "kind":
        return message('you look at "{kind}" too', kind=KINDS_IN_A_SENTENCE[value])
    if rule == "times":
        return message("you can go at any time")
    if value is None:
        return message("the cost does not matter")
    return message("you can pay {price} each time", price=Pence(value * 100))


@lru_cache(maxsize=2000)
def _if(values: tuple[tuple[str, Any], ...], adds: int) -> Message:
    said = [_said(rule, value) for rule, value in values]
    if len(said) == 1:
        return counted(
            "If {change}, there is {count} more.",
            "If {change}, there are {count} more.",
            adds,
            change=said[0],
        )
    return counted(
        "If {change} and {other}, there is {count} more.",
        "If {change} and {other}, there are {count} more.",
        adds,
        change=said[0],
        other=said[1],
    )
