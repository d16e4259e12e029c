"""The forms of the admin, grouped and in plain words, for a volunteer who runs a club. Each kind has its own.

The words are a provider's, not a young person's; they say what to write and what it is for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from matching.vocabulary import NEED_GROUPS
from opportunities.access_panel import AccessPanel, AccessPart
from opportunities.form_parts import (
    ModeratorsList,
    OnlyIfImported,
    Part,
    Told,
    WholeForm,
    ask,
    folded,
    part,
    row,
)
from opportunities.forms import OpportunityForm, ProviderForm
from opportunities.listing_form import ListingForm
from opportunities.permissions import VERIFY
from opportunities.pin_panel import PinPanel

WHAT_WILL_HAPPEN = part(
    _("What will happen"),
    ask(
        "what_happens",
        _("The first visit, step by step"),
        _(
            "One short step on each line. Start at the door: who meets people, and where? What then? How does it end?"
        ),
    ),
)
WHEN = part(
    _("When"),
    ask("times", _("Which days and times?"), _("Tick all that are possible. An evening starts at 5pm.")),
    ask("pattern", _("How often?")),
    folded(
        _("Days and seasons, if there are any"),
        ask("season", _("Which part of the year?"), optional=True),
        ask("starts_on", _("First day"), optional=True),
        ask("ends_on", _("Last day"), optional=True),
        ask("apply_by", _("Last day to ask for a place"), optional=True),
        help_text=_("Leave a day empty if there is none. After the last day, we take this off the site."),
    ),
)
WHERE = part(
    _("Where"),
    ask("format", _("How do people join in?")),
    ask("place_name", _("Name of the place"), _("For example: Castlefield Basin."), at_a_place=True),
    ask("address", _("Street and town"), at_a_place=True),
    ask(
        "postcode",
        _("Postcode"),
        _("We use it to show people how far it is. For example: M3 4NF."),
        at_a_place=True,
    ),
    PinPanel(heading=_("The pin on the map")),
    ask(
        "stop_name",
        _("What is the nearest bus stop, tram stop or station?"),
        _("Write its name, and which one it is. For example: Deansgate tram stop."),
        at_a_place=True,
    ),
    ask(
        "stop_minutes",
        _("How many minutes on foot from there?"),
        _("Count for somebody who walks slowly."),
        at_a_place=True,
    ),
    ask("stop_step_free", _("Is the way from there free of steps?"), at_a_place=True),
)
COST = part(
    _("Cost"),
    row(
        ask(
            "pence", _("Price in pounds"), _("Write 0 if it is free. Leave it empty if you do not know yet.")
        ),
        ask("per", _("Paid how often?"), optional=True),
    ),
    ask("supporter_free", _("Does a supporter come free?"), optional=True),
    ask(
        "other_cost",
        _("What else do people pay for?"),
        _("Kit, food, travel. Write “none” if there is nothing else."),
    ),
)
ROOM = part(
    _("Room"),
    ask("places_state", _("Is there room now?")),
    ask("places_left", _("How many places are left?"), _("You can leave this empty."), optional=True),
)
ACCESS = AccessPart([AccessPanel(group) for group in NEED_GROUPS], heading=_("Access"))
JOINING = part(
    _("How to join"),
    ask("joining", _("How do people join?")),
    ask(
        "referral_by",
        _("Who must refer people?"),
        _("For example: a social worker."),
        optional=True,
        only_if="joining=referral-needed",
    ),
    ask("entry", _("What do people need before they can join?")),
    folded(
        _("Does it give an award or a reference?"),
        ask("recognition", _("What do people get for it?"), optional=True),
    ),
)
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
LAST_LOOK = part(
    _("Last look"),
    ask("review_every_days", _("How often shall we ask if it is still right?")),
    ask(
        "all_checked",
        _("Everything here is right today"),
        _("Read it all, tick this, and send it. People see the day."),
        optional=True,
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


def what_and_who(*, asks_for_plan: bool = True) -> Part:
    plan = [ask("ehcp", _("Do people need an EHC plan?"))] if asks_for_plan else []
    return part(
        _("What and who"),
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
        row(
            ask("age_min", _("Youngest age"), _("Leave it empty if there is no limit."), optional=True),
            ask("age_max", _("Oldest age"), _("Leave it empty if there is no limit."), optional=True),
        ),
        *plan,
        ask("who_for", _("Who is it for? Tick what is true"), optional=True),
        row(ask("group_size", _("How many people are there?")), ask("noise", _("How loud is it?"))),
        ask(
            "supporter",
            _("Can people bring a supporter?"),
            _("A supporter is a parent, a carer or a personal assistant."),
        ),
    )


def listing(*of_this_kind: Panel, asks_for_plan: bool = True) -> ListingForm:
    """The whole form: what every kind is asked, with what this kind alone is asked after what it is and who it is for."""
    parts: list[Any] = [
        what_and_who(asks_for_plan=asks_for_plan),
        *of_this_kind,
        WHAT_WILL_HAPPEN,
        WHEN,
        WHERE,
        COST,
        ROOM,
        ACCESS,
        JOINING,
        PICTURE,
        LAST_LOOK,
        SOURCE,
    ]
    return ListingForm(parts, base_form_class=OpportunityForm)


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
            optional=True,
        ),
        ask("pilot_ends_on", _("Last day of the trial"), optional=True),
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
        ask("min_hours", _("Least hours a week"), _("Leave it empty if people can choose."), optional=True),
        ask(
            "under_16_confirmed",
            _("Do you keep the rules for people under 16?"),
            _("You need this if your youngest age is below 16. Your council can tell you the rules."),
            optional=True,
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
            optional=True,
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
