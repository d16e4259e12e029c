"""All the rules in their order over a whole catalogue: what passes, what asks, and exact counts of what is left out."""

from __future__ import annotations

import math
from dataclasses import dataclass
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
PASSES, ONLY_KIND_FAILS, ASKS = 1, 2, 4  # what rules 1 to 4 say of a group


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
    other_kind = (states & ONLY_KIND_FAILS) != 0
    here = ~far & ~other_kind
    by_rule["travel"] = passing - int(np.count_nonzero(here))

    wrong_time, time_asks = rules.times(catalogue, rows, asked)
    by_rule["times"] = int(np.count_nonzero(here & wrong_time))
    here &= ~wrong_time
    too_dear, cost_asks = rules.cost(catalogue, rows, asked.most_twelfths)
    by_rule["cost"] = int(np.count_nonzero(here & too_dear))

    # From here on, only what fails at most one rule: it passes, or one change would let it.
    failed = far.astype(np.uint8) + other_kind + wrong_time + too_dear
    kept = np.flatnonzero(failed <= 1)
    rows, squared, beyond, passes = (
        rows.take(kept),
        squared.take(kept),
        beyond.take(kept),
        failed.take(kept) == 0,
    )
    failed_musts, musts_to_ask = rules.need(catalogue, rows, asked)
    unmet = failed_musts != 0
    by_rule["need"] = int(np.count_nonzero(passes & unmet))
    by_need = _by_need(failed_musts[passes & unmet], asked.musts)
    loathed, disliked = rules.dislike(catalogue, rows, asked)
    by_rule["dislike"] = int(np.count_nonzero(passes & ~unmet & loathed))

    good = ~unmet & ~loathed
    time_asks, cost_asks = time_asks[kept], cost_asks[kept]
    asks = ((states[kept] & ASKS) != 0) | no_place[kept] | (musts_to_ask != 0)
    clear = good & ~asks
    sure = clear & ~time_asks & ~cost_asks
    travel, dear = np.flatnonzero(sure & far[kept]), np.flatnonzero(sure & too_dear[kept])
    missed = Missed(
        travel=rows[travel],
        squared=squared[travel],
        times=rows[clear & ~cost_asks & (wrong_time[kept] | (passes & time_asks))],
        cost=rows[dear],
        price_not_known=rows[clear & passes & ~time_asks & cost_asks],
        kind=rows[sure & other_kind[kept]],
    )
    passed = np.flatnonzero(passes & good)
    left_out = {rule: by_rule[rule] for rule in RULES if by_rule[rule]}
    return Sifted(
        rows=rows[passed],
        asks=(asks | time_asks | cost_asks)[passed],
        musts_to_ask=musts_to_ask[passed],
        squared=squared[passed],
        beyond=beyond[passed],
        disliked=disliked[passed],
        left_out=LeftOut(sum(left_out.values()), left_out, by_need),
        missed=missed,
    )


def _groups(day: Day, asked: Asked) -> tuple[Array, dict[str, int], int]:
    """What rules 1 to 4 say of each group, how many offers each rule leaves out, and how many pass."""
    over, other_kind, wrong_age = rules.over(day), rules.kind(day, asked), rules.age(day, asked)
    no_plan, plan_asks = rules.ehcp(day, asked)
    first_failed = np.full(len(day.size), 4)
    for at, fails in ((3, no_plan), (2, wrong_age), (1, other_kind), (0, over)):
        first_failed[fails] = at
    *left_out, passing = np.bincount(first_failed, day.size, minlength=5).astype(np.int64).tolist()
    only_kind = other_kind & ~(over | wrong_age | no_plan)
    state = (
        (first_failed == 4) * np.uint8(PASSES)
        | only_kind * np.uint8(ONLY_KIND_FAILS)
        | plan_asks * np.uint8(ASKS)
    )
    return state, dict(zip(RULES, left_out, strict=False)), passing


def _candidates(
    catalogue: Catalogue, day: Day, state: Array, asked: Asked, widest: float | None
) -> tuple[Array, Array, Array]:
    """The rows that can still pass, or would with one change: their rows, states, and squared straight lines.

    With a limit, they are what is within it and passes rules 1 to 4 or fails rule 2 alone, and what is further, up to `widest`,
    and passes without a question. What has no place to go to comes last.
    """
    with_place = catalogue.with_place
    near = np.empty(0, dtype=np.int64)
    squared = np.empty(0)
    if not asked.only_online and (widest is None or asked.max_miles is None):
        near = np.flatnonzero(state.take(day.group[:with_place]) & (PASSES | ONLY_KIND_FAILS))
        squared = rules.squared_chords(catalogue, near, asked)
    elif not asked.only_online:
        limit, most = (rules.reach(asked, miles) for miles in (asked.max_miles or 0, widest or 0))
        around = _around(catalogue, asked, most)
        lines = rules.squared_chords(catalogue, around, asked)
        states = state.take(day.group.take(around))
        possible = states & (PASSES | ONLY_KIND_FAILS) != 0
        chosen = np.flatnonzero(possible & (lines <= np.where(states == PASSES, most * most, limit * limit)))
        near, squared = around.take(chosen), lines.take(chosen)
    anywhere = np.flatnonzero(state.take(day.group[with_place:]) & (PASSES | ONLY_KIND_FAILS)) + with_place
    rows = np.concatenate((near, anywhere))
    squared = np.concatenate((squared, rules.squared_chords(catalogue, anywhere, asked)))
    return rows, state.take(day.group.take(rows)), squared


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
