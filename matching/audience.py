"""The same rules the other way round: whom, of many people, one offer fits. For alerts and for counts; people are numbers here.

People lie in parts by how far they go, and each part in strips, so that an offer with a place is asked of those alone who can get there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matching import places, rules
from matching.catalogue import Catalogue
from matching.columns import packed, unpacked
from matching.opening import MILES
from matching.places import Strips, points
from matching.rules import IN_PERSON, NO_LIMIT, PLAN, read
from matching.types import Seeker
from matching.words import understand

Array = npt.NDArray[Any]

NOT_SAID = 255  # an age


class Audience(NamedTuple):
    """Numbers of people, as they were given, in no order: those whom it fits, and those who would have to ask something."""

    fits: Array
    ask_first: Array


class Part(NamedTuple):
    """People who go about as far: the miles that are enough for all of them, their first row, their strips, and the bounds of their
    limit (`places.bounds`): numbers where all have the same, or arrays."""

    miles: float
    first: int
    strips: Strips
    inside: Any
    reach: Any


@dataclass(frozen=True, eq=False, slots=True)
class Seekers:
    """People as columns. `columns`: lat, lng (degrees); age (`NOT_SAID`); ehcp (a value of PLAN); kinds (a bit for each code);
    max_miles (infinite for no limit); only_online; times, musts, dislikes_low and dislikes_high (bits); most_twelfths (NO_LIMIT)."""

    columns: Mapping[str, Array]
    number: Array  # of each row, as it was given
    point: tuple[Array, Array, Array]
    parts: tuple[Part, ...]
    group: Array  # of each row, of those who can not be told apart by what is in ALIKE
    groups: Mapping[str, Array]  # what the people of each group say

    @classmethod
    def from_seekers(cls, seekers: Iterable[Seeker]) -> Seekers:
        """People as the rules read them; their own words are read for what they do not like."""
        rows = []
        for seeker in seekers:
            asked = read(seeker, understand(seeker.own_words, seeker.interests, seeker.not_interests))
            rows.append(
                {
                    "lat": asked.lat,
                    "lng": asked.lng,
                    "age": NOT_SAID if asked.age is None else asked.age,
                    "ehcp": PLAN[asked.ehcp],
                    "kinds": asked.kinds,
                    "max_miles": np.inf if asked.max_miles is None else asked.max_miles,
                    "only_online": asked.only_online,
                    "times": asked.times,
                    "musts": asked.musts,
                    "dislikes_low": asked.dislikes[0],
                    "dislikes_high": asked.dislikes[1],
                    "most_twelfths": NO_LIMIT if asked.most_twelfths is None else asked.most_twelfths,
                }
            )
        return cls.from_columns(
            {name: np.array([row[name] for row in rows], dtype) for name, dtype in TYPES.items()}
        )

    @classmethod
    def from_columns(cls, given: Mapping[str, Array]) -> Seekers:
        """People as columns of one length, each of its type in TYPES."""
        x, y, z = points(given["lat"], given["lng"])
        limits = given["max_miles"]
        enough = np.append(MILES, np.inf)[np.searchsorted(MILES, limits)]
        order, parts = [np.empty(0, dtype=np.int64)], []
        for miles in np.unique(enough).tolist():
            some = np.flatnonzero(enough == miles)
            within, strips = Strips.sort(y[some], z[some])
            some = some[within]
            distinct, which = np.unique(limits[some], return_inverse=True)
            bounds = np.array([places.bounds(limit) for limit in distinct.tolist()])
            inside, reach = bounds[0] if len(distinct) == 1 else bounds[which].T
            parts.append(Part(miles, sum(map(len, order)), strips, inside, reach))
            order.append(some)
        number = np.concatenate(order)
        columns = {name: given[name][number] for name in TYPES}
        alike, group = np.unique(packed(columns, ALIKE, np.uint32), return_inverse=True)
        point = (x[number], y[number], z[number])
        groups = {name: column.astype(np.int64) for name, column in unpacked(alike, ALIKE).items()}
        return cls(columns, number, point, tuple(parts), group.astype(np.uint16), groups)


TYPES: Mapping[str, Any] = {
    "lat": np.float64, "lng": np.float64, "age": np.uint8, "ehcp": np.uint8, "kinds": np.uint8, "max_miles": np.float64,
    "only_online": np.bool_, "times": np.uint32, "musts": np.int64, "dislikes_low": np.int64, "dislikes_high": np.int64,
    "most_twelfths": np.int32,
}  # fmt: skip


ALIKE = {
    "age": 8,
    "ehcp": 2,
    "kinds": 5,
    "only_online": 1,
}  # what rules 2 to 4 read, and how many bits each takes
OUT, IN, ASKS = 0, 1, 2


def audience(catalogue: Catalogue, seekers: Seekers, offer: str, today: date) -> Audience:
    """Whom the offer with this id fits on `today`, and who would have to ask something first: the rules of `suggest`. An id that is
    not in the catalogue is a KeyError."""
    row = catalogue.index_of(offer)
    state = _groups(catalogue, seekers, row, today)
    rows, asks = _who_can_go(catalogue, seekers, row, state)

    def said(name: str) -> Array:
        found: Array = seekers.columns[name].take(rows)
        return found

    def keep(left_out: Array, asking: Any = False) -> None:
        nonlocal rows, asks
        stay = np.flatnonzero(~left_out)
        rows, asks = rows.take(stay), (asks | asking).take(stay)

    keep(*rules.times(catalogue.times[row], said("times")))
    keep(*rules.cost(catalogue.each_time[row], said("most_twelfths")))
    met = rules.met(catalogue, np.array([row]), -1)[0]
    failed, to_ask = rules.need(met, catalogue.no[row], said("musts"))
    keep(failed != 0, to_ask != 0)
    hated = said("dislikes_low"), said("dislikes_high")
    keep(rules.dislike(catalogue.interests_low[row], catalogue.interests_high[row], *hated)[0])
    return Audience(seekers.number[rows[~asks]], seekers.number[rows[asks]])


def _groups(catalogue: Catalogue, seekers: Seekers, row: int, today: date) -> Array:
    """What rules 1 to 4 say of each group of people: OUT, IN or ASKS. In person, who joins from home only is out as well."""
    day, who = catalogue.on(today), seekers.groups
    group = int(day.group[row])
    outside = rules.age(
        who["age"], day.years[group], day.later[group], day.age_min[group], day.age_max[group]
    )
    no_plan, asks = rules.ehcp(day.plan_required[group], day.pilot_open[group], who["ehcp"])
    out = rules.kind(catalogue.kind[row], who["kinds"]) | (outside & (who["age"] != NOT_SAID)) | no_plan
    if catalogue.format[row] == IN_PERSON:
        out |= who["only_online"] != 0
    state = np.where(out | day.over[group], OUT, np.where(asks, ASKS, IN))
    return state.astype(np.uint8)


def _who_can_go(catalogue: Catalogue, seekers: Seekers, row: int, state: Array) -> tuple[Array, Array]:
    """The rows of all who pass rules 1 to 5, and whether they have to ask."""
    there = (float(catalogue.x[row]), float(catalogue.y[row]), float(catalogue.z[row]))
    in_person, placed = catalogue.format[row] == IN_PERSON, not np.isnan(there[2])
    if not in_person or not placed:
        states = state.take(seekers.group)
        rows = np.flatnonzero(states)
        limited = np.isfinite(seekers.columns["max_miles"].take(rows))
        return rows, (states.take(rows) == ASKS) | (in_person & limited)
    found, asks = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.bool_)]
    for part in seekers.parts:
        rows = part.first + part.strips.around(there[1], there[2], places.reach(part.miles))
        states = state.take(seekers.group.take(rows))
        some = np.flatnonzero(states)
        rows = rows.take(some)
        near = np.flatnonzero(_within(seekers, rows, part, there))
        found.append(rows.take(near))
        asks.append(states.take(some.take(near)) == ASKS)
    return np.concatenate(found), np.concatenate(asks)


def _within(seekers: Seekers, rows: Array, part: Part, there: tuple[float, float, float]) -> Array:
    """Whether a place is within the limit of each of these people, all of one part."""
    across, along, up = (theirs.take(rows) - its for theirs, its in zip(seekers.point, there, strict=True))
    squared = across * across + along * along + up * up
    inside, reach = (
        bound.take(rows - part.first) if isinstance(bound, np.ndarray) else bound
        for bound in (part.inside, part.reach)
    )
    lat, lng, limit = (seekers.columns[name] for name in ("lat", "lng", "max_miles"))

    def exact(at: int) -> bool:
        miles = places.miles((float(lat[rows[at]]), float(lng[rows[at]])), places.degrees(*there))
        return miles <= float(limit[rows[at]]) + places.ROUNDING

    return places.within(squared, inside, reach, exact)
