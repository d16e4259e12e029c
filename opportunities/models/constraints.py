"""Short ways to say in the database what must hold of a column."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q


def one_of(model: str, field: str, keys: Iterable[str]) -> models.CheckConstraint:
    """The column holds one of these keys."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": list(keys)}),
        name=f"{model}_{field}_is_known",
        violation_error_message=f"{field}: choose one of {', '.join(keys)}.",
    )


def in_order(model: str, first: str, last: str) -> models.CheckConstraint:
    """Where both columns are filled, the first is not after the last."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True})
        | Q(**{f"{last}__isnull": True})
        | Q(**{f"{first}__lte": F(last)}),
        name=f"{model}_{first}_not_after_{last}",
        violation_error_message=f"{first} must not be after {last}.",
    )


def between(model: str, field: str, low: float, high: float) -> models.CheckConstraint:
    """The column is empty or within these limits, both included."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gte": low, f"{field}__lte": high}),
        name=f"{model}_{field}_in_range",
        violation_error_message=f"{field}: expected {low} to {high}.",
    )
