"""Which thing a press is about."""

from __future__ import annotations

from django.http import Http404, HttpRequest


def thing_sent(request: HttpRequest) -> int:
    """The id of the thing that a form is about."""
    return thing_named(request.POST.get("thing", ""))


def thing_named(text: str) -> int:
    """The id that a text is."""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise Http404
    return int(text)
