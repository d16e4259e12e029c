"""The sentences of Easy Read for every choice that a provider can make in a form: 15 words or fewer, and nothing that needs a
second thought. Translated where they are said."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

KIND = {
    "activity": (_("This is something to do."), ""),
    "volunteering": (_("This is volunteering."), _("You help, and you are not paid.")),
    "supported-internship": (
        _("This is a supported internship."),
        _("You learn a job in a real place of work."),
    ),
    "uni-bridge": (_("This helps you go from college to university."), ""),
}
# A symbol beside the words.
NOISE = {
    "quiet": ("quiet", _("The place is quiet, like a library.")),
    "some": ("talk", _("There is some noise, like in a café.")),
    "busy": ("loud", _("The place is busy, like a swimming pool.")),
    "loud": ("loud", _("The place is loud, like a disco.")),
}
GROUP = {
    "one": ("me", _("There is just you and the staff.")),
    "tiny": ("people-few", _("The group is very small: 2 to 5 people.")),
    "small": ("people-few", _("The group is small: 6 to 8 people.")),
    "medium": ("people-some", _("The group has 9 to 15 people.")),
    "large": ("people-many", _("The group is big: 16 to 30 people.")),
    "crowd": ("people-many", _("There are a lot of people: more than 30.")),
}
PATTERN = {
    "one_off": _("It is just once."),
    "weekly": _("It is every week."),
    "fortnightly": _("It is every two weeks."),
    "monthly": _("It is every month."),
    "block": _("It is on a set number of times."),
    "rolling": _("You can start at any time."),
    "flexible": _("You choose when."),
}
SEASON = {
    "term_time": _("It is on in term time."),
    "school_holidays": _("It is on in school holidays."),
    "all_year": _("It is on all year."),
}
PRICE = {
    "session": _("The price is %(price)s each time."),
    "week": _("The price is %(price)s each week."),
    "term": _("The price is %(price)s each term."),
    "once": _("You pay %(price)s once."),
}
WHO_FOR = {
    "disabled-and-non-disabled-together": _("Disabled and non-disabled people come together."),
    "send-only": _("It is only for disabled people and people who need help to learn."),
    "girls-and-women": _("It is only for girls and women."),
    "boys-and-men": _("It is only for boys and men."),
    "lgbtq-welcome": _("LGBTQ+ people are welcome."),
    "local-council-residents-only": _("It is only for people who live in this council area."),
    "students-of-named-college-only": _("It is only for students of one college."),
}
EHCP = {
    "any": (_("You do not need an EHC plan."), ""),
    "required": (_("You need an EHC plan."), _("That is a paper that says what help you must get.")),
}
SUPPORTER = {
    "not_needed": _("You do not need a supporter."),
    "welcome": _("A supporter can come with you."),
    "must_come": _("A supporter must come with you."),
}
A_SUPPORTER = _("A supporter is a person who helps you.")
ENTRY = {
    "interview": _("There is an interview."),
    "work-trial": _("There is a work trial."),
    "english_maths_level": _("You need a level in English and maths."),
    "qualification_named": _("You need to have passed a set course."),
    "referral": _("Someone must refer you."),
}
JOINING = {
    "drop-in": ("door", _("You can just turn up.")),
    "book": ("ticket", _("Book a place first.")),
    "enquire": ("talk", _("Ask about a place first.")),
    "referral-needed": ("people-few", _("Someone must refer you.")),
    "waiting-list": ("clock", _("You can join the waiting list.")),
}
ROOM = {
    "open": _("There is room."),
    "few_left": _("A few places are left."),
    "full": _("It is full now."),
    "waiting_list": _("There is a waiting list."),
    "not_open_yet": _("It is not open yet."),
}
CHECKED = {
    "provider": _("They checked these facts %(ago)s."),
    "moderator": _("We checked these facts %(ago)s."),
    "": _("These facts were checked %(ago)s."),
}
# What a moderator ticked about a provider (keys of models.checked_items.ITEMS). Nothing here says that somebody is safe.
LOOKED_AT = {
    "identity": _("We checked who they are."),
    "lead": _("We looked at who keeps people safe there."),
    "policy": _("We read their plan to keep people safe."),
    "policies": _("They say they have plans for health and for staff."),
    "dbs": _("They say who had police (DBS) checks."),
    "insurance": _("They told us the last day of their insurance."),
    "first_aid": _("They told us who gives first aid."),
    "concern": _("We looked at how to tell them about a worry."),
    "complaints": _("We looked at how you can complain."),
    "child_employment": _("They say they keep the rules for people under 16."),
}
