"""My list: things that somebody kept, on their own device."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opportunities import clock
from opportunities.models import OpportunityPage
from opportunities.views.back import same_site
from profiles import drafts
from profiles.answers import LEAST_COMPARED, MOST_SAVED, TooManySaved
from profiles.compare import compare as compare_things
from profiles.device import DeviceRequest
from profiles.forms import CompareForm
from profiles.offline import works_offline
from profiles.saved import in_batches, my_list
from profiles.shown import CALM_STEP
from profiles.views.back import thing_sent

COMPARE = "compare"


@require_safe
@works_offline
def show(request: DeviceRequest) -> HttpResponse:
    """The list as cards, with a box in each to compare it by. In calm mode a few at once."""
    answers = request.device.read()
    mine = my_list(answers)
    form = CompareForm(
        drafts.take(answers, COMPARE),
        listed=[(card.id, card.title) for card in mine.cards],
        comparing=answers.comparing,
    )
    with_boxes = zip(mine.cards, form["things"], strict=True)
    context = {
        "list": mine,
        "form": form,
        "batches": in_batches(with_boxes, CALM_STEP if request.look.calm else MOST_SAVED),
        "can_compare": len(mine.cards) >= LEAST_COMPARED,
        "answers": answers,
    }
    return render(request, "profiles/my_list.html", context)


@require_POST
def save(request: DeviceRequest) -> HttpResponse:
    """Put a thing on the list, or take it off. The thing is named in the body: an address would tell what somebody likes."""
    answers = request.device.read()
    thing = thing_sent(request)
    back = same_site(request, reverse("profiles:my_list"))
    if not request.POST.get("saved"):
        request.device.keep(answers.unsave(thing))
        if back != reverse("profiles:my_list"):  # which says so itself, and offers to put it back
            messages.success(request, gettext("It is not on your list now."))
        return redirect(back)
    if not OpportunityPage.objects.public().filter(pk=thing).exists():
        raise Http404
    try:
        request.device.keep(answers.save(thing))
    except TooManySaved:
        return redirect("profiles:list_full")
    messages.success(request, gettext("It is on your list."))
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: DeviceRequest) -> HttpResponse:
    """Two or three things of the list side by side. Which, is sent in the body and kept on the device."""
    answers = request.device.read()
    if request.method == "POST":
        listed = OpportunityPage.objects.public().filter(pk__in=answers.saved).values_list("pk", "title")
        form = CompareForm(request.POST, listed=list(listed))
        if not form.is_valid():
            request.device.keep(drafts.put(answers, COMPARE, form))
            return redirect("profiles:my_list")
        request.device.keep(replace(answers.settled(), comparing=form.cleaned_data["things"]))
        return redirect("profiles:compare")
    found = compare_things(answers, clock.today())
    return render(request, "profiles/compare.html", {"found": found, "answers": answers})


@require_safe
def full(request: DeviceRequest) -> HttpResponse:
    """There is no room for more. The status tells the script that sent a form in the background that it came to nothing."""
    return render(request, "profiles/list_full.html", {"most": MOST_SAVED}, status=409)
