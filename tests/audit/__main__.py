"""`make audit`: what we promise about using the site, measured on the site as it is in production, with the demo. Prints one table
with what failed and where, writes build/audit.json, and its exit code says whether all held."""

from __future__ import annotations

import argparse
import json
import sys
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.audit.site import running_site
from tests.audit.tools import missing

PARTS = ("pages", "html", "pa11y", "lighthouse")
RESULT = Path(__file__).resolve().parents[2] / "build" / "audit.json"
console = Console(width=160)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="run these only")
    parser.add_argument("--page", default="", help="look only at addresses that begin with this")
    chosen = parser.parse_args()
    wanted = missing()
    if wanted:
        console.print(f"The audit can not run here. Missing: {', '.join(wanted)}")
        return 1
    with running_site() as site:
        from tests.visits import all_visits

        visits = [visit for visit in all_visits() if visit.address.startswith(chosen.page)]
        console.print(f"{len(visits)} pages on {site}")
        results = {part: timed(part, site, visits) for part in chosen.parts or PARTS}
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(results, indent=1))
    console.print(table(results))
    console.print(f"All of it is in {RESULT.relative_to(RESULT.parents[1])}")
    return 1 if any(part["failed"] for part in results.values()) else 0


def timed(part: str, site: str, visits: list[Any]) -> dict[str, Any]:
    """What was looked at, what failed ([where, what]) and how long it took."""
    console.print(f"{part} ...")
    start = time.monotonic()
    result = {"pages": pages, "html": html, "pa11y": pa11y, "lighthouse": lighthouse}[part](site, visits)
    return result | {"seconds": round(time.monotonic() - start)}


def pages(site: str, visits: list[Any]) -> dict[str, Any]:
    broken = [v for v in visits if v.status >= HTTPStatus.INTERNAL_SERVER_ERROR]
    return {"looked_at": len(visits), "failed": [[v.name, f"answers {v.status}"] for v in broken]}


def html(site: str, visits: list[Any]) -> dict[str, Any]:
    from tests import html_checker

    found = html_checker.problems({visit.name: visit.html for visit in visits})
    return {"looked_at": len(visits), "failed": [["HTML", line] for line in found]}


def pa11y(site: str, visits: list[Any]) -> dict[str, Any]:
    from tests.audit import pa11y

    wanted = pa11y.asked(visits, site)
    found = pa11y.look_at(wanted)
    return {"looked_at": len(wanted), "failed": [[f"{page}, {look}", what] for look, page, what in found]}


def lighthouse(site: str, visits: list[Any]) -> dict[str, Any]:
    from tests.audit.lighthouse import score
    from tests.audit.looks import most_used

    scores = [score(name, site + visit.address, visit.cookies) for name, visit in most_used(visits).items()]
    return {
        "looked_at": len(scores),
        "scores": {one.page: dict(one.scores) for one in scores},
        "failed": [[one.page, f"{what} ({'; '.join(one.lost)})"] for one in scores for what in one.failed],
    }


def table(results: dict[str, dict[str, Any]]) -> Table:
    shown = Table("What", "Looked at", "Seconds", "Where", "What is wrong", show_lines=True)
    for part, result in results.items():
        for page, scores in result.get("scores", {}).items():
            shown.add_row(part, "", "", page, ", ".join(f"{name} {value}" for name, value in scores.items()))
        shown.add_row(
            part, str(result["looked_at"]), str(result["seconds"]), "", "" if result["failed"] else "nothing"
        )
        for where, what in result["failed"]:
            shown.add_row("", "", "", where, what, style="bold")
    return shown


if __name__ == "__main__":
    sys.exit(main())
