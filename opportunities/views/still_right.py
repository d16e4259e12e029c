"""The link in a reminder: one press says that all of a listing is still right. Opening it changes nothing, for mail programs open
links before people do."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from opportunities import actions, clock, links
from opportunities.reminders import is_done
from opportunities.views.refused import refused
from opportunities.views.room import room_choices


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def still_right(request: HttpRequest, token: str) -> HttpResponse:
    try:
        linked = links.read("still_right", token)
    except links.LinkError as error:
        return refused(request, error)
    page = linked.opportunity
    if request.method == "POST":
        if is_done(linked):
            messages.info(request, gettext("This was done before. There is nothing more to do."))
        else:
            actions.confirm(opportunity=page, by=linked.user, today=clock.today())
            messages.success(request, gettext("Thank you. That is all."))
        return redirect(request.path)
    context = {
        "page": page.specific,
        "done": is_done(linked),
        "room_path": links.path("room", opportunity_id=page.pk, user_id=linked.user.pk, about=linked.about),
        "choices": room_choices(page, clock.today()),
    }
    return render(request, "opportunities/still_right.html", context)
