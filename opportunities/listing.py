"""An opportunity's facts as words for a young person. Templates show these and decide nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils import formats

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
    WHO_FOR,
    Need,
)
from opportunities import clock

PLACES_OLD_AFTER_DAYS = 56
PER_WORDS = {"session": "each time", "week": "each week", "term": "each term", "once": "once"}


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One access question with the provider's answer. `answer` is yes, can_arrange, no or not_known."""

    key: str
    short: str
    provider_says: str
    question: str
    answer: str
    note: str


@dataclass(frozen=True, slots=True)
class AccessGroup:
    """A group of access questions: what was answered, and how many were not."""

    key: str
    label: str
    rows: tuple[AccessRow, ...]
    not_known: tuple[AccessRow, ...]


def day(value: date | None) -> str:
    """A date in words: 2 November 2026."""
    return formats.date_format(value, "j F Y") if value else ""


def pounds(pence: int) -> str:
    """Money as people write it: £3.50, £4, Free."""
    if pence == 0:
        return "Free"
    return f"£{pence // 100}" if pence % 100 == 0 else f"£{pence / 100:.2f}"


DAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip
PARTS = {"am": "morning", "pm": "afternoon", "eve": "evening"}


def times_in_words(slots: Collection[str]) -> str:
    """Days and times as people say them: "Saturday morning", "Monday to Friday, morning and afternoon"."""
    by_day = {day: [part for part in PARTS if f"{day}_{part}" in slots] for day in DAYS}
    said = []
    for parts, same in groupby(DAYS, key=lambda day: by_day[day]):
        names = [DAYS[day] for day in same]
        if not parts:
            continue
        when = (
            " and ".join([", ".join(PARTS[part] for part in parts[:-1]), PARTS[parts[-1]]])
            if len(parts) > 1
            else PARTS[parts[0]]
        )
        if len(names) == 1:
            said.append(f"{names[0]} {when}")
        else:
            between = " to " if len(names) > 2 else " and "
            said.append(f"{names[0]}{between}{names[-1]}, {when}")
    return "; ".join(said)


def labels(keys: list[str], choices: Any) -> list[str]:
    """The words for these keys, in their order."""
    found = (choices.get(key) for key in keys)
    return [getattr(choice, "label", choice) for choice in found if choice]


class Listing:
    """Words for what the columns of `OpportunityPage` hold. Nothing here changes anything."""

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    @property
    def kind_label(self) -> str:
        return KINDS[self.kind]

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
        return (
            "Days can change to suit you"
            if self.pattern in {"flexible", "rolling"}
            else "We do not know the days yet"
        )

    @property
    def when_text(self) -> str:
        """Days, how often, which part of the year, first and last day, each a short sentence."""
        parts = [self.times_text]
        if self.pattern:
            parts.append(PATTERNS[self.pattern])
        if self.season:
            parts.append(SEASONS[self.season])
        if self.starts_on and self.starts_on == self.ends_on:
            parts.append(f"On {day(self.starts_on)}")
        else:
            parts += [f"Starts {day(self.starts_on)}"] if self.starts_on else []
            parts += [f"Ends {day(self.ends_on)}"] if self.ends_on else []
        parts += [f"Ask to join by {day(self.apply_by)}"] if self.apply_by else []
        return ". ".join(parts) + "."

    @property
    def where_text(self) -> str:
        """The place and its address, or that it is online."""
        if self.format == "online":
            return "Online. You join from home"
        place = ", ".join(part for part in (self.place_name, self.address, self.postcode) if part)
        return f"{place}. You can join online too" if self.format == "both" else place

    @property
    def ages_text(self) -> str:
        """Ages 14 to 25, 16 and over, Up to 18, Any age."""
        if self.age_min is not None and self.age_max is not None:
            return (
                f"Age {self.age_min}"
                if self.age_min == self.age_max
                else f"Ages {self.age_min} to {self.age_max}"
            )
        if self.age_min is not None:
            return f"{self.age_min} and over"
        return f"Up to {self.age_max}" if self.age_max is not None else "Any age"

    @property
    def cost_text(self) -> str:
        """What one pays each time, and what else. A price that is not known is not free."""
        if self.pence is None:
            text = "We do not know the price"
        else:
            text = " ".join(
                filter(None, [pounds(self.pence), PER_WORDS.get(self.per, "") if self.pence else ""])
            )
        text += ". Your supporter comes free" if self.supporter_free else ""
        if self.other_cost and self.other_cost != "none":
            text += f". You also pay for: {self.other_cost}"
        return text

    @property
    def room_text(self) -> str:
        """Whether there is room, and how long ago that was checked."""
        if not self.places_state:
            return "We do not know if there is room. Ask them"
        text = PLACES_STATES[self.places_state]
        if self.places_left and self.places_state in {"open", "few_left"}:
            text = f"{self.places_left} {'place' if self.places_left == 1 else 'places'} left"
        if (
            self.places_updated_on is None
            or (clock.today() - self.places_updated_on).days > PLACES_OLD_AFTER_DAYS
        ):
            when = f" This was true on {day(self.places_updated_on)}." if self.places_updated_on else ""
            return f"{text}.{when} Ask if there is room now"
        return text

    @property
    def checked_text(self) -> str:
        return f"Last checked on {day(self.checked_on)}" if self.checked_on else "Nobody has checked this yet"

    @property
    def source_text(self) -> str:
        """Where an imported listing came from, under which licence, and when it was changed there."""
        if not self.source:
            return ""
        text = f"This came from {self.source}"
        text += f" on terms called {self.source_licence}" if self.source_licence else ""
        return (
            f"{text}. It was changed there on {day(self.source_modified.date())}"
            if self.source_modified
            else text
        )

    @property
    def format_text(self) -> str:
        return FORMATS[self.format]

    @property
    def group_text(self) -> str:
        return GROUP_SIZES.get(self.group_size, "We do not know how many people")

    @property
    def noise_text(self) -> str:
        return NOISE_LEVELS.get(self.noise, "We do not know how loud it is")

    @property
    def supporter_text(self) -> str:
        return SUPPORTER.get(self.supporter, "We do not know if you can bring a supporter")

    @property
    def who_for_labels(self) -> list[str]:
        return labels(self.who_for, WHO_FOR) or ["Everyone"]

    @property
    def joining_text(self) -> str:
        text = JOINING.get(self.joining, "Ask how to join")
        return f"{text}: {self.referral_by}" if self.referral_by else text

    @property
    def recognition_labels(self) -> list[str]:
        return labels(self.recognition, RECOGNITION)

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
        for group in NEED_GROUPS.values():
            rows = [
                AccessRow(
                    key,
                    NEEDS[key].short,
                    NEEDS[key].provider_says,
                    NEEDS[key].question,
                    self.access.get(key, "not_sure").replace("not_sure", "not_known"),
                    self.access_notes.get(key, ""),
                )
                for key in group.members
                if self.is_asked(NEEDS[key])
            ]
            known = tuple(row for row in rows if row.answer != "not_known")
            groups.append(
                AccessGroup(
                    group.key, group.label, known, tuple(row for row in rows if row.answer == "not_known")
                )
            )
        return groups

    @property
    def kind_facts(self) -> list[tuple[str, str]]:
        """What this kind alone has, as pairs of a label and words. Kinds with such facts say them."""
        return []
