"""The forms with which a group asks to join. What can be read is kept even where the rest is unfinished or wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from allauth.account.forms import RequestLoginCodeForm
from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.vocabulary import LEGAL_TYPES, REGISTER_SCHEMES
from opportunities import policy_file
from opportunities.asked import DBS_RULE_FROM, SAFETY_FIELDS
from opportunities.expiry import a_year_after
from opportunities.language import in_words
from opportunities.models import ProviderAssurance, ProviderPage
from opportunities.registers import REGISTERS, normalised

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

YES_NO = {"yes": True, "no": False}


class EmailForm(RequestLoginCodeForm):
    """An email address and a name. Whether there is an account with it already, nobody can tell from what is said."""

    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ("name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = _("Your email")
        email.help_text = _("We send a code to it. You do not need a password.")
        email.widget.attrs = {"autocomplete": "email"}

    @property
    def is_new(self) -> bool:
        """Nobody has this address, not even an account that is closed."""
        users = get_user_model()._default_manager.filter(email__iexact=self.cleaned_data["email"])
        return self._user is None and not users.exists()


class KeptForm(forms.Form):
    """A page that may be unfinished: nothing that is left out is an error, unless `whole`. Fields that are needed in the end are
    `required`, so that no page says that one can skip them; of those in `ONE_OF_THEM` one is enough."""

    use_required_attribute = False
    ONE_OF_THEM: tuple[str, ...] = ()

    def __init__(self, *args: Any, whole: bool = False, **kwargs: Any) -> None:
        self.whole = whole
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        needed = [
            field
            for name, field in self.fields.items()
            if field.required and (not self.whole or name in self.ONE_OF_THEM)
        ]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True

    @property
    def kept(self) -> dict[str, Any]:
        """What could be read, by field."""
        self.is_valid()
        return self.cleaned_data


def text(
    label: StrOrPromise, help_text: StrOrPromise = "", *, most: int, required: bool = True, **attrs: Any
) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        required=required,
        widget=forms.TextInput(attrs=attrs),
    )


def day(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=picker,
        error_messages={"invalid": _("Type a day like this: 2026-11-24.")},
    )


def yes_no(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=YES_NO.get,
        empty_value=None,
        widget=forms.RadioSelect,
    )


class GroupForm(KeptForm):
    """Who they are."""

    title = text(_("Name of your group"), _("Use the name that people know."), most=120)
    legal_type = forms.ChoiceField(
        label=_("What kind of group is it?"), choices=in_words(LEGAL_TYPES), initial="other"
    )
    about = forms.CharField(
        label=_("What do you do?"),
        help_text=_("Say it in two or three short sentences."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact_email = forms.EmailField(
        label=_("Email"),
        help_text=_("Everybody can see this. One way to reach you is enough."),
        required=False,
    )
    contact_phone = text(_("Phone"), _("Everybody can see this."), most=30, required=False, inputmode="tel")
    contact_website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A group has to have a name before anything can be kept.
        self.named = bool(self.initial.get("title"))

    def clean_title(self) -> str:
        name: str = self.cleaned_data["title"]
        if not name:
            raise forms.ValidationError(gettext("Type the name of your group. We need it first."))
        return name

    def clean_legal_type(self) -> str:
        return self.cleaned_data["legal_type"] or "other"

    @staticmethod
    def said(provider: ProviderPage) -> dict[str, Any]:
        """What the page holds, to begin with."""
        return {name: getattr(provider, name) for name in GroupForm.base_fields}


class NumberForm(KeptForm):
    """One number in one register."""

    scheme = forms.ChoiceField(label=_("Register"))
    number = text(_("Your number"), most=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schemes = in_words({key: scheme.label for key, scheme in REGISTER_SCHEMES.items()})
        register: Any = self.fields["scheme"]
        register.choices = [("", _("Choose one")), *schemes.items()]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        scheme, number = said.get("scheme"), said.get("number")
        if scheme and number:
            try:
                said["number"] = normalised(scheme, number)
            except ValueError:
                self.add_error(
                    "number",
                    gettext("This is not a number of that register. One looks like this: %(example)s.")
                    % {"example": REGISTERS[scheme].example},
                )
        elif scheme:
            self.add_error("number", gettext("Type the number too."))
        elif number:
            self.add_error("scheme", gettext("Choose the register of this number."))
        return said


class RefereeForm(KeptForm):
    """Somebody who knows them."""

    name = text(_("Name"), most=120)
    contact = text(_("Email or phone"), most=160)
    knows_them = text(_("How do they know you?"), _("For example: she runs the hall that we use."), most=160)


class SafetyForm(KeptForm):
    """How they keep people safe. `today`: the day on which it is said."""

    ONE_OF_THEM = ("policy_url", "policy_file")

    safeguarding_lead = text(
        _("Who is in charge of keeping people safe?"), _("Their name. Only we see it."), most=120
    )
    lead_contact = text(_("How do we reach them?"), _("Email or phone. Only we see it."), most=160)
    deputy_lead = text(_("Who steps in when they are away?"), _("Their name. Only we see it."), most=120)
    deputy_contact = text(
        _("How do we reach the person who steps in?"), _("Email or phone. Only we see it."), most=160
    )
    policy_url = forms.URLField(
        label=_("Link to your plan to keep people safe"),
        help_text=_("It is often called a safeguarding plan. No link? Send a file below."),
        max_length=400,
        assume_scheme="https",
    )
    policy_file = forms.FileField(
        label=_("Or a file of your plan"),
        help_text=_("A PDF, a Word file or a Writer file, up to 5 MB. Only we see it."),
    )
    no_file = forms.BooleanField(label=_("Take my old file away"), required=False)
    policy_reviewed_on = day(
        _("When did you last look at your plan?"), _("It must be in the last 12 months.")
    )
    policies_confirmed = forms.BooleanField(
        label=_("We have plans for health, safety and staff"),
        help_text=_("The plan covers how to stay safe online too."),
    )
    dbs_staff = yes_no(
        _("Does each paid worker who needs a DBS check have one?"),
        _("Say yes too if nobody needs one. Do not send us papers or their numbers."),
    )
    dbs_volunteers = yes_no(
        _("Does each volunteer who needs a DBS check have one?"), _("Say yes too if nobody needs one.")
    )
    dbs_said_on = day(_("On which day do you say this?"), _("We ask again after a year."))
    insurance_expires_on = day(
        _("Until which day does your insurance last?"),
        _("We mean the one that pays if somebody gets hurt. We tell you before it ends."),
    )
    first_aid = text(_("Who gives first aid?"), _("For example: one trained person each time."), most=160)
    concern_contact = text(
        _("Where can people tell you about a worry?"), _("Email or phone. Everybody can see this."), most=160
    )
    complaints = text(
        _("How can people complain?"), _("In one or two sentences. Everybody can see this."), most=300
    )
    work_under_16 = yes_no(_("Do people under 16 work with you?"), _("Work as a volunteer counts too."))
    child_employment_confirmed = forms.BooleanField(
        label=_("We keep the rules for work under 16"),
        help_text=_("Tick this if people under 16 work with you. Your council can tell you the rules."),
        required=False,
    )

    def __init__(self, *args: Any, today: date, has_file: bool, **kwargs: Any) -> None:
        self.today, self.has_file = today, has_file
        super().__init__(*args, **kwargs)
        if not has_file:
            del self.fields["no_file"]

    @staticmethod
    def said(assurance: ProviderAssurance, today: date) -> dict[str, Any]:
        """What was said before, to begin with."""
        words = {True: "yes", False: "no", None: ""}
        said = {name: getattr(assurance, name) for name in SAFETY_FIELDS if name != "policy_file"}
        for name in ("dbs_staff", "dbs_volunteers", "work_under_16"):
            said[name] = words[said[name]]
        return said | {"dbs_said_on": assurance.dbs_said_on or today}

    def clean_policy_file(self) -> Any:
        sent = self.cleaned_data["policy_file"]
        return policy_file.checked(sent) if sent else None

    def clean_policy_reviewed_on(self) -> date | None:
        looked: date | None = self._not_later("policy_reviewed_on")
        if looked and a_year_after(looked) <= self.today:
            raise forms.ValidationError(
                gettext("That is more than 12 months ago. Look at your plan again, then type that day.")
            )
        return looked

    def clean_dbs_said_on(self) -> date | None:
        said: date | None = self._not_later("dbs_said_on")
        if said and said < DBS_RULE_FROM:
            raise forms.ValidationError(gettext("The rule is new since 1 September 2026. Say it anew."))
        if said and a_year_after(said) <= self.today:
            raise forms.ValidationError(gettext("That is more than 12 months ago. Say it anew."))
        return said

    def clean_insurance_expires_on(self) -> date | None:
        last: date | None = self.cleaned_data["insurance_expires_on"]
        if last and last <= self.today:
            raise forms.ValidationError(gettext("That day is over. Type a day that is still to come."))
        return last

    def _not_later(self, name: str) -> date | None:
        said: date | None = self.cleaned_data[name]
        if said and said > self.today:
            raise forms.ValidationError(gettext("That day is still to come."))
        return said

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        keeps_file = self.has_file and not said.get("no_file")
        if not self.whole:
            return said
        if not (said.get("policy_url") or said.get("policy_file") or keeps_file):
            self.add_error("policy_url", gettext("Send us a link or a file."))
        if said.get("work_under_16") and not said.get("child_employment_confirmed"):
            self.add_error("child_employment_confirmed", gettext("Tick this too, please."))
        return said

    @property
    def facts(self) -> Mapping[str, Any]:
        """What to keep, by columns of ProviderAssurance."""
        said = dict(self.kept)
        takes_away = said.pop("no_file", False)
        if not said.get("policy_file"):
            said.pop("policy_file", None)
            if takes_away:
                said["policy_file"] = ""
        for name in ("policies_confirmed",):
            if name in said:
                said[name] = said[name] or None
        return said
