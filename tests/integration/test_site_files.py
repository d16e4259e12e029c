"""What search engines and phones ask for: robots.txt, the map of the site, the manifest, the worker; and what pages tell them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings

from cms import site_files
from cms.actions import plant
from opportunities.models import ActivityPage, ProviderPage
from profiles.answers import COOKIE, Answers, seal
from tests.integration.conftest import addresses_on

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_robots_may_see_all_but_the_admin(client: Client) -> None:
    assert client.get("/robots.txt").content.decode() == (
        "User-agent: *\nDisallow: /admin/\nSitemap: http://testserver/sitemap.xml\n"
    )


@pytest.mark.django_db
def test_the_map_has_every_public_page_that_says_what_it_is_about_and_nothing_unverified(
    public_site: Any,
) -> None:
    found = addresses_on(public_site.map)
    assert len(found) == len(set(found))
    assert all(address.startswith("http://testserver/") for address in found)
    for address in found:
        status, html = public_site.on_the_map[address]
        assert status == 200, address
        about = re.findall(r'<meta name="description" content="([^"]*)">', html)
        assert len(about) == 1, address
        assert 15 < len(about[0]) < 320, address
    paths = {address.removeprefix("http://testserver") for address in found}
    assert {*public_site.public} <= paths
    assert len(public_site.hidden) >= 4
    assert [url for url in public_site.hidden if any(path.startswith(url) for path in paths)] == []
    assert {
        "/",
        "/find/",
        "/things/",
        "/things/volunteering/",
        "/guides/",
        "/hard-words/",
        "/settings/",
    } <= paths


@pytest.mark.django_db
def test_a_page_with_several_addresses_names_its_own(client: Client) -> None:
    def canonical(path: str) -> list[str]:
        return re.findall(r'<link rel="canonical" href="([^"]*)">', client.get(path).content.decode())

    assert canonical("/things/") == []
    assert canonical("/things/?q=art") == ["http://testserver/things/"]
    assert canonical("/things/?page=1&q=art") == ["http://testserver/things/"]
    assert canonical("/things/?page=2") == ["http://testserver/things/?page=2"]
    assert canonical("/things/?page=" + "9" * 6000) == ["http://testserver/things/"]
    assert canonical('/things/?page="><script>') == ["http://testserver/things/"]


@pytest.mark.django_db
@override_settings(SITE_NAME="Find It Here")
def test_the_manifest_names_the_site_and_icons_that_are_there(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    about = json.loads(answer.content)
    assert about["name"] == about["short_name"] == "Find It Here"
    assert about["start_url"] == about["scope"] == "/"
    for icon in about["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/")), icon["src"]
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in about["icons"]}
    assert "maskable" in {icon["purpose"] for icon in about["icons"]}
    assert "manifest-src 'self'" in client.get("/find/")["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_worker_is_at_the_root_and_keeps_what_every_page_needs(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Cache-Control"] == "no-cache"
    script = answer.content.decode()
    shell = json.loads(re.search(r"const SHELL = (\[.*?\]);", script)[1])  # type: ignore[index]
    assert shell[0] == "/offline/"
    assert re.search(r'const VERSION = "[0-9a-f]{12}";', script)
    page = client.get("/offline/").content.decode()
    needed = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page)) | {
        f"/static/js/{name}"
        for name in re.findall(r'from "\./([^"]+)"', (ROOT / "cms/static/js/site.js").read_text())
    }
    assert needed <= set(shell)
    for address in shell[1:]:
        assert finders.find(address.removeprefix("/static/")), address
    assert "worker-src 'self'" in client.get("/find/")["Content-Security-Policy"]


def test_a_change_of_any_file_of_the_shell_is_a_new_version(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def version() -> str:
        return re.search(r'const VERSION = "(\w+)"', site_files.script.__wrapped__())[1]  # type: ignore[index]

    at_first = version()
    for name in (*site_files.SHELL, "js/worker.js"):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((site_files.STATIC / name).read_bytes())
    monkeypatch.setattr(site_files, "STATIC", tmp_path)
    assert version() == at_first
    (tmp_path / "css/pages.css").write_text("/* new */")
    assert version() != at_first


@pytest.mark.django_db
def test_only_pages_that_may_be_kept_say_so(client: Client) -> None:
    def may_be_kept(path: str, answers: Answers) -> bool:
        client.cookies[COOKIE] = seal(answers)
        return client.get(path).headers.get("Works-Offline") == "yes"

    provider = plant().add_child(instance=ProviderPage(title="The Mill", verification="details_checked"))
    thing = provider.add_child(
        instance=ActivityPage(title="Film club", summary="Make films.", place_name="The Mill")
    )
    guide = "/guides/"
    mine = Answers(age=17, saved=(thing.pk,))
    kept = ["/my-list/", "/find/results/", "/settings/", "/hard-words/", guide, thing.url]
    assert [path for path in kept if not may_be_kept(path, mine)] == []
    shared = Answers(age=17, saved=(thing.pk,), shared=True)
    assert [path for path in kept if may_be_kept(path, shared)] == []
    not_kept = [
        "/",
        "/find/age/",
        "/find/check/",
        "/find/needs/",
        "/things/",
        "/accounts/login/",
        "/no/such/page/",
    ]
    assert [path for path in not_kept if may_be_kept(path, mine)] == []
    assert not may_be_kept(thing.url, Answers(age=17)), "it is not on the list"


@pytest.mark.django_db
def test_a_page_says_that_the_device_must_keep_nothing(client: Client) -> None:
    assert 'data-keep="no"' not in client.get("/find/").content.decode()
    assert 'data-keep="no"' in client.get("/find/forgotten/").content.decode()
    client.cookies[COOKIE] = seal(Answers(shared=True))
    for path in ("/find/", "/settings/", "/accounts/login/", "/no/such/page/"):
        assert 'data-keep="no"' in client.get(path).content.decode(), path
