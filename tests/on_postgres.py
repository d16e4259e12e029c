"""Run the tests that read or write a database once more, on a throw-away PostgreSQL: `python -m tests.on_postgres`."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.postgres import throwaway_cluster

# matching knows no database, and a browser and those who read whole pages see the same ones whatever is behind them.
TESTS = [
    "tests/unit/opportunities",
    "tests/unit/profiles",
    "tests/unit/cms",
    "tests/integration",
    "--ignore=tests/integration/test_crawl.py",
    "--ignore=tests/integration/test_html.py",
    "--ignore=tests/integration/test_pages_read_plainly.py",
    "--ignore=tests/integration/test_every_text_is_marked.py",
    "-m",
    "not browser and not redis",
]

if __name__ == "__main__":
    try:
        with throwaway_cluster() as dsn:
            print("Once more, on PostgreSQL:", flush=True)
            environment = os.environ | {"DATABASE_URL": dsn.replace("postgresql://", "postgres://")}
            command = [sys.executable, "-m", "pytest", "-n", "2", *TESTS, *sys.argv[1:]]
            sys.exit(subprocess.run(command, env=environment, check=False).returncode)
    except FileNotFoundError as missing:
        print(f"Skipped on PostgreSQL: {missing}")
        sys.exit(1 if os.environ.get("CI") == "true" else 0)
