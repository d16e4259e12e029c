"""The moderators' page of who may write for a provider."""

from __future__ import annotations

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from opportunities.models import ProviderPage
from opportunities.permissions import moderates
from opportunities.provider_actions import invite_member, remove_member


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("Email address"), help_text=_("We write to them how to sign in. They need no password.")
    )


def people(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show who may write for a provider; invite somebody; remove somebody."""
    if not moderates(request.user):
        raise PermissionDenied
    provider = get_object_or_404(ProviderPage, pk=page_id)
    members = (
        get_user_model()
        ._default_manager.filter(groups__provider_membership__provider=provider)
        .order_by("email")
    )
    form = InviteForm(request.POST if "email" in request.POST else None)
    if "remove" in request.POST:
        member = get_object_or_404(members, pk=request.POST["remove"])
        remove_member(provider=provider, user=member, by=request.user)
        removed = {"person": member, "provider": provider.title}
        messages.success(request, gettext("%(person)s can not write for %(provider)s any more.") % removed)
        return redirect(request.path)
    if form.is_valid():
        invite_member(provider=provider, email=form.cleaned_data["email"], by=request.user)
        invited = {"person": form.cleaned_data["email"], "provider": provider.title}
        messages.success(request, gettext("%(person)s can now write for %(provider)s.") % invited)
        return redirect(request.path)
    context = {"provider": provider, "members": members, "form": form}
    return TemplateResponse(request, "opportunities/admin/people.html", context)
