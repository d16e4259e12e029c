"""What somebody sees whose link from a letter does not work: why, and what to do instead."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from opportunities import clock
from opportunities.links import LinkError, TooOldError
from opportunities.reminders import send_new_link


def refused(request: HttpRequest, error: LinkError) -> HttpResponse:
    """Who asks with a link that was good once gets a new one by email, at the address that the old one was sent to."""
    linked = error.linked if isinstance(error, TooOldError) else None
    if linked and request.method == "POST" and "new-link" in request.POST:
        send_new_link(linked=linked, today=clock.today(), now=clock.now())
        messages.success(request, gettext("We sent you an email with a new link."))
        return redirect(request.path)
    status = HTTPStatus.GONE if linked else HTTPStatus.NOT_FOUND
    return render(request, "opportunities/link_refused.html", {"linked": linked}, status=status)
