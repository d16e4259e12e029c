"""How the admin's forms read what a provider writes. Drafts may be unfinished; what is sent or published may not."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django import forms
from django.forms import BooleanField, CharField, ChoiceField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from opportunities import clock
from opportunities.access_form import access_fields, asked_of, read_access, said_now
from opportunities.copied_answers import OwnListing, copied, siblings
from opportunities.form_fields import field_for
from opportunities.language import day
from opportunities.permissions import VERIFY
from opportunities.pin_panel import EAST, NORTH, SOUTH, WEST
from opportunities.ready import missing

NEEDED_TO_PUBLISH = "needed_to_publish"
UNKNOWN_POSTCODE = _("We have not found this postcode yet. People can not see how far the place is.")


class OpportunityForm(WagtailAdminPageForm):
    """A listing's form. The access questions are fields of their own (`access_form.py`), gathered on reading into the two
    columns that hold them."""

    data: Any
    all_checked = BooleanField(label=_("Everything here is right today"), required=False)
    support = CharField(
        label=_("How the job coach helps"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # The postcode that the pin in the form stands for. Where it is another than the one that is sent, the pin is an old one.
    placed_for = CharField(required=False, widget=forms.HiddenInput())
    copy_from = OwnListing(
        queryset=Page.objects.none(),
        label=_("Which listing?"),
        required=False,
        empty_label=_("Choose a listing"),
        error_messages={"invalid_choice": _("Choose one of your own listings.")},
    )
    copy_which = ChoiceField(
        label=_("What shall we copy?"),
        choices=[("place", _("The building and the way there")), ("all", _("All access answers"))],
        initial="place",
        required=False,
        widget=forms.RadioSelect,
    )
    copy_replace = BooleanField(label=_("Change what I have answered already, too"), required=False)

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
        page = self.instance
        page.kind = self.kind = page.KIND
        if self.parent_page is not None and page.provider_id is None:
            page.provider = self.parent_page.specific  # a preview of what is not kept yet names it
        self.fields.update(access_fields(self.kind, page.access, page.access_notes))
        if self.kind == "supported-internship":
            self.fields["support"].initial = page.access_notes.get("job-coach", "")
        else:
            del self.fields["support"]
        if page.postcode and page.lat is None and "postcode" in self.fields:
            self.fields["postcode"].noticed = UNKNOWN_POSTCODE
        if page.checked_on:
            said = gettext("Read it all, tick this, and send it. You last did this on %(day)s.")
            self.fields["all_checked"].noticed = said % {"day": day(page.checked_on)}
        self.fields["placed_for"].initial = page.postcode
        self.fields["review_every_days"].required = False  # it has a default
        self.fields["copy_from"].queryset = siblings(page)
        self.fields["copy_from"].postcode = page.postcode
        self._copy_access()

    def _copy_access(self) -> None:
        """Somebody pressed "Copy the answers": they are in the form from here on, as if they had been typed."""
        if not self.data or "copy-access" not in self.data:
            return
        chosen = self.fields["copy_from"].queryset.filter(pk=as_number(self.data.get("copy_from"))).first()
        if chosen is None:
            return  # that it is none of theirs is said when the form is read
        self.data = self.data.copy()
        which = "all" if self.data.get("copy_which") == "all" else "place"
        taken = copied(
            self.data,
            asked=self._asked(self.data.get("format", "")),
            of=chosen.get_latest_revision_as_object(),
            which=which,
            replace=bool(self.data.get("copy_replace")),
        )
        for name, value in taken.items():
            self.data[name] = value

    def _asked(self, format: str) -> list[str]:
        return asked_of(self.kind, format)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        page = self.instance
        asked = self._asked(cleaned.get("format", ""))
        before = page.access
        page.access, page.access_notes = read_access(asked, cleaned, page.access, page.access_notes)
        if "support" in self.fields:
            self._read_support(bool(cleaned.get("job_coach")), cleaned.get("support", ""))
        page.access_said = said_now(page.access_said, before, page.access, clock.today())
        if {"places_state", "places_left"} & set(self.changed_data):
            page.places_updated_on = clock.today() if cleaned.get("places_state") else None
        # A draft that keeps itself says nothing yet: the day counts once it is sent.
        if cleaned.get("all_checked") and not self.is_deferred_validation:
            page.checked_on = clock.today()
            page.checked_by = "moderator" if self.for_user and self.for_user.has_perm(VERIFY) else "provider"
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
        """Put the listing where its postcode is, unless somebody put the pin of this very postcode elsewhere: a hand, or an
        imported file, can be more exact. Both numbers empty mean: back to the postcode."""
        from opportunities import (
            places,
        )  # here: it reads a table, and the tables' classes are made with this form

        page, text = self.instance, cleaned.get("postcode") or ""
        if "lat" not in self.data and "lng" not in self.data:
            cleaned["lat"], cleaned["lng"] = page.lat, page.lng
        sent = self.data.get("placed_for")
        placed_for = page.postcode if sent is None else sent
        if _close(placed_for) != _close(text):
            cleaned["lat"] = cleaned["lng"] = None
        lat, lng = cleaned.get("lat"), cleaned.get("lng")
        if lat is not None and lng is not None:
            self._check_pin(lat, lng)
            return
        if lat is not None or lng is not None:
            self.add_error("lng" if lng is None else "lat", _("Give both numbers, or neither."))
            return
        if not text or {"lat", "lng"} & self.errors.keys():
            return
        try:
            point = places.find_place(text)
        except places.PostcodeError as error:
            if not self.is_deferred_validation:
                self.add_error("postcode", str(error))
        else:
            cleaned["lat"], cleaned["lng"] = point.lat, point.lng
            with suppress(places.PostcodeError):  # a geocoder also finds what is no postcode
                cleaned["postcode"] = str(places.parse_postcode(text))

    def _check_pin(self, lat: float, lng: float) -> None:
        if not SOUTH <= lat <= NORTH:
            self.add_error("lat", _("This is not in the UK. The number is from 49 to 61.5."))
        if not WEST <= lng <= EAST:
            self.add_error("lng", _("This is not in the UK. The number is from -9 to 2.5."))

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


def _close(postcode: str) -> str:
    """A postcode as it can be compared, however it was typed."""
    return "".join(postcode.upper().split())


def as_number(text: Any) -> int | None:
    return int(text) if str(text or "").isdigit() else None


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
