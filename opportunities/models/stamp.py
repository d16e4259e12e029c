"""One number that grows whenever what the public may see has changed: each process compares it with its own copy's."""

from __future__ import annotations

from django.db import models
from django.db.models import F


class CatalogueStamp(models.Model):
    """The one row of it. Raised in the same transaction as the change, so nobody sees the one without the other."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="catalogue_stamp_is_one_row")]

    def __str__(self) -> str:
        return f"version {self.version}"

    @classmethod
    def current(cls) -> int:
        """The version now; 0 before anything was ever published."""
        return cls.objects.filter(pk=1).values_list("version", flat=True).first() or 0

    @classmethod
    def advance(cls) -> None:
        """Say that the public catalogue has changed."""
        if not cls.objects.filter(pk=1).update(version=F("version") + 1):
            cls.objects.get_or_create(pk=1)
            cls.objects.filter(pk=1).update(version=F("version") + 1)
