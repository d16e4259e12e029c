"""How the admin's forms read what a provider writes. Drafts may be unfinished; what is sent or published may not."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.forms import BooleanField, CharField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from opportunities import clock
from opportunities.access_form import access_fields, read_access
from opportunities.form_fields import field_for
from opportunities.permissions import VERIFY
from opportunities.ready import missing

NEEDED_TO_PUBLISH = "needed_to_publish"
UNKNOWN_POSTCODE = _("We have not found this postcode yet. People can not see how far the place is.")


class OpportunityForm(WagtailAdminPageForm):
    """A listing's form. The access questions are fields of their own (`access_form.py`), gathered on reading into the two
    columns that hold them."""

    all_checked = BooleanField(label=_("Everything here is right today"), required=False)
    support = CharField(
        label=_("How the job coach helps"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta(WagtailAdminPageForm.Meta):
        formfield_callback = field_for

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        foreign = _picture_of_others(data, kwargs.get("for_user"), kwargs.get("instance"))
        if foreign:
            # It must not be drawn again with the form: its title and picture are somebody else's.
            data = data.copy()
            data["picture"] = ""
        super().__init__(data, files, **kwargs)
        self._picture_of_others = foreign
        self.kind = self.instance.KIND
        self.fields.update(access_fields(self.kind, self.instance.access, self.instance.access_notes))
        if self.kind == "supported-internship":
            self.fields["support"].initial = self.instance.access_notes.get("job-coach", "")
        else:
            del self.fields["support"]
        if self.instance.postcode and self.instance.lat is None and "postcode" in self.fields:
            self.fields["postcode"].noticed = UNKNOWN_POSTCODE

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        page = self.instance
        page.access, page.access_notes = read_access(self.kind, cleaned, page.access, page.access_notes)
        if "support" in self.fields:
            self._read_support(bool(cleaned.get("job_coach")), cleaned.get("support", ""))
        if {"places_state", "places_left"} & set(self.changed_data):
            page.places_updated_on = clock.today() if cleaned.get("places_state") else None
        if cleaned.get("all_checked"):
            page.checked_on = clock.today()
        if self._picture_of_others:
            self.add_error("picture", _("Choose one of your own pictures."))
        self._find_place(cleaned)
        return cleaned

    def _read_support(self, has_coach: bool, text: str) -> None:
        """That there is a job coach answers the access question about one, and how that person helps is its note."""
        page = self.instance
        for column, value in ((page.access, "yes" if has_coach else ""), (page.access_notes, text)):
            column.pop("job-coach", None)
            if value:
                column["job-coach"] = value

    def _find_place(self, cleaned: dict[str, Any]) -> None:
        """Put the listing where its postcode is. Only a new postcode moves it: an imported point can be more exact."""
        from opportunities import (
            places,
        )  # here: it reads a table, and the tables' classes are made with this form

        page, text, is_new = self.instance, cleaned.get("postcode"), "postcode" in self.changed_data
        if is_new:
            page.lat = page.lng = None
        if not text or page.lat is not None:
            return
        try:
            point = places.find_place(text)
        except places.PostcodeError as error:
            if not self.is_deferred_validation:
                self.add_error("postcode", str(error))
        else:
            page.lat, page.lng = point.lat, point.lng
            with suppress(places.PostcodeError):  # a geocoder also finds what is no postcode
                cleaned["postcode"] = str(places.parse_postcode(text))

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation:
            _forgive(self.errors)
            return
        for field, words in missing(self.instance).items():
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, words)

    def validate_constraints(self) -> None:
        """The database's own words are for programmers: they are the last resort, when no field has said it better."""
        if not self.errors:
            super().validate_constraints()


def _forgive(errors: Any) -> None:
    """Take out what only matters once a listing is sent or published."""
    for field in list(errors):
        left = [error for error in errors[field].as_data() if error.code != NEEDED_TO_PUBLISH]
        if len(left) == len(errors[field]):
            continue
        if left:
            errors[field].data = left
        else:
            del errors[field]


def _picture_of_others(data: Any, user: Any, page: Any) -> bool:
    """Whether a picture was sent that this person may not choose, and that is not on the page already."""
    key = str(data.get("picture") or "") if data else ""
    if user is None or not key.isdigit() or key == str(page.picture_id if page else ""):
        return False
    images = policy_registry.get_by_type(get_image_model())
    return not images.instances_user_has_any_permission_for(user, ["choose"]).filter(pk=key).exists()


class ProviderForm(WagtailAdminPageForm):
    """A provider's form. What was checked, and the registers it was checked in, are the moderators' alone: for anybody else
    they are not in the form, so sending them changes nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not (self.for_user and self.for_user.has_perm(VERIFY)):
            self.formsets.pop("registers", None)

    def save(self, commit: bool = True) -> Any:
        """What was checked holds from now on, for the public page too, whether or not the rest waits as a draft."""
        from opportunities.provider_actions import (
            record_checks,
        )  # here: it needs the page's class, made with this form

        page = super().save(commit=commit)
        if page.pk and {"verification", "verified_on"} & set(self.changed_data):
            record_checks(
                provider=page, verification=page.verification, verified_on=page.verified_on, by=self.for_user
            )
        return page


class CopyListingForm(CopyForm):
    """A listing is copied beside itself. There is no place to choose, so none of another provider's can be named."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["new_parent_page"]
        parent.queryset = Page.objects.filter(pk=self.page.get_parent().pk)
        parent.widget = forms.HiddenInput()
