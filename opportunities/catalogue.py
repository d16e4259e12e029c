"""From rows to the catalogue that matching reads, kept fresh in every process."""

from __future__ import annotations

import threading
import uuid
from contextlib import suppress
from typing import Any

import numpy as np
import numpy.typing as npt
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import F, TextField
from django.db.models.functions import Cast, Lower

from matching.catalogue import COLUMNS, Catalogue
from opportunities.models import CatalogueStamp, OpportunityPage
from opportunities.models.opportunity import OpportunityQuerySet

# Where a column of the catalogue is not a column of the same name. A list of keys is handed on as the JSON that it is stored as.
FROM = {
    "id": F("public_id"),
    "provider": F("provider_id"),
    "pilot_council": F("supportedinternshippage__pilot_council"),
    "pilot_ends_on": F("supportedinternshippage__pilot_ends_on"),
    "job_coach": F("supportedinternshippage__job_coach"),
    "under_16_confirmed": F("volunteeringpage__under_16_confirmed"),
} | {name: Cast(name, TextField()) for name in ("outcomes", "times", "who_for", "entry")}


BATCH = 1_000


def load(things: OpportunityQuerySet | None = None) -> Catalogue:
    """Every public opportunity, or only these things, read by column. The rows are taken from the database's own cursor and turned
    into columns batch by batch: a quarter faster over 100,000 than values_list(), which looks at each value once more."""
    found = OpportunityPage.objects.public() if things is None else things
    rows = found.order_by().annotate(**{f"column_{name}": FROM.get(name, F(name)) for name in COLUMNS})
    columns: list[list[Any]] = [[] for _ in COLUMNS]
    # A query that Django knows to find nothing (none of no keys) has no SQL.
    with suppress(EmptyResultSet), connections[rows.db].cursor() as cursor:
        cursor.execute(*rows.values_list(*(f"column_{name}" for name in COLUMNS)).query.sql_with_params())
        while batch := cursor.fetchmany(BATCH):
            for column, values in zip(columns, zip(*batch, strict=True), strict=True):
                column.extend(values)
    return Catalogue.from_columns(dict(zip(COLUMNS, columns, strict=True)))


class Keeper:
    """This process's copy. A request pays one look at the stamp; the first after a change also pays the loading."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: tuple[uuid.UUID | None, Catalogue] | None = None
        self._alphabet: tuple[Catalogue, npt.NDArray[Any]] | None = None

    def fresh(self) -> Catalogue:
        """The catalogue as the database has it now. The stamp is read before the rows: a change in between is seen next time."""
        stamp = CatalogueStamp.current()
        kept = self._kept
        if kept is None or kept[0] != stamp:
            with self._lock:
                kept = self._kept
                if kept is None or kept[0] != stamp:
                    kept = self._kept = (stamp, load())
        return kept[1]

    def a_to_z(self, catalogue: Catalogue) -> npt.NDArray[Any]:
        """The place from A to Z of each row, as the database sorts titles: asked for once for each catalogue."""
        kept = self._alphabet
        if kept is None or kept[0] is not catalogue:
            kept = self._alphabet = (catalogue, alphabet(catalogue))
        return kept[1]


def alphabet(catalogue: Catalogue) -> npt.NDArray[Any]:
    """The place from A to Z of each row. What the database lost since then comes last; it is not shown any more."""
    ids = OpportunityPage.objects.public().order_by(Lower("title"), "id").values_list("public_id", flat=True)
    rows = catalogue.rows_of(list(ids))
    places = np.full(len(catalogue), len(catalogue), dtype=np.int32)
    places[rows] = np.arange(len(rows))
    return places


keeper = Keeper()


def current() -> Catalogue:
    """What the public may see now, as columns."""
    return keeper.fresh()


def a_to_z(catalogue: Catalogue) -> npt.NDArray[Any]:
    """The place from A to Z of each row of the current catalogue."""
    return keeper.a_to_z(catalogue)
