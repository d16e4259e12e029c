"""The open offers as columns: one NumPy array for each thing that a rule, a score or an explanation reads.

Rows with a place to go to come first, in strips, so that what a travel limit can reach is a few slices; then what can be joined
from home or has no place; then the loose rows, which a patch added. A catalogue never changes once it is made: a patch gives
another, which shares what is the same. Access answers are kept as rule 8 reads them: a "yes" by `satisfied_by`, and what the
listing says elsewhere where the question was not answered.

`from_columns` takes, by the names in `COLUMNS`, sequences with one value for each offer:
    id: str, unique. provider: str or int, the same for all offers of one provider
    kind, format: keys of KINDS and FORMATS. ehcp: "any" or "required"
    pattern, per, places_state, group_size, noise, supporter, joining: a key of its facet, "" when it is not known
    outcomes, times, who_for, entry: keys of a facet, as a list or its JSON
    interests_low, interests_high: int, from `interest_bits`
    yes_bits, can_arrange_bits, no_bits: int, from `need_bits`: as stated, nothing derived
    lat, lng: degrees, or None. age_min, age_max: whole years, inclusive, or None. pence: None when the price is not known
    starts_on, ends_on, apply_by, places_updated_on, checked_on, pilot_ends_on: date or None
    supporter_free, job_coach, under_16_confirmed, overdue: bool or None. places_left: int or None
    other_cost: "none", or what else one pays for
    pilot_council: the council of a supported internship pilot for people with no plan. referral_by: who refers
    search_words: str, from `matching.words.stems` of title, summary and steps
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.columns import Masks, bits, coded, codes, flags, numbers, packed, unpacked
from matching.days import NO_DAY, Day, days
from matching.places import Strips, points
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

_COLUMNS = """
    id provider kind interests_low interests_high outcomes yes_bits can_arrange_bits no_bits format lat lng age_min age_max
    ehcp times pattern starts_on ends_on apply_by pence per supporter_free other_cost places_state places_left places_updated_on
    group_size noise supporter who_for joining referral_by entry checked_on overdue pilot_council pilot_ends_on job_coach
    under_16_confirmed search_words
"""
COLUMNS = tuple(_COLUMNS.split())
KIND, FORMAT, PATTERN, PER = codes(KINDS), codes(FORMATS), codes(PATTERNS), codes(COST_PER)
GROUP_SIZE, NOISE, SUPPORT = codes(GROUP_SIZES), codes(NOISE_LEVELS), codes(SUPPORTER)
ROOM, JOIN = codes(PLACES_STATES), codes(JOINING)
ENTRY_BIT = {key: 1 << index for index, key in enumerate(ENTRY)}
WHO_FOR_BIT = {key: 1 << index for index, key in enumerate(WHO_FOR)}
SMALL_GROUPS = ("one", "tiny", "small")
ANY_AGE = 255
ANY_TIME = 1 << 31  # beside the bits of TIME_SLOTS
MOST_PENCE = (2**31 - 1) // 12
INTERNSHIP_AGES = (16, 24)
LOWEST_VOLUNTEER_AGE = 16  # unless the provider confirmed that it keeps the rules for people under 16
# What no rule reads row by row, packed into 16 bits: a row is to take less than 100 bytes.
DETAILS = {
    "supporter": 2, "joining": 3, "per": 3, "outcomes": 4, "supporter_free": 1, "other_costs": 1, "overdue": 1,
    "plan_required": 1,
}  # fmt: skip
PLAN_REQUIRED, OVERDUE = 1, 2  # of those, the last two
MANY = 255  # places: so many or more, or nobody said how many
SPARE = 1000  # rows that patches may add before the columns must be copied


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Catalogue:
    """Columns over `len()` rows, those that are gone among them. Times, entry and who_for are bits; days are whole days
    (`matching.days`). A column is read as an attribute: `catalogue.kind`."""

    size: int
    with_place: int  # rows before this one are in person and have a point, and lie in strips
    in_order: int  # rows before this one were there when the catalogue was built; the rest are loose
    gone: Array  # rows that are not to be read any more
    strips: Strips
    ids: list[str]
    texts: list[str]  # " stemmed words ", ready to be searched
    pilot_councils: Mapping[int, str]  # by row
    referrers: Mapping[int, str]  # by row
    columns: Mapping[str, Array]
    blocks: Sequence[
        tuple[tuple[str, ...], Array]
    ]  # the columns of one type, by name, as rows of one array, with room to grow
    providers: dict[Any, int]
    _rows: ChainMap[str, int]
    _days: dict[date, Day] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.size

    def __getattr__(self, name: str) -> Array:
        try:
            return self.columns[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def loose(self) -> int:
        """How many rows lie outside the sorted part or are gone: with many it is time to build anew."""
        return self.size - self.in_order + len(self.gone)

    @property
    def plan_required(self) -> Array:
        required: Array = self.details & PLAN_REQUIRED != 0
        return required

    @property
    def overdue(self) -> Array:
        overdue: Array = self.details & OVERDUE != 0
        return overdue

    def index_of(self, id: str) -> int:
        """The row of the offer with this id. An id that is not here is a KeyError."""
        row = self._rows[id]
        if row < 0:
            raise KeyError(id)
        return row

    def rows_of(self, ids: Collection[str]) -> Array:
        """The rows of those of these ids that are here."""
        rows = (self._rows.get(id, -1) for id in ids)
        return np.array([row for row in rows if row >= 0], dtype=np.int64)

    def facts(self, rows: Array) -> dict[str, list[Any]]:
        """Every column but the places, of a few rows, as plain values. A read of each block is cheaper than one of each column."""
        found: dict[str, list[Any]] = {}
        for names, block in self.blocks:
            if block.dtype != np.float64:
                found.update(zip(names, block.take(rows, axis=1).tolist(), strict=True))
        details = unpacked(np.array(found.pop("details"), dtype=np.uint16), DETAILS)
        found.update((name, column.tolist()) for name, column in details.items())
        found["places_left"] = [-1 if left == MANY else left for left in found["places_left"]]
        term = PER["term"]
        found["pence"] = [
            price if price < 0 or per == term else price // 12
            for price, per in zip(found["each_time"], found["per"], strict=True)
        ]
        return found

    def on(self, today: date) -> Day:
        """What rules 1 to 4 read, with every date settled for this day. Worked out once a day."""
        day = self._days.get(today)
        if day is None:
            day = Day.of(self, today)
            self._days.clear()
            self._days[today] = day
        return day

    @classmethod
    def from_offers(cls, offers: Iterable[Offer]) -> Catalogue:
        """A catalogue of these offers. A key that the vocabulary does not know is a KeyError."""
        rows = [_row(offer) for offer in offers]
        return cls.from_columns({name: [row[name] for row in rows] for name in COLUMNS})

    @classmethod
    def from_columns(cls, given: Mapping[str, Sequence[Any]]) -> Catalogue:
        """A catalogue of the columns that the module describes. Two offers with one id are a ValueError."""
        providers: dict[Any, int] = {}
        read = _read(given, providers)
        placed = np.flatnonzero((read["format"] == FORMAT["in-person"]) & ~np.isnan(read["z"]))
        within, strips = Strips.sort(read["y"][placed], read["z"][placed])
        order = np.concatenate((placed[within], np.delete(np.arange(len(read["y"])), placed)))
        size = len(order)
        blocks = _blocks({name: column.take(order) for name, column in read.items()}, size + SPARE)
        columns = {
            name: row[:size] for names, block in blocks for name, row in zip(names, block, strict=True)
        }
        in_order = order.tolist()
        ids = [given["id"][row] for row in in_order]
        rows = {id: row for row, id in enumerate(ids)}
        if len(rows) != size:
            raise ValueError("Two offers have the same id.")
        return cls(
            size=size,
            with_place=len(placed),
            in_order=size,
            gone=np.empty(0, dtype=np.int64),
            strips=replace(strips, y=columns["y"][: len(placed)]),
            ids=ids,
            texts=[f" {given['search_words'][row]} " for row in in_order],
            columns=columns,
            blocks=blocks,
            providers=providers,
            _rows=ChainMap({}, rows),
            pilot_councils=_named(given["pilot_council"], order),
            referrers=_named(given["referral_by"], order),
        )

    def patch(self, given: Mapping[str, Sequence[Any]], gone: Iterable[str] = ()) -> Catalogue:
        """The same with the offers of these columns in place of those with their ids, or new, and without those in `gone`.

        This catalogue stays as it is, for whoever still reads it. Ids in `gone` that are not here are no matter.
        """
        changed = list(given["id"])
        if len(set(changed)) != len(changed):
            raise ValueError("Two offers have the same id.")
        providers = self.providers  # shared: a new provider gets a number that no older row has
        read = _read(given, providers)
        end = self.size + len(changed)
        blocks = self.blocks
        if (
            end > blocks[0][1].shape[1] or len(self.ids) != self.size
        ):  # no room, or another patch was made of this one
            blocks = [(names, _grown(block[:, : self.size], end + SPARE)) for names, block in blocks]
        texts, ids = (list(old) if blocks is not self.blocks else old for old in (self.texts, self.ids))
        del texts[self.size :], ids[self.size :]
        for names, block in blocks:
            block[:, self.size : end] = [read[name] for name in names]
        ids += changed
        texts += [f" {text} " for text in given["search_words"]]
        columns = {name: row[:end] for names, block in blocks for name, row in zip(names, block, strict=True)}
        out = self.rows_of([*changed, *gone])
        changes = dict(self._rows.maps[0]) | dict.fromkeys(gone, -1)
        changes |= {id: self.size + at for at, id in enumerate(changed)}
        patched = replace(
            self,
            size=end,
            gone=np.concatenate((self.gone, out)),
            ids=ids,
            texts=texts,
            columns=columns,
            blocks=blocks,
            providers=providers,
            pilot_councils={**self.pilot_councils, **_named(given["pilot_council"], first=self.size)},
            referrers={**self.referrers, **_named(given["referral_by"], first=self.size)},
            _rows=ChainMap(changes, self._rows.maps[1]),
            _days={},
        )
        patched._days.update({today: day.patched(patched, out) for today, day in [*self._days.items()]})
        return patched


def _named(values: Sequence[str | None], order: Array | None = None, first: int = 0) -> dict[int, str]:
    """What has a name, by row: in this order, or one after the other from `first` on."""
    arranged = values if order is None else [values[row] for row in order.tolist()]
    return {first + at: name for at, name in enumerate(arranged) if name}


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


def _read(given: Mapping[str, Sequence[Any]], providers: dict[Any, int]) -> dict[str, Array]:
    """The columns in the order in which they were given. A provider that is new gets the next number."""
    for provider in given["provider"]:
        providers.setdefault(provider, len(providers))
    found = {name: coded(given[name], table) for name, table in CODED.items()}
    found |= {name: bits(given[name], masks) for name, masks in LISTED.items()}
    found |= {name: flags(given[name]) for name in FLAGS}
    kind, pattern = found["kind"], found["pattern"]
    x, y, z = points(*(np.array(given[name], dtype=np.float64) for name in ("lat", "lng")))
    lowest, highest = _ages(given, kind, found.pop("under_16_confirmed"))
    starts, ends = days(given["starts_on"], none=0), days(given["ends_on"], none=NO_DAY)
    once = np.where((pattern == PATTERN["one_off"]) & (ends == NO_DAY) & (starts > 0), starts, NO_DAY)
    times = found["times"]
    at_any_time = (times == 0) & ((pattern == PATTERN["flexible"]) | (pattern == PATTERN["rolling"]))
    pence = numbers(given["pence"], -1, MOST_PENCE, np.int32)
    said = {name: np.array(given[f"{name}_bits"], dtype=np.int64) for name in ("yes", "can_arrange", "no")}
    required = flags([each == "required" for each in given["ehcp"]])
    found |= as_rule_8_reads(**said, found=found) | {
        "x": x,
        "y": y,
        "z": z,
        "age_min": lowest,
        "age_max": highest,
        "plan_required": (kind == KIND["supported-internship"]) | required,
        "pilot_ends": days(given["pilot_ends_on"], none=0),
        "last_day": np.minimum(np.minimum(ends, days(given["apply_by"], none=NO_DAY)), once).astype(
            np.uint16
        ),
        "starts": starts,
        "times": np.where(at_any_time, ANY_TIME, times).astype(np.uint32),
        "each_time": np.where((found["per"] == PER["term"]) | (pence < 0), pence, pence * 12).astype(
            np.int32
        ),
        "interests_low": np.array(given["interests_low"], dtype=np.int64),
        "interests_high": np.array(given["interests_high"], dtype=np.int64),
        "room": coded(given["places_state"], ROOM),
        "places_left": numbers(given["places_left"], MANY, MANY, np.uint8),
        "places_updated": days(given["places_updated_on"], none=0),
        "checked": days(given["checked_on"], none=0),
        "other_costs": flags([cost not in ("none", "", None) for cost in given["other_cost"]]),
        "provider": np.fromiter(map(providers.__getitem__, given["provider"]), np.int32, len(kind)),
    }
    found["details"] = packed(found, DETAILS, np.uint16)
    for name in (*DETAILS, "noise", "job_coach"):
        del found[name]
    return found | {name: found[name].astype(np.uint8) for name in ("entry", "who_for")}


CODED = {
    "kind": KIND, "format": FORMAT, "pattern": PATTERN, "per": PER, "group_size": GROUP_SIZE, "noise": NOISE,
    "supporter": SUPPORT, "joining": JOIN,
}  # fmt: skip
FLAGS = ("supporter_free", "job_coach", "under_16_confirmed", "overdue")
LISTED = {
    "entry": Masks(ENTRY), "times": Masks(TIME_SLOTS), "outcomes": Masks(OUTCOMES), "who_for": Masks(WHO_FOR)
}  # fmt: skip


def _blocks(columns: Mapping[str, Array], room: int) -> list[tuple[tuple[str, ...], Array]]:
    """The columns, those of one type as the rows of one array with room for so many offers."""
    names: dict[Any, list[str]] = {}
    for name, column in columns.items():
        names.setdefault(column.dtype, []).append(name)
    return [
        (tuple(some), _grown(np.stack([columns[name] for name in some]), room)) for some in names.values()
    ]


def _grown(block: Array, room: int) -> Array:
    larger = np.zeros((len(block), room), dtype=block.dtype)
    larger[:, : block.shape[1]] = block
    return larger


def _ages(given: Mapping[str, Sequence[Any]], kind: Array, under_16_confirmed: Array) -> tuple[Array, Array]:
    """The ages that each offer is for, with what rule 3 says of internships and of volunteering under 16."""
    lowest = numbers(given["age_min"], 0, ANY_AGE, np.uint8)
    highest = numbers(given["age_max"], ANY_AGE, ANY_AGE, np.uint8)
    internship = kind == KIND["supported-internship"]
    strict = (kind == KIND["volunteering"]) & ~under_16_confirmed
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
_asks_grades = ENTRY_BIT["english_maths_level"] | ENTRY_BIT["qualification_named"]
_grades = [mask for mask in _entries if mask & _asks_grades]
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
    yes: Array, can_arrange: Array, no: Array, found: Mapping[str, Array]
) -> dict[str, Array]:
    """The three masks of answers, with `satisfied_by`, and with what the listing says elsewhere where nothing was answered."""
    stated = yes
    yes = yes.copy()
    for need in NEEDS.values():
        if need.satisfied_by:
            also = sum(NEEDS[key].bit for key in need.satisfied_by)
            yes[(stated & also) != 0] |= need.bit
    can_arrange, no = can_arrange & ~yes, no & ~yes
    silent = ~(yes | can_arrange | no)
    for name, table in SAYS_YES.items():
        yes |= table.take(found[name]) & silent
    for name, table in SAYS_NO.items():
        no |= table.take(found[name]) & silent
    return {"yes": yes, "can_arrange": can_arrange, "no": no}
