""" "Ask this for me": from somebody's press to the provider's answer, which everybody sees, and back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from opportunities import clock, letters, links
from opportunities.models import AccessQuestion, ActivityPage, Letter
from opportunities.provider_actions import remove_member
from opportunities.questions import (
    AnsweredError,
    NotAnAnswerError,
    NotAskedError,
    answer_question,
    ask,
    open_questions,
    questions_about,
    tell_providers,
)
from opportunities.views.ask import MOST_IN_AN_HOUR
from tests.two_providers import SECRET, TwoProviders, signed_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
NEED, ARRANGED, SAFETY = "quiet-space", "breaks", "hoist"


@pytest.fixture(autouse=True)
def nobody_was_here_before() -> None:
    cache.clear()


@pytest.fixture
def page(site: TwoProviders) -> ActivityPage:
    return site.ours.live


def asked(page: ActivityPage, need: str = NEED) -> AccessQuestion:
    ask(opportunity=page, need=need, today=TODAY)
    return AccessQuestion.objects.get(opportunity=page, need=need, answered_on=None)


def token(question: AccessQuestion, user: Any) -> str:
    address = links.address(
        "answer", opportunity_id=question.opportunity_id, user_id=user.pk, about=str(question.pk)
    )
    return address.partition("8000")[2]


def now(page: ActivityPage) -> ActivityPage:
    return ActivityPage.objects.get(pk=page.pk)


def newest(page: ActivityPage) -> Any:
    return now(page).get_latest_revision_as_object()


class TestAsk:
    def test_asking_again_changes_nothing(self, page: ActivityPage) -> None:
        assert ask(opportunity=page, need=NEED, today=TODAY)
        assert not ask(opportunity=page, need=NEED, today=TODAY + timedelta(days=3))
        assert AccessQuestion.objects.get().asked_on == TODAY

    @pytest.mark.parametrize("need", ["dragons", "job-coach"])
    def test_only_what_it_is_asked(self, page: ActivityPage, need: str) -> None:
        with pytest.raises(NotAskedError):
            ask(opportunity=page, need=need, today=TODAY)

    def test_only_what_it_does_not_answer(self, page: ActivityPage) -> None:
        ActivityPage.objects.filter(pk=page.pk).update(access={NEED: "no", ARRANGED: "not_sure"})
        with pytest.raises(NotAskedError):
            ask(opportunity=page, need=NEED, today=TODAY)
        assert ask(opportunity=page, need=ARRANGED, today=TODAY)

    def test_who_joins_from_home_does_not_ask_about_the_building(self, page: ActivityPage) -> None:
        ActivityPage.objects.filter(pk=page.pk).update(format="online")
        with pytest.raises(NotAskedError):
            ask(opportunity=page, need=SAFETY, today=TODAY)

    def test_nobody_is_asked_where_nobody_would_get_it(self, site: TwoProviders, page: ActivityPage) -> None:
        remove_member(provider=site.ours.page, user=site.ours.member, by=site.moderator)
        with pytest.raises(NotAskedError):
            ask(opportunity=page, need=NEED, today=TODAY)

    def test_what_nobody_sees_is_not_asked(self, site: TwoProviders) -> None:
        for hidden in (site.ours.draft, site.theirs.live):
            with pytest.raises(NotAskedError):
                ask(opportunity=hidden, need=NEED, today=TODAY)


class TestLetters:
    def test_the_questions_of_a_day_come_in_one_letter_and_once(
        self, site: TwoProviders, page: ActivityPage, django_capture_on_commit_callbacks: Any
    ) -> None:
        asked(page), asked(page, ARRANGED)
        with django_capture_on_commit_callbacks(execute=True):
            assert tell_providers(now=timezone.now()) == 2
        with django_capture_on_commit_callbacks(execute=True):
            assert tell_providers(now=timezone.now()) == 0
        (email,) = mail.outbox
        assert email.to == [site.ours.member.email]
        assert email.subject == "People ask you 2 questions"
        assert "Is there a quiet space to use at any time?" in email.body
        assert email.body.count("/answer/") == 2
        assert "We do not tell you who asks" in email.body

    def test_what_was_answered_meanwhile_is_not_asked_by_letter(self, page: ActivityPage) -> None:
        question = asked(page)
        ActivityPage.objects.filter(pk=page.pk).update(access={NEED: "yes"})
        assert open_questions([page]) == []
        assert tell_providers(now=timezone.now()) == 0
        assert not Letter.objects.filter(about=str(question.pk)).exists()


class TestAnswer:
    def test_everybody_sees_it_at_once_with_who_and_when(
        self, site: TwoProviders, page: ActivityPage
    ) -> None:
        question = asked(page)
        assert "Somebody asked on 24 November 2026" in Client().get(page.url).content.decode()
        how = answer_question(question=question, answer="yes", by=site.ours.member, today=TODAY)
        assert how == "shown"
        assert now(page).access == {NEED: "yes"}
        assert now(page).yes_bits & 1
        body = Client().get(page.url).content.decode()
        assert "They told us on 24 November 2026." in body
        assert "Somebody asked on" not in body
        assert PageLogEntry.objects.filter(page=page.pk, action="opportunities.answer").exists()

    def test_what_is_being_written_stays_as_it_is(self, site: TwoProviders, page: ActivityPage) -> None:
        draft = newest(page)
        draft.access = {"wheelchair": "no"}
        draft.save_revision(user=site.ours.member)
        answer_question(question=asked(now(page)), answer="yes", by=site.ours.member, today=TODAY)
        assert now(page).access == {NEED: "yes"}
        assert newest(page).access == {"wheelchair": "no", NEED: "yes"}
        assert newest(page).title == "Open Harbour, to be changed"
        assert not now(page).workflow_in_progress

    def test_publishing_the_draft_keeps_the_answer(self, site: TwoProviders, page: ActivityPage) -> None:
        answer_question(question=asked(page), answer="no", by=site.ours.member, today=TODAY)
        now(page).get_latest_revision().publish(user=site.moderator)
        assert now(page).access == {NEED: "no"}
        assert now(page).access_said[NEED]["on"] == "2026-11-24"

    def test_a_note_waits_for_a_moderator_while_the_answer_shows(
        self, site: TwoProviders, page: ActivityPage
    ) -> None:
        how = answer_question(
            question=asked(page), answer="yes", note="The room by the door.", by=site.ours.member, today=TODAY
        )
        assert how == "shown"
        assert now(page).access == {NEED: "yes"}
        assert now(page).access_notes == {}
        assert newest(page).access_notes == {NEED: "The room by the door."}
        assert now(page).workflow_in_progress

    @pytest.mark.parametrize("answer", ["yes", "no"])
    def test_what_must_be_right_waits_altogether(
        self, site: TwoProviders, page: ActivityPage, answer: str
    ) -> None:
        question = asked(page, SAFETY)
        assert answer_question(question=question, answer=answer, by=site.ours.member, today=TODAY) == "waits"
        assert now(page).access == {}
        assert newest(page).access == {SAFETY: answer}
        assert now(page).workflow_in_progress
        assert questions_about([page.pk])[page.pk].answered == {SAFETY}
        assert "A moderator looks at it first" in Client().get(page.url).content.decode()
        assert not ask(opportunity=now(page), need=SAFETY, today=TODAY)
        assert AccessQuestion.objects.count() == 1, "it is not asked again while it waits"

    def test_what_moderators_did_not_take_can_be_asked_again(
        self, site: TwoProviders, page: ActivityPage
    ) -> None:
        answer_question(question=asked(page, SAFETY), answer="yes", by=site.ours.member, today=TODAY)
        draft = newest(page)
        draft.access = {}
        draft.save_revision(user=site.ours.member)
        assert ask(opportunity=now(page), need=SAFETY, today=TODAY + timedelta(days=9))

    def test_a_second_workflow_is_not_started(self, site: TwoProviders, page: ActivityPage) -> None:
        answer_question(question=asked(page, SAFETY), answer="yes", by=site.ours.member, today=TODAY)
        answer_question(question=asked(now(page), "medicine"), answer="no", by=site.ours.member, today=TODAY)
        assert now(page).workflow_states.count() == 1
        assert newest(page).access == {SAFETY: "yes", "medicine": "no"}

    @pytest.mark.parametrize("answer", ["", "maybe", "not_sure", "can_arrange"])
    def test_what_is_no_answer_changes_nothing(
        self, site: TwoProviders, page: ActivityPage, answer: str
    ) -> None:
        question = asked(page)
        with pytest.raises(NotAnAnswerError):
            answer_question(question=question, answer=answer, by=site.ours.member, today=TODAY)
        assert open_questions([page]) == [question]

    def test_it_is_answered_once(self, site: TwoProviders, page: ActivityPage) -> None:
        question = asked(page)
        answer_question(question=question, answer="yes", by=site.ours.member, today=TODAY)
        with pytest.raises(AnsweredError):
            answer_question(question=question, answer="no", by=site.ours.member, today=TODAY)
        assert now(page).access == {NEED: "yes"}

    def test_an_answer_that_was_changed_since_does_not_say_when(
        self, site: TwoProviders, page: ActivityPage
    ) -> None:
        answer_question(question=asked(page), answer="yes", by=site.ours.member, today=TODAY)
        ActivityPage.objects.filter(pk=page.pk).update(access={NEED: "no"})
        assert "They told us on" not in Client().get(page.url).content.decode()


class TestAskPage:
    def press(self, page: ActivityPage, about: str, client: Client | None = None, **more: str) -> Any:
        return (client or Client()).post(reverse("opportunities:ask"), {"about": about, **more}, follow=True)

    def test_a_press_asks_and_comes_back_to_the_row(self, page: ActivityPage) -> None:
        body = Client().get(page.url).content.decode()
        assert f'value="{page.pk},{NEED},row-' in body
        response = self.press(page, f"{page.pk},{NEED},row-3", next=page.url)
        assert response.redirect_chain == [(f"{page.url}#row-3", 302)]
        body = response.content.decode()
        assert "We ask them for you. They do not hear who you are. Come back in about a week." in body
        assert "Somebody asked on" in body

    def test_it_does_not_send_anybody_to_another_site(self, page: ActivityPage) -> None:
        response = self.press(page, f"{page.pk},{NEED},row-3", next="https://example.org/")
        assert response.redirect_chain == [(f"{page.url}#row-3", 302)]

    @pytest.mark.parametrize(
        "about", ["", "x", "1", "1,quiet-space", "1,quiet-space,<b>", "99999999,a,row-1"]
    )
    def test_what_no_button_sends_is_not_found(self, page: ActivityPage, about: str) -> None:
        assert self.press(page, about).status_code == 404

    def test_another_providers_hidden_listing_is_not_found(
        self, site: TwoProviders, page: ActivityPage
    ) -> None:
        assert self.press(page, f"{site.theirs.live.pk},{NEED},row-1").status_code == 404

    def test_what_has_an_answer_is_kindly_not_asked(self, page: ActivityPage) -> None:
        ActivityPage.objects.filter(pk=page.pk).update(access={NEED: "yes"})
        assert "You do not need to ask" in self.press(page, f"{page.pk},{NEED},row-3").content.decode()

    def test_nobody_asks_very_much_at_once(self, page: ActivityPage) -> None:
        client = Client(REMOTE_ADDR="203.0.113.7")
        for _ in range(MOST_IN_AN_HOUR):
            self.press(page, f"{page.pk},{NEED},row-3", client)
        assert "Wait an hour" in self.press(page, f"{page.pk},{ARRANGED},row-3", client).content.decode()
        assert not AccessQuestion.objects.filter(need=ARRANGED).exists()
        other = Client(REMOTE_ADDR="203.0.113.8")
        self.press(page, f"{page.pk},{ARRANGED},row-3", other)
        assert AccessQuestion.objects.filter(need=ARRANGED).exists()

    def test_where_nobody_would_get_it_there_is_no_button(
        self, site: TwoProviders, page: ActivityPage
    ) -> None:
        remove_member(provider=site.ours.page, user=site.ours.member, by=site.moderator)
        assert "Ask this for me" not in Client().get(page.url).content.decode()

    def test_a_get_asks_nothing(self) -> None:
        assert Client().get(reverse("opportunities:ask")).status_code == 405


class TestAnswerPage:
    def test_opening_the_link_changes_nothing_and_pressing_answers(
        self, site: TwoProviders, page: ActivityPage
    ) -> None:
        question = asked(page)
        address = token(question, site.ours.member)
        body = Client().get(address).content.decode()
        assert "Is there a quiet space to use at any time?" in body
        assert "We can arrange it" not in body, "a quiet space is there, or it is not"
        assert open_questions([page]) == [question]
        body = Client().post(address, {"answer": "yes"}, follow=True).content.decode()
        assert "This question has an answer" in body
        assert now(page).access == {NEED: "yes"}

    def test_a_used_link_says_so_and_changes_nothing(self, site: TwoProviders, page: ActivityPage) -> None:
        address = token(asked(page), site.ours.member)
        Client().post(address, {"answer": "yes"})
        body = Client().post(address, {"answer": "no"}, follow=True).content.decode()
        assert "This question has an answer" in body
        assert now(page).access == {NEED: "yes"}

    def test_what_the_form_answered_meanwhile_is_said(self, site: TwoProviders, page: ActivityPage) -> None:
        address = token(asked(page), site.ours.member)
        ActivityPage.objects.filter(pk=page.pk).update(access={NEED: "no"})
        assert "Your listing says it by now" in Client().get(address).content.decode()

    def test_the_next_question_of_the_listing_is_offered(
        self, site: TwoProviders, page: ActivityPage
    ) -> None:
        first, second = asked(page), asked(page, ARRANGED)
        response = Client().post(token(first, site.ours.member), {"answer": "yes"}, follow=True)
        assert "Answer 1 more question" in response.content.decode()
        body = Client().get(response.context["next"].partition("8000")[2]).content.decode()
        assert "Can people take a break" in body
        assert "We can arrange it" in body
        assert open_questions([page]) == [second]

    def test_no_answer_and_a_long_note_are_asked_again(self, site: TwoProviders, page: ActivityPage) -> None:
        address = token(asked(page), site.ours.member)
        assert "Press one of the answers" in Client().post(address, {}).content.decode()
        assert (
            "Something needs fixing"
            in Client().post(address, {"answer": "yes", "note": "a" * 301}).content.decode()
        )
        assert now(page).access == {}

    def test_it_does_not_work_for_who_was_removed(self, site: TwoProviders, page: ActivityPage) -> None:
        address = token(asked(page), site.ours.member)
        remove_member(provider=site.ours.page, user=site.ours.member, by=site.moderator)
        assert Client().post(address, {"answer": "yes"}).status_code == 404
        assert now(page).access == {}

    def test_it_answers_no_other_listings_question(self, site: TwoProviders, page: ActivityPage) -> None:
        question = asked(page)
        other = links.address(
            "answer", opportunity_id=site.ours.draft.pk, user_id=site.ours.member.pk, about=str(question.pk)
        )
        assert Client().post(other.partition("8000")[2], {"answer": "yes"}).status_code == 404
        assert Client().get(token(question, site.ours.member)[:-3] + "x/").status_code == 404
        assert now(page).access == {}

    def test_an_old_link_is_too_old(self, site: TwoProviders, page: ActivityPage, monkeypatch: Any) -> None:
        address = token(asked(page), site.ours.member)
        monkeypatch.setattr(links, "WORKS_FOR", timedelta(seconds=-1))
        response = Client().get(address)
        assert response.status_code == 410
        assert "This link is too old" in response.content.decode()


class TestOnTheDashboard:
    def test_one_press_answers(self, site: TwoProviders, page: ActivityPage) -> None:
        question = asked(page)
        member = signed_in(site.ours.member)
        body = member.get("/admin/").content.decode()
        assert "Somebody asks you something" in body
        address = reverse("answer_question", args=[question.pk])
        assert address in body
        response = member.post(address, {"answer": "no"}, follow=True)
        assert "People see your answer now" in response.content.decode()
        assert now(page).access == {NEED: "no"}
        again = member.post(address, {"answer": "yes"}, follow=True).content.decode()
        assert "Somebody was quicker" in again
        assert now(page).access == {NEED: "no"}

    def test_a_page_of_its_own_has_room_for_a_note(self, site: TwoProviders, page: ActivityPage) -> None:
        address = reverse("answer_question", args=[asked(page, SAFETY).pk])
        member = signed_in(site.ours.member)
        assert "moderators look at your answer first" in member.get(address).content.decode()
        assert "Press one of the answers" in member.post(address, {}).content.decode()
        said = member.post(address, {"answer": "yes", "note": "Ask Sam."}, follow=True).content.decode()
        assert "A moderator looks at your answer first" in said
        assert newest(page).access_notes == {SAFETY: "Ask Sam."}

    def test_nobody_else_sees_or_answers_it(self, site: TwoProviders, page: ActivityPage) -> None:
        address = reverse("answer_question", args=[asked(page).pk])
        for user in (site.theirs.member, site.removed, site.moderator):
            client = signed_in(user)
            for response in (client.get(address), client.post(address, {"answer": "yes"})):
                assert response.status_code in {302, 403}
                assert SECRET not in response.content.decode()
        assert Client().post(address, {"answer": "yes"}).status_code == 302
        assert now(page).access == {}


def test_an_email_can_be_written_for_one_question(
    site: TwoProviders, page: ActivityPage, django_capture_on_commit_callbacks: Any
) -> None:
    asked(page)
    with django_capture_on_commit_callbacks(execute=False):
        tell_providers(now=timezone.now())
    letters.send_waiting(now=clock.now())
    assert mail.outbox[0].subject == f"Somebody asks about “{page.title}”"
