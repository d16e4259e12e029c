"""How the site looks to a person: chosen without signing in, kept in a cookie on their own device."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import activate, gettext
from django.views.decorators.http import require_http_methods

from opportunities.views.back import same_site
from profiles import look
from profiles.device import DeviceRequest
from profiles.look_form import LookForm
from profiles.offline import works_offline

A_YEAR = 60 * 60 * 24 * 365


@require_http_methods(["GET", "HEAD", "POST"])
@works_offline
def show(request: DeviceRequest) -> HttpResponse:
    """The settings, each with what it does; and what the panel in the header sends. A choice that is not one of ours is passed
    over, so nothing here can be wrong."""
    if request.method != "POST":
        return render(request, "profiles/settings.html", {"form": LookForm(request.look, explain=True)})
    back = redirect(same_site(request, reverse("profiles:settings")))
    put_back = "put_back" in request.POST
    kept = look.PLAIN if put_back else look.chosen(request.POST)
    language = "" if put_back else request.POST.get("language", "")
    language = language if language in dict(settings.LANGUAGES) else ""
    back.delete_cookie(look.OLD_COOKIE, samesite="Lax")
    # Not HttpOnly: settings.js writes the look too, so that a choice holds at once, and with no network.
    for name, value in ((look.COOKIE, look.write(kept)), (settings.LANGUAGE_COOKIE_NAME, language)):
        if value:
            age = None if request.device.shared else A_YEAR
            back.set_cookie(name, value, max_age=age, samesite="Lax", secure=request.is_secure())
        else:
            back.delete_cookie(name, samesite="Lax")
    if language:
        activate(language)
    messages.success(
        request,
        gettext("The site looks as it did at first.") if put_back else gettext("Your settings are kept."),
    )
    return back
