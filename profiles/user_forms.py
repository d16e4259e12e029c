"""People in the admin: an email address and a name to show, no password. They sign in by a code, and may set a password later."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, NameEmailSettingsPanel
from wagtail.users.forms import UserForm
from wagtail.users.views.users import UserViewSet

from profiles.models import User


class PersonForm(UserForm):
    """Wagtail's form for a user expects a first and a last name; ours have one name."""

    first_name = None
    last_name = None
    password_enabled = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        editing_self = kwargs.pop("editing_self", False)
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"], self.fields["is_superuser"]

    def save(self, commit: bool = True) -> User:
        """The person with an address that can be signed in with. An administrator's word is not a proof of the address: it is
        proved by the first code that is sent to it."""
        is_new = self.instance.pk is None
        if is_new:
            self.instance.set_unusable_password()
        user: User = super().save(commit)
        if commit and (is_new or "email" in self.changed_data):
            EmailAddress.objects.filter(user=user).delete()
            EmailAddress.objects.create(user=user, email=user.email.lower(), primary=True)
        return user


class NewPersonForm(PersonForm):
    class Meta:
        model = User
        fields = ["email", "name", "is_superuser", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}


class ChangePersonForm(PersonForm):
    class Meta:
        model = User
        fields = ["email", "name", "is_active", "is_superuser", "groups"]
        widgets = {"groups": forms.CheckboxSelectMultiple}


class PeopleViewSet(UserViewSet):
    """Named in `cms.apps.UsersConfig`."""

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        return ChangePersonForm if for_update else NewPersonForm


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name"]


class NamePanel(BaseSettingsPanel):
    name = "name"
    title = _("Name")
    order = 100
    form_class = NameForm


class OwnAccountView(AccountView):
    """ "Account" in the admin, with our one name in the place of Wagtail's two."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        panels = [panel for panel in super().get_panels() if not isinstance(panel, NameEmailSettingsPanel)]
        return [NamePanel(self.request, self.request.user, panels[0].profile), *panels]
