"""Dates as whole days, and what rules 1 to 4 read of a catalogue on one day.

Rules 1 to 4 look at few things: whether it is over, the kind, the ages, the years until it starts, the plan. A hundred thousand
offers give some hundreds of different answers to those. So each day the offers are put into groups that answer alike, a rule
is asked once for each group, and its count over the whole catalogue is the sum of the groups' sizes: exact, and nearly free.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from matching.catalogue import Catalogue

Array = npt.NDArray[Any]

FIRST_DAY = date(1970, 1, 1).toordinal()
NO_DAY = 65535  # later than any day that fits


def day_number(day: date) -> int:
    """Days since 1970. What lies outside 1970 to 2149 is put at that end."""
    return min(max(day.toordinal() - FIRST_DAY, 1), NO_DAY - 1)


class _Numbers(dict[date | None, int]):
    """The number of each day. The same days come often, so each is worked out once."""

    def __missing__(self, day: date) -> int:
        self[day] = day_number(day)
        return self[day]


def days(values: Sequence[date | None], none: int) -> Array:
    """A column of day numbers, with `none` where there is no date."""
    return np.fromiter(map(_Numbers({None: none}).__getitem__, values), np.uint16, len(values))


@dataclass(frozen=True, eq=False, slots=True)
class Day:
    """Groups of offers that rules 1 to 4 can not tell apart on one day. `group` has the group of each row.

    `years`: whole years until the start (0 when it has started). `later`: it starts after the day itself. `pilot_open`: a
    pilot ends on or after the start. `size` counts the rows of each group.
    """

    number: int
    group: Array
    over: Array
    kind: Array
    age_min: Array
    age_max: Array
    later: Array
    years: Array
    plan_required: Array
    pilot_open: Array
    size: Array


def group_by_answers(catalogue: Catalogue, today: date) -> Day:
    number = day_number(today)
    later = catalogue.starts > number
    years = np.zeros(len(catalogue), dtype=np.int64)
    years[later] = np.minimum(_years_until(catalogue.starts[later], today), 15)
    first = np.maximum(catalogue.starts, number)
    answers = {  # and how many bits hold each
        "over": (catalogue.last_day < number, 1),
        "kind": (catalogue.kind, 3),
        "age_min": (catalogue.age_min, 8),
        "age_max": (catalogue.age_max, 8),
        "later": (later, 1),
        "years": (years, 4),
        "plan_required": (catalogue.plan_required, 1),
        "pilot_open": (catalogue.pilot_ends >= first, 1),
    }
    packed = np.zeros(len(catalogue), dtype=np.int32)
    for column, bits in answers.values():
        packed = (packed << bits) | column.astype(np.int32)
    distinct, group = np.unique(packed, return_inverse=True)
    unpacked: dict[str, Array] = {}
    rest = distinct
    for name, (column, bits) in reversed(answers.items()):
        unpacked[name] = (rest & ((1 << bits) - 1)).astype(column.dtype)
        rest = rest >> bits
    size = len(distinct)
    return Day(
        number=number,
        group=group.astype(np.uint16 if size < 65536 else np.uint32),
        size=np.bincount(group, minlength=size),
        **unpacked,
    )


def _years_until(starts: Array, today: date) -> Array:
    """Whole years from today to each day number."""
    dates = starts.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month = months.astype(np.int64)
    day_of_month = (dates - months).astype(np.int64) + 1
    whole: Array = (month - (today.year - 1970) * 12 - (today.month - 1) - (day_of_month < today.day)) // 12
    return whole
