"""Letters to people of providers and to moderators. They are put down in the transaction of what they are about, and sent after it,
so that a letter is neither lost nor sent for what did not happen. Written twice, or sent by two workers, each goes out once.

Whoever sends takes the letters of one email first, in one statement, and holds no transaction while it talks to the mail server.
A worker that dies leaves what it took to a later run, which sends the very same email: it has the same Message-ID, so that a
mailbox that got it just before (no sender can know that) shows it once."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from opportunities.models import Letter, OpportunityPage, ProviderPage

logger = logging.getLogger("find_my_thing.letters")
RUN_FOR_SECONDS = 5 * 60
# How long after a letter was taken it may be taken again, by how often it failed; after the last it is given up. What was taken and
# neither sent nor failed was a worker's that died: it waits longer than a run and the slowest email together.
WAITS = (
    timedelta(minutes=20),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=24),
)
MOST_TRIES = len(WAITS)


def write(
    *,
    kind: str,
    about: str,
    to: Iterable[Any],
    now: datetime,
    provider: ProviderPage | None = None,
    opportunity: OpportunityPage | None = None,
    words: dict[str, Any] | None = None,
    at_once: bool = True,
) -> int:
    """Put down a letter to each of these users, unless there is one already, and send it when the transaction is done. `about` says
    which occasion it is. Without `at_once` it waits for the next run of `send_letters`, so that what one person gets today comes
    in one email. Says how many are new."""
    if provider is None and opportunity is None:
        raise ValueError("a letter is about a provider or a listing")
    there = Letter.objects.filter(kind=kind, about=about, opportunity=opportunity)
    if opportunity is None:
        there = there.filter(provider=provider)
    had = set(there.values_list("to_id", flat=True))
    new = [
        Letter(
            kind=kind,
            about=about,
            to=user,
            provider=None if opportunity else provider,
            opportunity=opportunity,
            words=words or {},
            written_at=now,
        )
        for user in to
        if user.pk not in had
    ]
    Letter.objects.bulk_create(new, ignore_conflicts=True)  # somebody else may be writing the same ones
    if at_once:
        transaction.on_commit(send_soon, robust=True)
    return len(new)


def send_soon() -> None:
    """Ask a worker to send what waits. When none can be asked, the next run of the clock sends it."""
    from opportunities.tasks import send_letters  # here: tasks import the actions that write letters

    send_letters.delay()


def send_waiting(*, now: datetime) -> int:
    """Send what waits: one email for all that one person gets of one kind. Says how many emails went out. What could not be sent is
    tried again by a later run, five times in all; a mail server that nobody can reach at all is none of these times."""
    sent, until = 0, time.monotonic() + RUN_FOR_SECONDS
    server = mail.get_connection()
    while time.monotonic() < until and (first := _first(now)):
        try:
            server.open()
        except OSError as error:  # smtplib's own errors are of this kind too
            logger.warning("The mail server can not be reached: %s", type(error).__name__)
            break
        if letters := _take(first, now):
            sent += _send(letters, server, now)
    _leave(server)
    return sent


def given_up() -> QuerySet[Letter]:
    """What could not be sent in all its tries, the newest first: somebody has to look at the address, or at the template."""
    return (
        Letter.objects.filter(sent_at=None, tries__gte=MOST_TRIES)
        .select_related("to", "provider", "opportunity__provider")
        .order_by("-id")
    )


def try_again(*, letters: QuerySet[Letter]) -> int:
    """Begin the tries of these unsent letters anew, with the next run. Says how many they are."""
    return letters.filter(sent_at=None).update(tries=0, taken_at=None, error="")


def _due(now: datetime) -> QuerySet[Letter]:
    due = Q(taken_at=None)
    for tries, wait in enumerate(WAITS):
        due |= Q(tries=tries, taken_at__lte=now - wait)
    return Letter.objects.filter(due, sent_at=None, tries__lt=MOST_TRIES)


def _first(now: datetime) -> Letter | None:
    return _due(now).only("email_id", "to_id", "kind").order_by("id").first()


def _take(first: Letter, now: datetime) -> list[Letter]:
    """The letters of the email that this one goes in, so that no other worker has them; none if another has. Two that want the same
    are told apart by the database: the second one's statement finds what the first left over."""
    if first.email_id:
        email_id, wanted = first.email_id, _due(now).filter(email_id=first.email_id)
    else:
        email_id = secrets.token_hex(16)
        wanted = _due(now).filter(email_id="", to=first.to_id, kind=first.kind)
    if not wanted.update(email_id=email_id, taken_at=now):
        return []
    mine = Letter.objects.filter(email_id=email_id, sent_at=None).order_by("id")
    return list(mine.select_related("to", "provider", "opportunity"))


def _send(letters: list[Letter], server: Any, now: datetime) -> int:
    """Send one email; if it can not be written, each of its letters alone, so that one bad letter keeps no other back."""
    ids = [letter.pk for letter in letters]
    try:
        email = email_of(letters, now)
    except Exception as error:  # whatever a template does: it is one letter's trouble, not everybody's
        if len(letters) == 1:
            logger.exception("A letter of the kind %s can not be written", letters[0].kind)
            return _failed(ids, error)
        for letter in letters:
            letter.email_id = secrets.token_hex(16)
        Letter.objects.bulk_update(letters, ["email_id"])
        return sum(_send([letter], server, now) for letter in letters)
    try:
        server.send_messages([email])
    except Exception as error:  # refused, cut off, or an address that no email can have
        _leave(server)  # what it says next may be about this one
        return _failed(ids, error)
    Letter.objects.filter(pk__in=ids).update(sent_at=now, error="")
    return 1


def _leave(server: Any) -> None:
    with suppress(OSError):
        server.close()


def _failed(ids: list[int], error: Exception) -> int:
    """Count a try. The error's name alone is kept: a server repeats in its words the address that it refuses."""
    logger.warning("%d letters were not sent: %s", len(ids), type(error).__name__)
    Letter.objects.filter(pk__in=ids).update(tries=F("tries") + 1, error=type(error).__name__)
    return 0


def email_of(letters: list[Letter], now: datetime) -> EmailMessage:
    """The email that says all of these: the first line of the template is its subject."""
    to = letters[0].to
    context = {
        "letters": letters,
        "person": to,
        "site_name": settings.SITE_NAME,
        "site": settings.WAGTAILADMIN_BASE_URL,
        "today": timezone.localdate(now),
    }
    text = render_to_string(f"opportunities/email/{letters[0].kind}.txt", context)
    subject, body = text.lstrip().split("\n", 1)
    domain = settings.DEFAULT_FROM_EMAIL.rsplit("@")[-1].rstrip(">")
    headers = {"Message-ID": f"<{letters[0].email_id}@{domain}>"}
    return EmailMessage(subject.strip(), body.lstrip(), to=[to.email], headers=headers)
