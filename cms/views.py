"""The pages of the site as a whole that are not Wagtail's: calm mode, the hard words, and a form that waited too long."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cms.models import GlossaryWord

A_YEAR = 60 * 60 * 24 * 365


@require_POST
def calm(request: HttpRequest) -> HttpResponse:
    """Switch calm mode on or off, keep that on this device, and go back to where the person was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    if request.COOKIES.get("calm") == "on":
        response.delete_cookie("calm")
    else:
        response.set_cookie("calm", "on", max_age=A_YEAR, samesite="Lax", httponly=True)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's check that a form came from this site failed, mostly because the page was open for long."""
    return render(request, "403_csrf.html", status=403)


def hard_words(request: HttpRequest) -> HttpResponse:
    """Every hard word of the language that the page is in, and what it means, A to Z."""
    by_letter = groupby(GlossaryWord.objects.shown(), key=lambda word: word.word[0].upper())
    letters = [(letter, list(words)) for letter, words in by_letter]
    return render(request, "cms/hard_words.html", {"letters": letters})
