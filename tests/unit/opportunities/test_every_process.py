"""The catalogue in every process: it follows each way in which a listing can change, and a failure does not take it away."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.test import Client
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.models import Page

from cms.actions import plant
from opportunities import actions, catalogue, clock, provider_actions, tasks
from opportunities.catalogue import Keeper
from opportunities.models import (
    ActivityPage,
    CatalogueChange,
    CatalogueStamp,
    OpportunityPage,
    ProviderPage,
    VolunteeringPage,
)
from opportunities.open_data import importing
from opportunities.open_data.native import checked
from profiles.answers import COOKIE, Answers, seal
from tests.listed import listed

pytestmark = pytest.mark.django_db
Offer = Callable[..., OpportunityPage]
PERSON = "somebody@example.org"


@pytest.fixture
def keeper() -> Keeper:
    """Another process's keeper, which sees the changes through the database alone."""
    return Keeper()


@pytest.fixture
def site(offer: Offer, provider: ProviderPage) -> None:
    """Two providers, and of the first one thing of two kinds, and a draft."""
    plant().add_child(instance=ProviderPage(title="Other Club", slug="other", verification="details_checked"))
    offer(slug="crew")
    offer("Garden help", slug="garden", kind=VolunteeringPage, times=["sat_am"], not_for_profit=True)
    offer("Draft club", slug="draft", live=False)


def page(slug: str = "crew") -> Any:
    return Page.objects.get(slug=slug).specific


def bare(slug: str = "crew") -> Page:
    """As Wagtail's own commands have it: a page and no more."""
    return Page.objects.get(slug=slug)


def provider_of(slug: str = "crew") -> ProviderPage:
    return page(slug).provider


def edit(**facts: Any) -> None:
    changed = page()
    for name, value in facts.items():
        setattr(changed, name, value)
    changed.save_revision().publish()


def put_back_an_old_version() -> None:
    old = page().save_revision()
    edit(noise="loud")
    old.as_object().save_revision().publish()
    edit(age_min=14)


def publish_on_time() -> None:
    draft = page("draft")
    draft.go_live_at = clock.now() + timedelta(hours=1)
    draft.save_revision().publish()
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        tasks.keep_dates()


def expire_on_time() -> None:
    live = page()
    live.expire_at = clock.now() + timedelta(hours=1)
    live.save_revision().publish()
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        tasks.keep_dates()


def verify(level: str) -> None:
    provider_actions.record_checks(
        provider=provider_of(), verification=level, verified_on=date(2026, 11, 1), by=None
    )


def pause_and_back() -> None:
    verify("paused")
    verify("safeguarding_checked")
    edit(noise="quiet")


def save_provider(**facts: Any) -> None:
    changed = provider_of()
    for name, value in facts.items():
        setattr(changed, name, value)
    changed.save()


def bring_in() -> None:
    club = {"id": "new-club", "name": "New Club", "verification": "details_checked"}
    thing = {
        "id": "new-thing", "provider": "new-club", "kind": "activity", "title": "New thing", "summary": "A club.",
        "format": "online",
    }  # fmt: skip
    document = checked({"format": "opportunities/1", "providers": [club], "opportunities": [thing]})
    importing.carry_out(importing.plan(document), now=clock.now())


def end() -> None:
    edit(ends_on=date(2026, 1, 2))
    actions.close_ended(today=date(2026, 2, 1))


WAYS: dict[str, Callable[[], Any]] = {
    "publish a draft": lambda: page("draft").save_revision().publish(),
    "publish many": lambda: PublishBulkAction.execute_action([page("draft")]),
    "publish on time": publish_on_time,
    "edit": lambda: edit(title="Boat crew", noise="quiet", times=["sun_pm"], lat=53.5, lng=-2.3),
    "edit, with another place": lambda: edit(format="online"),
    "save, with no version": lambda: page("garden").save(),
    "put back an old version": put_back_an_old_version,
    "unpublish": lambda: page().unpublish(),
    "unpublish, as Wagtail's commands do": lambda: bare().unpublish(),
    "unpublish many": lambda: UnpublishBulkAction.execute_action([page(), page("garden")]),
    "expire on time": expire_on_time,
    "close what has ended": end,
    "delete": lambda: page().delete(),
    "delete, as Wagtail's commands do": lambda: bare().delete(),
    "delete many": lambda: DeleteBulkAction.execute_action([page(), page("garden")]),
    "delete by query": lambda: OpportunityPage.objects.filter(slug="crew").delete(),
    "move": lambda: page().move(page("other"), pos="last-child"),
    "move many": lambda: MoveBulkAction.execute_action([page()], destination=page("other")),
    "copy": lambda: page().copy(to=page("other"), update_attrs={"slug": "copied"}),
    "pause a provider": lambda: verify("paused"),
    "pause a provider and take it back": pause_and_back,
    "change a provider in its form": lambda: save_provider(verification="removed"),
    "unpublish a provider": lambda: provider_of().unpublish(),
    "unpublish a provider, as Wagtail's commands do": lambda: bare(provider_of().slug).unpublish(),
    "delete a provider": lambda: provider_of().delete(),
    "bring in a file": bring_in,
}
NOTHING_CHANGES = {"save, with no version"}


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("way", WAYS)
def test_each_way_is_in_every_process_on_the_next_look(
    keeper: Keeper, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [listed(keeper.fresh()), listed(catalogue.current())]
    WAYS[way]()
    monkeypatch.setattr(catalogue, "load", partial(pytest.fail, "it was loaded whole, not patched"))
    after = [listed(keeper.fresh()), listed(catalogue.current())]
    monkeypatch.undo()
    assert after == [listed(catalogue.load())] * 2
    assert (before == after) == (way in NOTHING_CHANGES)
    assert keeper.failure is None


@pytest.mark.usefixtures("site")
def test_all_ways_one_after_the_other(keeper: Keeper) -> None:
    for way in (
        "edit",
        "copy",
        "move",
        "bring in a file",
        "pause a provider and take it back",
        "unpublish",
    ):
        keeper.fresh()
        WAYS[way]()
        assert listed(keeper.fresh()) == listed(catalogue.load()), way
        ids = OpportunityPage.objects.public().values_list("public_id", flat=True)
        places = keeper.a_to_z(keeper.fresh())
        titles = dict(OpportunityPage.objects.public().values_list("public_id", "title"))
        rows = sorted(keeper.fresh().rows_of(list(ids)), key=lambda row: places[row])
        assert [keeper.fresh().ids[row] for row in rows] == sorted(
            ids, key=lambda id: catalogue.key(titles[id], id)
        )


@pytest.mark.usefixtures("site")
def test_a_fixture_is_of_everything(keeper: Keeper) -> None:
    keeper.fresh()
    changed = page()
    changed.noise = "loud"
    for model in (Page, OpportunityPage, ActivityPage):
        thing = model.objects.get(pk=changed.pk)
        if model is OpportunityPage:
            thing.noise = "loud"
        thing.save_base(raw=True)
    assert CatalogueChange.objects.latest("number").ids is None
    assert listed(keeper.fresh()) == listed(catalogue.load())


@pytest.mark.usefixtures("site")
def test_there_are_no_aliases() -> None:
    """They would change with their page, and are none of the ways above: two listings never have one id."""
    with pytest.raises(ValidationError):
        page().create_alias(parent=page("other"), update_slug="alias")


@pytest.mark.usefixtures("site")
def test_a_draft_says_nothing(keeper: Keeper) -> None:
    keeper.fresh()
    before = CatalogueStamp.current()
    changed = page()
    changed.title = "Hovercraft crew"
    changed.save_revision()
    assert CatalogueStamp.current() == before


@pytest.mark.usefixtures("site")
class TestHealing:
    def test_one_that_starts_late(self, keeper: Keeper) -> None:
        edit(noise="quiet")
        assert listed(keeper.fresh()) == listed(catalogue.load())

    def test_one_that_lags_far_behind(self, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("opportunities.models.stamp.LOGGED", 20)
        keeper.fresh()
        for number in range(110):
            edit(age_min=number % 20)
        assert CatalogueChange.objects.count() < 130
        assert listed(keeper.fresh()) == listed(catalogue.load())

    def test_a_gap_in_the_log(self, keeper: Keeper) -> None:
        keeper.fresh()
        edit(noise="quiet")
        CatalogueChange.objects.order_by("-number").first().delete()
        assert listed(keeper.fresh()) == listed(catalogue.load())

    def test_what_was_read_and_then_rolled_back(self, keeper: Keeper) -> None:
        keeper.fresh()
        with suppress(ZeroDivisionError), transaction.atomic():
            edit(noise="quiet")
            seen = listed(keeper.fresh())
            raise ZeroDivisionError
        edit(age_min=14)
        assert listed(keeper.fresh()) == listed(catalogue.load()) != seen

    def test_a_backup_that_was_put_back(self, keeper: Keeper) -> None:
        edit(noise="quiet")
        edit(noise="loud")
        keeper.fresh()
        number = CatalogueStamp.current().number
        CatalogueChange.objects.filter(number__gte=number - 1).delete()
        CatalogueStamp.objects.update(number=number - 2)
        edit(noise="some")
        assert listed(keeper.fresh()) == listed(catalogue.load())

    def test_many_loose_rows_are_put_in_order(self, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(catalogue, "LOOSE", 10)
        keeper.fresh()
        for number in range(12):
            edit(age_min=number)
            assert keeper.fresh().loose <= 10
        assert listed(keeper.fresh()) == listed(catalogue.load())

    def test_a_patch_that_does_not_add_up(self, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
        keeper.fresh()
        edit(noise="quiet")

        def broken(*args: Any) -> None:
            raise ValueError

        monkeypatch.setattr(catalogue.Catalogue, "patch", broken)
        assert listed(keeper.fresh()) == listed(catalogue.load())
        assert keeper.failure is None

    def test_a_change_of_very_many(self, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("opportunities.models.stamp.MANY", 1)
        keeper.fresh()
        verify("paused")
        assert CatalogueChange.objects.latest("number").ids is None
        assert not listed(keeper.fresh())


def break_database(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    def broken(*args: Any) -> None:
        raise OperationalError(f"no such row: {PERSON}")

    for name in names:
        monkeypatch.setattr(f"opportunities.catalogue.{name}", broken)


@pytest.mark.usefixtures("site")
class TestFailure:
    @pytest.fixture(autouse=True)
    def one_keeper(self, keeper: Keeper, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(catalogue, "keeper", keeper)

    @pytest.mark.parametrize("what", ["columns", "CatalogueStamp.current"])
    def test_the_last_good_one_is_kept_and_the_health_check_says_so(
        self, what: str, monkeypatch: pytest.MonkeyPatch, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        good = catalogue.current()
        edit(noise="quiet")
        with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
            break_database(broken, what)
            assert catalogue.current() is good
            health = client.get("/health/")
        assert "OperationalError" in caplog.text
        assert PERSON not in caplog.text
        said = health.json()
        assert (health.status_code, said["status"]) == (200, "behind")
        assert said["catalogue"]["error"] == "OperationalError"
        assert said["catalogue"]["failing_since"]
        assert said["catalogue"]["listings"] == 2

    def test_it_heals_by_itself_after_a_pause(
        self, keeper: Keeper, monkeypatch: pytest.MonkeyPatch, client: Client
    ) -> None:
        keeper.fresh()
        edit(noise="quiet")
        tries = []
        with monkeypatch.context() as broken:
            break_database(broken, "columns")
            columns = catalogue.columns
            broken.setattr(catalogue, "columns", lambda *args: (tries.append(1), columns(*args)))
            for _ in range(5):
                keeper.fresh()
        assert len(tries) == 1, "a failure is not tried again by each request"
        since = keeper.failure.since
        keeper.fresh()
        assert keeper.failure.since == since
        keeper.failure = replace(keeper.failure, again=0.0)
        assert listed(keeper.fresh()) == listed(catalogue.load())
        assert client.get("/health/").json()["status"] == "ok"

    def test_while_one_tries_again_the_others_do_not_wait(self, keeper: Keeper) -> None:
        good = keeper.fresh()
        edit(noise="quiet")
        keeper.failure = catalogue.Failure(None, "OperationalError", clock.now(), again=0.0)
        with keeper._lock:
            assert keeper.fresh() is good
        assert listed(keeper.fresh()) == listed(catalogue.load())

    def test_a_row_that_nobody_can_read(self, keeper: Keeper, client: Client) -> None:
        good = keeper.fresh()
        OpportunityPage.objects.filter(slug="crew").update(times=["someday"])
        CatalogueStamp.advance(["crew"])
        assert keeper.fresh() is good
        assert client.get("/health/").json()["catalogue"]["error"] == "KeyError"
        edit(times=["sat_pm"])
        assert listed(keeper.fresh()) == listed(catalogue.load()), "a change that mends it is seen at once"
        assert keeper.failure is None

    def test_after_long_the_health_check_fails(self, keeper: Keeper, client: Client) -> None:
        keeper.fresh()
        OpportunityPage.objects.filter(slug="crew").update(times=["someday"])
        CatalogueStamp.advance(["crew"])
        keeper.fresh()
        keeper.failure = replace(keeper.failure, since=clock.now() - timedelta(minutes=15))
        health = client.get("/health/")
        assert (health.status_code, health.json()["status"]) == (503, "failing")
        assert health["Cache-Control"].startswith("max-age=0")

    def test_with_none_at_all_it_is_an_error(
        self, keeper: Keeper, monkeypatch: pytest.MonkeyPatch, client: Client
    ) -> None:
        break_database(monkeypatch, "columns")
        with pytest.raises(OperationalError):
            keeper.fresh()
        health = client.get("/health/")
        assert (health.status_code, health.json()["catalogue"]["version"]) == (503, None)


@pytest.mark.usefixtures("site")
def test_the_health_check_says_the_version(client: Client) -> None:
    page().save()
    said = client.get("/health/").json()
    assert said["status"] == "ok"
    assert said["catalogue"]["version"] == CatalogueStamp.current().number
    assert said["catalogue"]["listings"] == 2
    assert client.post("/health/").status_code == 405


def test_threads_read_whole_states_and_load_once(
    keeper: Keeper, offer: Offer, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer()
    loaded = catalogue.load()
    stamp, loads, gate = catalogue.Stamp(1, 1), [], threading.Barrier(8)

    def slow() -> Any:
        loads.append(1)
        return loaded

    monkeypatch.setattr("opportunities.catalogue.CatalogueStamp.current", lambda: stamp)
    monkeypatch.setattr(catalogue, "load", slow)
    found: list[Any] = []

    def read() -> None:
        gate.wait()
        found.append(keeper.fresh())

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [loaded] * 8
    assert loads == [1]


def test_a_reader_keeps_the_state_that_it_has(keeper: Keeper, offer: Offer) -> None:
    offer("Alpha club")
    reader = keeper.fresh()
    before, places = listed(reader), keeper.a_to_z(reader).tolist()
    offer("Beta club")
    offer("Aardvark club")
    page("alpha-club").unpublish()
    assert len(listed(keeper.fresh())) == 2
    assert listed(reader) == before
    assert keeper.a_to_z(reader).tolist() == places


@pytest.mark.parametrize(
    "last_day", [date(2026, 7, 15), date(2027, 1, 15)], ids=["summer time", "winter time"]
)
@pytest.mark.parametrize("name", ["ends_on", "apply_by"])
def test_what_is_over_goes_at_midnight_in_london_with_nobody_there(
    offer: Offer, client: Client, last_day: date, name: str
) -> None:
    offer("Last club", **{name: last_day})
    offer("Other club")
    midnight = datetime(last_day.year, last_day.month, last_day.day, 23, tzinfo=UTC)
    if last_day.month == 1:
        midnight += timedelta(hours=1)

    client.cookies[COOKIE] = seal(Answers(age=17, max_miles=None))

    def shown(address: str) -> bool:
        return "Last club" in client.get(address).content.decode()

    club = page("last-club").provider.url
    addresses = ["/things/", "/things/?q=club", "/find/results/", club]
    with time_machine.travel(midnight - timedelta(seconds=2), tick=False):
        assert [shown(address) for address in addresses] == [True] * 4
    kept = catalogue.keeper.kept
    with time_machine.travel(midnight + timedelta(seconds=1), tick=False):
        assert [shown(address) for address in addresses] == [False] * 4
    assert catalogue.keeper.kept is not None
    assert catalogue.keeper.kept.catalogue is kept.catalogue
