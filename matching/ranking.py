"""Best first, with variety, or nearest first. Best first: of things that are nearly as good, the next comes from another provider, or is another kind.

Scores are whole millionths. Only what can be among the first is looked into (its text is read) and ranked, and the answer is the
exact one: a bar is guessed, what can reach it is ranked, and the bar is lowered until the last of the first reaches it too.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.catalogue import FORMAT, Catalogue

Array = npt.NDArray[Any]

MILLION = 1_000_000
SAME_PROVIDER, SAME_KIND = (
    20_000,
    5_000,
)  # off for each before it of the same provider (up to 4) and kind (up to 8)
MOST_PROVIDER, MOST_KIND = 4, 8
NOTHING = (2 * MILLION, 0, 0)  # worse than any
TAKEN_AT_MOST = MOST_PROVIDER * SAME_PROVIDER + MOST_KIND * SAME_KIND


def rank(
    catalogue: Catalogue,
    rows: Array,
    scores: Array,
    limit: int | None,
    most_more: int,
    look: Callable[[Array], tuple[Array, Array]],
) -> list[tuple[int, float]]:
    """(place in `rows`, score from 0 to 1), best first, ties by id, at most `limit`. What holds a dislike comes after the rest.

    `look` finds out for some places which of them hold a dislike, and what more their scores are, up to `most_more`. The score is
    after variety; the upper half of the scale is for what holds no dislike.
    """
    # Of the first, many are of one kind and few of one provider: that much is most often taken off the last of them.
    bar = 0 if limit is None else _nth(scores, limit) - MOST_KIND * SAME_KIND
    while True:
        places = np.flatnonzero(scores >= bar - most_more)
        disliked, more = look(places)
        whole = scores[places] + more
        clean = np.flatnonzero(~disliked & (whole >= bar))
        best = _varied(catalogue, rows[places[clean]], whole[clean], limit)
        enough = len(best) == limit
        if bar <= 0 or (enough and best[-1][1] >= bar):
            break  # what was left aside is under the bar, and no value is over the one before it
        bar = best[-1][1] if enough else bar - 2 * TAKEN_AT_MOST
    ranked = [(clean[at], MILLION + max(value, 0)) for at, value in best]
    if not enough:
        last = np.flatnonzero(disliked)
        left = None if limit is None else limit - len(best)
        ranked += [
            (last[at], max(value, 0))
            for at, value in _varied(catalogue, rows[places[last]], whole[last], left)
        ]
    return [(int(places[at]), value / (2 * MILLION)) for at, value in ranked]


def away(catalogue: Catalogue, rows: Array, squared: Array) -> Array:
    """How far each is, to sort by. Online, or with no known place, it is after all that one can go to."""
    nowhere = np.isnan(squared) | (catalogue.format.take(rows) == FORMAT["online"])
    return np.where(nowhere, np.inf, squared)


def by_distance(
    catalogue: Catalogue,
    rows: Array,
    squared: Array,
    scores: Array,
    limit: int | None,
    look: Callable[[Array], tuple[Array, Array]],
) -> list[tuple[int, float]]:
    """(place in `rows`, score from 0 to 1), nearest first, ties by id, at most `limit`. What holds a dislike comes after the rest.

    `look` is that of `rank`. It is asked about the nearest few, and about four times as many until enough of them are clean.
    """
    far = away(catalogue, rows, squared)
    reach = len(rows) if limit is None else min(limit, len(rows))
    while True:
        places = (
            np.arange(len(rows))
            if reach == len(rows)
            else np.flatnonzero(far <= np.partition(far, reach)[reach])
        )
        places = places[np.lexsort((catalogue.id_order.take(rows[places]), far[places]))]
        disliked, more = look(places)
        clean = np.flatnonzero(~disliked)
        if len(places) == len(rows) or (limit is not None and len(clean) >= limit):
            break
        reach = min(reach * 4 or 1, len(rows))
    chosen = np.concatenate((clean, np.flatnonzero(disliked)))[:limit]
    values = np.maximum(scores[places] + more, 0) + ~disliked * MILLION
    return [(int(places[at]), int(values[at]) / (2 * MILLION)) for at in chosen.tolist()]


def _nth(scores: Array, n: int) -> int:
    """The score of the n-th best; 0, which is under none, when there are fewer."""
    return int(np.partition(scores, len(scores) - n)[len(scores) - n]) if 0 < n <= len(scores) else 0


def _varied(catalogue: Catalogue, rows: Array, scores: Array, limit: int | None) -> list[tuple[int, int]]:
    """(place, value): each time the best by score less what variety takes off. What it takes only grows, so a heap that looks
    again is exact. Each kind has a heap of its own, for what a kind takes off is the same for all of it.
    """
    most = len(rows) if limit is None else min(limit, len(rows))
    if not most:
        return []
    places = (
        np.flatnonzero(scores >= _nth(scores, most) - TAKEN_AT_MOST)
        if len(rows) > 4 * most
        else np.arange(len(rows))
    )
    chosen = rows[places]
    heaps: dict[int, list[tuple[int, int, int, int, int]]] = {}
    for entry, kind in sorted(
        zip(
            zip(
                (-scores[places]).tolist(),
                catalogue.id_order.take(chosen).tolist(),
                places.tolist(),
                catalogue.provider.take(chosen).tolist(),
                scores[places].tolist(),
                strict=True,
            ),
            catalogue.kind.take(chosen).tolist(),
            strict=True,
        )
    ):
        heaps.setdefault(kind, []).append(entry)  # in order, which makes it a heap
    providers: dict[int, int] = {}
    kinds = dict.fromkeys(heaps, 0)

    def settled(kind: int) -> tuple[int, int, int]:
        """The best of a kind as things stand: what it is worth (the less the better), its order by id, the kind."""
        heap = heaps[kind]
        while heap:
            now, ordinal, place, provider, score = heap[0]
            less = SAME_PROVIDER * min(providers.get(provider, 0), MOST_PROVIDER) - score
            if less == now:
                return now + SAME_KIND * min(kinds[kind], MOST_KIND), ordinal, kind
            heapq.heapreplace(heap, (less, ordinal, place, provider, score))
        return NOTHING

    best = {kind: settled(kind) for kind in heaps}
    ranked: list[tuple[int, int]] = []
    while len(ranked) < most:
        value, _, kind = min(best.values())
        _, _, place, provider, _ = heapq.heappop(heaps[kind])
        ranked.append((place, -value))
        providers[provider] = providers.get(provider, 0) + 1
        kinds[kind] += 1
        for other, heap in heaps.items():
            if other == kind or (heap and heap[0][3] == provider):
                best[other] = settled(other)
    return ranked
