"""The forms of the admin, grouped and in plain words, for a volunteer who runs a club. Each kind has its own.

The words are a provider's, not a young person's; they say what to write and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel

from matching.vocabulary import NEED_GROUPS
from opportunities.access_panel import AccessPanel
from opportunities.forms import OpportunityForm, ProviderForm
from opportunities.permissions import VERIFY

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Question(FieldPanel):
    """A question with its help. Where the form has noticed something about the answer, it says that instead."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.bound_field is not None:
                self.help_text: str = getattr(self.bound_field.field, "noticed", "") or self.help_text


def ask(field: str, heading: StrOrPromise, help_text: StrOrPromise = "", **options: Any) -> Question:
    return Question(field, heading=heading, help_text=help_text, **options)


def part(
    heading: StrOrPromise, *panels: Panel, help_text: StrOrPromise = "", **options: Any
) -> MultiFieldPanel:
    return MultiFieldPanel(list(panels), heading=heading, help_text=help_text, **options)


def row(*panels: Panel) -> FieldRowPanel:
    return FieldRowPanel(list(panels))


class WholeForm(ObjectList):
    """The form of a page: one list of parts, with no tabs to look behind."""

    class BoundPanel(ObjectList.BoundPanel):
        template_name = "opportunities/admin/whole_form.html"

        def render_missing_fields(self) -> str:
            """Wagtail draws again, at the end, the fields that no panel names by itself: here, the access questions."""
            return ""


class Told(FieldPanel):
    """A column that is shown and not asked."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        super().__init__(field_name, **kwargs | {"read_only": True})

    def format_value_for_display(self, value: Any) -> Any:
        return value


class OnlyIfImported(MultiFieldPanel):
    """Shown for a listing that was not written here."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance and self.instance.source) and super().is_shown()


class ModeratorsList(InlinePanel):
    """A list that is in the form of a moderator only (`ProviderForm` takes it out for everybody else)."""

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            form = kwargs.get("form")
            self.is_in_form = form is None or kwargs["panel"].relation_name in form.formsets
            super().__init__(**kwargs | ({} if self.is_in_form else {"form": None}))

        def is_shown(self) -> bool:
            return self.is_in_form and super().is_shown()


WHAT = part(
    _("What is it?"),
    ask("title", _("Name"), _("What people call it. Short is best.")),
    ask(
        "summary",
        _("What it is, in one or two short sentences"),
        _("Say what people do there. At most 300 letters."),
    ),
    ask(
        "interests",
        _("What is it about?"),
        _("Open a heading and tick all that fit. This is how people find you."),
    ),
    ask("outcomes", _("What does it help with?"), _("Tick one or more.")),
)
WHAT_WILL_HAPPEN = part(
    _("What will happen?"),
    ask(
        "what_happens",
        _("The first visit, step by step"),
        _(
            "One short step on each line. Start at the door: who meets people, and where? What then? How does it end?"
        ),
    ),
)
WHERE = part(
    _("Where is it?"),
    ask("format", _("How do people join in?")),
    ask("place_name", _("Name of the place"), _("For example: Castlefield Basin.")),
    ask("address", _("Street and town")),
    ask("postcode", _("Postcode"), _("We use it to show people how far it is. For example: M3 4NF.")),
)
ROOM = (
    row(
        ask("places_state", _("Is there room now?")),
        ask("places_left", _("How many places are left?"), _("You can leave this empty.")),
    ),
)
WHEN = part(
    _("When is it?"),
    ask("times", _("Which days and times?"), _("Tick all that are possible. An evening starts at 5pm.")),
    row(ask("pattern", _("How often?")), ask("season", _("Which part of the year?"))),
    row(
        ask("starts_on", _("First day")),
        ask("ends_on", _("Last day")),
        ask("apply_by", _("Last day to ask for a place")),
    ),
    help_text=_("Leave a day empty if there is none. After the last day, we take this off the site for you."),
)
COST = part(
    _("What does it cost?"),
    row(
        ask(
            "pence", _("Price in pounds"), _("Write 0 if it is free. Leave it empty if you do not know yet.")
        ),
        ask("per", _("Paid how often?")),
    ),
    ask("supporter_free", _("Does a supporter come free?")),
    ask(
        "other_cost",
        _("What else do people pay for?"),
        _("Kit, food, travel. Write “none” if there is nothing else."),
    ),
)
JOINING = part(
    _("Room and joining"),
    *ROOM,
    ask("joining", _("How do people join?")),
    ask(
        "referral_by", _("Who must refer people?"), _("Only if somebody must. For example: a social worker.")
    ),
    ask("entry", _("What do people need before they can join?")),
    ask("recognition", _("What do people get for it?")),
)
ACCESS = [AccessPanel(group) for group in NEED_GROUPS]
PICTURE = part(
    _("Picture"),
    ask(
        "picture",
        _("A picture of the place or of what people do"),
        _("No faces of young people, please. You can leave this out."),
    ),
    ask(
        "picture_description",
        _("What does the picture show?"),
        _("A few words, for people who can not see it."),
    ),
)
CHECKED = part(
    _("Last look"),
    ask(
        "all_checked",
        _("Everything here is right today"),
        _("Tick this when you have read it all. People see the date."),
    ),
)
SOURCE = OnlyIfImported(
    [
        Told("source", heading=_("Source")),
        Told("source_id", heading=_("Its number there")),
        Told("source_url", heading=_("Its address there")),
        Told("source_licence", heading=_("Terms")),
        Told("source_modified", heading=_("Changed there on")),
    ],
    heading=_("Where this came from"),
)


def who(*, asks_for_plan: bool = True) -> MultiFieldPanel:
    plan = [ask("ehcp", _("Do people need an EHC plan?"))] if asks_for_plan else []
    return part(
        _("Who is it for?"),
        row(ask("age_min", _("Youngest age")), ask("age_max", _("Oldest age"))),
        *plan,
        ask("who_for", _("Tick what is true")),
        row(ask("group_size", _("How many people are there?")), ask("noise", _("How loud is it?"))),
        ask(
            "supporter",
            _("Can people bring a supporter?"),
            _("A supporter is a parent, a carer or a personal assistant."),
        ),
        help_text=_("Leave an age empty if there is no limit."),
    )


def listing(*of_this_kind: Panel, asks_for_plan: bool = True) -> WholeForm:
    """The whole form: what every kind is asked, with what this kind alone is asked in the middle of it."""
    parts = [
        WHAT,
        *of_this_kind,
        WHAT_WILL_HAPPEN,
        WHERE,
        who(asks_for_plan=asks_for_plan),
        WHEN,
        COST,
        JOINING,
        *ACCESS,
        PICTURE,
        CHECKED,
        SOURCE,
    ]
    return WholeForm(parts, base_form_class=OpportunityForm)


activity_form = listing()
internship_form = listing(
    part(
        _("About the internship"),
        ask("education_provider", _("College or school that it is with")),
        ask("employer", _("Where is the work?"), _("The name of the workplace, or of a few of them.")),
        row(
            ask("duration_months", _("How many months?"), _("From 6 to 12.")),
            ask("hours_per_week", _("How many hours a week?"), _("Most are about 20.")),
        ),
        ask("job_coach", _("Is there a trained job coach?"), _("Every supported internship has one.")),
        ask(
            "support", _("How does the job coach help people, and for how long?"), _("One or two sentences.")
        ),
        ask("access_to_work", _("Do you help people to ask for Access to Work money?")),
        ask(
            "pilot_council",
            _("Council with a trial for people with no EHC plan"),
            _("Only if there is such a trial. Else leave it empty."),
        ),
        ask("pilot_ends_on", _("Last day of the trial")),
        help_text=_("A supported internship is for people of 16 to 24 with an EHC plan."),
    ),
    asks_for_plan=False,
)
volunteering_form = listing(
    part(
        _("About the role"),
        ask("not_for_profit", _("Are you not for profit?")),
        ask("expenses_paid", _("Do you pay what it costs people to come?")),
        ask("long_term", _("Can people stay as long as they like?")),
        ask("min_hours", _("Least hours a week"), _("Leave it empty if people can choose.")),
        ask(
            "under_16_confirmed",
            _("Do you keep the rules for people under 16?"),
            _("You need this if your youngest age is below 16. Your council can tell you the rules."),
        ),
    )
)
uni_bridge_form = listing(
    part(
        _("About the scheme"),
        ask("university", _("Which university?")),
        ask(
            "disability_team_contact",
            _("How do people reach its disability team?"),
            _("A phone number, an email address or a web page."),
        ),
        ask(
            "colleges",
            _("Which colleges is it for?"),
            _("One on each line. Leave it empty if it is open to all."),
        ),
        ask("entry_levels", _("Which levels is it for?"), _("One on each line. For example: Level 3.")),
        ask("residential", _("Do people stay overnight?")),
    )
)

provider_form = WholeForm(
    [
        part(
            _("Who are you?"),
            ask("title", _("Name of your organisation or group"), _("As people know you.")),
            ask(
                "about",
                _("Who are you, in two or three short sentences?"),
                _("Say what you do, and for whom."),
            ),
            ask("legal_type", _("What kind of organisation is it?")),
        ),
        part(
            _("How people reach you"),
            ask("contact_email", _("Email address")),
            ask("contact_phone", _("Phone number")),
            ask("contact_website", _("Website")),
            help_text=_("Everybody can see these. Do not write a private number."),
        ),
        part(
            _("What was checked"),
            ask("verification", _("What was checked"), permission=VERIFY),
            ask("verified_on", _("Checked on"), permission=VERIFY),
            help_text=_("This holds at once, on the public page too. Only moderators see this part."),
        ),
        ModeratorsList(
            "registers",
            heading=_("Registers"),
            label=_("Register"),
            panels=[
                ask("scheme", _("Register")),
                ask("number", _("Number")),
                ask("checked_on", _("Looked up on")),
            ],
        ),
    ],
    base_form_class=ProviderForm,
)
