"""What every request passes: where a page may load from, and who may come near the admin."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

ADMIN = "/admin/"


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
    """Nobody sees a page of the admin with a password alone: whoever has no second factor is asked to set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.SECOND_FACTOR_FOR_ADMIN
            and request.path_info.startswith(ADMIN)
            and request.user.is_authenticated
            and not is_mfa_enabled(request.user)
        ):
            messages.warning(request, "Set up a second step first. It keeps the listings safe.")
            return redirect("mfa_index")
        return self.get_response(request)
