"""A year of a catalogue of 1,000 listings, day by day: providers who answer or do not, listings that end or are paused, people who
leave, insurance that runs out, days on which nothing runs, steps that run twice or are killed, a mail server that refuses.

What must be is said by a model of its own (`Told`), which knows nothing of the code that it is compared with after each day.
`python -m tests.year_chart` draws how it went."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from smtplib import SMTPDataError
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Page

from cms.actions import plant
from opportunities import actions, checking, letters, links, reminders
from opportunities.models import (
    ActivityPage,
    Letter,
    OpportunityPage,
    ProviderAssurance,
    ProviderMembership,
    ProviderPage,
    ProviderRole,
)
from opportunities.provider_actions import record_checks, set_up_moderation
from tests.bench.database import place, put, put_rows

START, DAYS, LISTINGS, PROVIDERS = date(2026, 11, 25), 365, 1000, 250
OURS = ("still_right", "not_confirmed", "now_hidden")
LINK = re.compile(r"/still-right/([^/\s]+)/")


class Killed(BaseException):
    """The machine goes off: nothing after this is done."""


class PostOffice(BaseEmailBackend):
    """A mail server in this process: it refuses now and then, is out on some days, and may be the last thing that a worker sees."""

    out, refuses, dies = False, 0.0, ""
    dice = random.Random(1)
    delivered: list[Any] = []

    def open(self) -> None:
        if self.out:
            raise ConnectionRefusedError

    def send_messages(self, emails: list[Any]) -> None:
        office = PostOffice
        if office.dies and self.dice.random() < 0.2:
            when, office.dies = office.dies, ""
            if when == "after":
                office.delivered += emails
            raise Killed
        if self.dice.random() < office.refuses:
            raise SMTPDataError(451, b"not now")
        office.delivered += emails


@dataclass
class Person:
    id: int
    leads: bool


@dataclass
class Organisation:
    id: int
    people: list[Person]
    every: int  # how often most of its listings are to be checked
    insured_until: date | None = None
    paused: bool = False


@dataclass
class Told:
    """One listing as it must be, by the table in docs/freshness.md. `stages`: the letters about this check, with their days."""

    id: int
    home: Organisation
    every: int
    since: date
    writer: int
    live: bool = True
    paused: bool = False
    last_day: date | None = None
    stages: dict[int, date] = field(default_factory=dict)

    def stands(self, today: date) -> str:
        first, age = min(self.every, 155), (today - self.since).days
        if age >= min(first + 60, 183):
            return "hidden"
        return "overdue" if age >= first + 14 else "fresh"

    def letter(self, today: date) -> tuple[int, list[int] | None] | None:
        """The stage of today's letter and who gets it (None: the moderators), or that there is none."""
        over = self.last_day is not None and self.last_day < today
        if not self.live or self.paused or over or self.home.paused:
            return None
        people = sorted(self.home.people, key=lambda p: (not p.leads, p.id != self.writer, p.id))
        ids = [person.id for person in people]
        if self.stands(today) == "hidden":
            wanted = 4 not in self.stages and today not in self.stages.values()
            return (4, ids) if wanted else None
        done = max(self.stages, default=0)
        if done >= 3 or (today - self.since).days < min(self.every, 155) + 7 * done:
            return None
        if self.stages and (today - max(self.stages.values())).days < 7:
            return None
        if done == 2 or not ids:
            return 3, None
        return (1, ids[:1]) if done == 0 else (2, ids[1:] or ids)

    def checked(self, day: date) -> None:
        self.since, self.stages = day, {}


@dataclass
class Day:
    """What one day looked like: listings by state (of those that are on), and letters written."""

    day: date
    states: Counter[str]
    letters: int


class Year:
    """The database, and the model of it. Every choice comes from one seed."""

    def __init__(self, seed: int = 5, listings: int = LISTINGS, providers: int = PROVIDERS) -> None:
        self.dice = random.Random(seed)
        self.moderator = get_user_model().objects.create_user("moderator@example.org")
        self.moderator.groups.add(set_up_moderation())
        self.answers: dict[str, float] = {}  # how likely a letter to a group is answered
        self.homes = self._providers(providers)
        self.told = {one.id: one for one in self._listings(listings)}
        self.today = START
        self.replies: dict[date, list[str]] = {}
        self.came: Counter[str] = Counter()  # how often each email came, by its id
        self.last_letter = 0
        self.asleep_until = START
        self.happened: Counter[str] = Counter()
        self.doubled: set[str] = (
            set()
        )  # ids of emails that a worker handed over in the moment in which it died

    # The rows

    def _providers(self, number: int) -> list[Organisation]:
        dice, users, members = self.dice, get_user_model(), []
        pages = [
            ProviderPage(title=f"Group {n}", slug=f"g{n}", public_id=f"g{n}", verification="details_checked")
            for n in range(number)
        ]
        index = plant()
        put(index, pages, [0] * number)
        Page.objects.filter(pk=index.pk).update(numchild=number)
        groups = Group.objects.bulk_create([Group(name=page.slug) for page in pages])
        memberships = ProviderMembership.objects.bulk_create(
            [
                ProviderMembership(provider=page, group=group)
                for page, group in zip(pages, groups, strict=True)
            ]
        )
        homes = []
        for page, group, membership in zip(pages, groups, memberships, strict=True):
            people = []
            for n in range(dice.choices(range(5), (8, 45, 25, 15, 7))[0]):
                people.append(users(email=f"{page.slug}-{n}@example.org", password="!"))
            users.objects.bulk_create(people)
            members += [users.groups.through(user_id=user.pk, group_id=group.pk) for user in people]
            leader = dice.choice(people) if people and dice.random() < 0.6 else None
            if leader:
                ProviderRole.objects.create(membership=membership, user=leader, role="leads")
            every = dice.choices((30, 60, 90, 180), (2, 5, 38, 55))[0]
            home = Organisation(page.pk, [Person(user.pk, user is leader) for user in people], every)
            self.answers[page.slug] = dice.choice((0.95, 0.8, 0.6, 0.3, 0.0))
            if dice.random() < 0.04:
                home.insured_until = START + timedelta(days=dice.randrange(5, DAYS))
                ProviderAssurance.objects.create(
                    provider=page,
                    state="accepted",
                    decided_at=timezone.now(),
                    insurance_expires_on=home.insured_until,
                )
            homes.append(home)
        users.groups.through.objects.bulk_create(members)
        return homes

    def _listings(self, number: int) -> Iterator[Told]:
        dice, pages, told = self.dice, {}, []
        for n in range(number):
            home = dice.choice(self.homes)
            every = home.every if dice.random() < 0.8 else dice.choice((30, 60, 90, 180))
            # One provider checks all of its listings on one day, mostly.
            ago = (home.id * 37 if dice.random() < 0.7 else dice.randrange(200)) % min(every + 20, 155)
            since, writer = START - timedelta(days=ago + 1), dice.choice([p.id for p in home.people] or [0])
            is_new = dice.random() < 0.1  # never checked: what counts is when it was published
            page = ActivityPage(
                title=f"Club {n}",
                slug=f"c{n}",
                public_id=f"c{n}",
                provider_id=home.id,
                summary="A club.",
                format="online",
                kind="activity",
                review_every_days=every,
                checked_on=None if is_new else since,
                first_published_at=at(since if is_new else since - timedelta(days=99), 12),
                owner_id=writer or None,
            )
            pages.setdefault(home.id, []).append(page)
            told.append((page, home, every, since, writer))
        for home_id, mine in pages.items():
            parent = ProviderPage.objects.get(pk=home_id)
            place(parent, mine)
            Page.objects.filter(pk=home_id).update(numchild=len(mine))
        put_rows([page for mine in pages.values() for page in mine])
        return (Told(page.pk, *rest) for page, *rest in told)

    # The days

    def days(self, number: int = DAYS) -> Iterator[Day]:
        """Live through the days. Raises AssertionError on the first on which something is not as it must be."""
        with override_settings(EMAIL_BACKEND="tests.year.PostOffice"):
            for _ in range(number):
                yield self._day()
                self.today += timedelta(days=1)

    def _day(self) -> Day:
        dice, written = self.dice, 0
        if self.today >= self.asleep_until and dice.random() < 0.03:
            self.asleep_until = self.today + timedelta(days=dice.randrange(1, 10))
            self.happened["times that nothing ran"] += 1
        if self.today >= self.asleep_until:
            written = self._morning()
            PostOffice.out = dice.random() < 0.03
            for hour in (6.25, 18):
                self._send(at(self.today, hour))
        self._post()
        self._answer()
        self._life()
        on = [one for one in self.told.values() if one.live and not one.paused and not one.home.paused]
        states = dict(OpportunityPage.objects.filter(live=True).values_list("pk", "freshness"))
        return Day(self.today, Counter(states[one.id] for one in on), written)

    def _morning(self) -> int:
        checking.keep_dates(now=at(self.today, 5.5), today=self.today)
        for home in self.homes:
            if home.insured_until and home.insured_until <= self.today and not home.paused:
                home.paused = True
                self.happened["insurance ran out"] += 1
        expected = self._expected()
        if self.dice.random() < 0.15:
            with killed(self.dice.randrange(1, 80)) as at_all:
                reminders.freshen(today=self.today, now=at(self.today, 6))
            self.happened["killed while asking"] += bool(at_all)
        for _ in range(1 + (self.dice.random() < 0.15)):
            reminders.freshen(today=self.today, now=at(self.today, 6))
        new = Letter.objects.filter(pk__gt=self.last_letter)
        found = list(new.filter(kind__in=OURS).values_list("opportunity_id", "kind", "about", "to_id"))
        self.last_letter = Letter.objects.order_by("-id").values_list("pk", flat=True).first() or 0
        assert len(found) == len(set(found))
        said = {(listing, kind, int(about[-1]), to) for listing, kind, about, to in found}
        assert said == expected, f"{self.today}: {sorted(said ^ expected)[:5]}"
        self._compare()
        return len(found)

    def _expected(self) -> set[tuple[int, str, int, int]]:
        """The letters that must be written today, which the model then has written."""
        kinds = {1: "still_right", 2: "still_right", 3: "not_confirmed", 4: "now_hidden"}
        expected = set()
        for one in self.told.values():
            if letter := one.letter(self.today):
                stage, to = letter
                one.stages[stage] = self.today
                ids = [self.moderator.pk] if to is None else to
                expected |= {(one.id, kinds[stage], stage, id) for id in ids}
                self.happened[f"stage {stage}"] += 1
        return expected

    def _compare(self) -> None:
        """Every listing stands as it must, on each day on which the step ran."""
        rows = OpportunityPage.objects.values_list("pk", "freshness")
        wrong = [(id, state, self.told[id].stands(self.today)) for id, state in rows if state != self.told[id].stands(self.today)]  # fmt: skip
        assert not wrong, f"{self.today}: {wrong[:5]}"
        shown = OpportunityPage.objects.public().values_list("pk", flat=True)
        stale = [id for id in shown if (self.today - self.told[id].since).days >= 183]
        assert not stale, f"{self.today}: on the site with no check for half a year: {stale[:5]}"

    def _send(self, now: datetime) -> None:
        PostOffice.refuses = 0.05
        if self.dice.random() < 0.05:
            PostOffice.dies = self.dice.choice(("before", "after"))
            with killed(self.dice.randrange(1, 40)) as at_all:
                letters.send_waiting(now=now)
            PostOffice.dies = ""
            self.happened["killed while sending"] += bool(at_all)
            if at_all:
                unsaid = set(
                    Letter.objects.filter(sent_at=None)
                    .exclude(email_id="")
                    .values_list("email_id", flat=True)
                )
                self.doubled |= unsaid & {mail_id(email) for email in PostOffice.delivered}
        letters.send_waiting(now=now)

    def _post(self) -> None:
        """People read what came today, and those who will answer do so after a while, or never."""
        new = PostOffice.delivered[self.came.total() :]
        self.came.update(mail_id(email) for email in new)
        twice = {id for id in map(mail_id, new) if self.came[id] > 1}
        assert twice <= self.doubled, f"{self.today}: sent twice: {twice - self.doubled}"
        for email in new:
            wait = self.dice.choices((0, 1, 3, 8, 20, 70), (30, 25, 15, 15, 10, 5))[0]
            if self.dice.random() < self.answers.get(email.to[0].partition("-")[0], 0):
                tokens = [token for token in LINK.findall(email.body) if self.dice.random() < 0.95]
                self.replies.setdefault(self.today + timedelta(days=wait), []).extend(tokens)

    def _answer(self) -> None:
        for token in self.replies.pop(self.today, []):
            try:
                linked = links.read("still_right", token)
            except links.LinkError:
                self.happened["link refused"] += 1
                continue
            one = self.told[linked.opportunity.pk]
            assert linked.user.pk in {person.id for person in one.home.people}
            if reminders.is_done(linked):
                continue
            actions.confirm(opportunity=linked.opportunity, by=linked.user, today=self.today)
            one.checked(self.today)
            self.happened["answered"] += 1

    def _life(self) -> None:
        """What else happens on a day."""
        dice = self.dice
        for one in dice.sample(list(self.told.values()), 2):
            page = OpportunityPage.objects.filter(pk=one.id)
            match dice.choices(("edit", "end", "pause", "resume", "close", "often"), (3, 1, 2, 4, 1, 1))[0]:
                case "edit" if one.live:  # an edit that its people wrote and a moderator published
                    actions.write_facts(opportunity=page.get(), checked_on=self.today, freshness="fresh")
                    one.checked(self.today)
                case "end":
                    one.last_day = self.today + timedelta(days=dice.randrange(30))
                    page.update(ends_on=one.last_day)
                case "pause":
                    one.paused = True
                    page.update(paused_for="report")
                case "resume":
                    one.paused = False
                    page.update(paused_for="")
                case "close":
                    one.live = False
                    page.update(live=False)
                case "often":
                    one.every = dice.choice((30, 60, 90, 180))
                    page.update(review_every_days=one.every)
        if dice.random() < 0.15:
            self._leave(dice.choice(self.homes))
        for home in self.homes:
            if home.paused and dice.random() < 0.1:
                self._insure(home)

    def _leave(self, home: Organisation) -> None:
        if home.people:
            person = home.people.pop(self.dice.randrange(len(home.people)))
            group = Group.objects.get(provider_membership__provider=home.id)
            group.user_set.remove(person.id)
            self.happened["somebody left"] += 1

    def _insure(self, home: Organisation) -> None:
        home.paused, home.insured_until = False, self.today + timedelta(days=365)
        ProviderAssurance.objects.filter(provider=home.id).update(
            insurance_expires_on=home.insured_until, ran_out=[], ran_out_on=None, level_before=""
        )
        record_checks(
            provider=ProviderPage.objects.get(pk=home.id),
            verification="details_checked",
            verified_on=self.today,
            by=self.moderator,
        )

    def finish(self) -> None:
        """Every letter went out, in one email."""
        PostOffice.out, PostOffice.refuses = False, 0.0
        for hours in range(0, 200, 10):
            letters.send_waiting(now=at(self.today, 0) + timedelta(hours=hours))
        assert not Letter.objects.filter(sent_at=None).exists()
        came = Counter(mail_id(email) for email in PostOffice.delivered)
        assert set(came) == set(Letter.objects.values_list("email_id", flat=True))
        assert {id for id, times in came.items() if times > 1} <= self.doubled
        assert len(self.doubled) < 10


def mail_id(email: Any) -> str:
    return str(email.extra_headers["Message-ID"]).strip("<>").partition("@")[0]


def at(day: date, hour: float) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day)) + timedelta(hours=hour)


@contextmanager
def killed(queries: int) -> Iterator[list[bool]]:
    """The process dies before so many queries are done, or when the mail server says so: what is not committed is lost. Says
    afterwards whether it did."""
    left, happened = queries, []

    def count(execute: Any, *args: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed
        return execute(*args)

    try:
        with connection.execute_wrapper(count):
            yield happened
    except Killed:
        happened.append(True)
