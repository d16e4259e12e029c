"""My list: things that somebody kept, on their own device."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from opportunities.models import OpportunityPage
from profiles.answers import MOST_SAVED, TooManySaved
from profiles.device import DeviceRequest
from profiles.saved import my_list
from profiles.views.back import same_site


@require_safe
def show(request: DeviceRequest) -> HttpResponse:
    answers = request.device.read()
    return render(request, "profiles/my_list.html", {"list": my_list(answers), "answers": answers})


@require_POST
def save(request: DeviceRequest) -> HttpResponse:
    """Put a thing on the list, or take it off. The thing is named in the body: an address would tell what somebody likes."""
    answers = request.device.read()
    thing = _thing(request)
    back = same_site(request, reverse("profiles:my_list"))
    if not request.POST.get("saved"):
        request.device.keep(answers.unsave(thing))
        messages.success(request, gettext("It is off your list."))
        return redirect(back)
    if not OpportunityPage.objects.public().filter(pk=thing).exists():
        raise Http404
    try:
        request.device.keep(answers.save(thing))
    except TooManySaved:
        return redirect("profiles:list_full")
    messages.success(request, gettext("It is on your list."))
    return redirect(back)


@require_safe
def full(request: DeviceRequest) -> HttpResponse:
    """There is no room for more. The status tells the script that sent a form in the background that it came to nothing."""
    return render(request, "profiles/list_full.html", {"most": MOST_SAVED}, status=409)


def _thing(request: DeviceRequest) -> int:
    text = request.POST.get("thing", "")
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise Http404
    return int(text)
