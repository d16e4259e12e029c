"""From rows to the catalogue that matching reads, kept fresh in every process (docs/decisions/catalogue-in-every-process.md)."""

from __future__ import annotations

import logging
import threading
import time
import traceback
import unicodedata
from bisect import bisect
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
from django.core.exceptions import EmptyResultSet
from django.db import Error, connections
from django.db.models import BooleanField, ExpressionWrapper, F, Q, TextField
from django.db.models.functions import Cast

from matching.catalogue import COLUMNS, Catalogue
from opportunities import clock
from opportunities.models import CatalogueChange, CatalogueStamp, OpportunityPage
from opportunities.models.opportunity import OpportunityQuerySet
from opportunities.models.stamp import Stamp

logger = logging.getLogger("find_my_thing.catalogue")

# Where a column of the catalogue is not a column of the same name. A list of keys is handed on as the JSON that it is stored as.
FROM = {
    "id": F("public_id"),
    "provider": F("provider_id"),
    "pilot_council": F("supportedinternshippage__pilot_council"),
    "pilot_ends_on": F("supportedinternshippage__pilot_ends_on"),
    "overdue": ExpressionWrapper(Q(freshness="overdue"), BooleanField()),
    "job_coach": F("supportedinternshippage__job_coach"),
    "under_16_confirmed": F("volunteeringpage__under_16_confirmed"),
} | {name: Cast(name, TextField()) for name in ("outcomes", "times", "who_for", "entry")}

BATCH = 1_000  # rows of one fetch
AT_ONCE = 500  # ids in one query: SQLite's limit on parameters is not far above
LOOSE = 1_000  # rows outside the sorted part from which on, or from a twentieth of all, it is loaded whole
PAUSE_SECONDS = 10  # after a failure, until the same state is tried again


def columns(things: OpportunityQuerySet, names: Sequence[str] = COLUMNS) -> dict[str, list[Any]]:
    """These things by column, in no order. The rows are taken from the database's own cursor and turned into columns batch by
    batch: a quarter faster over 100,000 than values_list(), which looks at each value once more."""
    rows = things.order_by().annotate(**{f"column_{name}": FROM.get(name, F(name)) for name in names})
    found: list[list[Any]] = [[] for _ in names]
    # A query that Django knows to find nothing (none of no keys) has no SQL.
    with suppress(EmptyResultSet), connections[rows.db].cursor() as cursor:
        cursor.execute(*rows.values_list(*(f"column_{name}" for name in names)).query.sql_with_params())
        while batch := cursor.fetchmany(BATCH):
            for column, values in zip(found, zip(*batch, strict=True), strict=True):
                column.extend(values)
    return dict(zip(names, found, strict=True))


def load(things: OpportunityQuerySet | None = None) -> Catalogue:
    """Every public opportunity, or only these things."""
    return Catalogue.from_columns(columns(OpportunityPage.objects.public() if things is None else things))


def of_ids(ids: Iterable[str], names: Sequence[str]) -> dict[str, list[Any]]:
    """These columns of those of these listings that are public."""
    found: dict[str, list[Any]] = {name: [] for name in names}
    left = iter(ids)
    while some := list(islice(left, AT_ONCE)):
        for name, values in columns(
            OpportunityPage.objects.public().filter(public_id__in=some), names
        ).items():
            found[name] += values
    return found


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The rows from A to Z. `keys`: what each row is sorted by; `order`: the rows sorted; `places`: the place of each row."""

    keys: list[str]
    order: npt.NDArray[Any]
    places: npt.NDArray[Any]

    @classmethod
    def of(cls, catalogue: Catalogue, titles: Mapping[str, str]) -> Alphabet:
        keys = [key(titles.get(id), id) for id in catalogue.ids[: len(catalogue)]]
        return cls.sorted(keys, np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int32))

    @classmethod
    def sorted(cls, keys: list[str], order: npt.NDArray[Any]) -> Alphabet:
        places = np.empty(len(order), dtype=np.int32)
        places[order] = np.arange(len(order), dtype=np.int32)
        return cls(keys, order, places)

    def patched(self, catalogue: Catalogue, titles: Mapping[str, str]) -> Alphabet:
        """With the rows that a patch added. Those that it took out keep their place; nobody is shown them."""
        size = len(self.keys)
        keys = [*self.keys, *(key(titles.get(id), id) for id in catalogue.ids[size : len(catalogue)])]
        added = sorted(range(size, len(keys)), key=keys.__getitem__)
        at = [bisect(self.order, keys[row], key=keys.__getitem__) for row in added]
        return self.sorted(keys, np.insert(self.order, at, added))


def key(title: str | None, id: str) -> str:
    """What a title is sorted by: neither its capitals nor its accents count. What has no title any more comes last."""
    if title is None:
        return f"\U0010ffff{id}"
    folded = title.casefold()
    if not folded.isascii():
        apart = unicodedata.normalize("NFKD", folded)
        folded = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return f"{folded}\n{id}"


@dataclass(frozen=True, slots=True)
class Kept:
    """One state, whole: a reader has this one or another, never a mixture. `stamp` is at most as new as the rows."""

    stamp: Stamp | None
    catalogue: Catalogue
    made: datetime
    alphabet: Alphabet | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why `stamp` could not be followed: the name of the error, since when, and when to try again (seconds, monotonic)."""

    stamp: Stamp | None
    error: str
    since: datetime
    again: float


class Keeper:
    """This process's copy. A request pays one look at the stamp; the first after a change also pays for reading what changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.kept: Kept | None = None
        self.failure: Failure | None = None

    def fresh(self) -> Catalogue:
        """The catalogue as the database has it now; the last good one when that can not be had. What the database or the rows
        have wrong is an error only while there is no good one at all."""
        kept, failure = self.kept, self.failure
        try:
            stamp = CatalogueStamp.current()
        except Error as error:
            self._failed(failure.stamp if failure else None, error)
            if kept is None:
                raise
            return kept.catalogue
        if kept is not None and kept.stamp == stamp:
            self.failure = None
            return kept.catalogue
        # Who knows that it fails lets one try again, and does not wait for that.
        if kept is not None and failure is not None and (self._pauses(stamp) or self._lock.locked()):
            return kept.catalogue
        with self._lock:
            return self._follow().catalogue

    def _follow(self) -> Kept:
        """Patch or load, one thread at a time. The stamp is read before the rows: a change in between is seen next time."""
        kept, stamp = self.kept, CatalogueStamp.current()
        if kept is not None and (kept.stamp == stamp or self._pauses(stamp)):
            return kept
        try:
            fresh = (kept and self._patched(kept, stamp)) or Kept(stamp, load(), clock.now())
        except Exception as error:  # whatever is wrong with the rows, people are shown the last good ones
            self._failed(stamp, error)
            if kept is None:
                raise
            return kept
        self.kept, self.failure = fresh, None
        return fresh

    def _patched(self, kept: Kept, stamp: Stamp | None) -> Kept | None:
        """The state with what changed since; None when it must be loaded whole."""
        ids = CatalogueChange.between(kept.stamp, stamp) if kept.stamp and stamp else None
        before = kept.catalogue
        if ids is None or before.loose + 2 * len(ids) > max(LOOSE, len(before) // 20):
            return None
        if not ids:
            return replace(kept, stamp=stamp)
        found = of_ids(ids, (*COLUMNS, "title"))
        titles = dict(zip(found["id"], found.pop("title"), strict=True))
        try:
            catalogue = before.patch(found, ids - titles.keys())
            alphabet = kept.alphabet and kept.alphabet.patched(catalogue, titles)
        except Exception as error:  # whatever is wrong with a change, loading whole may still do
            logger.warning("The catalogue could not be patched, and is loaded whole: %s", said(error))
            return None
        return Kept(stamp, catalogue, clock.now(), alphabet)

    def _pauses(self, stamp: Stamp | None) -> bool:
        failure = self.failure
        return failure is not None and failure.stamp == stamp and time.monotonic() < failure.again

    def _failed(self, stamp: Stamp | None, error: Exception) -> None:
        before = self.failure
        since = before.since if before else clock.now()
        self.failure = Failure(stamp, type(error).__name__, since, time.monotonic() + PAUSE_SECONDS)
        logger.error("The catalogue is not up to date: %s", said(error))

    def a_to_z(self, catalogue: Catalogue) -> npt.NDArray[Any]:
        """The place from A to Z of each row. Asked for the first time it reads all titles; then it follows the patches."""
        kept = self.kept
        if kept is None or kept.catalogue is not catalogue:  # another thread has gone on meanwhile
            return alphabet_of(catalogue).places
        if kept.alphabet is not None:
            return kept.alphabet.places
        alphabet = alphabet_of(catalogue)
        with self._lock:
            if self.kept is kept:
                self.kept = replace(kept, alphabet=alphabet)
        return alphabet.places


def alphabet_of(catalogue: Catalogue) -> Alphabet:
    return Alphabet.of(catalogue, dict(OpportunityPage.objects.public().values_list("public_id", "title")))


def said(error: Exception) -> str:
    """What went wrong and where, without the values: a database repeats in its message what was typed into a row."""
    return type(error).__name__ + "\n" + "".join(traceback.format_tb(error.__traceback__))


keeper = Keeper()


def current() -> Catalogue:
    """What the public may see now, as columns."""
    return keeper.fresh()


def a_to_z(catalogue: Catalogue) -> npt.NDArray[Any]:
    """The place from A to Z of each row of the current catalogue."""
    return keeper.a_to_z(catalogue)
