"""Letters: each is written once, and goes out once, whatever fails on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import Message
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.template import loader
from django.utils import timezone

from opportunities import letters
from opportunities.models import Letter, OpportunityPage
from tests import mail_server

Offer = Callable[..., OpportunityPage]
NOW = timezone.make_aware(datetime(2026, 11, 24, 6, 15))
HOUR = timedelta(hours=1)


@pytest.fixture
def people(db: None) -> list[Any]:
    return [get_user_model().objects.create_user(f"{name}@example.org") for name in ("ann", "bob")]


@pytest.fixture
def write(offer: Offer, people: list[Any]) -> Callable[..., int]:
    """write("2026-11-24/1"): a letter to Ann that waits, about a listing; to=people for both."""
    page = offer()

    def put(about: str = "2026-11-24/1", **given: Any) -> int:
        usual = {"kind": "still_right", "to": people[:1], "now": NOW, "opportunity": page, "at_once": False}
        return letters.write(about=about, **(usual | given))

    return put


def test_a_letter_is_written_once_for_each_person(write: Any, people: list[Any]) -> None:
    assert [write(to=people), write(to=people), write("2026-12-24/1")] == [2, 0, 1]


def test_a_letter_about_nothing_is_refused(write: Any) -> None:
    with pytest.raises(ValueError, match="about a provider or a listing"):
        write(opportunity=None)


def test_it_is_sent_when_the_transaction_is_done(write: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        write(at_once=True)
        assert not mail.outbox
    assert [email.to for email in mail.outbox] == [["ann@example.org"]]


def test_all_of_one_kind_to_one_person_is_one_email(write: Any, people: list[Any], offer: Offer) -> None:
    write(to=people), write(to=people, opportunity=offer("Chess night")), write(kind="now_hidden")
    assert letters.send_waiting(now=NOW) == 3
    assert [email.to[0].partition("@")[0] for email in mail.outbox] == ["ann", "bob", "ann"]
    assert "Chess night" in mail.outbox[0].body
    assert len({email.extra_headers["Message-ID"] for email in mail.outbox}) == 3
    assert letters.send_waiting(now=NOW + HOUR) == 0


def test_a_letter_that_can_not_be_written_keeps_no_other_back(
    write: Any, offer: Offer, people: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def render(name: str, context: dict[str, Any]) -> str:
        if any(letter.opportunity.title == "Broken" for letter in context["letters"]):
            raise KeyError("no such thing")
        return loader.render_to_string(name, context)

    monkeypatch.setattr(letters, "render_to_string", render)
    write(), write(opportunity=offer("Broken")), write(opportunity=offer("Chess night")), write(to=people[1:])
    assert letters.send_waiting(now=NOW) == 3
    (broken,) = Letter.objects.filter(sent_at=None)
    assert (broken.opportunity.title, broken.tries, broken.error) == ("Broken", 1, "KeyError")
    assert len({email.extra_headers["Message-ID"] for email in mail.outbox}) == 3


def test_what_a_server_refuses_is_tried_later_and_later_and_given_up(
    write: Any, settings: Any, people: list[Any]
) -> None:
    def refuse_ann(message: Message, count: int) -> bytes:
        return b"451 not now" if "ann" in message["To"] else b"250 taken"

    write(to=people)
    with mail_server.running(refuse_ann) as server:
        at_server(settings, server)
        tried, now = [], NOW
        for _ in range(50):
            before = Letter.objects.get(to=people[0]).tries
            letters.send_waiting(now=now)
            if Letter.objects.get(to=people[0]).tries > before:
                tried.append(now - NOW)
            now += timedelta(minutes=60)
        assert [message["To"] for message in server.kept] == ["bob@example.org"]
        assert tried == [0 * HOUR, HOUR, 2 * HOUR, 8 * HOUR, 32 * HOUR]
        (letter,) = letters.given_up()
        assert (letter.to, letter.error) == (people[0], "SMTPDataError")
        assert letters.try_again(letters=letters.given_up()) == 1
        server.answer = lambda message, count: b"250 taken"
        assert letters.send_waiting(now=now) == 1
    assert not letters.given_up()


def test_a_server_that_nobody_can_reach_uses_no_try_up(write: Any, settings: Any) -> None:
    with mail_server.running() as server:
        at_server(settings, server)
    write()
    for _ in range(9):
        assert letters.send_waiting(now=NOW) == 0
    assert (Letter.objects.get().tries, Letter.objects.get().taken_at) == (0, None)


def test_what_was_taken_by_a_worker_that_died_goes_out_as_the_same_email(
    write: Any, offer: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException): ...

    def die(*args: Any) -> None:
        raise Killed

    write(), write(opportunity=offer("Chess night"))
    with monkeypatch.context() as patch:
        patch.setattr(mail.backends.locmem.EmailBackend, "send_messages", die)
        with pytest.raises(Killed):
            letters.send_waiting(now=NOW)
    taken = set(Letter.objects.values_list("email_id", flat=True))
    write(opportunity=offer("Written after that"))
    assert letters.send_waiting(now=NOW + timedelta(minutes=15)) == 1  # nobody knows yet that it died
    assert "Written after that" in mail.outbox.pop().body
    assert letters.send_waiting(now=NOW + timedelta(minutes=30)) == 1
    (email,) = mail.outbox
    assert email.subject == "Are your 2 listings still right?"
    assert {email.extra_headers["Message-ID"].partition("@")[0].strip("<")} == taken


def test_what_another_worker_took_meanwhile_is_left_to_it(
    write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have looked at what waits, and want it; the other's statement comes first."""
    write()
    real, others = Letter.objects.filter, []

    class Late(type(Letter.objects.all())):  # type: ignore[misc]
        def update(self, **columns: Any) -> int:
            if "taken_at" in columns and not others:
                others.append("theirs")
                real(sent_at=None).update(email_id=others[0], taken_at=NOW)
            return super().update(**columns)

    monkeypatch.setattr(Letter.objects, "_queryset_class", Late)
    waits = letters._first(NOW)
    assert waits
    assert letters._take(waits, NOW) == []
    assert others == ["theirs"]
    assert [one.email_id for one in Letter.objects.all()] == ["theirs"]


def test_a_run_ends(write: Any, people: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A second worker may take a letter again after a while: no run may last as long."""
    assert letters.WAITS[0].total_seconds() / 2 > letters.RUN_FOR_SECONDS
    write(to=people)
    clock = iter(range(0, 10_000, letters.RUN_FOR_SECONDS - 1))
    monkeypatch.setattr(letters.time, "monotonic", lambda: next(clock))
    assert letters.send_waiting(now=NOW) == 1


def at_server(settings: Any, server: mail_server.MailServer) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]
