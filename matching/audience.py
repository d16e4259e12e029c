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
from matching.opening import MILES
from matching.places import Strips, points
from matching.rules import IN_PERSON, NO_LIMIT, PLAN, read
from matching.types import Seeker
from matching.words import understand

Array = npt.NDArray[Any]

NOT_SAID = 255  # an age


class Audience(NamedTuple):
    """Numbers of people, in the order in which they were given: those whom it fits, and those who would have to ask something."""

    fits: Array
    ask_first: Array


@dataclass(frozen=True, eq=False, slots=True)
class Seekers:
    """People as columns. `columns`: lat, lng (degrees); age (`NOT_SAID`); ehcp (a value of PLAN); kinds (a bit for each code);
    max_miles (infinite for no limit); only_online; times, musts, dislikes_low and dislikes_high (bits); most_twelfths (NO_LIMIT)."""

    columns: Mapping[str, Array]
    number: Array  # of each row, as it was given
    point: tuple[Array, Array, Array]
    parts: tuple[
        tuple[float, int, Strips], ...
    ]  # miles that are enough for all in a part, its first row, its strips

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
        enough = np.append(MILES, np.inf)[np.searchsorted(MILES, given["max_miles"])]
        order, parts = [np.empty(0, dtype=np.int64)], []
        for miles in np.unique(enough).tolist():
            some = np.flatnonzero(enough == miles)
            within, strips = Strips.sort(y[some], z[some])
            parts.append((miles, sum(map(len, order)), strips))
            order.append(some[within])
        number = np.concatenate(order)
        columns = {name: given[name][number] for name in TYPES}
        distinct, which = np.unique(columns["max_miles"], return_inverse=True)
        limits = np.array([places.bounds(miles) for miles in distinct.tolist()]).reshape(-1, 2)
        columns["inside"], columns["reach"] = limits[which].T
        return cls(columns, number, (x[number], y[number], z[number]), tuple(parts))


TYPES: Mapping[str, Any] = {
    "lat": np.float64, "lng": np.float64, "age": np.uint8, "ehcp": np.int8, "kinds": np.uint8, "max_miles": np.float64,
    "only_online": np.bool_, "times": np.uint32, "musts": np.int64, "dislikes_low": np.int64, "dislikes_high": np.int64,
    "most_twelfths": np.int32,
}  # fmt: skip


def audience(catalogue: Catalogue, seekers: Seekers, offer: str, today: date) -> Audience:
    """Whom the offer with this id fits on `today`, and who would have to ask something first: the rules of `suggest`, in the same
    order. An id that is not in the catalogue is a KeyError."""
    row = catalogue.index_of(offer)
    day = catalogue.on(today)
    group = int(day.group[row])
    point = (float(catalogue.x[row]), float(catalogue.y[row]), float(catalogue.z[row]))
    rows = _who_can_get_there(seekers, point, catalogue.format[row] == IN_PERSON)
    asks = np.zeros(len(rows), dtype=np.bool_)

    def said(name: str) -> Array:
        found: Array = seekers.columns[name].take(rows)
        return found

    def keep(left_out: Array, asking: Any = False) -> None:
        nonlocal rows, asks
        stay = np.flatnonzero(~left_out)
        rows, asks = rows.take(stay), (asks | asking).take(stay)

    keep(np.full(len(rows), day.over[group]))
    keep(rules.kind(catalogue.kind[row], said("kinds")))
    age = said("age")
    outside = rules.age(
        age.astype(np.int16), day.years[group], day.later[group], day.age_min[group], day.age_max[group]
    )
    keep(outside & (age != NOT_SAID))
    keep(*rules.ehcp(day.plan_required[group], day.pilot_open[group], said("ehcp")))
    in_person, placed = catalogue.format[row] == IN_PERSON, ~np.isnan(catalogue.z[row])
    limit = said("max_miles")
    beyond = (
        ~_within(seekers, rows, limit, point) if in_person and placed else np.zeros(len(rows), dtype=np.bool_)
    )
    keep(*rules.travel(in_person, placed, beyond, np.isfinite(limit), said("only_online")))
    keep(*rules.times(catalogue.times[row], said("times")))
    keep(*rules.cost(catalogue.each_time[row], said("most_twelfths")))
    failed, to_ask = rules.need(
        rules.met(catalogue, np.array([row]), -1)[0], catalogue.no[row], said("musts")
    )
    keep(failed != 0, to_ask != 0)
    hated = said("dislikes_low"), said("dislikes_high")
    keep(rules.dislike(catalogue.interests_low[row], catalogue.interests_high[row], *hated)[0])
    return Audience(np.sort(seekers.number[rows[~asks]]), np.sort(seekers.number[rows[asks]]))


def _who_can_get_there(seekers: Seekers, point: tuple[float, float, float], in_person: bool) -> Array:
    """The rows of all who can get there, and of few others: of everybody, where one can join from home or nobody knows where it is."""
    _, y, z = point
    if not in_person or np.isnan(z):
        return np.arange(len(seekers.number))
    near = [first + strips.around(y, z, places.reach(miles)) for miles, first, strips in seekers.parts]
    return np.concatenate([np.empty(0, dtype=np.int64), *near])


def _within(seekers: Seekers, rows: Array, limit: Array, point: tuple[float, float, float]) -> Array:
    """Whether a place is within the limit of each of these people."""
    squared: Any = 0.0
    for theirs, there in zip(seekers.point, point, strict=True):
        squared = squared + (theirs.take(rows) - there) ** 2
    lat, lng = seekers.columns["lat"], seekers.columns["lng"]
    inside, reach = seekers.columns["inside"].take(rows), seekers.columns["reach"].take(rows)

    def exact(at: int) -> bool:
        miles = places.miles((float(lat[rows[at]]), float(lng[rows[at]])), places.degrees(*point))
        return miles <= float(limit[at]) + places.ROUNDING

    return places.within(squared, inside, reach, exact)
