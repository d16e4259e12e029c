"""How good a ranking is, beside what people judged by reading. Ours and any other are measured in the same way.

    ranking = ours(catalogue, judged)
    figures(judged, ranking, broken, untrue) -> Figures

It counts. Whether what a ranking gives breaks a rule, and whether its reasons are true, is for somebody else to check: who made a
suggestion does not vouch for it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from matching.catalogue import Catalogue
from matching.suggest import suggest
from matching.types import Offer, Reason, Seeker

TEN = 10
STEP = 6  # how many of each group the results page shows at first
SMALL_PROVIDER = 2  # listings, at most


@dataclass(frozen=True, slots=True)
class Judged:
    """One seeker and what was judged for them. `grades`: 1 (a little) to 3 (very good) by id, and what is not there is 0. `never`: what
    must not be shown, and why. `dislikes`: what they would not want to see first."""

    name: str
    seeker: Seeker
    today: date
    grades: Mapping[str, int]
    never: Mapping[str, str]
    dislikes: frozenset[str] = frozenset()


class Ranking(NamedTuple):
    """What one way of choosing gives one seeker. `order`: ids, best first. `answered_for`: those that may break no rule; `fits`: those
    said to fit, with nothing to ask. `reasons`: what is said of each."""

    order: tuple[str, ...]
    answered_for: tuple[str, ...]
    fits: frozenset[str] = frozenset()
    reasons: Mapping[str, Sequence[Reason]] = {}


class Figures(NamedTuple):
    """What came of one seeker. `ndcg`: None when nothing is good for them. Of the rest, each fault: `missed` (graded 2 or 3, and not
    given at all), `late` (graded 2 or 3, and not among the first ten), `dislikes` among the first ten, and with a reason beside the id
    `violations` and `untrue`."""

    ndcg: float | None
    violations: tuple[str, ...]
    missed: tuple[str, ...]
    late: tuple[str, ...]
    dislikes: tuple[str, ...]
    untrue: tuple[str, ...]


class Exposure(NamedTuple):
    """Of the places in the first tens, and of all that is relevant: the share (0 to 1) of providers with one or two listings, and the
    Gini coefficient over the providers of relevant things (0: each has as many; 1: one has all)."""

    small_shown: float
    small_relevant: float
    gini_shown: float
    gini_relevant: float


def ours(catalogue: Catalogue, judged: Judged) -> Ranking:
    """As the results page has it: six that fit, six to ask about, then what comes with "more". All of it is answered for."""
    found = suggest(catalogue, judged.seeker, judged.today, limit=None)
    fits, ask = found.fits, found.ask_first
    page = (*fits[:STEP], *ask[:STEP], *fits[STEP:], *ask[STEP:])
    ids = tuple(one.id for one in page)
    return Ranking(ids, ids, frozenset(one.id for one in fits), {one.id: one.reasons for one in page})


def plain(order: Iterable[str]) -> Ranking:
    """A ranking that says nothing of what it gives. It answers for its first ten."""
    ids = tuple(order)
    return Ranking(ids, ids[:TEN])


def figures(
    judged: Judged, ranking: Ranking, broken: Mapping[str, Sequence[str]], untrue: Sequence[str]
) -> Figures:
    """What one ranking is worth to one seeker. `broken`: the rules broken by each of those that the ranking answers for."""
    first, good = ranking.order[:TEN], [id for id, grade in judged.grades.items() if grade > 1]
    why = {id: judged.never.get(id) or ", ".join(broken.get(id, ())) for id in ranking.answered_for}
    return Figures(
        ndcg=ndcg(first, judged.grades),
        violations=tuple(f"{id}: {said}" for id, said in why.items() if said),
        missed=tuple(id for id in good if id not in ranking.order),
        late=tuple(id for id in good if id not in first),
        dislikes=tuple(id for id in first if id in judged.dislikes),
        untrue=tuple(untrue),
    )


def ndcg(first: Sequence[str], grades: Mapping[str, int]) -> float | None:
    """nDCG@10: a gain of 2^grade - 1, discounted by log2(place + 1), over that of the best order there is."""
    gained = _discounted(grades.get(id, 0) for id in first[:TEN])
    best = _discounted(sorted(grades.values(), reverse=True)[:TEN])
    return gained / best if best else None


def _discounted(grades: Iterable[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1))


def exposure(offers: Mapping[str, Offer], people: Iterable[Judged], rankings: Iterable[Ranking]) -> Exposure:
    """How the places that people see first are spread over providers."""
    listings = Counter(offer.provider for offer in offers.values())
    relevant = Counter(offers[id].provider for person in people for id in person.grades)
    shown = Counter(offers[id].provider for ranking in rankings for id in ranking.order[:TEN])

    def small(places: Counter[str]) -> float:
        held = sum(count for provider, count in places.items() if listings[provider] <= SMALL_PROVIDER)
        return held / (places.total() or 1)

    return Exposure(
        small(shown),
        small(relevant),
        gini([shown[provider] for provider in relevant]),
        gini(list(relevant.values())),
    )


def gini(counts: Sequence[int]) -> float:
    """0 when all are the same, near 1 when one has all."""
    of, total = len(counts), sum(counts)
    ranked = sum((2 * at - of - 1) * count for at, count in enumerate(sorted(counts), start=1))
    return ranked / (of * total) if total else 0.0
