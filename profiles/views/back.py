"""What a press says beside what it does: which thing it is about, and where to go back to."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def same_site(request: HttpRequest, otherwise: str) -> str:
    """The page that a form says it was on, if that is one of this site's; else `otherwise`."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return back if back and safe else otherwise


def thing_sent(request: HttpRequest) -> int:
    """The id of the thing that a form is about."""
    return thing_named(request.POST.get("thing", ""))


def thing_named(text: str) -> int:
    """The id that a text is."""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise Http404
    return int(text)
