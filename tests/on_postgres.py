"""Run the tests that read or write a database once more, on a throw-away PostgreSQL: `python -m tests.on_postgres`. For pytest this
is also the plugin that leaves the others out."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.postgres import throwaway_cluster

# matching knows no database, and a browser and those who read whole pages see the same ones whatever is behind them. Whoever did not
# sign in is sent away before a row of the admin is read. Processes have databases of their own, one of them on PostgreSQL.
TESTS = [
    "tests/unit/opportunities",
    "tests/unit/profiles",
    "tests/unit/cms",
    "tests/integration",
    "--ignore=tests/integration/test_crawl.py",
    "--ignore=tests/integration/test_html.py",
    "--ignore=tests/integration/test_pages_read_plainly.py",
    "--ignore=tests/integration/test_every_text_is_marked.py",
    # A year takes long; what two databases do differently in it (taking letters, locks) is in test_letters_once.py.
    "--ignore=tests/integration/test_a_year.py",
    "--ignore=tests/integration/test_catalogue_in_processes.py",
    "--deselect=tests/integration/test_site_files.py::test_the_map_has_every_public_page_that_says_what_it_is_about_and_nothing_unverified",
    "--deselect=tests/integration/test_admin_walk.py::test_a_stranger",
    "--deselect=tests/integration/test_admin_walk.py::test_a_stranger_asking_as_a_script",
    "-m",
    "not browser and not redis",
]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    reading = [item for item in items if reads_rows(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in reading])
    items[:] = reading


def reads_rows(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or "db" in getattr(item, "fixturenames", ())


if __name__ == "__main__":
    try:
        with throwaway_cluster() as dsn:
            print("Once more, on PostgreSQL:", flush=True)
            environment = os.environ | {"DATABASE_URL": dsn.replace("postgresql://", "postgres://")}
            pytest_ = [
                sys.executable,
                "-m",
                "pytest",
                "-p",
                "tests.on_postgres",
                "-n",
                "2",
                "--dist",
                "loadgroup",
            ]
            command = [*pytest_, *TESTS, *sys.argv[1:]]
            sys.exit(subprocess.run(command, env=environment, check=False).returncode)
    except FileNotFoundError as missing:
        print(f"Skipped on PostgreSQL: {missing}")
        sys.exit(1 if os.environ.get("CI") == "true" else 0)
