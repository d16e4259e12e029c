"""Where a postcode is."""

from __future__ import annotations

from django.db import models

from .constraints import between


class PostcodeArea(models.Model):
    """The centre of a postcode ("M3 4NF"), a sector ("M3 4") or a district ("M3"), from openly published tables."""

    code = models.CharField(max_length=8, primary_key=True)
    lat = models.FloatField()
    lng = models.FloatField()

    class Meta:
        ordering = ["code"]
        constraints = [
            between("postcode_area", "lat", 49.0, 61.5),
            between("postcode_area", "lng", -9.0, 2.5),
        ]

    def __str__(self) -> str:
        return self.code
