"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.models import SupportContact
from profiles import look


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, how it looks to this person, and who can be on their side (read only if a template shows them)."""
    # What failed before the middleware could read the look has none on its request.
    chosen: look.Look = getattr(request, "look", None) or look.read(request.COOKIES)
    return {
        "site_name": settings.SITE_NAME,
        "look": chosen,
        "calm": chosen.calm,
        "support_contacts": SimpleLazyObject(SupportContact.objects.for_every_page),
    }
