"""The link in a letter that says if there is room: one press for each answer. It works as often as it is needed, for a while."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from matching.vocabulary import PLACES_STATES
from opportunities import actions, clock, links
from opportunities.models import OpportunityPage
from opportunities.views.refused import refused


def room_choices(page: OpportunityPage, today: date) -> list[tuple[str, str]]:
    """What can be said about room, as keys and words. That it is not open yet is said of what has not begun."""
    is_ahead = page.places_state == "not_open_yet" or bool(page.starts_on and page.starts_on > today)
    return [
        (key, gettext(label)) for key, label in PLACES_STATES.items() if key != "not_open_yet" or is_ahead
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, token: str) -> HttpResponse:
    try:
        linked = links.read("room", token)
    except links.LinkError as error:
        return refused(request, error)
    page, today = linked.opportunity, clock.today()
    choices = room_choices(page, today)
    if request.method == "POST":
        state = request.POST.get("state", "")
        if state in dict(choices):
            actions.set_places(opportunity=page, state=state, left=None, by=linked.user, today=today)
            messages.success(request, gettext("Thank you. People see it now."))
        return redirect(request.path)
    context = {"page": page.specific, "room_path": request.path, "choices": choices}
    return render(request, "opportunities/room.html", context)
