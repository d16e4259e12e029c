"""All the rules in their order over a whole catalogue: what passes, what asks, and exact counts of what is left out."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from matching import rules
from matching.catalogue import STRIP, Catalogue
from matching.days import Day
from matching.rules import RULES, Asked
from matching.types import LeftOut
from matching.vocabulary import NEEDS

Array = npt.NDArray[Any]

NEED_KEYS = tuple(NEEDS)
# What the rules say of an offer, in one byte: which of those that one change of an answer could open fails, and what asks.
KIND, FAR, TIME, COST = (np.uint8(1 << at) for at in range(4))
TIME_ASKS, COST_ASKS, ASKS = (np.uint8(1 << at) for at in range(4, 7))
FAILS = KIND | FAR | TIME | COST
SHUT = np.uint8(1 << 7)  # rules 1 to 4 leave it out, and naming its kind would not help


@dataclass(frozen=True, eq=False, slots=True)
class Missed:
    """Offers that one change of an answer would make fit, by the rule that stands in the way. All else passes, unasked."""

    travel: Array  # rows
    squared: Array  # the square of the straight line to each of those
    times: Array  # rows that fail rule 6 or ask about it
    cost: Array  # rows that cost too much
    price_not_known: Array
    kind: Array  # rows


@dataclass(frozen=True, eq=False, slots=True)
class Sifted:
    """What passes: its rows, which of them ask, the musts to ask about, how far it is, and whether that is too far to go."""

    rows: Array
    asks: Array
    musts_to_ask: Array
    squared: Array
    beyond: Array
    disliked: Array
    left_out: LeftOut
    missed: Missed


def sift(catalogue: Catalogue, asked: Asked, today: date, widest: float | None) -> Sifted:
    """Sift a catalogue. `widest` (miles, at least the seeker's limit) is how far `Missed.travel` looks."""
    day = catalogue.on(today)
    state, by_rule, passing = _groups(day, asked)
    rows, states, squared = _candidates(catalogue, day, state, asked, widest)

    beyond = np.zeros(len(rows), dtype=np.bool_)
    if asked.max_miles is not None:
        beyond = ~rules.within(catalogue, rows, squared, asked, asked.max_miles)
    far, no_place = rules.travel(catalogue, rows, squared, asked, beyond)
    wrong_time, time_asks = rules.times(catalogue, rows, asked)
    too_dear, cost_asks = rules.cost(catalogue, rows, asked.most_twelfths)
    fails = (states & KIND) | far * FAR | wrong_time * TIME | too_dear * COST
    by_rule["travel"] = passing - int(np.count_nonzero(fails & (KIND | FAR) == 0))
    by_rule["times"] = int(np.count_nonzero(fails & (KIND | FAR | TIME) == TIME))
    by_rule["cost"] = int(np.count_nonzero(fails == COST))

    # From here on, only what fails at most one rule: it passes, or one change would let it.
    kept = np.flatnonzero(np.bitwise_count(fails) <= 1)
    says = fails | (states & ASKS) | no_place * ASKS | time_asks * TIME_ASKS | cost_asks * COST_ASKS
    says, rows, squared, beyond = says.take(kept), rows.take(kept), squared.take(kept), beyond.take(kept)
    failed_musts, musts_to_ask = rules.need(catalogue, rows, asked)
    unmet = failed_musts != 0
    passes = says & FAILS == 0
    by_rule["need"] = int(np.count_nonzero(passes & unmet))
    by_need = _by_need(failed_musts[passes & unmet], asked.musts)
    loathed, disliked = rules.dislike(catalogue, rows, asked)
    by_rule["dislike"] = int(np.count_nonzero(passes & ~unmet & loathed))

    says |= (musts_to_ask != 0) * ASKS
    says[unmet | loathed] = FAILS  # more than one change would be needed
    passed = np.flatnonzero(says & FAILS == 0)
    travel = np.flatnonzero(says == FAR)
    missed = Missed(
        travel=rows.take(travel),
        squared=squared.take(travel),
        times=rows[(says == TIME) | (says == TIME_ASKS)],
        cost=rows[says == COST],
        price_not_known=rows[says == COST_ASKS],
        kind=rows[says == KIND],
    )
    left_out = {rule: by_rule[rule] for rule in RULES if by_rule[rule]}
    return Sifted(
        rows=rows.take(passed),
        asks=says.take(passed) != 0,
        musts_to_ask=musts_to_ask.take(passed),
        squared=squared.take(passed),
        beyond=beyond.take(passed),
        disliked=disliked.take(passed),
        left_out=LeftOut(sum(left_out.values()), left_out, by_need),
        missed=missed,
    )


def without(sifted: Sifted, away: Array) -> Sifted:
    """The same without these rows: they neither pass nor would with a change. What is left out stays counted as it is."""
    if not len(away):
        return sifted
    stay = ~np.isin(sifted.rows, away)
    missed = sifted.missed
    near_by = ~np.isin(missed.travel, away)
    return replace(
        sifted,
        **{
            name: getattr(sifted, name)[stay]
            for name in ("rows", "asks", "musts_to_ask", "squared", "beyond", "disliked")
        },
        missed=Missed(
            travel=missed.travel[near_by],
            squared=missed.squared[near_by],
            **{
                name: getattr(missed, name)[~np.isin(getattr(missed, name), away)]
                for name in ("times", "cost", "price_not_known", "kind")
            },
        ),
    )


def _groups(day: Day, asked: Asked) -> tuple[Array, dict[str, int], int]:
    """What rules 1 to 4 say of each group, how many offers each rule leaves out, and how many pass."""
    over, other_kind, wrong_age = rules.over(day), rules.kind(day, asked), rules.age(day, asked)
    no_plan, plan_asks = rules.ehcp(day, asked)
    first_failed = np.full(len(day.size), 4)
    for at, fails in ((3, no_plan), (2, wrong_age), (1, other_kind), (0, over)):
        first_failed[fails] = at
    *left_out, passing = np.bincount(first_failed, day.size, minlength=5).astype(np.int64).tolist()
    state = other_kind * KIND | plan_asks * ASKS
    state[over | wrong_age | no_plan] = SHUT
    return state, dict(zip(RULES, left_out, strict=False)), passing


def _candidates(
    catalogue: Catalogue, day: Day, state: Array, asked: Asked, widest: float | None
) -> tuple[Array, Array, Array]:
    """The rows that can still pass, or would with one change: their rows, states, and squared straight lines.

    With a limit, they are what is within it and passes rules 1 to 4 or fails rule 2 alone, and what is further, up to `widest`,
    and passes without a question. What has no place to go to comes last.
    """
    if asked.only_online:
        near = np.empty(0, dtype=np.int64)
    elif widest is None or asked.max_miles is None:
        near = np.arange(catalogue.with_place)
    else:
        near = _around(catalogue, asked, rules.reach(widest))
    anywhere = np.arange(catalogue.with_place, len(catalogue))
    rows = np.concatenate((near, anywhere))
    states = state.take(day.group.take(rows))
    open_ = np.flatnonzero(states != SHUT)
    rows, states = rows.take(open_), states.take(open_)
    squared = rules.squared_chords(catalogue, rows, asked)
    if asked.max_miles is None or widest is None:
        return rows, states, squared
    limit, most = (rules.reach(miles) ** 2 for miles in (asked.max_miles, widest))
    limits = np.where(states == 0, most, limit)
    limits[rows.searchsorted(catalogue.with_place) :] = np.inf
    chosen = np.flatnonzero(~(squared > limits))  # what has no place stays
    return rows.take(chosen), states.take(chosen), squared.take(chosen)


def _around(catalogue: Catalogue, asked: Asked, metres: float) -> Array:
    """The rows of each strip that can be within so many metres, and few others."""
    _, y, z = asked.point
    found = [np.empty(0, dtype=np.int64)]
    for strip in range(math.floor((z - metres) / STRIP), math.floor((z + metres) / STRIP) + 1):
        number = strip - catalogue.first_strip
        if 0 <= number < len(catalogue.strips) - 1:
            start, end = catalogue.strips[number], catalogue.strips[number + 1]
            away = max(0.0, strip * STRIP - z, z - (strip + 1) * STRIP)
            half = math.sqrt(metres * metres - away * away)
            along = catalogue.y[start:end]
            found.append(
                np.arange(
                    start + along.searchsorted(y - half), start + along.searchsorted(y + half, side="right")
                )
            )
    return np.concatenate(found)


def _by_need(failed: Array, musts: int) -> dict[str, int]:
    counts = {}
    while musts and len(failed):
        bit = musts & -musts
        count = int(np.count_nonzero(failed & bit))
        if count:
            counts[NEED_KEYS[bit.bit_length() - 1]] = count
        musts ^= bit
    return counts
