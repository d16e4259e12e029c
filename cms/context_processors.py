"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cms.models import SupportContact


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, whether calm mode is on, and who can be on your side (read only if a template shows them)."""
    return {
        "site_name": settings.SITE_NAME,
        "calm": request.COOKIES.get("calm") == "on",
        "support_contacts": SimpleLazyObject(SupportContact.objects.for_every_page),
    }
