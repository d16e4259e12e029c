"""The forms of the admin, grouped and in plain words, for a volunteer who runs a club. Each kind has its own.

The words are a provider's, not a young person's; they say what to write and what it is for."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel

from matching.vocabulary import NEED_GROUPS
from opportunities.access_panel import AccessPanel
from opportunities.forms import OpportunityForm, ProviderForm
from opportunities.permissions import VERIFY


class Question(FieldPanel):
    """A question with its help. Where the form has noticed something about the answer, it says that instead."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.bound_field is not None:
                self.help_text: str = getattr(self.bound_field.field, "noticed", "") or self.help_text


def ask(field: str, heading: str, help_text: str = "", **options: Any) -> Question:
    return Question(field, heading=heading, help_text=help_text, **options)


def part(heading: str, *panels: Panel, help_text: str = "", **options: Any) -> MultiFieldPanel:
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
    "What is it?",
    ask("title", "Name", "What people call it. Short is best."),
    ask(
        "summary",
        "What it is, in one or two short sentences",
        "Say what people do there. At most 300 letters.",
    ),
    ask(
        "interests", "What is it about?", "Open a heading and tick all that fit. This is how people find you."
    ),
    ask("outcomes", "What does it help with?", "Tick one or more."),
)
WHAT_WILL_HAPPEN = part(
    "What will happen?",
    ask(
        "what_happens",
        "The first visit, step by step",
        "One short step on each line. Start at the door: who meets people, and where? What then? How does it end?",
    ),
)
WHERE = part(
    "Where is it?",
    ask("format", "How do people join in?"),
    ask("place_name", "Name of the place", "For example: Castlefield Basin."),
    ask("address", "Street and town"),
    ask("postcode", "Postcode", "We use it to show people how far it is. For example: M3 4NF."),
)
ROOM = (
    row(
        ask("places_state", "Is there room now?"),
        ask("places_left", "How many places are left?", "You can leave this empty."),
    ),
)
WHEN = part(
    "When is it?",
    ask("times", "Which days and times?", "Tick all that are possible. An evening starts at 5pm."),
    row(ask("pattern", "How often?"), ask("season", "Which part of the year?")),
    row(
        ask("starts_on", "First day"),
        ask("ends_on", "Last day"),
        ask("apply_by", "Last day to ask for a place"),
    ),
    help_text="Leave a day empty if there is none. After the last day, we take this off the site for you.",
)
COST = part(
    "What does it cost?",
    row(
        ask("pence", "Price in pounds", "Write 0 if it is free. Leave it empty if you do not know yet."),
        ask("per", "Paid how often?"),
    ),
    ask("supporter_free", "Does a supporter come free?"),
    ask(
        "other_cost",
        "What else do people pay for?",
        "Kit, food, travel. Write “none” if there is nothing else.",
    ),
)
JOINING = part(
    "Room and joining",
    *ROOM,
    ask("joining", "How do people join?"),
    ask("referral_by", "Who must refer people?", "Only if somebody must. For example: a social worker."),
    ask("entry", "What do people need before they can join?"),
    ask("recognition", "What do people get for it?"),
)
ACCESS = [AccessPanel(group) for group in NEED_GROUPS]
PICTURE = part(
    "Picture",
    ask(
        "picture",
        "A picture of the place or of what people do",
        "No faces of young people, please. You can leave this out.",
    ),
    ask("picture_description", "What does the picture show?", "A few words, for people who can not see it."),
)
CHECKED = part(
    "Last look",
    ask(
        "all_checked",
        "Everything here is right today",
        "Tick this when you have read it all. People see the date.",
    ),
)
SOURCE = OnlyIfImported(
    [Told(name) for name in ("source", "source_id", "source_url", "source_licence", "source_modified")],
    heading="Where this came from",
)


def who(*, asks_for_plan: bool = True) -> MultiFieldPanel:
    plan = [ask("ehcp", "Do people need an EHC plan?")] if asks_for_plan else []
    return part(
        "Who is it for?",
        row(ask("age_min", "Youngest age"), ask("age_max", "Oldest age")),
        *plan,
        ask("who_for", "Tick what is true"),
        row(ask("group_size", "How many people are there?"), ask("noise", "How loud is it?")),
        ask(
            "supporter",
            "Can people bring a supporter?",
            "A supporter is a parent, a carer or a personal assistant.",
        ),
        help_text="Leave an age empty if there is no limit.",
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
        "About the internship",
        ask("education_provider", "College or school that it is with"),
        ask("employer", "Where is the work?", "The name of the workplace, or of a few of them."),
        row(
            ask("duration_months", "How many months?", "From 6 to 12."),
            ask("hours_per_week", "How many hours a week?", "Most are about 20."),
        ),
        ask("job_coach", "Is there a trained job coach?", "Every supported internship has one."),
        ask("support", "How does the job coach help people, and for how long?", "One or two sentences."),
        ask("access_to_work", "Do you help people to ask for Access to Work money?"),
        ask(
            "pilot_council",
            "Council with a trial for people with no EHC plan",
            "Only if there is such a trial. Else leave it empty.",
        ),
        ask("pilot_ends_on", "Last day of the trial"),
        help_text="A supported internship is for people of 16 to 24 with an EHC plan.",
    ),
    asks_for_plan=False,
)
volunteering_form = listing(
    part(
        "About the role",
        ask("not_for_profit", "Are you not for profit?"),
        ask("expenses_paid", "Do you pay what it costs people to come?"),
        ask("long_term", "Can people stay as long as they like?"),
        ask("min_hours", "Least hours a week", "Leave it empty if people can choose."),
        ask(
            "under_16_confirmed",
            "Do you keep the rules for people under 16?",
            "You need this if your youngest age is below 16. Your council can tell you the rules.",
        ),
    )
)
uni_bridge_form = listing(
    part(
        "About the scheme",
        ask("university", "Which university?"),
        ask(
            "disability_team_contact",
            "How do people reach its disability team?",
            "A phone number, an email address or a web page.",
        ),
        ask(
            "colleges", "Which colleges is it for?", "One on each line. Leave it empty if it is open to all."
        ),
        ask("entry_levels", "Which levels is it for?", "One on each line. For example: Level 3."),
        ask("residential", "Do people stay overnight?"),
    )
)

provider_form = WholeForm(
    [
        part(
            "Who are you?",
            ask("title", "Name of your organisation or group", "As people know you."),
            ask("about", "Who are you, in two or three short sentences?", "Say what you do, and for whom."),
            ask("legal_type", "What kind of organisation is it?"),
        ),
        part(
            "How people reach you",
            ask("contact_email", "Email address"),
            ask("contact_phone", "Phone number"),
            ask("contact_website", "Website"),
            help_text="Everybody can see these. Do not write a private number.",
        ),
        part(
            "What was checked",
            ask("verification", "What was checked", permission=VERIFY),
            ask("verified_on", "Checked on", permission=VERIFY),
            help_text="This holds at once, on the public page too. Only moderators see this part.",
        ),
        ModeratorsList(
            "registers",
            heading="Registers",
            label="Register",
            panels=[ask("scheme", "Register"), ask("number", "Number"), ask("checked_on", "Looked up on")],
        ),
    ],
    base_form_class=ProviderForm,
)
