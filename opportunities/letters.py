"""Letters to people of providers and to moderators. They are put down in the transaction of what they are about, and sent after it,
so that a letter is neither lost nor sent for what did not happen. Written twice, or sent by two workers, each goes out once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.template.loader import render_to_string

from opportunities import clock
from opportunities.models import Letter, OpportunityPage, ProviderPage

logger = logging.getLogger("find_my_thing.letters")
MOST_TRIES = 5


def write(
    *,
    kind: str,
    about: str,
    to: Iterable[Any],
    now: datetime,
    provider: ProviderPage | None = None,
    opportunity: OpportunityPage | None = None,
    words: dict[str, Any] | None = None,
) -> int:
    """Put down a letter to each of these users, unless there is one already, and send it when the transaction is done. `about` says
    which occasion it is. Says how many are new."""
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
    ]
    before = Letter.objects.filter(kind=kind, about=about)
    count = before.count()
    Letter.objects.bulk_create(new, ignore_conflicts=True)
    from opportunities.tasks import send_letters  # here: tasks import the actions that write letters

    transaction.on_commit(send_letters.delay, robust=True)
    return before.count() - count


def send_waiting(*, now: datetime) -> int:
    """Send what waits: one email for all that one person gets of one kind. Says how many emails went out. What could not be sent is
    tried again by a later run, five times in all. A process that dies between two emails leaves the rest to the next run."""
    sent, tried = 0, set[int]()
    while True:
        with transaction.atomic():
            first = _waiting().exclude(pk__in=tried).first()
            if first is None:
                return sent
            together = list(_waiting().filter(to=first.to_id, kind=first.kind).exclude(pk__in=tried))
            tried |= {letter.pk for letter in together}
            sent += _send(together, now)


def _waiting() -> Any:
    letters = Letter.objects.filter(sent_at=None, tries__lt=MOST_TRIES).order_by("id")
    if connection.features.has_select_for_update_skip_locked:
        return letters.select_for_update(skip_locked=True, of=("self",))
    return letters


def _send(letters: list[Letter], now: datetime) -> int:
    ids = [letter.pk for letter in letters]
    try:
        email_of(letters).send()
    except (SMTPException, OSError) as error:
        # The name alone: a server repeats in its words the address that it refuses.
        logger.warning("%d letters were not sent: %s", len(letters), type(error).__name__)
        for letter in letters:
            letter.tries, letter.error = letter.tries + 1, type(error).__name__
        Letter.objects.bulk_update(letters, ["tries", "error"])
        return 0
    Letter.objects.filter(pk__in=ids).update(sent_at=now, error="")
    return 1


def email_of(letters: list[Letter]) -> EmailMessage:
    """The email that says all of these: the first line of the template is its subject. Its id is always the same for the same
    letters, so that a mailbox that gets it twice (the machine died after the server took it) shows it once."""
    to = letters[0].to
    context = {
        "letters": letters,
        "person": to,
        "site_name": settings.SITE_NAME,
        "site": settings.WAGTAILADMIN_BASE_URL,
        "today": clock.today(),
    }
    text = render_to_string(f"opportunities/email/{letters[0].kind}.txt", context)
    subject, body = text.lstrip().split("\n", 1)
    digest = hashlib.sha256("-".join(str(letter.pk) for letter in letters).encode()).hexdigest()[:32]
    headers = {"Message-ID": f"<{digest}@{settings.DEFAULT_FROM_EMAIL.rsplit('@')[-1].rstrip('>')}>"}
    return EmailMessage(subject.strip(), body.lstrip(), to=[to.email], headers=headers)
