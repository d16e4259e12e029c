"""What every request passes: where a page may load from, and who may come near the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext
from wagtail.admin.auth import permission_denied

from opportunities.admin_addresses import PROVIDERS_MAY_USE
from opportunities.permissions import moderates

ADMIN = "/admin/"
# Recovery codes alone are no second step: allauth does not ask for one when there is nothing else.
SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class ContentSecurityPolicy(CSPMiddleware):
    """A strict policy for the public site; Wagtail's admin needs one that lets it style itself."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN):
            parts.config, parts.nonce = settings.ADMIN_CONTENT_SECURITY_POLICY, None
        return parts


class SecondFactorForAdmin:
    """Nobody sees a page of the admin with a password or an emailed code alone. Whoever has no second step is asked to set one
    up. Whoever has one must have taken it in this very session: one that was opened with a password before the second step
    was set up elsewhere is asked for it now."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.SECOND_FACTOR_FOR_ADMIN or not request.path_info.startswith(ADMIN):
            return self.get_response(request)
        if not request.user.is_authenticated or took_second_step(request):
            return self.get_response(request)
        if is_mfa_enabled(request.user, SECOND_STEPS):
            ask = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
            return redirect(f"{ask}?{urlencode({'next': request.get_full_path()})}")
        messages.warning(request, gettext("Set up a second step first. It keeps the listings safe."))
        return redirect("mfa_index")


def took_second_step(request: HttpRequest) -> bool:
    """Whether the person has a second step, and proved it in this session."""
    records = get_authentication_records(request, request.user)
    return is_mfa_enabled(request.user, SECOND_STEPS) and any(record["method"] == "mfa" for record in records)


class ProvidersAdmin:
    """Somebody of a provider reaches the addresses of the admin that a provider needs, and no other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not request.path_info.startswith(ADMIN) or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        if moderates(request.user) or (match and match.view_name in PROVIDERS_MAY_USE):
            return None
        response: HttpResponseBase = permission_denied(request)
        return response
