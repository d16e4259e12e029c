"""What fits the answers, and the presses on that page: open up more, hide one thing, bring it back, take the last press back."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from opportunities import clock
from opportunities.models import OpportunityPage
from opportunities.views.back import same_site
from profiles import shown
from profiles.changes import NotAChange, bring_back, changed, hide
from profiles.demand import count
from profiles.device import DeviceRequest
from profiles.offline import works_offline
from profiles.on_map import map_of
from profiles.suggestions import results_for
from profiles.views.back import thing_named, thing_sent

PLACE = re.compile(r"(fit|ask)-([1-9]\d{0,2})", re.ASCII)


@require_safe
@works_offline
def show(request: DeviceRequest) -> HttpResponse:
    """What fits, and what might. How many are shown, and in which order, is in the address: that tells nothing."""
    answers = request.device.read()
    if not answers.said_anything:
        return render(request, "profiles/no_answers.html", {"answers": answers})
    wanted = shown.read(request.GET, calm=request.look.calm, placed=bool(answers.outcode))
    today = clock.today()
    found = results_for(answers, today, wanted, undo_at=place(request.GET.get("at", "")))
    if request.method == "GET":
        count(request.device, today)
    context = {
        "results": found,
        "answers": answers,
        "order": wanted.order,
        "map": map_of((*found.fits.cards, *found.ask_first.cards), answers),
    }
    return render(request, "profiles/results.html", context)


def place(text: str) -> tuple[str, int]:
    """ "fit-3": before the third of what fits. Nowhere for anything else."""
    match = PLACE.fullmatch(text)
    return (match[1], int(match[2])) if match else ("", 0)


@require_POST
def change(request: DeviceRequest) -> HttpResponse:
    """One press that opens up more."""
    try:
        request.device.keep(changed(request.device.read(), request.POST))
    except NotAChange:
        messages.warning(request, gettext("That did not work. You can change any answer here."))
        return redirect("profiles:check")
    return redirect("profiles:results")


@require_POST
def not_for_me(request: DeviceRequest) -> HttpResponse:
    """Hide one thing. It is named in the body, as what is saved is, beside its place in the list, which comes back in the
    address."""
    named, _, at = request.POST.get("thing", "").partition(",")
    thing = thing_named(named)
    if not OpportunityPage.objects.public().filter(pk=thing).exists():
        raise Http404
    request.device.keep(hide(request.device.read(), thing))
    back = same_site(request, reverse("profiles:results"))
    if not PLACE.fullmatch(at):
        return redirect(f"{back}#undo")
    return redirect(f"{back}{'&' if '?' in back else '?'}at={at}#undo")


@require_POST
def show_again(request: DeviceRequest) -> HttpResponse:
    """Bring one thing back, or all of them."""
    thing = None if request.POST.get("all") else thing_sent(request)
    request.device.keep(bring_back(request.device.read(), thing))
    return redirect(same_site(request, reverse("profiles:results")))


@require_POST
def undo(request: DeviceRequest) -> HttpResponse:
    """The last press, taken back."""
    request.device.keep(request.device.read().undone())
    return redirect(same_site(request, reverse("profiles:results")))
