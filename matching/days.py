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

from matching.columns import packed, unpacked

if TYPE_CHECKING:
    from matching.catalogue import Catalogue

Array = npt.NDArray[Any]

FIRST_DAY = date(1970, 1, 1).toordinal()
NO_DAY = 65535  # later than any day that fits
ANSWERS = {
    "over": 1,
    "kind": 3,
    "age_min": 8,
    "age_max": 8,
    "later": 1,
    "years": 4,
    "plan_required": 1,
    "pilot_open": 1,
}
GONE = -1  # the answers of a row that was taken out of the catalogue: the first group, which is never counted


def day_number(day: date) -> int:
    """Days since 1970. What lies outside 1970 to 2149 is put at that end."""
    return min(max(day.toordinal() - FIRST_DAY, 1), NO_DAY - 1)


class _Numbers(dict[date | None, int]):
    """The number of each day. The same days come often, so each is worked out once."""

    def __missing__(self, day: date) -> int:
        self[day] = day_number(day)
        return self[day]


_numbers = {none: _Numbers({None: none}) for none in (0, NO_DAY)}


def days(values: Sequence[date | None], none: int) -> Array:
    """A column of day numbers, with `none` (0 or NO_DAY) where there is no date."""
    return np.fromiter(map(_numbers[none].__getitem__, values), np.uint16, len(values))


@dataclass(frozen=True, eq=False, slots=True)
class Day:
    """Groups of offers that rules 1 to 4 can not tell apart on one day. `group` has the group of each row, `size` counts the rows
    of each group, `answers` has what each group answers, packed, and the other columns have it unpacked.

    `years`: whole years until the start (0 when it has started). `later`: it starts after the day itself. `pilot_open`: a
    pilot ends on or after the start.
    """

    today: date
    number: int
    answers: Array
    group: Array
    size: Array
    over: Array
    kind: Array
    age_min: Array
    age_max: Array
    later: Array
    years: Array
    plan_required: Array
    pilot_open: Array

    @classmethod
    def of(cls, catalogue: Catalogue, today: date) -> Day:
        """The groups of a whole catalogue."""
        given = _answers(catalogue, np.arange(len(catalogue)), today)
        given[catalogue.gone] = GONE
        answers, group = np.unique(np.append(given, GONE), return_inverse=True)
        return cls._grouped(today, answers, group[:-1])

    def patched(self, catalogue: Catalogue, gone: Array) -> Day:
        """The groups of the catalogue that this one became, with rows added at its end and rows taken out."""
        new = _answers(catalogue, np.arange(len(self.group), len(catalogue)), self.today)
        answers = np.union1d(self.answers, new)
        group = np.concatenate(
            (answers.searchsorted(self.answers).take(self.group), answers.searchsorted(new))
        )
        group[gone] = 0
        return self._grouped(self.today, answers, group)

    @classmethod
    def _grouped(cls, today: date, answers: Array, group: Array) -> Day:
        size = np.bincount(group, minlength=len(answers))
        size[0] = 0
        group = group.astype(np.uint16 if len(answers) < 65536 else np.uint32)
        return cls(today, day_number(today), answers, group, size, **unpacked(answers, ANSWERS))


def _answers(catalogue: Catalogue, rows: Array, today: date) -> Array:
    """What each row answers to rules 1 to 4, packed into one number."""
    number = day_number(today)
    starts = catalogue.starts.take(rows)
    later = starts > number
    years = np.zeros(len(rows), dtype=np.int64)
    years[later] = np.minimum(_years_until(starts[later], today), 15)
    answers = {
        name: getattr(catalogue, name).take(rows) for name in ("kind", "age_min", "age_max", "plan_required")
    }
    answers |= {
        "over": catalogue.last_day.take(rows) < number,
        "later": later,
        "years": years,
        "pilot_open": catalogue.pilot_ends.take(rows) >= np.maximum(starts, number),
    }
    return packed(answers, ANSWERS, np.int32)


def _years_until(starts: Array, today: date) -> Array:
    """Whole years from today to each day number."""
    dates = starts.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month = months.astype(np.int64)
    day_of_month = (dates - months).astype(np.int64) + 1
    whole: Array = (month - (today.year - 1970) * 12 - (today.month - 1) - (day_of_month < today.day)) // 12
    return whole
