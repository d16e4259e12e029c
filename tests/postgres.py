"""A PostgreSQL of our own for the time of a run: made in a temporary folder, on a free port, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl: on the path, or where Debian keeps them, the newest version; None if there is none."""
    found = shutil.which("pg_ctl")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def throwaway_cluster() -> Iterator[str]:
    """The address (postgresql://...) of a database in a fresh cluster on this machine. PostgreSQL will not run as root,
    so root hands it to another user. Raises FileNotFoundError where PostgreSQL is not installed."""
    found = binaries()
    if found is None:
        raise FileNotFoundError("PostgreSQL's initdb and pg_ctl are not on this machine")
    folder = Path(tempfile.mkdtemp(prefix="find-my-thing-postgres-"))
    port = free_port()
    owner: dict[str, int] = {}
    if os.geteuid() == 0:
        user = next((user for user in map(_user, ("postgres", "nobody")) if user is not None), None)
        if user is None:
            raise FileNotFoundError("PostgreSQL will not run as root and there is no other user to run it")
        owner = {"user": user.pw_uid, "group": user.pw_gid}
        os.chown(folder, user.pw_uid, user.pw_gid)

    def run(*command: str) -> None:
        subprocess.run(
            command,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **owner,
            extra_groups=[] if owner else None,
        )

    settings = (
        "fsync=off,synchronous_commit=off,full_page_writes=off,shared_buffers=512MB,work_mem=64MB,jit=off"
    )
    options = f"-p {port} -k {folder} -h 127.0.0.1 " + " ".join(f"-c {item}" for item in settings.split(","))
    data = str(folder / "data")
    try:
        run(
            str(found / "initdb"),
            "-D",
            data,
            "-U",
            "tests",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        run(str(found / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://tests@127.0.0.1:{port}/postgres"
        finally:
            run(str(found / "pg_ctl"), "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _user(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
