"""How the bench measures, and what it writes: turns taken side by side in one run, the middle of some rounds, medians and p95s."""

from __future__ import annotations

import json
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROUNDS = 3
BLOCK = 25  # pieces that one side does before the other side's turn
WARM_UP = 3  # calls at the start of a turn that are not counted: the other side has just had the machine
RESULTS = Path(__file__).parents[2] / "build" / "bench.json"

Work = Callable[[], Any]


def milliseconds(work: Work) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def interleaved(works: Mapping[str, Sequence[Work]], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Milliseconds for each piece of work of each side, in turns of a block. Each piece is done in each round, and the middle of
    its times counts, so that what else the machine does in between falls on neither side."""
    taken: dict[str, list[list[float]]] = {side: [[] for _ in pieces] for side, pieces in works.items()}
    for _ in range(rounds):
        for start in range(0, max(map(len, works.values())), BLOCK):
            for side, pieces in works.items():
                block = pieces[start : start + BLOCK]
                for piece in block[:WARM_UP]:
                    piece()
                for at, piece in enumerate(block, start):
                    taken[side][at].append(milliseconds(piece))
    return {side: [statistics.median(times) for times in pieces] for side, pieces in taken.items()}


def middle_and_p95(values: Iterable[float]) -> tuple[float, float]:
    ordered = sorted(values)
    return statistics.median(ordered), ordered[int(len(ordered) * 0.95)]


def line(name: str, values: Iterable[float], note: str = "") -> None:
    median, p95 = middle_and_p95(values)
    print(f"  {name:<52} median {median:9.2f} ms   p95 {p95:9.2f} ms   {note}", flush=True)


def machine() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return f"{len(names) or '?'} x {names[0] if names else platform.processor()}"


def compare(key: str, ours: Iterable[float], theirs: Iterable[float], against: str) -> tuple[float, float]:
    """Print how many times as long the other side takes, and keep the row; the ratios at the median and at the p95."""
    (median, p95), (its_median, its_p95) = middle_and_p95(ours), middle_and_p95(theirs)
    row = {
        "median_ms": round(median, 4),
        "p95_ms": round(p95, 4),
        "ratio_median": round(its_median / median, 2),
        "ratio_p95": round(its_p95 / p95, 2),
        "against": against,
    }
    keep(key, row)
    print(
        f"  {against} takes {row['ratio_median']} times as long at the median, {row['ratio_p95']} at the p95"
    )
    return its_median / median, its_p95 / p95


def keep(key: str, row: Mapping[str, Any]) -> None:
    """One row of the results beside those that are there."""
    RESULTS.parent.mkdir(exist_ok=True)
    rows = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps({**rows, key: row}, indent=2) + "\n")


def promised(**held: bool) -> list[str]:
    """What was promised and did not hold; printed."""
    broken = [what.replace("_", " ") for what, held_ in held.items() if not held_]
    for what in broken:
        print(f"  NOT HELD: {what}")
    return broken
