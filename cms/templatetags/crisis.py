"""Who can be called now, when somebody is not safe."""

from __future__ import annotations

from typing import Any

from django import template

from cms.models import SupportContact

register = template.Library()
LAST = 99


@register.inclusion_tag("cms/crisis_help.html")
def crisis_help() -> dict[str, Any]:
    """The editors' contacts for a crisis, for everywhere in England. Numbers for danger are the short ones: they come first."""
    found = SupportContact.objects.filter(kind="crisis_help", area="")
    return {"contacts": sorted(found, key=lambda contact: len(contact.phone) or LAST)}
