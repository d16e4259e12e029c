""" "Ask this for me": somebody's question goes to the provider as a question about the listing, and with nothing about them."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from opportunities import clock
from opportunities.models import OpportunityPage
from opportunities.questions import NotAskedError, ask
from opportunities.views.back import same_site
from opportunities.views.pace import too_often

MOST_IN_AN_HOUR = 20
# Which listing, about which need, and where on the page it was pressed. In the body: an address must not say what somebody needs.
ABOUT = re.compile(r"(\d{1,11}),([a-z0-9-]{1,40}),([a-z]+-\d{1,4}(?:-\d{1,2})?)", re.ASCII)


@require_POST
def ask_for_me(request: HttpRequest) -> HttpResponse:
    """Pass a question on. Nothing of the request is kept with it."""
    about = ABOUT.fullmatch(request.POST.get("about", ""))
    if not about:
        raise Http404
    page = get_object_or_404(OpportunityPage.objects.public(), pk=about[1])
    back = f"{same_site(request, page.url).partition('#')[0]}#{about[3]}"
    if too_often(request, "ask", most=MOST_IN_AN_HOUR):
        messages.warning(request, gettext("You asked a lot in a short time. Wait an hour. Then ask again."))
        return redirect(back)
    try:
        ask(opportunity=page, need=about[2], today=clock.today())
    except NotAskedError:
        messages.info(request, gettext("You do not need to ask. Look at the page again."))
    else:
        said = gettext("We ask them for you. They do not hear who you are. Come back in about a week.")
        messages.success(request, said)
    return redirect(back)
