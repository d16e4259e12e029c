"""The daily step: who is written to, and what becomes of each listing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.utils import timezone

from opportunities import actions, letters, links, reminders
from opportunities.models import CatalogueStamp, Letter, OpportunityPage, ProviderPage, ProviderRole
from opportunities.provider_actions import set_up_moderation, set_up_provider

Offer = Callable[..., OpportunityPage]
CHECKED = date(2026, 8, 1)
DUE = date(2026, 10, 30)


@pytest.fixture
def member(provider: ProviderPage) -> Callable[..., Any]:
    """Somebody who writes for the provider: member("ann", leads=True)."""
    membership = set_up_provider(provider=provider, by=None)

    def join(name: str, *, leads: bool = False) -> Any:
        user = get_user_model().objects.create_user(f"{name}@example.org")
        user.groups.add(membership.group)
        if leads:
            ProviderRole.objects.create(membership=membership, user=user, role="leads")
        return user

    return join


@pytest.fixture
def moderator(db: None) -> Any:
    user = get_user_model().objects.create_user("moderator@example.org")
    user.groups.add(set_up_moderation())
    return user


def at_six(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 6, 5))


def run(day: date) -> int:
    return reminders.freshen(today=day, now=at_six(day))


def written(**which: Any) -> list[tuple[str, str, str]]:
    found = Letter.objects.filter(**which).order_by("id")
    return [(letter.kind, letter.about, letter.to.email.partition("@")[0]) for letter in found]


def days(count: int) -> timedelta:
    return timedelta(days=count)


def test_one_reminder_after_the_other_until_it_is_hidden(offer: Offer, member: Any, moderator: Any) -> None:
    member("ann", leads=True), member("bob"), member("cat")
    page = offer(checked_on=CHECKED)
    stands = {}
    for ahead in range(-5, 70):
        run(DUE + days(ahead))
        page.refresh_from_db()
        stands[ahead] = page.freshness
    assert written() == [
        ("still_right", "2026-10-30/1", "ann"),
        ("still_right", "2026-10-30/2", "bob"),
        ("still_right", "2026-10-30/2", "cat"),
        ("not_confirmed", "2026-10-30/3", "moderator"),
        ("now_hidden", "2026-10-30/4", "ann"),
        ("now_hidden", "2026-10-30/4", "bob"),
        ("now_hidden", "2026-10-30/4", "cat"),
    ]
    on = [timezone.localdate(letter.written_at) - DUE for letter in Letter.objects.order_by("id")]
    assert on == [days(0), days(7), days(7), days(14), days(60), days(60), days(60)]
    assert [stands[ahead] for ahead in (13, 14, 59, 60)] == ["fresh", "overdue", "overdue", "hidden"]
    assert not OpportunityPage.objects.public().filter(pk=page.pk).exists()


def test_who_is_alone_is_asked_twice(offer: Offer, member: Any, moderator: Any) -> None:
    member("ann")
    offer(checked_on=CHECKED)
    for ahead in (0, 7):
        run(DUE + days(ahead))
    assert [to for _, _, to in written()] == ["ann", "ann"]


def test_a_provider_with_nobody_is_the_moderators_matter_at_once(offer: Offer, moderator: Any) -> None:
    page = offer(checked_on=CHECKED)
    for ahead in (0, 1, 7, 14, 30):
        run(DUE + days(ahead))
    assert written() == [("not_confirmed", "2026-10-30/3", "moderator")]
    letters.send_waiting(now=at_six(DUE))
    assert "Nobody writes for this provider" in mail.outbox[0].body
    page.refresh_from_db()
    assert page.freshness == "overdue"


def test_whoever_wrote_it_last_is_first_where_nobody_leads(offer: Offer, member: Any) -> None:
    ann, bob = member("ann"), member("bob")
    page = offer(checked_on=CHECKED, owner=ann)

    def order() -> list[Any]:
        (listing,) = reminders.due(DUE)
        return reminders.in_order(
            reminders.people_of([page.provider_id])[page.provider_id], listing.writer_id
        )

    assert order() == [ann, bob]
    page.save_revision(user=bob)
    assert order() == [bob, ann]
    cat = member("cat", leads=True)
    assert order() == [cat, bob, ann]


def test_who_was_removed_or_may_not_sign_in_gets_nothing(offer: Offer, member: Any, moderator: Any) -> None:
    ann, bob, cat = member("ann", leads=True), member("bob"), member("cat")
    offer(checked_on=CHECKED)
    ann.groups.clear()
    bob.is_active = False
    bob.save()
    run(DUE)
    assert [to for _, _, to in written()] == ["cat"]
    cat.groups.clear()
    run(DUE + days(7))
    assert written(kind="not_confirmed") == [("not_confirmed", "2026-10-30/3", "moderator")]


def test_twice_on_one_day_is_once(offer: Offer, member: Any) -> None:
    member("ann")
    offer(checked_on=CHECKED)
    assert [run(DUE), run(DUE)] == [1, 0]
    assert len(written()) == 1


def test_after_missed_days_one_letter_a_day_in_order(offer: Offer, member: Any, moderator: Any) -> None:
    member("ann"), member("bob")
    page = offer(checked_on=CHECKED)
    late = DUE + days(20)
    for ahead in range(16):
        run(late + days(ahead))
    assert [(timezone.localdate(one.written_at) - late).days for one in Letter.objects.order_by("id")] == [
        0,
        7,
        14,
    ]
    assert [about[-1] for _, about, _ in written()] == ["1", "2", "3"]
    page.refresh_from_db()
    assert page.freshness == "overdue"


@pytest.mark.parametrize(
    "facts",
    [
        {"ends_on": DUE - days(1)},
        {"pattern": "one_off", "starts_on": DUE - days(1)},
        {"paused_for": "report"},
        {"live": False, "expired": True},
    ],
    ids=str,
)
def test_nobody_is_asked_about_what_is_not_on(
    offer: Offer, member: Any, moderator: Any, facts: dict[str, Any]
) -> None:
    member("ann")
    offer(checked_on=CHECKED, **facts)
    for ahead in (0, 7, 14, 60):
        run(DUE + days(ahead))
    assert not written()


def test_nobody_is_asked_while_the_provider_is_paused_and_nothing_comes_back_stale(
    offer: Offer, member: Any, provider: ProviderPage
) -> None:
    member("ann")
    page = offer(checked_on=CHECKED)
    ProviderPage.objects.update(verification="paused")
    run(DUE + days(60))
    page.refresh_from_db()
    assert (page.freshness, written()) == ("hidden", [])
    ProviderPage.objects.update(verification="details_checked")
    run(DUE + days(61))
    assert written() == [("now_hidden", "2026-10-30/4", "ann")]


def test_what_was_never_checked_counts_from_its_first_day(offer: Offer, member: Any) -> None:
    member("ann")
    offer(first_published_at=at_six(CHECKED))
    offer("Never published", live=False)
    assert [run(DUE - days(1)), run(DUE)] == [0, 1]
    assert written() == [("still_right", "2026-10-30/1", "ann")]


def test_a_check_begins_anew(offer: Offer, member: Any) -> None:
    ann = member("ann")
    page = offer(checked_on=CHECKED)
    run(DUE)
    run(DUE + days(14))
    page.refresh_from_db()
    actions.confirm(opportunity=page, by=ann, today=DUE + days(15))
    assert page.freshness == "fresh"
    for ahead in range(16, 105):
        assert run(DUE + days(ahead)) == 0
    assert run(DUE + days(105)) == 1
    assert written()[-1] == ("still_right", "2027-02-12/1", "ann")


def test_the_catalogue_is_told_of_a_new_state_and_of_nothing_else(offer: Offer, member: Any) -> None:
    member("ann")
    page = offer(checked_on=CHECKED)
    before = CatalogueStamp.current()
    run(DUE)
    assert CatalogueStamp.current() == before
    run(DUE + days(14))
    assert CatalogueStamp.current() != before
    OpportunityPage.objects.filter(pk=page.pk).update(checked_on=DUE)  # by an import
    run(DUE + days(15))
    page.refresh_from_db()
    assert page.freshness == "fresh"


def test_what_is_not_due_is_not_looked_at(offer: Offer, member: Any, django_assert_num_queries: Any) -> None:
    member("ann")
    for number in range(5):
        offer(f"Club {number}", checked_on=CHECKED)
    with django_assert_num_queries(2):  # which intervals there are, and what is due
        assert run(DUE - days(1)) == 0
    run(DUE)
    with django_assert_num_queries(2):  # what waits for an answer costs nothing more
        assert run(DUE + days(1)) == 0


def test_one_person_gets_one_email_for_all_that_is_due_that_day(offer: Offer, member: Any) -> None:
    member("ann")
    for title in ("Canal crew", "Chess & tea"):
        offer(title, checked_on=CHECKED)
    run(DUE)
    assert not mail.outbox
    assert letters.send_waiting(now=at_six(DUE)) == 1
    (email,) = mail.outbox
    assert email.to == ["ann@example.org"]
    assert email.subject == "Are your 2 listings still right?"
    assert "* Chess & tea" in email.body
    assert email.body.count("/still-right/") == email.body.count("/room/") == 2
    assert email.body.index("/still-right/") < email.body.index("/room/") < email.body.index("/admin/pages/")
    assert "29 December 2026" in email.body


def test_an_answer_that_comes_while_the_step_runs_is_not_undone(
    offer: Offer, member: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = member("ann")
    page = offer(checked_on=CHECKED)
    read = reminders.due

    def then_she_answers(today: date) -> list[reminders.Due]:
        found = list(read(today))
        actions.confirm(opportunity=page, by=ann, today=today)
        return found

    monkeypatch.setattr(reminders, "due", then_she_answers)
    assert run(DUE + days(60)) == 0
    page.refresh_from_db()
    assert (page.freshness, written()) == ("fresh", [])


class TestCountsAsACheck:
    def test_what_a_member_wrote_and_a_moderator_published(
        self, offer: Offer, member: Any, moderator: Any
    ) -> None:
        ann = member("ann")
        page = offer(checked_on=CHECKED, freshness="hidden")
        page.summary = "Help on a bigger boat."
        draft = page.save_revision(user=ann)
        page.refresh_from_db()
        assert page.checked_on == CHECKED
        draft.publish(user=moderator)
        page.refresh_from_db()
        assert (page.checked_on, page.checked_by, page.freshness) == (
            timezone.localdate(),
            "provider",
            "fresh",
        )
        assert page.summary == "Help on a bigger boat."

    def test_it_counts_from_the_day_on_which_it_was_written(
        self, offer: Offer, member: Any, moderator: Any
    ) -> None:
        page = offer(checked_on=CHECKED)
        draft = page.save_revision(user=member("ann"))
        draft.created_at = at_six(date(2026, 9, 1))
        draft.save()
        draft.publish(user=moderator)
        page.refresh_from_db()
        assert page.checked_on == date(2026, 9, 1)

    def test_where_a_moderator_put_the_last_word_to_it(
        self, offer: Offer, member: Any, moderator: Any
    ) -> None:
        page = offer(checked_on=CHECKED)
        page.save_revision(user=member("ann"))
        page.save_revision(user=moderator).publish(user=moderator)
        page.refresh_from_db()
        assert page.checked_by == "provider"

    def test_not_what_a_moderator_wrote_alone(self, offer: Offer, moderator: Any) -> None:
        page = offer(checked_on=CHECKED)
        page.save_revision(user=moderator).publish(user=moderator)
        page.refresh_from_db()
        assert (page.checked_on, page.checked_by) == (CHECKED, "")


def test_who_confirms_for_us_is_said(offer: Offer, moderator: Any) -> None:
    page = offer()
    actions.confirm(opportunity=page, by=moderator, today=DUE)
    page.refresh_from_db()
    assert (page.checked_on, page.checked_by) == (DUE, "moderator")


@pytest.mark.parametrize(("state", "left"), [("lots", None), ("full", 2), ("open", 0)])
def test_room_that_can_not_be(offer: Offer, moderator: Any, state: str, left: int | None) -> None:
    page = offer()
    with pytest.raises(ValueError, match=state):
        actions.set_places(opportunity=page, state=state, left=left, by=moderator, today=DUE)


def test_a_link_of_a_letter_is_about_its_occasion(offer: Offer, member: Any) -> None:
    ann = member("ann")
    page = offer(checked_on=CHECKED)
    linked = links.Linked(page, ann, "2026-10-30/2")
    assert not reminders.is_done(linked)
    page.checked_on = DUE
    assert reminders.is_done(linked)
    assert not reminders.is_done(links.Linked(page, ann, "2027-01-28/1"))
