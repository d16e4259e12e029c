"""Looking around: all things of a kind, the same for everybody. Nearest first if a district is known, then A to Z."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from matching.vocabulary import KINDS
from profiles import drafts
from profiles.browsing import things
from profiles.cards import COLUMNS, card_for
from profiles.device import DeviceRequest
from profiles.forms import PLAIN_KINDS, PlaceForm
from profiles.views.back import same_site

PAGE = 12
MOST_LETTERS = 80


@require_safe
def browse(request: DeviceRequest, kind: str = "") -> HttpResponse:
    """All things, or all of a kind, with a search for words."""
    if kind and kind not in KINDS:
        raise Http404
    answers = request.device.read()
    words = " ".join(request.GET.get("q", "")[:MOST_LETTERS].split())
    found = things(kind=kind, words=words, lat=answers.lat, lng=answers.lng)
    page = Paginator(found.only(*COLUMNS), PAGE).get_page(request.GET.get("page"))
    context = {
        "kind": kind,
        "kinds": KINDS,
        "title": gettext(KINDS[kind]) if kind else gettext("All that is on"),
        "plain": PLAIN_KINDS.get(kind, ""),
        "words": words,
        "page": page,
        "cards": [card_for(thing, answers) for thing in page],
        "outcode": answers.outcode,
        "here": request.path,
        "how_many": how_many(page.paginator.count, words, answers.outcode),
        "description": described(kind),
    }
    return render(request, "profiles/things.html", context)


def how_many(count: int, words: str, outcode: str) -> str:
    """How many there are, and in which order."""
    said = {"count": number_format(count), "words": words, "place": outcode}
    if words and outcode:
        return gettext("%(count)s found for “%(words)s”, nearest to %(place)s first") % said
    if words:
        return gettext("%(count)s found for “%(words)s”, A to Z") % said
    if outcode:
        return gettext("%(count)s in all, nearest to %(place)s first") % said
    return gettext("%(count)s in all, A to Z") % said


def described(kind: str) -> str:
    """What the list is, for those who have not opened it yet."""
    if not kind:
        return gettext("All that is on. Nearest first, then A to Z.")
    said = {"kind": gettext(KINDS[kind]), "plain": str(PLAIN_KINDS[kind]).lower()}
    return gettext("%(kind)s: %(plain)s. Nearest first, then A to Z.") % said


@require_http_methods(["GET", "HEAD", "POST"])
def near(request: DeviceRequest) -> HttpResponse:
    """Say where you are, to see what is nearest first. The district goes into the cookie and never into an address."""
    answers = request.device.read()
    if request.method == "POST":
        form = PlaceForm(request.POST, answers=answers)
        if not form.is_valid():
            request.device.keep(drafts.put(answers, "near", form))
            return redirect("profiles:near")
        request.device.keep(form.answered().settled())
        return redirect(same_site(request, reverse("profiles:browse")))
    form = PlaceForm(drafts.take(answers, "near"), answers=answers)
    return render(request, "profiles/near.html", {"form": form})
