"""What the results cost over HTTP with 100,000 opportunities, beside a bare Wagtail page of the same base template."""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import sys
import time

from tests.postgres import free_port

ROWS = 100_000
ROUNDS = 60
MOST = 2.0  # times a bare page


def main(address: str) -> None:
    """Serve the database at this address, filled by `bench_catalogue`, from one process, and compare the pages."""
    os.environ["DATABASE_URL"] = address
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"
    import django

    django.setup()
    cookie = prepare()
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
        "--log-level",
        "error",
        "cms.wsgi",
    ]
    server = subprocess.Popen(command)
    try:
        wait_for(port)
        compare(port, cookie)
    finally:
        server.terminate()
        server.wait(20)


def prepare() -> str:
    """Publish a page that holds nothing, and say a person's answers as their cookie."""
    from opportunities.models import OpportunityPage, ProviderIndexPage, ProviderPage
    from profiles.answers import COOKIE, Answers, seal

    if OpportunityPage.objects.count() != ROWS:
        raise RuntimeError(f"expected {ROWS:,} opportunities")
    ProviderIndexPage.objects.get().add_child(
        instance=ProviderPage(title="Bare", slug="bare", verification="details_checked")
    )
    answers = Answers(
        age=17, plan="yes", outcode="M14", lat=53.4464, lng=-2.2229, max_miles=10, interests=("trains", "video-games"),
        needs={"quiet-space": "must", "small-group": "would_help"}, max_cost=10,
    )  # fmt: skip
    return f"{COOKIE}={seal(answers)}"


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            fetch(http.client.HTTPConnection("127.0.0.1", port, timeout=60), "/providers/bare/", "")
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("the server did not start")


def fetch(connection: http.client.HTTPConnection, path: str, cookie: str) -> tuple[float, int]:
    """Milliseconds until the whole answer was read, and its size in bytes."""
    start = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise RuntimeError(f"{path}: {response.status}")
    return (time.perf_counter() - start) * 1000, len(body)


def compare(port: int, cookie: str) -> None:
    pages = {"a bare page": ("/providers/bare/", ""), "the results": ("/find/results/", cookie)}
    times: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(ROUNDS + 5):
        for name, (path, sent) in pages.items():
            taken, _ = fetch(http.client.HTTPConnection("127.0.0.1", port, timeout=120), path, sent)
            if turn >= 5:
                times[name].append(taken)
    print(f"Over HTTP, {ROWS:,} opportunities, {ROUNDS} turns, one after the other:")
    for name, taken in times.items():
        print(
            f"  {name:<12} median {statistics.median(taken):6.1f} ms   p95 {statistics.quantiles(taken, n=20)[-1]:6.1f} ms"
        )
    ratio = statistics.median(times["the results"]) / statistics.median(times["a bare page"])
    print(f"  the results take {ratio:.2f} times a bare page (we promise at most {MOST:.0f})")
    sys.exit(ratio > MOST)


if __name__ == "__main__":
    main(sys.argv[1])
