"""Documents have addresses by number, which anybody can count up. Those in a provider's own folder are for its people and for
moderators until the provider is public."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks

from opportunities.links import writes_for
from opportunities.models import ProviderPage
from opportunities.permissions import moderates


@hooks.register("before_serve_document")
def not_before_its_provider(document: Any, request: HttpRequest) -> None:
    """Raises Http404, as for a number that nobody has."""
    whose = ProviderPage.objects.filter(
        membership__group__collection_permissions__collection=document.collection_id
    ).first()
    if whose is None or whose.is_public:
        return
    if not (moderates(request.user) or writes_for(request.user, whose.pk)):
        raise Http404
