"""An opportunity's facts as words for a young person. Templates show these and decide nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import count, groupby
from math import ceil
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from matching.vocabulary import (
    ENTRY,
    FORMATS,
    GROUP_SIZES,
    INTERESTS,
    JOINING,
    KINDS,
    NEED_GROUPS,
    NEEDS,
    NOISE_LEVELS,
    OUTCOMES,
    PATTERNS,
    PLACES_STATES,
    RECOGNITION,
    SEASONS,
    SUPPORTER,
    TIME_SLOTS,
    WHO_FOR,
    Need,
)
from opportunities import clock
from opportunities.language import day, money, number

PLACES_OLD_AFTER_DAYS = 56
OLD_AFTER_DAYS = 155
CHECKED = {
    "provider": gettext_noop("Checked %(ago)s by the provider"),
    "moderator": gettext_noop("Checked %(ago)s by us"),
    "": gettext_noop("Checked %(ago)s"),
}
NOT_CONFIRMED = gettext_noop("The provider has not said lately that this is still right. Ask them")
PRICES = {
    "session": _("%(price)s each time"),
    "week": _("%(price)s each week"),
    "term": _("%(price)s each term"),
    "once": _("%(price)s once"),
}


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One access question with the provider's answer. `answer` is yes, can_arrange, no or not_known. `said`: when somebody told us,
    where that was in answer to a question. `number`: its place among all that this listing is asked."""

    key: str
    short: str
    provider_says: str
    question: str
    answer: str
    note: str
    said: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class AccessGroup:
    """A group of access questions: what was answered, and how many were not."""

    key: str
    label: str
    rows: tuple[AccessRow, ...]
    not_known: tuple[AccessRow, ...]


def pounds(pence: int) -> str:
    """Money as people write it: £3.50, £4, Free."""
    return money(pence) if pence else gettext("Free")


def ago(days: int) -> str:
    """How long ago a day is: today, 1 day ago, 5 days ago, 3 weeks ago, 4 months ago. Never said to be more lately than it is."""
    if days < 1:
        return gettext("today")
    if days < 14:
        said, count = ngettext("%(count)s day ago", "%(count)s days ago", days), days
    elif days <= 8 * 7:
        count = ceil(days / 7)
        said = ngettext("%(count)s week ago", "%(count)s weeks ago", count)
    else:
        count = ceil(days / 31)
        said = ngettext("%(count)s month ago", "%(count)s months ago", count)
    return said % {"count": number(count)}


DAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
PARTS = {
    ("am",): _("morning"),
    ("pm",): _("afternoon"),
    ("eve",): _("evening"),
    ("am", "pm"): _("morning and afternoon"),
    ("am", "eve"): _("morning and evening"),
    ("pm", "eve"): _("afternoon and evening"),
    ("am", "pm", "eve"): _("morning, afternoon and evening"),
}


def times_in_words(slots: Collection[str]) -> str:
    """Days and times as people say them: "Saturday morning", "Monday to Friday, morning and afternoon"."""
    by_day = {day: tuple(part for part in ("am", "pm", "eve") if f"{day}_{part}" in slots) for day in DAYS}
    said = []
    for parts, same in groupby(DAYS, key=lambda day: by_day[day]):
        if not parts:
            continue
        days = list(same)
        if len(days) == len(parts) == 1:
            said.append(gettext(TIME_SLOTS[f"{days[0]}_{parts[0]}"]))
            continue
        if len(days) == 1:
            pattern = gettext("%(day)s %(parts)s")
        elif len(days) == 2:
            pattern = gettext("%(day)s and %(last)s, %(parts)s")
        else:
            pattern = gettext("%(day)s to %(last)s, %(parts)s")
        said.append(pattern % {"day": DAYS[days[0]], "last": DAYS[days[-1]], "parts": PARTS[parts]})
    return "; ".join(said)


def labels(keys: list[str], choices: Any) -> list[str]:
    """The words for these keys, in their order."""
    found = (choices.get(key) for key in keys)
    return [gettext(getattr(choice, "label", choice)) for choice in found if choice]


class Listing:
    """Words for what the columns of `OpportunityPage` hold. Nothing here changes anything."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    @property
    def kind_label(self) -> str:
        return gettext(KINDS[self.kind])

    @property
    def interest_labels(self) -> list[str]:
        return labels(self.interests, INTERESTS)

    @property
    def outcome_labels(self) -> list[str]:
        return labels(self.outcomes, OUTCOMES)

    @property
    def picture_url(self) -> str:
        """The address of the picture, no larger than a page shows it; empty where there is none."""
        if not self.picture_id:
            return ""
        return (
            self.picture.file.url if self.picture.is_svg() else self.picture.get_rendition("max-960x960").url
        )

    @property
    def picture_alt(self) -> str:
        return self.picture_description

    @property
    def times_text(self) -> str:
        """The days and times: "Saturday morning, Saturday afternoon", or that they are not known."""
        if self.times:
            return times_in_words(self.times)
        if self.pattern in {"flexible", "rolling"}:
            return gettext("Days can change to suit you")
        return gettext("We do not know the days yet")

    @property
    def when_text(self) -> str:
        """Days, how often, which part of the year, first and last day, each a short sentence."""
        parts = [self.times_text]
        if self.pattern:
            parts.append(gettext(PATTERNS[self.pattern]))
        if self.season:
            parts.append(gettext(SEASONS[self.season]))
        if self.starts_on and self.starts_on == self.ends_on:
            parts.append(gettext("On %(day)s") % {"day": day(self.starts_on)})
        else:
            if self.starts_on:
                parts.append(gettext("Starts %(day)s") % {"day": day(self.starts_on)})
            if self.ends_on:
                parts.append(gettext("Ends %(day)s") % {"day": day(self.ends_on)})
        if self.apply_by:
            parts.append(gettext("Ask to join by %(day)s") % {"day": day(self.apply_by)})
        return ". ".join(parts) + "."

    @property
    def where_text(self) -> str:
        """The place and its address, or that it is online."""
        if self.format == "online":
            return gettext("Online. You join from home")
        place = ", ".join(part for part in (self.place_name, self.address, self.postcode) if part)
        if self.format == "both":
            return gettext("%(place)s. You can join online too") % {"place": place}
        return place

    @property
    def stop_text(self) -> str:
        """The nearest stop, and the way from it on foot; "" where no stop is named or people join from home."""
        if not self.stop_name or self.format == "online":
            return ""
        said = [gettext("The nearest stop is %(stop)s.") % {"stop": self.stop_name}]
        if self.stop_minutes is not None:
            walk = ngettext(
                "It is about %(count)s minute on foot from there.",
                "It is about %(count)s minutes on foot from there.",
                self.stop_minutes,
            )
            said.append(walk % {"count": number(self.stop_minutes)})
        if self.stop_step_free:
            says = {"yes": gettext("The way has no steps."), "no": gettext("There are steps on the way.")}
            said.append(says[self.stop_step_free])
        return " ".join(said)

    @property
    def ages_text(self) -> str:
        """Ages 14 to 25, 16 and over, Up to 18, Any age."""
        ages = {"youngest": self.age_min, "oldest": self.age_max}
        if self.age_min is None and self.age_max is None:
            return gettext("Any age")
        if self.age_min is None:
            return gettext("Up to %(oldest)s") % ages
        if self.age_max is None:
            return gettext("%(youngest)s and over") % ages
        if self.age_min == self.age_max:
            return gettext("Age %(youngest)s") % ages
        return gettext("Ages %(youngest)s to %(oldest)s") % ages

    @property
    def cost_text(self) -> str:
        """What one pays each time, and what else. A price that is not known is not free."""
        if self.pence is None:
            parts = [gettext("We do not know the price")]
        elif self.pence and self.per in PRICES:
            parts = [PRICES[self.per] % {"price": pounds(self.pence)}]
        else:
            parts = [pounds(self.pence)]
        if self.supporter_free and self.pence != 0:
            parts.append(gettext("Your supporter comes free"))
        if self.other_cost and self.other_cost != "none":
            parts.append(gettext("You also pay for: %(what)s") % {"what": self.other_cost})
        return ". ".join(parts)

    @property
    def room_text(self) -> str:
        """Whether there is room, and how long ago that was checked."""
        if not self.places_state:
            return gettext("We do not know if there is room. Ask them")
        parts = [gettext(PLACES_STATES[self.places_state])]
        if self.places_left and self.places_state in {"open", "few_left"}:
            left = ngettext("%(count)s place left", "%(count)s places left", self.places_left)
            parts = [left % {"count": number(self.places_left)}]
        if (
            self.places_updated_on is None
            or (clock.today() - self.places_updated_on).days > PLACES_OLD_AFTER_DAYS
        ):
            if self.places_updated_on:
                parts.append(gettext("This was true on %(day)s") % {"day": day(self.places_updated_on)})
            parts.append(gettext("Ask if there is room now"))
        return ". ".join(parts)

    @property
    def checked_text(self) -> str:
        """How long ago it was checked and by whom; and when its provider has not confirmed it for too long, that."""
        if not self.checked_on:
            said = gettext("Nobody has checked this yet")
        else:
            said = gettext(CHECKED[self.checked_by]) % {"ago": ago((clock.today() - self.checked_on).days)}
        return f"{said}. {gettext(NOT_CONFIRMED)}" if self.freshness != "fresh" else said

    @property
    def checked_advice(self) -> str:
        """To ask, where nobody has checked it or that is long ago; nothing where `checked_text` says so itself."""
        if self.freshness != "fresh":
            return ""
        if not self.checked_on:
            return gettext("Ask them if it is right.")
        is_old = (clock.today() - self.checked_on).days > OLD_AFTER_DAYS
        return gettext("Ask if it is still right.") if is_old else ""

    @property
    def source_text(self) -> str:
        """Where an imported listing came from, under which licence, and when it was changed there."""
        if not self.source:
            return ""
        source = {"source": self.source, "licence": self.source_licence}
        if self.source_licence:
            parts = [gettext("This came from %(source)s on terms called %(licence)s") % source]
        else:
            parts = [gettext("This came from %(source)s") % source]
        if self.source_modified:
            changed = day(self.source_modified.date())
            parts.append(gettext("It was changed there on %(day)s") % {"day": changed})
        return ". ".join(parts)

    @property
    def format_text(self) -> str:
        return gettext(FORMATS[self.format])

    @property
    def group_text(self) -> str:
        return gettext(GROUP_SIZES.get(self.group_size) or gettext_noop("We do not know how many people"))

    @property
    def noise_text(self) -> str:
        return gettext(NOISE_LEVELS.get(self.noise) or gettext_noop("We do not know how loud it is"))

    @property
    def supporter_text(self) -> str:
        known = SUPPORTER.get(self.supporter)
        return gettext(known or gettext_noop("We do not know if you can bring a supporter"))

    @property
    def who_for_labels(self) -> list[str]:
        return labels(self.who_for, WHO_FOR) or [gettext("Everyone")]

    @property
    def joining_text(self) -> str:
        how = gettext(JOINING.get(self.joining) or gettext_noop("Ask how to join"))
        return gettext("%(how)s: %(by)s") % {"how": how, "by": self.referral_by} if self.referral_by else how

    @property
    def recognition_labels(self) -> list[str]:
        """What one gets. That there is none is not worth a line."""
        return labels([key for key in self.recognition if key != "none"], RECOGNITION)

    @property
    def entry_labels(self) -> list[str]:
        return labels(self.entry, ENTRY)

    def is_asked(self, need: Need) -> bool:
        """Whether a need matters here: some are of one kind alone, and who joins from home has no need of the building."""
        of_this_kind = not need.only_for or self.kind in need.only_for
        return of_this_kind and not (self.format == "online" and need.in_person_only)

    @property
    def access_groups(self) -> list[AccessGroup]:
        """Every access question that this kind is asked, by group, with the answers as the provider gave them."""
        groups = []
        numbers = count(1)
        for group in NEED_GROUPS.values():
            rows = [
                AccessRow(
                    key,
                    gettext(NEEDS[key].short),
                    gettext(NEEDS[key].provider_says),
                    gettext(NEEDS[key].question),
                    self.access.get(key, "not_sure").replace("not_sure", "not_known"),
                    self.access_notes.get(key, ""),
                    self._said(key),
                    next(numbers),
                )
                for key in group.members
                if self.is_asked(NEEDS[key])
            ]
            known = tuple(row for row in rows if row.answer != "not_known")
            not_known = tuple(row for row in rows if row.answer == "not_known")
            groups.append(AccessGroup(group.key, gettext(group.label), known, not_known))
        return groups

    def _said(self, need: str) -> str:
        """When they gave this very answer to somebody's question."""
        said = self.access_said.get(need, {})
        if not said or said.get("answer") != self.access.get(need):
            return ""
        return gettext("They told us on %(day)s.") % {"day": day(date.fromisoformat(said["on"]))}

    @property
    def waiting_text(self) -> str:
        """How to be told when there is room again, where there is none now and people can join at all."""
        if self.places_state not in {"full", "waiting_list"} or not self.joining:
            return ""
        return gettext(
            "It is full now. Ask them to put you on the waiting list. Then they tell you when there is room."
        )

    @property
    def way_there(self) -> AccessGroup:
        """The access questions about the way there. One who joins from home is asked none of them."""
        return next(group for group in self.access_groups if group.key == "getting-there")

    @property
    def access_when_there(self) -> list[AccessGroup]:
        """All other access questions."""
        return [group for group in self.access_groups if group.key != "getting-there"]

    @property
    def kind_facts(self) -> list[tuple[str, str]]:
        """What this kind alone has, as pairs of a label and words. Kinds with such facts say them."""
        return []
