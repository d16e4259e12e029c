"""The hard rules, one function each, in their order. Source: formats, "The rules, exactly".

Rules 1 to 4 are asked of a `Day`: groups of offers that they can not tell apart. Rules 5 to 9 are asked of rows of the catalogue.
Each gives what it leaves out, and, where it can, what it asks about; an array of true and false for each group or row.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.catalogue import ANY_TIME, FORMAT, KIND, Catalogue
from matching.days import Day
from matching.places import METRES_IN_A_MILE, chord, degrees, doubt, miles, point
from matching.types import Seeker
from matching.vocabulary import INTERESTS, KINDS, NEEDS, TIME_SLOTS, interest_bits, key_bits
from matching.words import Understood, stems_of

Array = npt.NDArray[Any]

RULES = ("over", "kind", "age", "ehcp", "travel", "times", "cost", "need", "dislike")

IN_PERSON, ONLINE, BOTH = FORMAT["in-person"], FORMAT["online"], FORMAT["both"]
SAFETY_CRITICAL = sum(need.bit for need in NEEDS.values() if need.safety_critical)
IN_PERSON_ONLY = sum(need.bit for need in NEEDS.values() if need.in_person_only)


def _does_not_apply() -> Array:
    """The needs that do not apply, for each code of a kind and of a format."""
    table = np.zeros((len(KIND), len(FORMAT)), dtype=np.int64)
    for kind in KINDS:
        table[KIND[kind], :] = sum(
            need.bit for need in NEEDS.values() if need.only_for and kind not in need.only_for
        )
    table[:, ONLINE] |= IN_PERSON_ONLY
    return table


DOES_NOT_APPLY = _does_not_apply()
MAY_NOT_APPLY = int(np.bitwise_or.reduce(DOES_NOT_APPLY, axis=None))


def does_not_apply(catalogue: Catalogue, rows: Array) -> Array:
    """The needs that do not apply to each row, as masks."""
    found: Array = DOES_NOT_APPLY.ravel().take(
        catalogue.kind.take(rows) * np.uint8(len(FORMAT)) + catalogue.format.take(rows)
    )
    return found


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Asked:
    """What one seeker said, as numbers and masks: ticked and read together."""

    lat: float
    lng: float
    point: tuple[float, float, float]
    age: int | None
    ehcp: bool | None
    kinds: Array  # of the code of a kind: is it wanted
    max_miles: float | None
    only_online: bool
    times: int
    most_twelfths: int | None  # the most that can be paid each time, in twelfths of a penny
    musts: int
    helps: int
    likes: tuple[int, int]
    dislikes: tuple[int, int]
    liked_words: tuple[
        tuple[str, str], ...
    ]  # as said, and stemmed with a space on each side, as texts hold them
    disliked_words: tuple[tuple[str, str], ...]


def read(seeker: Seeker, understood: Understood) -> Asked:
    """A seeker's answers made ready. A key that the vocabulary does not know is a KeyError; other nonsense a ValueError."""
    for key in (*seeker.interests, *seeker.not_interests):
        INTERESTS[key]
    for importance in seeker.needs.values():
        if importance not in ("must", "would_help"):
            raise ValueError(f'a need is "must" or "would_help", not "{importance}"')
    kinds = np.zeros(len(KIND), dtype=np.bool_)
    kinds[[KIND[kind] for kind in seeker.kinds or KINDS]] = True
    dislikes = interest_bits((*seeker.not_interests, *understood.not_interests))
    likes = interest_bits((*seeker.interests, *understood.interests))
    return Asked(
        lat=seeker.lat,
        lng=seeker.lng,
        point=point(seeker.lat, seeker.lng),
        age=seeker.age,
        ehcp=seeker.ehcp,
        kinds=kinds,
        max_miles=seeker.max_miles,
        only_online=tuple(seeker.modes) == ("online",),
        times=key_bits(TIME_SLOTS, seeker.times),
        most_twelfths=None
        if seeker.max_cost is None
        else int((Decimal(str(seeker.max_cost)) * 1200).to_integral_value(ROUND_FLOOR)),
        musts=sum(NEEDS[key].bit for key, importance in seeker.needs.items() if importance == "must"),
        helps=sum(NEEDS[key].bit for key, importance in seeker.needs.items() if importance == "would_help"),
        likes=(likes[0] & ~dislikes[0], likes[1] & ~dislikes[1]),
        dislikes=dislikes,
        liked_words=_stemmed(understood.liked_words),
        disliked_words=_stemmed(understood.disliked_words),
    )


def _stemmed(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((word, f" {stem} ") for word in words if (stem := stems_of(word.split())))


def over(day: Day) -> Array:
    """1. It has ended, or the last day to apply has gone, or it was once and that has gone. The day itself still counts."""
    return day.over


def kind(day: Day, asked: Asked) -> Array:
    """2. The seeker named kinds, and this is none of them."""
    return ~asked.kinds[day.kind]


def age(day: Day, asked: Asked) -> Array:
    """3. The person is too young or too old on the first day, or today if it has begun. Later, they have one of two ages."""
    if asked.age is None:
        return np.zeros(len(day.kind), dtype=np.bool_)
    youngest = asked.age + day.years
    oldest = youngest + day.later
    outside: Array = (oldest < day.age_min) | (youngest > day.age_max)
    return outside


def ehcp(day: Day, asked: Asked) -> tuple[Array, Array]:
    """4. It requires an EHC plan: leaves out who has none, asks who did not say; with a pilot that is open, it asks both."""
    if asked.ehcp:
        nobody = np.zeros(len(day.kind), dtype=np.bool_)
        return nobody, nobody
    left_out = day.plan_required & ~day.pilot_open & (asked.ehcp is not None)
    return left_out, day.plan_required & ~left_out


def squared_chords(catalogue: Catalogue, rows: Array, asked: Asked) -> Array:
    """The square of the straight line to each row's place, in square metres; not a number where there is no place."""
    x, y, z = asked.point
    across, along, up = catalogue.x.take(rows) - x, catalogue.y.take(rows) - y, catalogue.z.take(rows) - z
    found: Array = across * across + along * along + up * up
    return found


def within(catalogue: Catalogue, rows: Array, squared: Array, asked: Asked, limit: float) -> Array:
    """Whether each place is at most `limit` miles away over the ground. What is too close to call, the geodesic settles."""
    metres = limit * METRES_IN_A_MILE
    unsure = doubt(metres)
    inside: Array = squared <= chord(max(metres - unsure, 0.0)) ** 2
    for at in np.flatnonzero(~inside & (squared <= chord(metres + unsure) ** 2)):
        row = rows[at]
        there = degrees(float(catalogue.x[row]), float(catalogue.y[row]), float(catalogue.z[row]))
        inside[at] = miles((asked.lat, asked.lng), there) <= limit + 1e-9
    return inside


def travel(
    catalogue: Catalogue, rows: Array, squared: Array, asked: Asked, beyond: Array
) -> tuple[Array, Array]:
    """5. In person only: further than the limit, or the only way to join is online; asks when there is no place to measure to."""
    in_person = catalogue.format.take(rows) == IN_PERSON
    if asked.only_online:
        return in_person, np.zeros(len(rows), dtype=np.bool_)
    if asked.max_miles is None:
        nothing = np.zeros(len(rows), dtype=np.bool_)
        return nothing, nothing
    no_place = in_person & np.isnan(squared)
    return in_person & beyond & ~no_place, no_place


def times(catalogue: Catalogue, rows: Array, asked: Asked) -> tuple[Array, Array]:
    """6. None of the times named; asks when the listing has none and is not flexible or rolling."""
    if not asked.times:
        nothing = np.zeros(len(rows), dtype=np.bool_)
        return nothing, nothing
    slots = catalogue.times.take(rows)
    none = slots == 0
    return ((slots & np.uint32(asked.times | ANY_TIME)) == 0) ^ none, none


def cost(catalogue: Catalogue, rows: Array, most_twelfths: int | None) -> tuple[Array, Array]:
    """7. It costs more each time than can be paid; asks when the price is not known. A twelfth of the price of a term is each time."""
    if most_twelfths is None:
        nothing = np.zeros(len(rows), dtype=np.bool_)
        return nothing, nothing
    price = catalogue.each_time.take(rows)
    return price > most_twelfths, price < 0


def need(catalogue: Catalogue, rows: Array, asked: Asked) -> tuple[Array, Array]:
    """8. The musts that fail and the musts to ask about, as masks of needs for each row. Answers are read in `catalogue.build`."""
    if not asked.musts:
        nothing = np.zeros(len(rows), dtype=np.int64)
        return nothing, nothing
    met = catalogue.yes.take(rows) | (catalogue.can_arrange.take(rows) & ~SAFETY_CRITICAL)
    if asked.musts & MAY_NOT_APPLY:
        met |= does_not_apply(catalogue, rows)
    if asked.musts & IN_PERSON_ONLY:  # what is both they join online instead, and are told so
        met |= np.where(catalogue.format.take(rows) == BOTH, IN_PERSON_ONLY, 0)
    open_ = asked.musts & ~met
    failed = open_ & catalogue.no.take(rows)
    return failed, open_ ^ failed


def dislike(catalogue: Catalogue, rows: Array, asked: Asked) -> tuple[Array, Array]:
    """9. Every interest of it is disliked. The second array: some of them are, which puts it last."""
    if asked.dislikes == (0, 0):
        nothing = np.zeros(len(rows), dtype=np.bool_)
        return nothing, nothing
    low, high = catalogue.interests_low.take(rows), catalogue.interests_high.take(rows)
    some: Array = ((low & asked.dislikes[0]) | (high & asked.dislikes[1])) != 0
    left: Array = ((low & ~asked.dislikes[0]) | (high & ~asked.dislikes[1])) == 0
    return some & left, some & ~left


def reach(limit: float) -> float:
    """Metres on any one axis beyond which no place can be within `limit` miles."""
    metres = limit * METRES_IN_A_MILE
    return math.inf if metres > 1e7 else chord(metres + doubt(metres))
