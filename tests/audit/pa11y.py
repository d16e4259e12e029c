"""pa11y, with axe and HTML CodeSniffer: nothing found on any page, in any look."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from dataclasses import asdict

from rich.progress import track

from tests.audit.looks import LOOKS, cookies_for
from tests.audit.tools import TOOLS, chromium
from tests.visits import Visit

TABS = 3


def asked(visits: Iterable[Visit], site: str) -> list[dict]:
    """What pa11y is to look at: a page of each sort in every look, all others in the first."""
    wanted = []
    for visit in visits:
        for name, look in LOOKS.items():
            if visit.new or name == next(iter(LOOKS)):
                wanted.append(
                    asdict(look)
                    | {
                        "name": visit.name,
                        "look": name,
                        "url": site + visit.address,
                        "cookies": cookies_for(visit, look),
                    }
                )
    return wanted


def look_at(wanted: list[dict]) -> list[tuple[str, str, str]]:
    """(look, page, what is wrong) for all that pa11y finds."""
    return [
        (
            done["look"],
            done["name"],
            f"{issue['code']}: {issue['message'][:80]} {issue['selector']} {(issue['context'] or '')[:120]}",
        )
        for done in track(run(wanted), "pa11y", len(wanted), transient=True)
        for issue in done["issues"]
    ]


def run(wanted: list[dict]) -> Iterable[dict]:
    work = json.dumps({"browser": chromium(), "tabs": TABS, "visits": wanted})
    with subprocess.Popen(
        ["node", str(TOOLS / "pa11y.mjs")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=TOOLS,
    ) as tool:
        assert tool.stdin
        assert tool.stdout
        tool.stdin.write(work)
        tool.stdin.close()
        for line in tool.stdout:
            yield json.loads(line)
    if tool.returncode:
        raise RuntimeError("pa11y stopped half-way")
