"""Looking around: what passes the rules for what a list was narrowed to, in an order that knows nobody's likes.

Browsing and suggesting use the same rules. What is not known does not pass: it is kept apart, and counted.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from matching.catalogue import Catalogue
from matching.days import NO_DAY
from matching.ranking import far
from matching.rules import read
from matching.sifting import sift
from matching.types import Seeker
from matching.words import understand

Array = npt.NDArray[Any]
Sort = Literal["nearest", "a_to_z", "checked", "soon"]


class Around(NamedTuple):
    """Rows of the catalogue in their order: what passes, and what did not say enough to know."""

    rows: Array
    unsure: Array


def look_around(
    catalogue: Catalogue,
    seeker: Seeker,
    today: date,
    *,
    sort: Sort,
    alphabet: Array,
    only: Array | None = None,
    both: bool = False,
) -> Around:
    """What passes for `seeker`, of all or of the rows in `only`; with `both`, what is unsure too, in one list.

    `alphabet` has the place from A to Z of each row: it settles equals, in every order. Nearest: by tenths of a mile; what has no
    place to go to comes last. Checked: the last day first; then what its provider did not confirm in time. Soon: what starts from
    today on, the first day first; then what has begun or has no first day.
    """
    asked = read(seeker, understand(""))
    passed = sift(catalogue, asked, today, asked.max_miles, changes=0).passed
    chosen = np.arange(len(passed.rows)) if only is None else np.flatnonzero(np.isin(passed.rows, only))
    rows, asks = passed.rows[chosen], passed.asks[chosen]
    keys = [alphabet.take(rows)]
    if sort == "nearest":
        keys.append(far(catalogue, passed, chosen))
    elif sort == "checked":
        keys += [-catalogue.checked.take(rows).astype(np.int32), catalogue.overdue.take(rows)]
    elif sort == "soon":
        starts = catalogue.starts.take(rows)
        keys.append(np.where(starts >= catalogue.on(today).number, starts, NO_DAY))
    order = np.lexsort(keys)
    rows, asks = rows[order], asks[order]
    return Around(rows if both else rows[~asks], rows[asks])
