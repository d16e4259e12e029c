"""Rows that many tests start from, made once: SQLite copies a whole database in a moment, where making the rows, and emptying every
table after each test, takes seconds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection


class Snapshots:
    """Databases as they once were, by name. `start`: as it was when this was made. Other databases than
    SQLite are not copied: what needs a copy runs on SQLite alone."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[sqlite3.Connection, Any]] = {}
        if connection.vendor == "sqlite":
            self.keep("start", None)

    def made(self, name: str, make: Callable[[], Any]) -> Any:
        """The database as `make` leaves it, and what it answered. It is called the first time only; from then on the database is
        put back to how it was afterwards, so a name must always begin from the same rows."""
        if name in self.kept:
            self.put_back(name)
        else:
            self.keep(name, make())
        return self.kept[name][1]

    def keep(self, name: str, answer: Any) -> None:
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.ensure_connection()
        connection.connection.backup(copy)
        self.kept[name] = copy, answer

    def put_back(self, name: str) -> None:
        connection.ensure_connection()
        self.kept[name][0].backup(connection.connection)

    def write(self, name: str, file: Path) -> None:
        """The database of that name as a file, for another process."""
        with closing(sqlite3.connect(file)) as copy:
            self.kept[name][0].backup(copy)

    def close(self) -> None:
        for copy, _ in self.kept.values():
            copy.close()
