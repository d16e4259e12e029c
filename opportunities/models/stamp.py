"""What has changed for the public, under a number that only grows: each process compares it with its own copy's."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.db import connections, models, transaction
from django.db.models import F

MANY = 2_000  # a change of more listings is one of everything
LOGGED = 1_000  # changes that are kept for processes that lag behind
_held: ContextVar[list[Iterable[str] | None] | None] = ContextVar("catalogue_stamp_held", default=None)


class Stamp(NamedTuple):
    """One state of the catalogue. The token is there because a count alone lies: after a restored backup, or a change that was
    rolled back, a number comes a second time and means something else."""

    number: int
    token: int


class CatalogueStamp(models.Model):
    """The one row of it, written in the same transaction as the change, so that nobody sees the one without the other. Writing it
    locks it until the transaction ends: changes are seen in the order of their numbers, and none can come in late."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    number = models.PositiveBigIntegerField(default=0)
    token = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="catalogue_stamp_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> Stamp | None:
        """The stamp now; None before anything was ever published. Every request asks: making the query anew would take longer
        than the database does."""
        with connections[cls.objects.db].cursor() as cursor:
            cursor.execute("SELECT number, token FROM opportunities_cataloguestamp WHERE id = 1")
            found = cursor.fetchone()
        return Stamp(*found) if found else None

    @classmethod
    def advance(cls, ids: Iterable[str] | None = None) -> None:
        """Say that these listings (by public id) have changed, are new or are gone; without ids, that any may have. A queryset
        of ids is asked only when nobody else can change the catalogue until this transaction ends, and so misses none."""
        held = _held.get()
        if held is None:
            cls._write([ids])
        else:
            held.append(ids)

    @classmethod
    @transaction.atomic
    def _write(cls, changes: list[Iterable[str] | None]) -> None:
        step: dict[str, Any] = {"number": F("number") + 1, "token": secrets.randbits(62)}
        if not cls.objects.filter(pk=1).update(**step):
            cls.objects.get_or_create(pk=1)
            cls.objects.filter(pk=1).update(**step)
        stamp = cls.objects.get(pk=1)
        ids = None if None in changes else {id for some in changes if some is not None for id in some}
        logged = None if ids is None or len(ids) > MANY else sorted(ids)
        CatalogueChange.objects.create(number=stamp.number, token=stamp.token, ids=logged)
        if stamp.number % 100 == 0:
            CatalogueChange.objects.filter(number__lte=stamp.number - LOGGED).delete()

    @classmethod
    @contextmanager
    def held(cls) -> Iterator[None]:
        """Many changes, said once at the end (an import). Nothing is said if they fail."""
        if _held.get() is not None:  # within another, which says it
            yield
            return
        held: list[Iterable[str] | None] = []
        reset = _held.set(held)
        try:
            yield
        finally:
            _held.reset(reset)
        if held:
            cls._write(held)


class CatalogueChange(models.Model):
    """Which listings one change was about. The older ones are dropped; who lags behind so far reads everything."""

    number = models.PositiveBigIntegerField(primary_key=True)
    token = models.BigIntegerField()
    ids = models.JSONField(null=True)  # of public ids; null: any may have changed

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def between(cls, seen: Stamp, now: Stamp) -> set[str] | None:
        """The listings that changed after one stamp and up to another; None when the log can not say: it does not reach back so
        far or has a gap, `seen` is no state of this database, or a change was about everything."""
        found = list(
            cls.objects.filter(number__range=(seen.number, now.number))
            .order_by("number")
            .values_list("number", "token", "ids")
        )
        stamps = [Stamp(number, token) for number, token, _ in found]
        whole = stamps[:1] == [seen] and stamps[-1:] == [now] and len(stamps) == now.number - seen.number + 1
        lists = [ids for _, _, ids in found[1:]]
        return set().union(*lists) if whole and None not in lists else None
