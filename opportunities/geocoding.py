"""An address or a town to a point, through a geocoder of geopy's that the settings name. Off unless they name one.

What is typed goes to that service, so an operator who names one says so in their privacy notice. Answers are kept in the
cache under a digest, so that neither the cache nor a log line holds what a person typed.
"""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django.conf import settings
from django.core.cache import cache
from geopy.exc import GeopyError
from geopy.geocoders import get_geocoder_for_service

KEEP_SECONDS = 30 * 24 * 60 * 60
logger = logging.getLogger("find_my_thing.geocoding")


class GeocoderError(RuntimeError):
    """The service did not answer, or the settings name none that geopy has."""


def find(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in the United Kingdom; None when it is not found there. Raises GeocoderError."""
    asked = " ".join(text.split())
    key = "geocoding:" + hashlib.sha256(f"{settings.GEOCODER} {asked.casefold()}".encode()).hexdigest()
    kept: list[float] | None = cache.get(key)
    if kept is None:
        kept = _ask(asked)
        cache.set(key, kept, KEEP_SECONDS)
    return (kept[0], kept[1]) if kept else None


def _ask(asked: str) -> list[float]:
    """The point that the service gives first, or nothing. A failure is not kept: it is tried anew next time."""
    options: dict[str, Any] = {"timeout": settings.GEOCODER_TIMEOUT_SECONDS, **settings.GEOCODER_OPTIONS}
    try:
        answer = get_geocoder_for_service(settings.GEOCODER)(**options).geocode(f"{asked}, United Kingdom")
    except GeopyError as error:
        logger.warning("The geocoder %s failed: %s", settings.GEOCODER, type(error).__name__)
        # Its own words can hold the address asked for, so they go no further.
        raise GeocoderError(type(error).__name__) from None
    if answer is None or not (49.0 <= answer.latitude <= 61.5 and -9.0 <= answer.longitude <= 2.5):
        return []
    return [answer.latitude, answer.longitude]
