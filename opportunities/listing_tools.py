"""What the form of a listing asks while somebody fills it in: where a postcode is, what is still missing; and a copy in one press."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from opportunities import clock, places
from opportunities.copying import copy_listing
from opportunities.live_help import help_for
from opportunities.models import OpportunityPage
from opportunities.models.kinds import CLASSES

AROUND = 0.08  # degrees; districts nearer than about five miles are written on the map


@require_GET
def where(request: HttpRequest) -> JsonResponse:
    """GET ?postcode=: the point (`lat`, `lng`), what is said about it (`said`), whether it is that of the whole postcode (`exact`),
    and the districts around (`names`: [lat, lng, words]). 404 with `error`, in plain words, where it is not found."""
    text = request.GET.get("postcode", "")[:60]
    try:
        point = places.find_place(text)
    except places.PostcodeError as error:
        return JsonResponse({"error": str(error)}, status=404)
    whole = _whole(text)
    exact = not whole or point.label == whole
    said = (
        gettext("The pin is at %(place)s. Move it to the door.")
        if exact
        else gettext("We only know where %(place)s is. Move the pin to the door.")
    ) % {"place": point.label}
    names = [
        [known.lat, known.lng, code]
        for code, known in places.shipped().items()
        if " " not in code and abs(known.lat - point.lat) < AROUND and abs(known.lng - point.lng) < 2 * AROUND
    ]
    return JsonResponse({"lat": point.lat, "lng": point.lng, "exact": exact, "said": said, "names": names})


def _whole(text: str) -> str:
    try:
        return places.parse_postcode(text).whole
    except places.PostcodeError:
        return ""


@require_POST
def live_help(request: HttpRequest, kind: str) -> HttpResponse:
    """The help for what is sent, a whole form of that kind. It names no listing, so it can tell nothing of one."""
    if kind not in CLASSES:
        raise Http404
    page = CLASSES[kind]()
    form = page.get_edit_handler().get_form_class()(request.POST, instance=page, for_user=request.user)
    form.defer_required_fields()
    form.is_valid()  # what can be read is on the page then; the rest is empty, and is said to be missing
    return render(request, "opportunities/admin/live_help.html", {"help": help_for(page, clock.today())})


@require_POST
def copy(request: HttpRequest, page_id: int) -> HttpResponse:
    """One press on the dashboard: a copy beside the listing, open to be changed."""
    page = get_object_or_404(OpportunityPage, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_copy():
        raise PermissionDenied
    made = copy_listing(opportunity=page, by=request.user)
    return redirect("wagtailadmin_pages:edit", made.pk)


ADDRESSES: list[URLPattern] = [
    path("where/", where, name="listing_where"),
    path("listing-help/<slug:kind>/", live_help, name="listing_help"),
    path("listings/<int:page_id>/copy/", copy, name="listing_copy"),
]


def without_scripts() -> SafeString:
    """Without scripts Wagtail's menu never finishes loading, and lies over the form on a phone."""
    # A text of ours, with nothing put into it.
    return mark_safe("<noscript><style>#wagtail-sidebar{display:none}.wrapper{padding:0}</style></noscript>")


def scripts() -> SafeString:
    """The scripts of the form. Without them every question is there all the same."""
    names: list[tuple[Any, ...]] = [(static(f"js/admin-{name}.js"),) for name in ("form", "pin")]
    return format_html_join("", '<script type="module" src="{}"></script>', names)
