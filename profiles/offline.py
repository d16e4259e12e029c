"""Which pages somebody's own device may keep, to open them without a network.

The answer says so in a header; the service worker (cms/static/js/worker.js) keeps it, and drops what it kept of a page that
comes without. A computer that others use keeps nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from opportunities.models import OpportunityPage
from profiles.device import DeviceRequest

HEADER = "Works-Offline"
P = ParamSpec("P")


def works_offline(
    view: Callable[Concatenate[DeviceRequest, P], HttpResponse],
) -> Callable[Concatenate[DeviceRequest, P], HttpResponse]:
    """The page of this view may be kept."""

    @wraps(view)
    def kept(request: DeviceRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        allow(request)
        return view(request, *args, **kwargs)

    return kept


def allow(request: DeviceRequest) -> None:
    """The answer to this request may be kept, unless others use the computer. templates/base.html then says when it was made."""
    request.works_offline = not request.device.shared


class OfflineMiddleware:
    """Says which answers may be kept. Of Wagtail's pages: a thing that is on somebody's list, and what says `works_offline` of
    itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: DeviceRequest) -> HttpResponse:
        request.works_offline = False
        response = self.get_response(request)
        if request.works_offline and response.status_code == HTTPStatus.OK:
            response[HEADER] = "yes"
        return response

    def process_template_response(
        self, request: DeviceRequest, response: TemplateResponse
    ) -> TemplateResponse:
        page = (response.context_data or {}).get("page")
        on_list = isinstance(page, OpportunityPage) and page.pk in request.device.read().saved
        if on_list or getattr(page, "works_offline", False):
            allow(request)
        return response
