"""Asking to join, page by page, as a group does it on the public site."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from opportunities import clock
from opportunities.members import leads
from opportunities.models import Letter, ProviderAssurance, ProviderPage
from opportunities.provider_actions import invite_member
from tests.joining import WHO, accepted, sent, typed
from tests.two_providers import TwoProviders

pytestmark = pytest.mark.django_db
PLAN = b"%PDF-1.7 our plan"


def address(name: str, assurance: ProviderAssurance | None = None) -> str:
    return reverse(f"opportunities:{name}", args=[assurance.provider_id] if assurance else [])


def sign_up(client: Client, email: str = "robin@example.org") -> Any:
    """Type an address, read the code in the email, type that."""
    client.post(address("join_email"), {"name": "Robin", "email": email})
    code = re.search(r"^([A-Z0-9-]{6,})$", mail.outbox[-1].body, re.M)
    assert code, mail.outbox[-1].body
    return client.post(reverse("account_confirm_login_code"), {"code": code[1], "next": address("join_new")})


def person(email: str = "robin@example.org") -> Any:
    return get_user_model().objects.get(email=email)


def mine() -> ProviderAssurance:
    return ProviderAssurance.objects.select_related("provider").get()


@pytest.fixture
def robin(site: TwoProviders, client: Client) -> Client:
    sign_up(client)
    return client


def test_a_new_address_gets_an_account_and_no_password(site: TwoProviders, client: Client) -> None:
    answer = sign_up(client)
    assert answer["Location"] == address("join_new")
    assert (person().name, person().has_usable_password()) == ("Robin", False)
    assert client.get(address("join_new")).status_code == 200


def test_an_address_that_has_an_account_is_told_the_same(site: TwoProviders, client: Client) -> None:
    pages = []
    for email in ("nobody@example.org", "harbour@example.org"):
        stranger = Client()
        answer = stranger.post(address("join_email"), {"name": "Robin", "email": email}, follow=True)
        body = answer.content.decode().replace(email, "EMAIL")
        pages.append((answer.redirect_chain, re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", body)))
    assert pages[0] == pages[1]
    assert [message.subject for message in mail.outbox] == ["Your code to sign in"] * 2
    assert person("harbour@example.org").name == ""


def test_a_closed_account_stays_closed(site: TwoProviders, client: Client) -> None:
    get_user_model().objects.filter(email="harbour@example.org").update(is_active=False)
    client.post(address("join_email"), {"name": "Robin", "email": "Harbour@example.org"})
    assert get_user_model().objects.filter(email__iexact="harbour@example.org").count() == 1
    assert "Your code to sign in" not in [message.subject for message in mail.outbox]


def test_a_wrong_address_is_mended_by_going_back(site: TwoProviders, client: Client) -> None:
    client.post(address("join_email"), {"name": "Robin", "email": "robbin@example.org"})
    assert sign_up(client)["Location"] == address("join_new")
    assert mail.outbox[-1].to == ["robin@example.org"]


def test_who_asks_too_often_has_to_wait(site: TwoProviders) -> None:
    for _ in range(3):
        Client().post(address("join_email"), {"name": "Robin", "email": "robin@example.org"})
    again = Client().post(address("join_email"), {"name": "Robin", "email": "robin@example.org"})
    assert "too many tries" in again.content.decode()
    assert len(mail.outbox) == 3


def test_somebody_signed_in_is_not_asked_for_an_address(robin: Client) -> None:
    assert robin.get(address("join_email"))["Location"] == address("join_new")


@pytest.mark.parametrize(
    "page", ["join_new", "join_group", "join_numbers", "join_safety", "join_check", "join_sent"]
)
def test_a_stranger_is_asked_who_they_are(site: TwoProviders, page: str) -> None:
    assurance = None if page == "join_new" else sent()
    answer = Client().get(address(page, assurance))
    assert answer["Location"].startswith(address("join_email") + "?next=/join/")


def test_from_the_first_page_to_sent(
    robin: Client, site: TwoProviders, django_capture_on_commit_callbacks: Any
) -> None:
    answer = robin.post(address("join_new"), WHO)
    assurance = mine()
    provider, today = assurance.provider, clock.today()
    assert answer["Location"] == address("join_numbers", assurance)
    assert (provider.verification, provider.live, leads(person(), provider)) == ("draft", True, True)
    assert Client().get(provider.url).status_code == 404

    robin.post(address("join_numbers", assurance), {"scheme": "GB-COH", "number": "1234567", "add": "yes"})
    robin.post(address("join_numbers", assurance), {"scheme": "GB-CHC", "number": "1090095"})
    assert [(each.scheme, each.number) for each in provider.registers.all()] == [
        ("GB-COH", "01234567"),
        ("GB-CHC", "1090095"),
    ]
    robin.post(address("join_numbers", assurance), {"remove": "GB-COH/01234567"})

    refused = robin.post(address("join_check", assurance), follow=True)
    assert "Some things are still missing" in refused.content.decode()
    assert mine().state == "writing"
    answer = robin.post(address("join_safety", assurance), typed(today))
    assert answer["Location"] == address("join_check", assurance)
    page = robin.get(address("join_check", assurance)).content.decode()
    assert "Still to do" not in page
    for words in ("Rook Chess Club", "1090095", "Ada Rook", "worry@rook.example"):
        assert words in page
    with django_capture_on_commit_callbacks(execute=True):
        answer = robin.post(address("join_check", assurance))
    assert answer["Location"] == address("join_sent", assurance)
    assert mine().state == "sent"
    assert mail.outbox[-1].to == ["moderator@example.org"]
    assert mail.outbox[-1].subject == "Rook Chess Club asks to join"
    assert "within 3 working days" in robin.get(answer["Location"]).content.decode()
    # It is with the moderators now.
    assert robin.get(address("join_group", assurance))["Location"] == address("join")
    assert "You sent it on" in robin.get(address("join")).content.decode()


def test_what_is_unfinished_or_wrong_in_part_is_kept(robin: Client) -> None:
    today = clock.today()
    robin.post(address("join_new"), WHO | {"contact_email": "not an address"})
    assurance = mine()
    assert (assurance.provider.title, assurance.provider.contact_email) == ("Rook Chess Club", "")
    wrong = typed(today, insurance_expires_on=today, policy_reviewed_on=today - timedelta(days=400))
    page = robin.post(address("join_safety", assurance), wrong).content.decode()
    assert "That day is over" in page
    assert "more than 12 months ago" in page
    assert (mine().safeguarding_lead, mine().insurance_expires_on) == ("Ada Rook", None)
    answer = robin.post(address("join_safety", assurance), {"first_aid": "Ada", "later": "yes"})
    assert answer["Location"] == address("join")
    assert mine().first_aid == "Ada"
    page = robin.get(address("join_check", assurance)).content.decode()
    assert f"{address('join_safety', assurance)}#id_insurance_expires_on" in page


def test_back_keeps_what_was_typed(robin: Client) -> None:
    robin.post(address("join_new"), WHO)
    page = robin.get(address("join_group", mine())).content.decode()
    assert "We play chess." in page
    assert 'value="hello@rook.example"' in page


def test_pressing_twice_begins_one_group(robin: Client) -> None:
    robin.post(address("join_new"), WHO)
    assert robin.post(address("join_new"), WHO)["Location"] == address("join_group", mine())
    assert ProviderPage.objects.filter(title="Rook Chess Club").count() == 1


def test_a_second_group_can_be_asked_for_once_the_first_is_sent(site: TwoProviders, client: Client) -> None:
    client.force_login(sent().provider.owner)
    assert client.get(address("join_new")).status_code == 200
    client.post(address("join_new"), WHO | {"title": "Bishop Chess Club"})
    assert ProviderAssurance.objects.count() == 2


def test_a_name_in_other_letters_has_a_page_too(robin: Client) -> None:
    robin.post(address("join_new"), WHO | {"title": "国际象棋"})
    assert mine().provider.title == "国际象棋"


def test_two_referees_will_do_and_one_will_not(robin: Client) -> None:
    robin.post(address("join_new"), WHO)
    assurance, today = mine(), clock.today()
    robin.post(address("join_safety", assurance), typed(today))
    first = {"person0-name": "Jo", "person0-contact": "jo@example.org", "person0-knows_them": "Runs our hall"}
    robin.post(address("join_numbers", assurance), first)
    assert "two people who know you" in robin.get(address("join_check", assurance)).content.decode()
    second = {"person1-name": "Al", "person1-contact": "0161 496 0002", "person1-knows_them": "Our vicar"}
    robin.post(address("join_numbers", assurance), first | second)
    assert "Still to do" not in robin.get(address("join_check", assurance)).content.decode()


def test_a_number_that_can_not_be_one_says_what_one_looks_like(robin: Client) -> None:
    robin.post(address("join_new"), WHO)
    page = robin.post(address("join_numbers", mine()), {"scheme": "GB-CHC", "number": "12"}).content.decode()
    assert "One looks like this: 1090095." in page
    assert mine().provider.registers.count() == 0


def test_a_statement_from_before_the_rule_has_to_be_made_anew(robin: Client) -> None:
    robin.post(address("join_new"), WHO)
    page = robin.post(address("join_safety", mine()), {"dbs_said_on": "2026-08-31"}).content.decode()
    assert "The rule is new since 1 September 2026" in page
    assert mine().dbs_said_on is None


def test_nothing_asks_for_a_certificate_or_its_number(robin: Client) -> None:
    robin.post(address("join_new"), WHO)
    page = robin.get(address("join_safety", mine())).content.decode()
    names = re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', page)
    assert {"dbs_staff", "dbs_volunteers", "dbs_said_on"} == {name for name in names if "dbs" in name}
    assert not [name for name in names if "certificate" in name or "number" in name]


def test_the_file_of_the_plan_is_kept_where_nobody_reaches_it(
    robin: Client, django_capture_on_commit_callbacks: Any
) -> None:
    robin.post(address("join_new"), WHO)
    assurance = mine()
    bad = SimpleUploadedFile("plan.pdf", b"<html></html>")
    page = robin.post(address("join_safety", assurance), {"policy_file": bad}).content.decode()
    assert "This file does not work here" in page
    robin.post(address("join_safety", assurance), {"policy_file": SimpleUploadedFile("Our plan.pdf", PLAN)})
    first = mine().policy_file
    assert re.fullmatch(r"policies/[0-9a-f]{32}\.pdf", first.name)
    assert first.path.startswith(str(settings.PRIVATE_ROOT))
    assert not first.path.startswith(str(settings.MEDIA_ROOT))
    assert Client().get(f"{settings.MEDIA_URL}{first.name}").status_code == 404
    # Leaving the file out on a later visit leaves it; a new one takes its place, and the old one goes.
    robin.post(address("join_safety", assurance), {"first_aid": "Ada"})
    assert mine().policy_file == first
    with django_capture_on_commit_callbacks(execute=True):
        robin.post(address("join_safety", assurance), {"policy_file": SimpleUploadedFile("b.pdf", PLAN)})
    assert not first.storage.exists(first.name)
    with django_capture_on_commit_callbacks(execute=True):
        robin.post(address("join_safety", assurance), {"no_file": "on"})
    assert not mine().policy_file


def test_a_group_is_not_there_for_others(site: TwoProviders, client: Client) -> None:
    assurance = sent()
    writer = invite_member(provider=assurance.provider, email="w@example.org", by=assurance.provider.owner)
    for other in (site.ours.member, site.moderator, writer):
        client.force_login(other)
        for page in ("join_group", "join_numbers", "join_safety", "join_check", "join_sent"):
            assert client.get(address(page, assurance)).status_code == 404
            assert client.post(address(page, assurance), WHO).status_code in (404, 405)
    assert "Rook" not in client.get(address("join")).content.decode()


def test_what_a_group_that_has_joined_says_anew_waits_and_interrupts_nothing(
    site: TwoProviders, client: Client
) -> None:
    today = clock.today()
    assurance = accepted(site.moderator)
    client.force_login(assurance.provider.owner)
    page = assurance.provider.url
    assert "worry@rook.example" in Client().get(page).content.decode()
    incomplete = typed(today) | {"first_aid": ""}
    assert client.post(address("join_safety", assurance), incomplete).status_code == 200
    assert mine().first_aid
    later = typed(today, insurance_expires_on=today + timedelta(days=300), concern_contact="new@rook.example")
    assert client.post(address("join_safety", assurance), later)["Location"] == address("join")
    assert mine().insurance_expires_on == today + timedelta(days=300)
    shown = Client().get(page).content.decode()
    assert "worry@rook.example" in shown
    assert "new@rook.example" not in shown
    assert Letter.objects.filter(kind="ran_out").count() == 0
