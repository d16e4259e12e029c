"""What somebody of a provider presses on their page in the admin: it is all still right, and if there is room."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from opportunities import actions, clock
from opportunities.links import writes_for
from opportunities.models import OpportunityPage
from opportunities.permissions import moderates
from opportunities.views.room import room_choices

ACTIONS = {
    "confirm": (_("It is still right"), _("Somebody said that all of it is still right")),
    "places": (_("Say if there is room"), _("Somebody said if there is room")),
}


@require_POST
def still_right_now(request: HttpRequest, page_id: int) -> HttpResponse:
    page = _own_listing(request, page_id)
    actions.confirm(opportunity=page, by=request.user, today=clock.today())
    said = gettext("Thank you. People see that “%(title)s” was checked today.") % {"title": page.title}
    messages.success(request, said)
    return redirect("wagtailadmin_home")


@require_POST
def room_now(request: HttpRequest, page_id: int) -> HttpResponse:
    """POST `state`: a key of `room_choices`."""
    page = _own_listing(request, page_id)
    today, state = clock.today(), request.POST.get("state", "")
    if state in dict(room_choices(page, today)):
        actions.set_places(opportunity=page, state=state, left=None, by=request.user, today=today)
        said = gettext("“%(title)s” now says: %(room)s.") % {"title": page.title, "room": page.room_text}
        messages.success(request, said)
    return redirect("wagtailadmin_home")


def _own_listing(request: HttpRequest, page_id: int) -> OpportunityPage:
    """A listing that this person writes for, or any for a moderator."""
    page = get_object_or_404(OpportunityPage.objects.select_related("provider"), pk=page_id)
    if not (moderates(request.user) or writes_for(request.user, page.provider_id)):
        raise PermissionDenied
    return page


ADDRESSES = [
    path("listings/<int:page_id>/still-right/", still_right_now, name="still_right_now"),
    path("listings/<int:page_id>/room/", room_now, name="room_now"),
]
