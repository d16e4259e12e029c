"""The hard rules, one function each, in their order. Source: formats, "The rules, exactly".

Each is a formula over one side's answers and the other's: one offer or a column of them, one person or a column of them, so the same
function finds what fits a person and whom a new offer fits. A rule gives what it leaves out and, where it can, what it asks about.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from matching import places
from matching.catalogue import ANY_TIME, FORMAT, KIND, Catalogue
from matching.types import Seeker
from matching.vocabulary import INTERESTS, KINDS, NEEDS, TIME_SLOTS, interest_bits, key_bits
from matching.words import Understood, stems_of

Array = npt.NDArray[Any]

RULES = ("over", "kind", "age", "ehcp", "travel", "times", "cost", "need", "dislike")

IN_PERSON, ONLINE, BOTH = FORMAT["in-person"], FORMAT["online"], FORMAT["both"]
SAFETY_CRITICAL = sum(need.bit for need in NEEDS.values() if need.safety_critical)
IN_PERSON_ONLY = sum(need.bit for need in NEEDS.values() if need.in_person_only)
PLAN = {True: 2, None: 1, False: 0}  # an EHC plan: there is one, they did not say, there is none
NO_LIMIT = 2**31 - 1  # on what can be paid, in twelfths of a penny


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
MET_ANYWAY = DOES_NOT_APPLY.copy()  # what is both they join online instead, and are told so
MET_ANYWAY[:, BOTH] |= IN_PERSON_ONLY


def does_not_apply(catalogue: Catalogue, rows: Array, table: Array = DOES_NOT_APPLY) -> Array:
    """The needs that do not apply to each row, as masks."""
    kind, format = catalogue.kind.take(rows), catalogue.format.take(rows)
    found: Array = table.ravel().take(kind * np.uint8(len(FORMAT)) + format)
    return found


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Asked:
    """What one seeker said, as numbers and masks: ticked and read together. Words are as said, and stemmed with a space on each
    side, as texts hold them."""

    lat: float
    lng: float
    point: tuple[float, float, float]
    age: int | None
    ehcp: bool | None
    kinds: int  # a bit for the code of each kind that is wanted
    max_miles: float | None
    only_online: bool
    times: int
    most_twelfths: int | None
    musts: int
    helps: int
    likes: tuple[int, int]
    dislikes: tuple[int, int]
    liked_words: tuple[tuple[str, str], ...]
    disliked_words: tuple[tuple[str, str], ...]
    matters: tuple[str, ...]


def read(seeker: Seeker, understood: Understood) -> Asked:
    """A seeker's answers made ready. A key that the vocabulary does not know is a KeyError; other nonsense a ValueError."""
    for key in (*seeker.interests, *seeker.not_interests):
        INTERESTS[key]
    for importance in seeker.needs.values():
        if importance not in ("must", "would_help"):
            raise ValueError(f'a need is "must" or "would_help", not "{importance}"')
    dislikes = interest_bits((*seeker.not_interests, *understood.not_interests))
    likes = interest_bits((*seeker.interests, *understood.interests))
    return Asked(
        lat=seeker.lat,
        lng=seeker.lng,
        point=places.point(seeker.lat, seeker.lng),
        age=seeker.age,
        ehcp=seeker.ehcp,
        kinds=sum({1 << KIND[kind] for kind in seeker.kinds or KINDS}),
        max_miles=None
        if math.isnan(seeker.lat)
        else seeker.max_miles,  # who is nowhere has nothing near or far
        only_online=tuple(seeker.modes) == ("online",),
        times=key_bits(TIME_SLOTS, seeker.times),
        most_twelfths=None if seeker.max_cost is None else twelfths(seeker.max_cost),
        musts=sum(NEEDS[key].bit for key, importance in seeker.needs.items() if importance == "must"),
        helps=sum(NEEDS[key].bit for key, importance in seeker.needs.items() if importance == "would_help"),
        likes=(likes[0] & ~dislikes[0], likes[1] & ~dislikes[1]),
        dislikes=dislikes,
        liked_words=_stemmed(understood.liked_words),
        disliked_words=_stemmed(understood.disliked_words),
        matters=seeker.matters,
    )


def twelfths(pounds: Decimal | float) -> int:
    """Whole twelfths of a penny in so many pounds."""
    return min(int((Decimal(str(pounds)) * 1200).to_integral_value(ROUND_FLOOR)), NO_LIMIT - 1)


def _stemmed(words: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((word, f" {stem} ") for word in words if (stem := stems_of(word.split())))


def over(last_day: Any, today: int) -> Any:
    """1. It has ended, or the last day to apply has gone, or it was once and that has gone. The day itself still counts."""
    return last_day < today


def kind(kind: Any, wanted: Any) -> Any:
    """2. The person named kinds, and this is none of them. `kind` is a code, `wanted` has a bit for each code."""
    return (wanted >> kind) & 1 == 0


def age(age: Any, years: Any, later: Any, lowest: Any, highest: Any) -> Any:
    """3. The person is too young or too old on the first day, or today if it has begun. Later (in `years` whole years), they have
    one of two ages."""
    youngest = age + years
    return (youngest + later < lowest) | (youngest > highest) | (lowest > highest)


def ehcp(required: Any, pilot_open: Any, plan: Any) -> tuple[Any, Any]:
    """4. It requires an EHC plan: leaves out who has none, asks who did not say; with a pilot that is open, it asks both."""
    left_out = required & ~pilot_open & (plan == PLAN[False])
    return left_out, required & (plan != PLAN[True]) & ~left_out


def travel(in_person: Any, placed: Any, beyond: Any, limited: Any, only_online: Any) -> tuple[Any, Any]:
    """5. In person only: further than the limit, or the only way to join is online; asks when there is no place to measure to."""
    left_out = in_person & (only_online | (limited & placed & beyond))
    return left_out, in_person & limited & ~placed & ~left_out


def times(slots: Any, wanted: Any) -> tuple[Any, Any]:
    """6. None of the times named; asks when the listing has none and is not flexible or rolling."""
    unsaid = (slots == 0) & (wanted != 0)
    return (slots & (wanted | ANY_TIME) == 0) & (wanted != 0) & ~unsaid, unsaid


def cost(price: Any, most: Any) -> tuple[Any, Any]:
    """7. It costs more each time than can be paid; asks when the price is not known. A twelfth of the price of a term is each time."""
    return price > most, (price < 0) & (most != NO_LIMIT)


def need(met: Any, refused: Any, musts: Any) -> tuple[Any, Any]:
    """8. The musts that fail and the musts to ask about, as masks of needs."""
    open_ = musts & ~met
    failed = open_ & refused
    return failed, open_ ^ failed


def dislike(low: Any, high: Any, hated_low: Any, hated_high: Any) -> tuple[Any, Any]:
    """9. Every interest of it is disliked. The second: some of them are, which puts it last."""
    some = ((low & hated_low) | (high & hated_high)) != 0
    left = ((low & ~hated_low) | (high & ~hated_high)) != 0
    return some & ~left, some & left


def met(catalogue: Catalogue, rows: Array, musts: int) -> Array:
    """Which musts each row meets: by a "yes", by "can be arranged" where that is enough, or because they do not apply. Answers are
    read in `matching.catalogue`."""
    found: Array = catalogue.yes.take(rows) | does_not_apply(catalogue, rows, MET_ANYWAY)
    if musts & ~SAFETY_CRITICAL:
        found |= catalogue.can_arrange.take(rows) & ~SAFETY_CRITICAL
    return found


def squared_chords(catalogue: Catalogue, rows: Array, asked: Asked) -> Array:
    """The square of the straight line to each row's place, in square metres; not a number where there is no place."""
    x, y, z = asked.point
    across, along, up = catalogue.x.take(rows) - x, catalogue.y.take(rows) - y, catalogue.z.take(rows) - z
    found: Array = across * across + along * along + up * up
    return found


def within(catalogue: Catalogue, rows: Array, squared: Array, asked: Asked, limit: float) -> Array:
    """Whether each place is at most `limit` miles away over the ground."""

    def exact(at: int) -> bool:
        return geodesic_miles(catalogue, rows[at], asked) <= limit + places.ROUNDING

    return places.within(squared, *places.bounds(limit), exact)


def geodesic_miles(catalogue: Catalogue, row: int, asked: Asked) -> float:
    """How far one row's place is over the ground, to a tenth of a millimetre."""
    there = places.degrees(float(catalogue.x[row]), float(catalogue.y[row]), float(catalogue.z[row]))
    return places.miles((asked.lat, asked.lng), there)
