"""The page of who may write for a provider: its people see who is there, and who looks after it invites, removes and gives roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from opportunities.members import LEADS, WRITES, leads, members
from opportunities.models import ProviderPage
from opportunities.models.assurance import ROLES
from opportunities.permissions import moderates
from opportunities.provider_actions import LastOneError, invite_member, remove_member, set_role


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("Email address"), help_text=_("We write to them how to sign in. They need no password.")
    )
    role = forms.ChoiceField(
        label=_("What will they do?"),
        choices=[(WRITES, _("Write listings")), (LEADS, _("Write, and invite and remove people"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or WRITES


def people(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show who may write for a provider; invite somebody; remove somebody; say what somebody does."""
    provider = ProviderPage.objects.filter(pk=page_id).first()
    if provider is None:  # the same answer as for another's: no number is told from one that nobody has
        raise PermissionDenied
    there = members(provider)
    may_change = moderates(request.user) or leads(request.user, provider)
    if not (may_change or there.filter(pk=request.user.pk).exists()):
        raise PermissionDenied
    first = LEADS if not there.filter(leads_it=True).exists() else WRITES
    form = InviteForm(request.POST if "email" in request.POST else None, initial={"role": first})
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    if "remove" in request.POST or "leads" in request.POST or "writes" in request.POST:
        return _change(request, provider, there)
    if form.is_valid():
        invite_member(provider=provider, by=request.user, **form.cleaned_data)
        invited = {"person": form.cleaned_data["email"], "provider": provider.title}
        messages.success(request, gettext("%(person)s can now write for %(provider)s.") % invited)
        return redirect(request.path)
    context = {"provider": provider, "members": there, "form": form, "may_change": may_change}
    return TemplateResponse(request, "opportunities/admin/people.html", context)


def _change(request: HttpRequest, provider: ProviderPage, there: Any) -> HttpResponse:
    """Remove one member, or give one another role."""
    verb = next(name for name in ("remove", *ROLES) if name in request.POST)
    key = request.POST[verb]
    member = get_object_or_404(there, pk=key if key.isdecimal() else 0)
    words = {"person": member, "provider": provider.title}
    try:
        if verb == "remove":
            remove_member(provider=provider, user=member, by=request.user)
            messages.success(request, gettext("%(person)s can not write for %(provider)s any more.") % words)
        else:
            set_role(provider=provider, user=member, role=verb, by=request.user)
            messages.success(request, gettext("What %(person)s does is changed.") % words)
    except LastOneError:
        messages.error(
            request, gettext("Somebody must look after %(provider)s. Choose another person first.") % words
        )
    # Whoever removed themselves may not look at this page any more.
    stays = moderates(request.user) or there.filter(pk=request.user.pk).exists()
    return redirect(request.path if stays else "wagtailadmin_home")
