"""All the rules in their order over a whole catalogue: what passes, what asks, and exact counts of what is left out."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from matching import rules
from matching.catalogue import Catalogue
from matching.days import Day
from matching.places import ANYWHERE, METRES_IN_A_MILE, arc, doubt, reach
from matching.rules import IN_PERSON, ONLINE, RULES, Asked
from matching.types import LeftOut
from matching.vocabulary import NEEDS

Array = npt.NDArray[Any]

NEED_KEYS = tuple(NEEDS)
NO_PLACE = -1  # tenths of a mile
NEAR_WITHOUT_A_LIMIT = 10.0  # miles at which nearness counts for nothing, when no limit was given
# What the rules say of an offer, in one byte: which of those that a change of an answer could open fails, and what asks.
KIND, FAR, TIME, COST = (np.uint8(1 << at) for at in range(4))
TIME_ASKS, COST_ASKS, ASKS = (np.uint8(1 << at) for at in range(4, 7))
FAILS = KIND | FAR | TIME | COST
SHUT = np.uint8(1 << 7)  # it is left out, and no change of an answer would help
# By what the rules say: how many of those rules fail, what would have to be answered otherwise (also what asks of times or cost), and how
# many answers that is: 0 for what fits as it is, and 255 for what no changes let fit.
_SAYS = np.arange(256, dtype=np.uint8)
FAILED = np.bitwise_count(_SAYS & FAILS)
DOORS = _SAYS & FAILS | _SAYS >> 2 & (TIME | COST)
CHANGES = np.where(_SAYS & (ASKS | SHUT) != 0, 255, np.bitwise_count(DOORS)).astype(np.uint8)
PASSES = _SAYS & (FAILS | SHUT) == 0


@dataclass(frozen=True, eq=False, slots=True)
class Shut:
    """Offers that would fit if one or two answers were others: what stands in the way (KIND, FAR, TIME, COST), asked or failed.
    All else passes, unasked. `squared` is the square of the straight line to it."""

    rows: Array
    squared: Array
    doors: Array


@dataclass(frozen=True, eq=False, slots=True)
class Passed:
    """What passes: the square of the straight line to it, tenths of a mile, whether it asks, the musts to ask about, whether it is too
    far to go, whether some of it is disliked."""

    rows: Array
    squared: Array
    tenths: Array
    asks: Array
    musts_to_ask: Array
    beyond: Array
    disliked: Array

    def only(self, places: Array) -> Passed:
        """The same of these places alone."""
        return Passed(*(getattr(self, field.name)[places] for field in fields(self)))


@dataclass(frozen=True, eq=False, slots=True)
class Sifted:
    """What passed, what one or two changes would open up, and how much was left out by which rule."""

    passed: Passed
    shut: Shut
    left_out: LeftOut


def sift(
    catalogue: Catalogue,
    asked: Asked,
    today: date,
    widest: float | None,
    *,
    changes: int = 1,
    away: Array | None = None,
) -> Sifted:
    """Sift a catalogue. `widest` (miles, at least the seeker's limit) is how far `Sifted.shut` looks, for what would need up to so
    many `changes`. Rows in `away` neither pass nor would with a change; what is left out stays counted as it is."""
    day = catalogue.on(today)
    state, by_rule, passing = _groups(day, asked)
    rows, states, squared = _candidates(catalogue, day, state, asked, widest, changes)
    says, beyond = _judged(catalogue, asked, rows, squared, states)
    number = np.bincount(says & FAILS, minlength=16).tolist()
    by_rule["travel"] = passing - sum(number[fails] for fails in range(16) if not fails & (KIND | FAR))
    by_rule["times"] = sum(number[fails] for fails in range(16) if fails & (KIND | FAR | TIME) == TIME)
    by_rule["cost"] = number[COST]

    # From here on, only what fails few enough rules: it passes, or so many changes would let it.
    kept = np.flatnonzero(FAILED.take(says) <= changes)
    says, rows, squared, beyond = (each.take(kept) for each in (says, rows, squared, beyond))
    passes = says & FAILS == 0
    out = disliked = np.zeros(len(rows), dtype=np.bool_)
    musts_to_ask = np.zeros(len(rows), dtype=np.int64)
    by_need: dict[str, int] = {}
    if asked.musts:
        met, refused = rules.met(catalogue, rows, asked.musts), catalogue.no.take(rows)
        failed_musts, musts_to_ask = rules.need(met, refused, asked.musts)
        out = failed_musts != 0
        by_need = _by_need(failed_musts[passes & out], asked.musts)
        by_rule["need"] = int(np.count_nonzero(passes & out))
        says |= (musts_to_ask != 0) * ASKS
    if asked.dislikes != (0, 0):
        low, high = catalogue.interests_low.take(rows), catalogue.interests_high.take(rows)
        loathed, disliked = rules.dislike(low, high, *asked.dislikes)
        by_rule["dislike"] = int(np.count_nonzero(passes & ~out & loathed))
        out = out | loathed
    if away is not None and len(away):
        out = out | np.isin(rows, away)
    says[out] = SHUT
    passed = np.flatnonzero(PASSES.take(says))
    shut = np.flatnonzero(CHANGES.take(says) - np.uint8(1) < changes)
    left_out = {rule: by_rule[rule] for rule in RULES if by_rule.get(rule)}
    arrays = (each.take(passed) for each in (says != 0, musts_to_ask, beyond, disliked))
    good, lines = rows.take(passed), squared.take(passed)
    limit = NEAR_WITHOUT_A_LIMIT if asked.max_miles is None else asked.max_miles
    miles = tenths(catalogue, good, lines, asked, limit)
    return Sifted(
        Passed(good, lines, miles, *arrays),
        Shut(rows.take(shut), squared.take(shut), DOORS.take(says.take(shut))),
        LeftOut(sum(left_out.values()), left_out, by_need),
    )


def _groups(day: Day, asked: Asked) -> tuple[Array, dict[str, int], int]:
    """What rules 1 to 4 say of each group, how many offers each rule leaves out, and how many pass."""
    fails = {"over": day.over, "kind": rules.kind(day.kind, asked.kinds)}
    fails["age"] = np.zeros_like(day.over)
    if asked.age is not None:
        fails["age"] = rules.age(asked.age, day.years, day.later, day.age_min, day.age_max)
    fails["ehcp"], plan_asks = rules.ehcp(day.plan_required, day.pilot_open, rules.PLAN[asked.ehcp])
    first_failed = np.full(len(day.size), len(fails))
    for at, failed in reversed(list(enumerate(fails.values()))):
        first_failed[failed] = at
    *left_out, passing = (
        np.bincount(first_failed, day.size, minlength=len(fails) + 1).astype(np.int64).tolist()
    )
    state = fails["kind"] * KIND | plan_asks * ASKS
    state[fails["over"] | fails["age"] | fails["ehcp"]] = SHUT
    state[0] = SHUT  # what is gone
    return state, dict(zip(fails, left_out, strict=True)), passing


def _candidates(
    catalogue: Catalogue, day: Day, state: Array, asked: Asked, widest: float | None, changes: int
) -> tuple[Array, Array, Array]:
    """The rows that can still pass, or would with so many changes: their rows, what rules 1 to 4 say of them, squared straight lines.

    With a limit, they are what is within it and passes rules 1 to 4 or fails rule 2 alone, and of what is further, up to `widest`,
    what would need no other change. What has no place to go to, and what is loose, comes last.
    """
    near = np.empty(0, dtype=np.int64)
    if not asked.only_online:
        _, y, z = asked.point
        near = catalogue.strips.around(
            y, z, reach(ANYWHERE if widest is None or asked.max_miles is None else widest)
        )
    rows = np.concatenate((near, np.arange(catalogue.with_place, len(catalogue))))
    states = state.take(day.group.take(rows))
    open_ = np.flatnonzero(states != SHUT)
    rows, states = rows.take(open_), states.take(open_)
    squared = rules.squared_chords(catalogue, rows, asked)
    if asked.max_miles is None or widest is None:
        return rows, states, squared
    limits = np.full(256, reach(widest if changes > 1 else asked.max_miles) ** 2)  # by what rules 1 to 4 say
    limits[0] = reach(widest) ** 2
    far = squared > limits.take(states)  # what has no place is not
    far[rows.searchsorted(catalogue.with_place) :] = False
    chosen = np.flatnonzero(~far)
    return rows.take(chosen), states.take(chosen), squared.take(chosen)


def _judged(
    catalogue: Catalogue, asked: Asked, rows: Array, squared: Array, states: Array
) -> tuple[Array, Array]:
    """What rules 2 and 4 (in `states`) to 7 say of each row, and whether its place is further than the limit."""
    says, beyond = states.copy(), np.zeros(len(rows), dtype=np.bool_)
    if asked.max_miles is not None:
        beyond = ~rules.within(catalogue, rows, squared, asked, asked.max_miles)
    if asked.max_miles is not None or asked.only_online:
        in_person = catalogue.format.take(rows) == IN_PERSON
        far, no_place = rules.travel(
            in_person, ~np.isnan(squared), beyond, asked.max_miles is not None, asked.only_online
        )
        says |= far * FAR | no_place * ASKS
    if asked.times:
        wrong, unsaid = rules.times(catalogue.times.take(rows), np.uint32(asked.times))
        says |= wrong * TIME | unsaid * TIME_ASKS
    if asked.most_twelfths is not None:
        too_dear, unsaid = rules.cost(catalogue.each_time.take(rows), asked.most_twelfths)
        says |= too_dear * COST | unsaid * COST_ASKS
    return says, beyond


def _by_need(failed: Array, musts: int) -> dict[str, int]:
    counts = (
        (key, int(np.count_nonzero(failed & NEEDS[key].bit))) for key in NEED_KEYS if musts & NEEDS[key].bit
    )
    return {key: count for key, count in counts if count}


def tenths(
    catalogue: Catalogue, rows: Array, squared: Array, asked: Asked, exact_to: float = np.inf
) -> Array:
    """Tenths of a mile to each, rounded as the geodesic is: where that is too close to call, it is asked, up to so many miles. Online
    it is 0, and where there is no place, or nobody knows where the person is, `NO_PLACE`."""
    metres = arc(squared)
    exact = metres * (10 / METRES_IN_A_MILE)
    rounded = np.rint(exact)
    surest = doubt(metres if exact_to == np.inf else (exact_to + 1) * METRES_IN_A_MILE)
    unsure = (np.abs(exact - rounded) > 0.5 - surest * (10 / METRES_IN_A_MILE)) & (exact < exact_to * 10 + 1)
    rounded[np.isnan(exact)] = NO_PLACE
    found = rounded.astype(np.int32)
    if unsure.any():
        for at in np.flatnonzero(unsure).tolist():
            found[at] = round(rules.geodesic_miles(catalogue, rows[at], asked) * 10)
    found[catalogue.format.take(rows) == ONLINE] = 0
    return found
