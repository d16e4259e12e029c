"""How often somebody without an account may press what others get to see. Only a number is kept, for a while, under what nobody can
turn back into an address."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

AN_HOUR = 60 * 60


def too_often(request: HttpRequest, what: str, *, most: int, seconds: int = AN_HOUR) -> bool:
    """Count one press of `what` from where this request comes from; whether that is more than `most` in this time."""
    place = salted_hmac(f"opportunities.pace.{what}", get_adapter().get_client_ip(request)).hexdigest()
    key = f"pace.{what}.{place}"
    cache.add(key, 0, seconds)
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # it ran out just now
        return False
