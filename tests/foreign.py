"""Things on offer in Greek letters, so that on a page in a made-up language every plain letter is one that nobody marked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cms.actions import plant
from cms.models import GlossaryWord, GuideIndexPage, GuidePage, SupportContact
from matching.vocabulary import NEEDS
from opportunities import clock
from opportunities.models import (
    ActivityPage,
    ProviderPage,
    SupportedInternshipPage,
    UniBridgePage,
    VolunteeringPage,
)
from profiles.answers import Answers

SITE_NAME = "Βρες"
PLACE = {
    "place_name": "Ο μύλος",
    "address": "Οδός Μύλου 1",
    "postcode": "SK1 1AB",
    "lat": 53.41,
    "lng": -2.16,
}
NEEDS_SAID = {
    "quiet-space": "must",
    "breaks": "must",
    "hoist": "would_help",
    "bring-supporter": "would_help",
    "low-noise": "would_help",
}


def offer_things() -> dict[str, str]:
    """A provider, one thing of each kind, more than one page of them, and a guide; their addresses by a name."""
    today = clock.today()
    provider = plant().add_child(
        instance=ProviderPage(
            title="Ο μύλος",
            slug="mill",
            about="Κάνουμε ταινίες.",
            verification="safeguarding_checked",
            verified_on=today,
            contact_email="mill@example.org",
            contact_phone="0161 496 0000",
            contact_website="https://example.org/",
        )
    )
    film = {
        "interests": ["film-making", "tv-and-film"],
        "outcomes": ["work-and-learning", "friends-and-community"],
        "checked_on": today - timedelta(days=20),
        "places_updated_on": today,
        "what_happens": ["Ο Σαμ σε περιμένει.", "Διάλεξε μια δουλειά.", "Βλέπουμε την ταινία."],
        "picture_description": "Μια κάμερα",
        "who_for": ["disabled-and-non-disabled-together"],
        "supporter": "welcome",
        "group_size": "small",
        "noise": "quiet",
        "joining": "drop-in",
        "recognition": [],
        "entry": ["none"],
        "source": "Κατάλογος",
        "source_licence": "Ανοιχτή άδεια",
        "source_modified": clock.now(),
        "source_url": "https://example.org/1",
    }
    club = ActivityPage(
        title="Λέσχη ταινιών",
        slug="film-club",
        summary="Κάνε μικρές ταινίες μαζί μας.",
        times=["sat_am", "sat_pm"],
        pattern="weekly",
        season="term_time",
        pence=350,
        per="session",
        other_cost="φαγητό",
        supporter_free=True,
        age_min=14,
        age_max=25,
        places_state="open",
        places_left=4,
        starts_on=today - timedelta(days=100),
        ends_on=today + timedelta(days=100),
        apply_by=today + timedelta(days=50),
        access={key: ("yes", "no", "can_arrange")[at % 3] for at, key in enumerate(NEEDS) if at % 4}
        | {"quiet-space": "yes", "breaks": "can_arrange", "hoist": "no"},
        access_notes={"breaks": "Πες το στον Σαμ."},
        **film,
    )
    club.access = {
        key: "yes" if answer == "can_arrange" and not NEEDS[key].can_arrange else answer
        for key, answer in club.access.items()
    }
    offers: list[Any] = [
        club,
        ActivityPage(
            title="Από το σπίτι", slug="from-home", summary="Από το σπίτι.", format="online", **film
        ),
        ActivityPage(title="Άγνωστο", slug="unknown", summary="Δεν ξέρουμε."),
        VolunteeringPage(
            title="Βοηθός",
            slug="helper",
            summary="Βοήθησε στο σινεμά.",
            pence=0,
            long_term=True,
            min_hours=2,
            expenses_paid=True,
            under_16_confirmed=True,
            not_for_profit=True,
            **film,
        ),
        SupportedInternshipPage(
            title="Πρακτική",
            slug="internship",
            summary="Μάθε σε ένα στούντιο.",
            duration_months=9,
            hours_per_week=20,
            employer="Στούντιο",
            education_provider="Κολλέγιο",
            access_to_work=True,
            pilot_council="Δήμος",
            pilot_ends_on=today + timedelta(days=60),
            **film,
        ),
        UniBridgePage(
            title="Επίσκεψη",
            slug="visit",
            summary="Δες ένα πανεπιστήμιο.",
            university="Πανεπιστήμιο",
            colleges=["Κολλέγιο"],
            entry_levels=["3"],
            residential=False,
            disability_team_contact="Ομάδα",
            **film,
        ),
    ]
    offers += [
        ActivityPage(
            title=f"Ομάδα {number:02}",
            slug=f"group-{number}",
            summary="Μια ομάδα.",
            interests=["photography"],
            access={"quiet-space": "yes", "breaks": "yes"},
        )
        for number in range(24)
    ]
    addresses = {}
    for page in offers:
        if page.format != "online":
            for name, value in PLACE.items():
                setattr(page, name, value)
        addresses[page.slug] = provider.add_child(instance=page).url
    addresses["provider"] = provider.url
    SupportContact.objects.create(
        kind="sendiass",
        name="Στο πλευρό σου",
        what="Σε βοηθάμε.",
        run_by="Φίλοι",
        phone="0161 496 0001",
        hours="9-5",
        checked_on=today,
    )
    GlossaryWord.objects.all().delete()
    guide = GuideIndexPage.objects.get().add_child(
        instance=GuidePage(
            title="Ένας οδηγός",
            slug="a-guide",
            summary="Πώς γίνεται.",
            symbol="music",
            kind="activity",
            checked_on=today,
            body=[
                ("heading", "Πρώτα"),
                ("words", "Λίγα λόγια."),
                ("ideas", [{"symbol": "music", "says": "Μια ιδέα."}]),
                ("steps", ["Ένα βήμα.", "Άλλο ένα."]),
                ("notice", "Καλό να ξέρεις."),
                ("fact", {"says": "Ένας νόμος.", "checked_on": today, "source": "Βουλή", "url": ""}),
                ("contact", SupportContact.objects.get()),
                ("things", "activity"),
            ],
            easy_read=[("idea", {"symbol": "music", "says": "Μια ιδέα."})],
            sources=[("source", {"name": "Βουλή", "url": "https://example.org/"})],
        )
    )
    return addresses | {"guide": guide.url, "guide_easy": guide.easy_read_url}


def answers(saved: tuple[int, ...] = (), *, supporting: bool = False) -> Answers:
    """Something said to every question."""
    return Answers(
        supporting=supporting,
        age=17,
        plan="no",
        outcode="SK1",
        lat=53.41,
        lng=-2.16,
        modes=("walk", "bus", "online"),
        max_miles=5,
        groups=("tv-film", "games"),
        interests=("film-making", "photography"),
        not_interests=("football",),
        words="ταινίες",
        need_groups=("sensory", "physical", "social"),
        needs=NEEDS_SAID,
        kinds=("activity", "volunteering"),
        times=("sat_am", "sun_pm"),
        max_cost=5,
        saved=saved,
        comparing=saved[:2],
    )
