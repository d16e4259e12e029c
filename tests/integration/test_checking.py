"""What moderators do about a group that asks to join, what people are told of it, and what its dates bring about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from wagtail.models import PageLogEntry

from opportunities import checking, clock, joining, tasks
from opportunities.easy_read import easy_read
from opportunities.models import ActivityPage, Letter, PlainReason, ProviderAssurance, ProviderPage
from opportunities.models.checked_items import ITEMS
from opportunities.provider_actions import invite_member, record_checks, set_up_moderation
from opportunities.providers_to_check import to_check
from tests.joining import accepted, look_at_all, safety, sent
from tests.two_providers import READY, TwoProviders, signed_in

pytestmark = pytest.mark.django_db
ALL = [item for item in ITEMS if item != "child_employment"]


@pytest.fixture
def other(site: TwoProviders) -> Any:
    user = get_user_model().objects.create_user("second@example.org")
    user.groups.add(set_up_moderation())
    return user


@pytest.fixture
def today() -> date:
    return clock.today()


def now_of(assurance: ProviderAssurance) -> ProviderAssurance:
    return ProviderAssurance.objects.select_related("provider").get(pk=assurance.pk)


def checks_page(assurance: ProviderAssurance) -> str:
    return reverse("provider_checks", args=[assurance.provider_id])


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox]


def put_on_the_site(provider: ProviderPage) -> ActivityPage:
    page = provider.add_child(instance=ActivityPage(title="Chess for all", **READY))
    page.save_revision().publish()
    return page


def keep_dates(today: date) -> tuple[int, int]:
    return checking.keep_dates(now=clock.now(), today=today)


class TestDeciding:
    def test_a_moderator_sees_what_was_said_beside_the_registers_own_page(
        self, site: TwoProviders, today: date
    ) -> None:
        assurance = sent()
        page = signed_in(site.moderator).get(checks_page(assurance)).content.decode()
        assert (
            "https://register-of-charities.charitycommission.gov.uk/charity-details/?regid=1090095&amp;subid=0"
            in page
        )
        for words in ("Ada Rook", "worry@rook.example", "Write to our chair, Cleo."):
            assert words in page
        assert "Rook Chess Club" in signed_in(site.moderator).get("/admin/").content.decode()

    def test_from_ticks_to_accepted(
        self, site: TwoProviders, today: date, django_capture_on_commit_callbacks: Any
    ) -> None:
        assurance = sent()
        provider, moderator = assurance.provider, signed_in(site.moderator)
        register = provider.registers.get()
        refused = moderator.post(checks_page(assurance), {"do": "decide", "decision": "accept"})
        assert "Look at these first" in refused.content.decode()
        assert now_of(assurance).state == "sent"
        ticks = {f"{item}-looked": "on" for item in ("identity", "concern", "complaints")}
        moderator.post(
            checks_page(assurance),
            ticks | {"do": "keep", "looked_up": register.pk, "identity-note": "Same name."},
        )
        register.refresh_from_db()
        assert register.checked_on == today
        assert {each.item: each.note for each in provider.checks.all()} == {
            "identity": "Same name.",
            "concern": "",
            "complaints": "",
        }
        with django_capture_on_commit_callbacks(execute=True):
            moderator.post(
                checks_page(assurance), {"do": "decide", "decision": "accept", "words": "Welcome."}
            )
        assurance = now_of(assurance)
        assert (assurance.state, assurance.provider.verification) == ("accepted", "details_checked")
        assert mail.outbox[-1].to == ["rook@example.org"]
        assert "Welcome." in mail.outbox[-1].body
        page = Client().get(provider.url).content.decode()
        assert "We checked these things on" in page
        assert "who they are" in page
        assert "worry@rook.example" in page
        # That is about keeping people safe: one moderator alone does not say it.
        assert "how to tell them about a worry" not in page
        assert "We did not check how they keep people safe" in page
        assert "Ada Rook" not in page
        logged = PageLogEntry.objects.filter(page=provider).values_list("action", flat=True)
        assert {"opportunities.looked_at", "opportunities.accepted", "opportunities.checks"} <= set(logged)

    def test_a_number_or_two_people_must_have_been_asked(self, site: TwoProviders, today: date) -> None:
        by = sent().provider.owner
        assurance = joining.start(by=by, title="Bishop Club", about="Chess.", contact_email="b@example.org")
        people = [
            {"name": name, "contact": f"{name}@example.org", "knows_them": "A neighbour"} for name in "ab"
        ]
        joining.say_referees(provider=assurance.provider, referees=people, by=by)
        joining.say_safety(provider=assurance.provider, by=by, **safety(today))
        joining.send(provider=assurance.provider, by=by, now=clock.now(), today=today)
        look_at_all(assurance, site.moderator)
        decide = {"provider": assurance.provider, "by": site.moderator, "now": clock.now(), "told": ""}
        with pytest.raises(checking.NotYetError):
            checking.accept(today=today, **decide)
        ids = [each.pk for each in assurance.provider.referees.all()]
        page = checks_page(assurance)
        signed_in(site.moderator).post(
            page, {f"{item}-looked": "on" for item in ALL} | {"do": "keep", "answered": ids}
        )
        checking.accept(today=today, **decide)
        assert now_of(assurance).provider.is_public
        assert assurance.provider.referees.count() == 0

    @pytest.mark.parametrize(
        ("decision", "state", "subject"),
        [
            ("more", "more", "We need a bit more about Rook Chess Club"),
            ("decline", "declined", "We can not show Rook Chess Club"),
        ],
    )
    def test_a_no_says_why(
        self,
        site: TwoProviders,
        decision: str,
        state: str,
        subject: str,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        assurance, moderator = sent(), signed_in(site.moderator)
        reason = PlainReason.objects.create(title="Plan", text="Your plan is too old.")
        wordless = moderator.post(checks_page(assurance), {"do": "decide", "decision": decision})
        assert "Say why" in wordless.content.decode()
        said = {"do": "decide", "decision": decision, "reasons": [reason.pk], "words": "Ask Jo."}
        with django_capture_on_commit_callbacks(execute=True):
            moderator.post(checks_page(assurance), said)
        assert now_of(assurance).state == state
        assert (subjects()[-1], mail.outbox[-1].to) == (subject, ["rook@example.org"])
        assert "Your plan is too old.\n\nAsk Jo." in mail.outbox[-1].body
        assert not ProviderPage.objects.get(pk=assurance.provider_id).is_public
        owner = Client()
        owner.force_login(assurance.provider.owner)
        assert "Your plan is too old." in owner.get("/join/").content.decode()

    def test_what_was_asked_for_is_changed_and_sent_again(self, site: TwoProviders, today: date) -> None:
        assurance = sent()
        provider = assurance.provider
        checking.ask_for_more(provider=provider, by=site.moderator, now=clock.now(), told="A new plan.")
        joining.say_safety(provider=provider, by=provider.owner, policy_url="https://rook.example/new")
        joining.send(provider=provider, by=provider.owner, now=clock.now(), today=today)
        assert now_of(assurance).state == "sent"
        assert Letter.objects.filter(kind="join_sent", to=site.moderator).count() == 2

    def test_nobody_else_decides(self, site: TwoProviders, today: date) -> None:
        assurance = sent()
        for person in (assurance.provider.owner, site.ours.member):
            client = signed_in(person)
            assert (
                client.post(checks_page(assurance), {"do": "decide", "decision": "accept"}).status_code == 302
            )
            with pytest.raises(PermissionDenied):
                look_at_all(assurance, person)
        assert now_of(assurance).state == "sent"


class TestTwoPeople:
    def test_the_second_must_be_another(self, site: TwoProviders, other: Any, today: date) -> None:
        assurance = sent()
        look_at_all(assurance, site.moderator)
        first = signed_in(site.moderator)
        first.post(checks_page(assurance), {"do": "decide", "decision": "propose"})
        provider = now_of(assurance).provider
        assert provider.verification == "details_checked"
        same = first.post(checks_page(assurance), {"do": "decide", "decision": "look_again"})
        assert "Somebody else must look again" in same.content.decode()
        assert now_of(assurance).provider.verification == "details_checked"
        signed_in(other).post(checks_page(assurance), {"do": "decide", "decision": "look_again"})
        assurance = now_of(assurance)
        assert assurance.provider.verification == "safeguarding_checked"
        assert (assurance.safeguarding_by, assurance.safeguarding_again_by) == (site.moderator, other)
        assert "how to tell them about a worry" in Client().get(assurance.provider.url).content.decode()

    def test_each_thing_must_have_been_looked_at(self, site: TwoProviders, today: date) -> None:
        assurance = sent()
        look_at_all(assurance, site.moderator, "identity", "concern", "complaints", "policy")
        with pytest.raises(checking.NotYetError) as refused:
            checking.accept(
                provider=assurance.provider,
                by=site.moderator,
                now=clock.now(),
                today=today,
                told="",
                safeguarding=True,
            )
        assert set(refused.value.lacks) == {"lead", "policies", "dbs", "insurance", "first_aid"}

    def test_what_changed_in_between_is_looked_at_by_two(
        self, site: TwoProviders, other: Any, today: date
    ) -> None:
        """The first looked at other words than the second would confirm."""
        assurance = sent()
        look_at_all(assurance, site.moderator)
        provider = assurance.provider
        checking.accept(
            provider=provider, by=site.moderator, now=clock.now(), today=today, told="", safeguarding=True
        )
        joining.say_safety(provider=provider, by=provider.owner, safeguarding_lead="Zed")
        with pytest.raises(checking.NotYetError, match="lead"):
            checking.look_again(provider=provider, by=other, now=clock.now(), today=today)
        look_at_all(assurance, other, "lead")
        with pytest.raises(checking.NotYetError) as refused:
            checking.look_again(provider=provider, by=other, now=clock.now(), today=today)
        assert refused.value.somebody_else
        checking.look_again(provider=provider, by=site.moderator, now=clock.now(), today=today)
        assert now_of(assurance).provider.verification == "safeguarding_checked"

    def test_new_words_take_two_again_and_new_dates_one(
        self, site: TwoProviders, other: Any, today: date
    ) -> None:
        assurance = accepted(site.moderator, other)
        provider = assurance.provider
        later = today + timedelta(days=300)
        joining.say_safety(provider=provider, by=provider.owner, insurance_expires_on=later)
        assert checking.to_look_at(provider) == ["insurance"]
        look_at_all(assurance, site.moderator, "insurance")
        assert checking.to_look_at(provider) == []
        assert now_of(assurance).provider.verification == "safeguarding_checked"
        joining.say_safety(provider=provider, by=provider.owner, first_aid="Zed")
        look_at_all(assurance, site.moderator, "first_aid")
        assert now_of(assurance).provider.verification == "details_checked"
        checking.look_again(provider=provider, by=other, now=clock.now(), today=today)
        assert now_of(assurance).provider.verification == "safeguarding_checked"

    def test_a_tick_that_is_taken_back_is_taken_back_for_everybody(
        self, site: TwoProviders, other: Any, today: date
    ) -> None:
        assurance = accepted(site.moderator, other)
        kept = {f"{item}-looked": "on" for item in ALL if item != "insurance"}
        days = {f"{item}-day": today.isoformat() for item in ALL}
        signed_in(other).post(checks_page(assurance), kept | days | {"do": "keep"})
        provider = now_of(assurance).provider
        assert provider.verification == "details_checked"
        assert {each.item for each in provider.checks.all()} == set(ALL) - {"insurance"}


class TestWhatPeopleAreTold:
    def test_exactly_what_was_ticked_each_with_its_day(
        self, site: TwoProviders, other: Any, today: date
    ) -> None:
        assurance = accepted(site.moderator, other)
        before = today - timedelta(days=9)
        look_at_all(assurance, other, "insurance", today=before)
        provider = now_of(assurance).provider
        told = [(day, [str(thing) for thing in things]) for day, things in provider.looked_at]
        assert told == [
            (today, [str(ITEMS[item]) for item in ALL if item != "insurance"]),
            (before, ["the date on their insurance"]),
        ]
        page = put_on_the_site(provider)
        says = [idea.says for part in easy_read(page, today) for idea in part.ideas]
        assert "They told us the last day of their insurance." in says
        assert "We looked at how they keep people safe." not in says
        body = Client().get(page.url).content.decode()
        assert "worry@rook.example" in body
        assert "Write to our chair, Cleo." in body

    def test_of_a_provider_from_a_file_what_its_level_means(self, site: TwoProviders) -> None:
        provider = site.ours.page
        provider.verification, provider.verified_on = "safeguarding_checked", date(2026, 9, 1)
        ((day, things),) = provider.looked_at
        assert day == date(2026, 9, 1)
        assert "the date on their insurance" in [str(thing) for thing in things]

    def test_of_nobody_who_was_not_checked(self, site: TwoProviders) -> None:
        assurance = sent()
        look_at_all(assurance, site.moderator)
        assert now_of(assurance).provider.looked_at == []


class TestThePlan:
    def test_only_moderators_get_the_file_and_who_took_it_is_known(self, site: TwoProviders) -> None:
        assurance = sent()
        assurance.policy_file.save("x.pdf", ContentFile(b"%PDF-1.7 plan"))
        address = reverse("provider_policy", args=[assurance.provider_id])
        answer = signed_in(site.moderator).get(address)
        assert b"".join(answer.streaming_content) == b"%PDF-1.7 plan"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"] == "application/pdf"
        entry = PageLogEntry.objects.get(page=assurance.provider_id, action="opportunities.policy_read")
        assert entry.user == site.moderator
        for person in (assurance.provider.owner, site.ours.member):
            assert signed_in(person).get(address).status_code == 302
        assert Client().get(address).status_code == 302
        assert PageLogEntry.objects.filter(action="opportunities.policy_read").count() == 1


class TestWhatRunsOut:
    """The insurance of `safety` ends in 60 days."""

    def test_a_warning_thirty_days_before_once(
        self, site: TwoProviders, today: date, django_capture_on_commit_callbacks: Any
    ) -> None:
        accepted(site.moderator)
        Letter.objects.update(sent_at=clock.now())  # what was written before
        end = today + timedelta(days=60)
        assert keep_dates(end - timedelta(days=31)) == (0, 0)
        with django_capture_on_commit_callbacks(execute=True):
            assert keep_dates(end - timedelta(days=30)) == (1, 0)
        assert subjects() == ["A date of Rook Chess Club is nearly over"]
        assert mail.outbox[0].to == ["rook@example.org"]
        assert keep_dates(end - timedelta(days=30)) == (0, 0)
        assert keep_dates(end - timedelta(days=1)) == (0, 0)

    @pytest.mark.parametrize("what", ["insurance_expires_on", "policy_reviewed_on", "dbs_said_on", "a tick"])
    @pytest.mark.parametrize("end", [date(2028, 2, 28), date(2029, 3, 1)], ids=str)
    def test_each_day_alone_is_warned_of_and_pauses(
        self, site: TwoProviders, today: date, what: str, end: date
    ) -> None:
        assurance = accepted(site.moderator)
        said: dict[str, Any] = dict.fromkeys(("insurance_expires_on", "policy_reviewed_on", "dbs_said_on"))
        if what == "a tick":
            assert assurance.provider.checks.filter(item="identity").update(expires_on=end)
        else:
            said[what] = end if what == "insurance_expires_on" else end.replace(year=end.year - 1)
        ProviderAssurance.objects.filter(pk=assurance.pk).update(**said)
        assert keep_dates(end - timedelta(days=31)) == (0, 0)
        assert keep_dates(end - timedelta(days=30)) == (1, 0)
        assert keep_dates(end - timedelta(days=1)) == (0, 0)
        assert keep_dates(end) == (0, 1)

    def test_where_no_day_is_near_one_query_says_so(
        self, site: TwoProviders, today: date, django_assert_num_queries: Any
    ) -> None:
        accepted(site.moderator)
        with django_assert_num_queries(1):
            assert keep_dates(today) == (0, 0)

    def test_a_missed_warning_is_late_and_not_lost(self, site: TwoProviders, today: date) -> None:
        accepted(site.moderator)
        assert keep_dates(today + timedelta(days=59)) == (1, 0)

    def test_on_the_day_all_is_gone_and_everybody_knows(
        self, site: TwoProviders, today: date, django_capture_on_commit_callbacks: Any
    ) -> None:
        assurance = accepted(site.moderator)
        Letter.objects.update(sent_at=clock.now())  # what was written before
        page, end = put_on_the_site(assurance.provider), today + timedelta(days=60)
        assert Client().get(page.url).status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            assert keep_dates(end) == (0, 1)
        assert Client().get(page.url).status_code == 404
        assert Client().get(assurance.provider.url).status_code == 404
        assurance = now_of(assurance)
        assert assurance.provider.verification == "paused"
        assert (assurance.ran_out, assurance.ran_out_on, assurance.level_before) == (
            ["insurance"],
            end,
            "details_checked",
        )
        assert sorted((message.to[0], message.subject) for message in mail.outbox) == [
            ("moderator@example.org", "The listings of Rook Chess Club are hidden"),
            ("rook@example.org", "The listings of Rook Chess Club are hidden"),
        ]
        # Twice on the day, and on the days after: nothing more.
        assert keep_dates(end) == (0, 0)
        assert keep_dates(end + timedelta(days=5)) == (0, 0)
        assert Letter.objects.filter(kind="ran_out").count() == 2
        assert now_of(assurance).ran_out_on == end

    def test_a_new_date_in_time_interrupts_nothing(self, site: TwoProviders, today: date) -> None:
        assurance = accepted(site.moderator)
        provider, end = assurance.provider, today + timedelta(days=60)
        joining.say_safety(
            provider=provider, by=provider.owner, insurance_expires_on=end + timedelta(days=300)
        )
        assert keep_dates(end) == (0, 0)
        assert now_of(assurance).provider.is_public
        assert checking.to_look_at(provider) == ["insurance"]

    def test_a_new_date_after_it_waits_for_a_tick(self, site: TwoProviders, other: Any, today: date) -> None:
        assurance = accepted(site.moderator, other)
        provider, end = assurance.provider, today + timedelta(days=60)
        keep_dates(end)
        joining.say_safety(
            provider=provider, by=provider.owner, insurance_expires_on=end + timedelta(days=300)
        )
        keep_dates(end + timedelta(days=1))
        assert now_of(assurance).provider.verification == "paused"
        look_at_all(assurance, site.moderator, "first_aid", today=end)
        assert now_of(assurance).provider.verification == "paused"
        assurance.provider.refresh_from_db()
        look_at_all(assurance, site.moderator, "insurance", today=end + timedelta(days=2))
        assurance = now_of(assurance)
        # Only a date changed: one moderator is enough to be where it was.
        assert assurance.provider.verification == "safeguarding_checked"
        assert (assurance.ran_out, assurance.ran_out_on, assurance.level_before) == ([], None, "")

    def test_a_second_thing_runs_out_meanwhile(self, site: TwoProviders, today: date) -> None:
        assurance = accepted(site.moderator)
        provider, end = assurance.provider, today + timedelta(days=60)
        keep_dates(end)
        over = today - timedelta(days=100) + timedelta(days=366)
        keep_dates(over)
        assurance = now_of(assurance)
        assert assurance.ran_out == ["insurance", "policy"]
        assert (assurance.ran_out_on, assurance.level_before) == (end, "details_checked")
        joining.say_safety(
            provider=provider, by=provider.owner, insurance_expires_on=over + timedelta(days=300)
        )
        look_at_all(now_of(assurance), site.moderator, "insurance", today=over)
        assert now_of(assurance).provider.verification == "paused"

    def test_a_pause_by_a_moderator_is_not_lifted_by_a_tick(self, site: TwoProviders, today: date) -> None:
        assurance = accepted(site.moderator)
        keep_dates(today + timedelta(days=60))
        provider = now_of(assurance).provider
        record_checks(provider=provider, verification="paused", verified_on=None, by=site.moderator)
        joining.say_safety(
            provider=provider, by=provider.owner, insurance_expires_on=today + timedelta(days=400)
        )
        look_at_all(now_of(assurance), site.moderator, "insurance", today=today + timedelta(days=61))
        assert now_of(assurance).provider.verification == "paused"

    def test_a_tick_with_a_last_day_of_its_own_runs_out_too(self, site: TwoProviders, today: date) -> None:
        assurance = accepted(site.moderator)
        until = today + timedelta(days=10)
        signed_in(site.moderator).post(
            checks_page(assurance),
            {f"{item}-looked": "on" for item in ALL}
            | {f"{item}-day": today.isoformat() for item in ALL}
            | {"do": "keep", "first_aid-until": until.isoformat()},
        )
        assert keep_dates(until) == (0, 1)
        assert now_of(assurance).ran_out == ["first_aid"]

    def test_the_task_reads_the_clock(
        self, site: TwoProviders, today: date, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assurance = accepted(site.moderator)
        monkeypatch.setattr(clock, "today", lambda: today + timedelta(days=60))
        tasks.check_expiry()
        assert now_of(assurance).provider.verification == "paused"

    def test_letters_go_to_who_looks_after_it_else_to_all(self, site: TwoProviders, today: date) -> None:
        assurance = accepted(site.moderator)
        provider = assurance.provider
        writer = invite_member(provider=provider, email="w@example.org", by=provider.owner)
        keep_dates(today + timedelta(days=40))
        assert [letter.to for letter in Letter.objects.filter(kind="runs_out_soon")] == [provider.owner]
        provider.owner.groups.clear()
        keep_dates(today + timedelta(days=60))
        told = Letter.objects.filter(kind="ran_out", words__role="provider")
        assert [letter.to for letter in told] == [writer]


class TestTheList:
    def test_what_moderators_have_to_look_at_and_why(
        self, site: TwoProviders, other: Any, today: date
    ) -> None:
        sent(email="bishop@example.org", title="Bishop Club")
        assurance = accepted(site.moderator)
        provider = assurance.provider
        checking.accept(
            provider=provider, by=site.moderator, now=clock.now(), today=today, told="", safeguarding=True
        )
        joining.say_safety(
            provider=provider, by=provider.owner, insurance_expires_on=today + timedelta(days=9)
        )
        assert [(each.provider.title, str(each.why)) for each in to_check(today)] == [
            ("Bishop Club", "Asks to join"),
            ("Rook Chess Club", "A second moderator has to look at how they keep people safe"),
            ("Rook Chess Club", "They said something new: the date on their insurance"),
            (
                "Rook Chess Club",
                f"Runs out on {date_format(today + timedelta(days=9), 'DATE_FORMAT')}: the date on their insurance",
            ),
        ]
        first_page = signed_in(other).get("/admin/").content.decode()
        assert "Bishop Club" in first_page
        assert "Nothing waits" not in first_page
        keep_dates(today + timedelta(days=9))
        reasons = [str(each.why) for each in to_check(today + timedelta(days=9))]
        assert "Paused, because this ran out: the date on their insurance" in reasons
