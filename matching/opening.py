"""What one change would open up: which single answer, were it another, would make more things fit, and exactly how many.

A must is never offered for dropping: what a person needs is not what is in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from matching import rules
from matching.catalogue import KIND, Catalogue
from matching.messages import Message, Pence, counted, in_a_sentence, message
from matching.rules import Asked
from matching.sifting import Missed
from matching.types import OpenUp, Seeker
from matching.vocabulary import KINDS

MILES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60)
POUNDS = (1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 100)
KINDS_IN_A_SENTENCE = {key: message(in_a_sentence(label)) for key, label in KINDS.items()}


def first_step(max_miles: float | None) -> float | None:
    """The least that is worth offering beyond a limit; the limit itself when there is none."""
    return None if max_miles is None else next((step for step in MILES if step > max_miles), max_miles)


def _last_step(max_miles: float) -> float:
    """The most that is worth offering: up to half as much again, or up to 4 miles more."""
    return max((step for step in MILES if step <= max(max_miles * 1.5, max_miles + 4)), default=0)


def open_up(
    catalogue: Catalogue,
    seeker: Seeker,
    asked: Asked,
    missed: Missed,
    nothing_fits: bool,
    look: Callable[[float], Missed],
) -> tuple[OpenUp, ...]:
    """At most one change for each of travel, times, cost and kind, and only where it adds something; the most first.

    `missed` is what there is up to the first step of travel; `look` finds what there is further away.
    """
    changes = [
        *_travel(catalogue, asked, missed, nothing_fits, look),
        *_times(seeker, missed),
        *_cost(catalogue, asked, missed),
        *_kind(catalogue, seeker, missed),
    ]
    return tuple(sorted(changes, key=lambda change: -change.adds))


def _travel(
    catalogue: Catalogue, asked: Asked, missed: Missed, nothing_fits: bool, look: Callable[[float], Missed]
) -> Iterator[OpenUp]:
    """The first step that adds something. Most often that is the first of all, so it looks further only when it must; when
    nothing fits, as far as anybody goes."""
    if asked.max_miles is None or asked.only_online:
        return
    reached, last = first_step(asked.max_miles) or 0, _last_step(asked.max_miles)
    for step in MILES:
        if step <= asked.max_miles or (step > last and not nothing_fits):
            continue
        if step > reached:
            reached = last if step <= last else MILES[-1]
            missed = look(reached)
        adds = int(np.count_nonzero(rules.within(catalogue, missed.travel, missed.squared, asked, step)))
        if adds:
            yield OpenUp("travel", "max_miles", step, adds, _if_travelling(step, adds))
            return


def _if_travelling(miles: int, adds: int) -> Message:
    return counted(
        "If you can travel {distance}, there is {count} more.",
        "If you can travel {distance}, there are {count} more.",
        adds,
        distance=counted("{count} mile", "{count} miles", miles),
    )


def _times(seeker: Seeker, missed: Missed) -> Iterator[OpenUp]:
    adds = len(missed.times)
    if seeker.times and adds:
        said = counted(
            "If you can go at any time, there is {count} more.",
            "If you can go at any time, there are {count} more.",
            adds,
        )
        yield OpenUp("times", "times", (), adds, said)


def _cost(catalogue: Catalogue, asked: Asked, missed: Missed) -> Iterator[OpenUp]:
    if asked.most_twelfths is None:
        return
    prices = catalogue.each_time.take(missed.cost)
    for step in POUNDS:
        adds = int(np.count_nonzero(prices <= step * 1200))
        if adds:
            yield OpenUp("cost", "max_cost", step, adds, _if_paying(step, adds))
            return
    adds = len(missed.cost) + len(missed.price_not_known)
    if adds:
        said = counted(
            "If the cost does not matter, there is {count} more.",
            "If the cost does not matter, there are {count} more.",
            adds,
        )
        yield OpenUp("cost", "max_cost", None, adds, said)


def _if_paying(pounds: int, adds: int) -> Message:
    return counted(
        "If you can pay {price} each time, there is {count} more.",
        "If you can pay {price} each time, there are {count} more.",
        adds,
        price=Pence(pounds * 100),
    )


def _kind(catalogue: Catalogue, seeker: Seeker, missed: Missed) -> Iterator[OpenUp]:
    if not seeker.kinds or not len(missed.kind):
        return
    counts = np.bincount(catalogue.kind[missed.kind], minlength=len(KIND)).tolist()
    adds, kind = max(((counts[KIND[kind]], kind) for kind in KINDS), key=lambda each: each[0])
    said = counted(
        'If you look at "{kind}" too, there is {count} more.',
        'If you look at "{kind}" too, there are {count} more.',
        adds,
        kind=KINDS_IN_A_SENTENCE[kind],
    )
    yield OpenUp("kind", "kinds", (*seeker.kinds, kind), adds, said)
