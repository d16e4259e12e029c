"""Looking around: all things of a kind, the same for everybody. Nearest first if a district is known, then A to Z."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from matching.around import Sort
from matching.vocabulary import KINDS
from opportunities import clock
from opportunities.views.back import same_site
from profiles import drafts
from profiles.browsing import cards_of, looser, things
from profiles.device import DeviceRequest
from profiles.filters import SORTS, FilterForm, read
from profiles.forms import PLAIN_KINDS, PlaceForm
from profiles.on_map import map_of
from profiles.shown import CALM_STEP, MOST, whole_number
from profiles.spoken import that_fit

PAGE = 12
ONE_LINE = (22, 6)  # letters on a phone beside how many more there are, and around one filter


@require_safe
def browse(request: DeviceRequest, kind: str = "") -> HttpResponse:
    """All things, or all of a kind, narrowed as the address says. In calm mode a few at a time."""
    if kind and kind not in KINDS:
        raise Http404
    answers, today = request.device.read(), clock.today()
    filters = read(request.GET, kind, answers)
    if filters.kind != kind or "" in request.GET.dict().values():
        return redirect(filters.address())  # one address for each list, with nothing in it that is usual
    found = things(filters, answers, today)
    tags = filters.tags(answers)
    tags_shown, tags_too = that_fit(tags, *ONE_LINE)
    step = CALM_STEP if request.look.calm else PAGE
    shown = whole_number(request.GET.get("show"), step, MOST) if request.look.calm else step
    page = Paginator(found, shown).get_page(1 if request.look.calm else request.GET.get("page"))
    cards = cards_of(list(page), answers)
    more = shown + step if request.look.calm and len(found) > shown else 0
    context: dict[str, Any] = {
        "kind": kind,
        "title": gettext(KINDS[kind]) if kind else gettext("All that is on"),
        "plain": "" if filters.on else PLAIN_KINDS.get(kind, ""),
        "description": described(kind),
        "filters": filters,
        "form": FilterForm(answers=answers, initial=filters.initial(answers)),
        "near": PlaceForm(answers=answers),
        "tags": tags,
        "tags_shown": tags_shown,
        "tags_too": tags_too,
        "order": in_order(filters.sort(answers), answers.outcode),
        "orders": filters.orders(answers),
        "page": page,
        "cards": cards,
        "before": filters.address(page=page.number - 1) if not more and page.has_previous() else "",
        "after": filters.address(page=page.number + 1) if not request.look.calm and page.has_next() else "",
        "more": f"{filters.address(show=more)}#thing-{shown + 1}" if more else "",
        "step": min(step, len(found) - shown),
        "unsure": found.unsure if not filters.unsure else 0,
        "with_unsure": filters.change(unsure=("on",)).address(),
        "looser": looser(filters, answers, today) if len(tags) > 1 and not cards else (),
        "all": filters.change(**dict.fromkeys(filters.said, ())).address(),
        "map": map_of(cards, answers),
        "here": request.get_full_path(),
    }
    return render(request, "profiles/things.html", context)


def in_order(sort: Sort, outcode: str) -> str:
    """What comes first."""
    if sort == "nearest":
        return gettext("Nearest to %(place)s first") % {"place": outcode}
    return str(SORTS[sort])


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
