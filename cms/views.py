"""The pages of the site as a whole that are not Wagtail's: the hard words, no network, and a form that waited too long."""

from __future__ import annotations

from itertools import groupby

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cms.models import GlossaryWord
from profiles.offline import works_offline


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's check that a form came from this site failed, mostly because the page was open for long."""
    return render(request, "403_csrf.html", status=403)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the service worker shows in the place of a page that it does not have."""
    return render(request, "offline.html")


@works_offline
def hard_words(request: HttpRequest) -> HttpResponse:
    """Every hard word of the language that the page is in, and what it means, A to Z."""
    by_letter = groupby(
        GlossaryWord.objects.of(get_language() or settings.LANGUAGE_CODE),
        key=lambda word: word.word[0].upper(),
    )
    letters = [(letter, list(words)) for letter, words in by_letter]
    return render(request, "cms/hard_words.html", {"letters": letters})
