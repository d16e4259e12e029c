"""The open offers as columns: one NumPy array for each thing that a rule, a score or an explanation reads.

Rows with a place to go to come first, in strips from south to north and each strip from west to east, so that what a travel limit
can reach is a few slices; then what can be joined from home or has no place. A catalogue never changes once it is built. Its access answers are kept as rule 8 reads them: a "yes" by
`satisfied_by`, and what the listing says elsewhere where the question was not answered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.columns import bits, coded, flags, numbered, numbers
from matching.days import NO_DAY, Day, days, group_by_answers
from matching.places import points
from matching.types import Offer
from matching.vocabulary import (
    COST_PER,
    ENTRY,
    FORMATS,
    GROUP_SIZES,
    JOINING,
    KINDS,
    NEEDS,
    NOISE_LEVELS,
    OUTCOMES,
    PATTERNS,
    PLACES_STATES,
    SUPPORTER,
    TIME_SLOTS,
    WHO_FOR,
    interest_bits,
    need_bits,
)
from matching.words import stems

Array = npt.NDArray[Any]

COLUMNS: Mapping[str, str] = {
    "id": "str, unique",
    "provider": "str or int, the same for all offers of one provider",
    "kind": "key of KINDS",
    "interests_low": "int, from interest_bits",
    "interests_high": "int, from interest_bits",
    "outcomes": "keys of OUTCOMES: a list, or its JSON",
    "yes_bits": "int, from need_bits(access, 'yes'): as stated, nothing derived",
    "can_arrange_bits": "int, from need_bits(access, 'can_arrange')",
    "no_bits": "int, from need_bits(access, 'no')",
    "format": "key of FORMATS",
    "lat": "float or None, degrees",
    "lng": "float or None, degrees",
    "age_min": "int or None, whole years, inclusive",
    "age_max": "int or None, whole years, inclusive",
    "ehcp": "'any' or 'required'",
    "times": "keys of TIME_SLOTS: a list, or its JSON",
    "pattern": "key of PATTERNS or ''",
    "starts_on": "date or None",
    "ends_on": "date or None",
    "apply_by": "date or None",
    "pence": "int or None when the price is not known",
    "per": "key of COST_PER or ''",
    "supporter_free": "bool",
    "other_cost": "str: 'none', or what else one pays for",
    "places_state": "key of PLACES_STATES or ''",
    "places_left": "int or None",
    "places_updated_on": "date or None",
    "group_size": "key of GROUP_SIZES or ''",
    "noise": "key of NOISE_LEVELS or ''",
    "supporter": "key of SUPPORTER or ''",
    "who_for": "keys of WHO_FOR: a list, or its JSON",
    "joining": "key of JOINING or ''",
    "referral_by": "str or None",
    "entry": "keys of ENTRY: a list, or its JSON",
    "checked_on": "date or None when nobody has checked it",
    "pilot_council": "str or None: a supported internship pilot for people with no plan",
    "pilot_ends_on": "date or None",
    "job_coach": "bool or None",
    "under_16_confirmed": "bool or None",
    "search_words": "str, from matching.words.stems of title, summary and steps",
}

STRIP = 16000.0  # metres of z: a limit of some miles touches a handful of strips
ANY_AGE = 255
ANY_TIME = 1 << 31  # beside the bits of TIME_SLOTS
MOST_PENCE = (2**31 - 1) // 12
NOT_KNOWN = 0  # the code of '' or None in a column of keys; the key at place i has the code i + 1


def codes(choices: Iterable[str]) -> dict[str | None, int]:
    """The number that stands for each key in a column of keys, and for one that is not known."""
    return {"": NOT_KNOWN, None: NOT_KNOWN} | {key: index + 1 for index, key in enumerate(choices)}


KIND, FORMAT, PATTERN, PER = codes(KINDS), codes(FORMATS), codes(PATTERNS), codes(COST_PER)
GROUP_SIZE, NOISE, SUPPORT = codes(GROUP_SIZES), codes(NOISE_LEVELS), codes(SUPPORTER)
ROOM, JOIN = codes(PLACES_STATES), codes(JOINING)
ENTRY_BIT = {key: 1 << index for index, key in enumerate(ENTRY)}
WHO_FOR_BIT = {key: 1 << index for index, key in enumerate(WHO_FOR)}
SMALL_GROUPS = ("one", "tiny", "small")

INTERNSHIP_AGES = (16, 24)
LOWEST_VOLUNTEER_AGE = 16  # unless the provider confirmed that it keeps the rules for people under 16


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Catalogue:
    """Columns over `len()` offers. Times, entry and who_for are bits; days are whole days (`matching.days`)."""

    ids: list[str]
    texts: list[str]  # " stemmed words \n", ready to be joined and searched
    with_place: int  # rows before this one are in person and have a point
    first_strip: int
    strips: list[
        int
    ]  # the first row of each strip of z, from `first_strip` on, and of what follows the last; each sorted by y
    pilot_councils: Mapping[int, str]  # by row
    referrers: Mapping[int, str]  # by row
    blocks: Sequence[tuple[tuple[str, ...], Array]]  # the columns of one type, by name, as rows of one array
    x: Array
    y: Array
    z: Array
    kind: Array
    format: Array
    age_min: Array
    age_max: Array
    plan_required: Array
    pilot_ends: Array
    last_day: Array
    starts: Array
    times: Array  # with ANY_TIME for what lists none and needs none
    pattern: Array
    pence: Array
    each_time: Array  # the price of each time in twelfths of a penny, under 0 when it is not known
    per: Array
    yes: Array
    can_arrange: Array
    no: Array
    interests_low: Array
    interests_high: Array
    outcomes: Array
    room: Array
    places_left: Array
    places_updated: Array
    group_size: Array
    supporter: Array
    joining: Array
    entry: Array
    who_for: Array
    checked: Array
    supporter_free: Array
    other_costs: Array
    provider: Array
    id_order: Array
    _rows: dict[str, int]
    _days: dict[date, Day] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def index_of(self, id: str) -> int:
        """The row of the offer with this id. An id that is not here is a KeyError."""
        return self._by_id()[id]

    def rows_of(self, ids: Collection[str]) -> Array:
        """The rows of those of these ids that are here."""
        rows = self._by_id() if ids else {}
        return np.array([rows[id] for id in ids if id in rows], dtype=np.int64)

    def _by_id(self) -> dict[str, int]:
        if not self._rows:
            self._rows.update({id: row for row, id in enumerate(self.ids)})  # at once: other threads read it
        return self._rows

    def facts(self, rows: Array) -> dict[str, list[Any]]:
        """Every column but the places, of a few rows, as plain values. A read of each block is cheaper than one of each column."""
        found: dict[str, list[Any]] = {}
        for names, block in self.blocks:
            if block.dtype != np.float64:
                found.update(zip(names, block.take(rows, axis=1).tolist(), strict=True))
        return found

    def on(self, today: date) -> Day:
        """What rules 1 to 4 read, with every date settled for this day. Worked out once a day."""
        day = self._days.get(today)
        if day is None:
            day = group_by_answers(self, today)
            self._days.clear()
            self._days[today] = day
        return day

    @classmethod
    def from_offers(cls, offers: Iterable[Offer]) -> Catalogue:
        """A catalogue of these offers. A key that the vocabulary does not know is a KeyError."""
        rows = [_row(offer) for offer in offers]
        return cls.from_columns({name: [row[name] for row in rows] for name in COLUMNS})

    @classmethod
    def from_columns(cls, columns: Mapping[str, Sequence[Any]]) -> Catalogue:
        """A catalogue of the columns that `COLUMNS` describes, each a sequence with one value for each offer."""
        return build(cls, columns)


def _row(offer: Offer) -> dict[str, Any]:
    low, high = interest_bits(offer.interests)
    given = {
        "interests_low": low,
        "interests_high": high,
        "yes_bits": need_bits(offer.access, "yes"),
        "can_arrange_bits": need_bits(offer.access, "can_arrange"),
        "no_bits": need_bits(offer.access, "no"),
        "pilot_council": offer.pilot.council if offer.pilot else "",
        "pilot_ends_on": offer.pilot.ends_on if offer.pilot else None,
        "search_words": stems(" ".join((offer.title, offer.summary, *offer.steps))),
    }
    return {name: given[name] if name in given else getattr(offer, name) for name in COLUMNS}


def build(make: Callable[..., Catalogue], given: Mapping[str, Sequence[Any]]) -> Catalogue:
    lat, lng = (np.array(given[name], dtype=np.float64) for name in ("lat", "lng"))
    x, y, z = points(lat, lng)
    kind, format_ = coded(given["kind"], KIND), coded(given["format"], FORMAT)
    placed = (format_ == FORMAT["in-person"]) & ~np.isnan(z)
    strip = np.where(placed, np.floor(z / STRIP), np.inf)
    order = np.lexsort((y, strip))
    in_order = order.tolist()

    def arranged(values: Sequence[Any]) -> list[Any]:
        return [values[row] for row in in_order]

    ids: list[str] = arranged(given["id"])
    if len(set(ids)) != len(ids):
        raise ValueError("Two offers have the same id.")
    entry = bits(given["entry"], ENTRY)
    supporter, group_size = coded(given["supporter"], SUPPORT), coded(given["group_size"], GROUP_SIZE)
    noise, pattern = coded(given["noise"], NOISE), coded(given["pattern"], PATTERN)
    yes, can_arrange, no = as_rule_8_reads(
        *(np.array(given[name], dtype=np.int64) for name in ("yes_bits", "can_arrange_bits", "no_bits")),
        noise=noise,
        group_size=group_size,
        supporter=supporter,
        entry=entry,
        job_coach=flags(given["job_coach"]),
    )
    age_min, age_max = _ages(given, kind)
    starts = days(given["starts_on"], none=0)
    ends = days(given["ends_on"], none=NO_DAY)
    once = np.where((pattern == PATTERN["one_off"]) & (ends == NO_DAY) & (starts > 0), starts, NO_DAY)
    times = bits(given["times"], TIME_SLOTS)
    at_any_time = (pattern == PATTERN["flexible"]) | (pattern == PATTERN["rolling"])
    pence = numbers(given["pence"], -1, MOST_PENCE, np.int32)
    per = coded(given["per"], PER)
    arrays: dict[str, Array] = {
        "x": x,
        "y": y,
        "z": z,
        "kind": kind,
        "format": format_,
        "age_min": age_min,
        "age_max": age_max,
        "plan_required": (kind == KIND["supported-internship"])
        | flags([each == "required" for each in given["ehcp"]]),
        "pilot_ends": days(given["pilot_ends_on"], none=0),
        "last_day": np.minimum(np.minimum(ends, days(given["apply_by"], none=NO_DAY)), once).astype(
            np.uint16
        ),
        "starts": starts,
        "times": np.where((times == 0) & at_any_time, ANY_TIME, times).astype(np.uint32),
        "pattern": pattern,
        "pence": pence,
        "each_time": pence * np.where(per == PER["term"], 1, 12).astype(np.int32),
        "per": per,
        "yes": yes,
        "can_arrange": can_arrange,
        "no": no,
        "interests_low": np.array(given["interests_low"], dtype=np.int64),
        "interests_high": np.array(given["interests_high"], dtype=np.int64),
        "outcomes": bits(given["outcomes"], OUTCOMES).astype(np.uint8),
        "room": coded(given["places_state"], ROOM),
        "places_left": numbers(given["places_left"], -1, 9999, np.int16),
        "places_updated": days(given["places_updated_on"], none=0),
        "group_size": group_size,
        "supporter": supporter,
        "joining": coded(given["joining"], JOIN),
        "entry": entry.astype(np.uint8),
        "who_for": bits(given["who_for"], WHO_FOR).astype(np.uint8),
        "checked": days(given["checked_on"], none=0),
        "supporter_free": flags(given["supporter_free"]),
        "other_costs": flags([cost not in ("none", "", None) for cost in given["other_cost"]]),
        "provider": numbered(given["provider"]),
    }
    arrays["id_order"] = np.empty(len(ids), dtype=np.int32)
    arrays["id_order"][sorted(range(len(ids)), key=given["id"].__getitem__)] = np.arange(len(ids))
    blocks = _blocks(arrays, order)
    first_strip, starts_of_strips = _strips(strip[order][: int(placed.sum())])
    return make(
        ids=ids,
        texts=[f" {text} \n" for text in arranged(given["search_words"])],
        with_place=int(placed.sum()),
        first_strip=first_strip,
        strips=starts_of_strips,
        pilot_councils={row: name for row, name in enumerate(arranged(given["pilot_council"])) if name},
        referrers={row: name for row, name in enumerate(arranged(given["referral_by"])) if name},
        blocks=blocks,
        _rows={},
        **{name: column for names, block in blocks for name, column in zip(names, block, strict=True)},
    )


def _blocks(arrays: Mapping[str, Array], order: Array) -> list[tuple[tuple[str, ...], Array]]:
    """Columns in this order, those of one type as the rows of one array."""
    names: dict[Any, list[str]] = {}
    for name, array in arrays.items():
        names.setdefault(array.dtype, []).append(name)
    return [(tuple(some), np.stack([arrays[name].take(order) for name in some])) for some in names.values()]


def _strips(strip: Array) -> tuple[int, list[int]]:
    """The number of the first strip, and where each strip begins; one more for the end."""
    if not len(strip):
        return 0, [0]
    first, last = int(strip[0]), int(strip[-1])
    return first, np.searchsorted(strip, np.arange(first, last + 2)).tolist()


def _ages(given: Mapping[str, Sequence[Any]], kind: Array) -> tuple[Array, Array]:
    """The ages that each offer is for, with what rule 3 says of internships and of volunteering under 16."""
    lowest = numbers(given["age_min"], 0, ANY_AGE, np.uint8)
    highest = numbers(given["age_max"], ANY_AGE, ANY_AGE, np.uint8)
    internship = kind == KIND["supported-internship"]
    strict = (kind == KIND["volunteering"]) & ~flags(given["under_16_confirmed"])
    lowest = np.where(internship, np.maximum(lowest, INTERNSHIP_AGES[0]), lowest)
    lowest = np.where(strict, np.maximum(lowest, LOWEST_VOLUNTEER_AGE), lowest)
    highest = np.where(internship, np.minimum(highest, INTERNSHIP_AGES[1]), highest)
    return lowest.astype(np.uint8), highest.astype(np.uint8)


def _table(size: int, **bits_by_code: Iterable[int]) -> Array:
    """One mask of needs for each code: the bit of each need named, at the codes given for it."""
    table = np.zeros(size, dtype=np.int64)
    for name, places in bits_by_code.items():
        table[list(places)] |= NEEDS[name.replace("_", "-")].bit
    return table


_small = [GROUP_SIZE[size] for size in SMALL_GROUPS]
_not_small = [GROUP_SIZE[size] for size in GROUP_SIZES if size not in SMALL_GROUPS]
_entries = range(1 << len(ENTRY))
_interview = [mask for mask in _entries if mask & ENTRY_BIT["interview"]]
_grades = [
    mask for mask in _entries if mask & (ENTRY_BIT["english_maths_level"] | ENTRY_BIT["qualification_named"])
]
_nothing = [ENTRY_BIT["none"]]
SAYS_YES: Mapping[str, Array] = {
    "job_coach": _table(2, job_coach=[1]),
    "noise": _table(len(NOISE), low_noise=[NOISE["quiet"]]),
    "group_size": _table(len(GROUP_SIZE), small_group=_small, not_crowded=_small),
    "supporter": _table(len(SUPPORT), bring_supporter=[SUPPORT["welcome"], SUPPORT["must_come"]]),
    "entry": _table(len(_entries), no_interview=_nothing, no_grades=_nothing),
}
SAYS_NO: Mapping[str, Array] = {
    "noise": _table(len(NOISE), low_noise=[NOISE["loud"]]),
    "group_size": _table(len(GROUP_SIZE), small_group=_not_small, not_crowded=[GROUP_SIZE["crowd"]]),
    "entry": _table(len(_entries), no_interview=_interview, no_grades=_grades),
}


def as_rule_8_reads(
    yes: Array, can_arrange: Array, no: Array, **elsewhere: Array
) -> tuple[Array, Array, Array]:
    """The three masks of answers, with `satisfied_by`, and with what the listing says elsewhere where nothing was answered."""
    stated = yes.copy()
    yes = yes.copy()
    for need in NEEDS.values():
        if need.satisfied_by:
            also = sum(NEEDS[key].bit for key in need.satisfied_by)
            yes[(stated & also) != 0] |= need.bit
    can_arrange, no = can_arrange & ~yes, no & ~yes
    silent = ~(yes | can_arrange | no)
    for name, column in elsewhere.items():
        index = column.astype(np.int64)
        yes |= SAYS_YES[name][index] & silent
        if name in SAYS_NO:
            no |= SAYS_NO[name][index] & silent
    return yes, can_arrange, no
