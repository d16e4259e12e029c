"""What every template may use."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.models import SupportContact
from profiles import look
from profiles.look_form import LookForm


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, how it looks to this person and how to change that, the page's own address where there are several, and
    who can be on their side (read only if a template shows them)."""
    # What failed before the middleware could read the look has none on its request.
    chosen: look.Look = getattr(request, "look", None) or look.read(request.COOKIES)
    return {
        "site_name": settings.SITE_NAME,
        "look": chosen,
        "calm": chosen.calm,
        "look_form": SimpleLazyObject(lambda: LookForm(chosen, auto_id="look_%s")),
        "canonical": canonical(request) if request.GET else "",
        "support_contacts": SimpleLazyObject(SupportContact.objects.for_every_page),
    }


def canonical(request: HttpRequest) -> str:
    """The one address of a page that has several: without what only sorts or opens it; each page of a list is one of its own."""
    page = request.GET.get("page", "")
    address: str = request.build_absolute_uri(request.path)
    return f"{address}?page={page}" if re.fullmatch("[1-9][0-9]{0,4}", page) and page != "1" else address
