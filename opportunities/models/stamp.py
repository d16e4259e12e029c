"""One token that changes whenever what the public may see has changed: each process compares it with its own copy's."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import models

_held: ContextVar[bool] = ContextVar("catalogue_stamp_held", default=False)


class CatalogueStamp(models.Model):
    """The one row of it, written in the same transaction as the change, so that nobody sees the one without the other.
    A token, not a count: a restored backup or a rolled-back change can not look like a version already seen."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="catalogue_stamp_is_one_row")]

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def current(cls) -> uuid.UUID | None:
        """The token now; None before anything was ever published."""
        return cls.objects.filter(pk=1).values_list("token", flat=True).first()

    @classmethod
    def advance(cls) -> None:
        """Say that the public catalogue has changed."""
        if not _held.get():
            cls.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4()})

    @classmethod
    @contextmanager
    def held(cls) -> Iterator[None]:
        """Many changes, said once at the end (an import). Nothing is said if they fail."""
        reset = _held.set(True)
        try:
            yield
        finally:
            _held.reset(reset)
        cls.advance()
