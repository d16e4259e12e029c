"""The results as a picture: `python -m tests.bench.chart` draws docs/bench.svg from build/bench.json."""

from __future__ import annotations

import json
import math
from html import escape
from pathlib import Path

from tests.bench.timing import RESULTS, machine

PICTURE = Path(__file__).parents[2] / "docs" / "bench.svg"
NAMES = {
    "suggest_100k": "suggest(), 100,000 things",
    "suggest_1m": "suggest(), 1,000,000 things",
    "worst_100k": "the worst case: London, 25 miles",
    "open_up_100k": "all that would open up more",
    "audience_1m": "audience(), 1,000,000 people",
    "batch_10k_100k": "10,000 people at once",
    "catalogue_100k": "200 changes, 100,000 things",
}
WIDTH, LEFT, RIGHT, ROW, TOP = 760, 250, 60, 44, 64
MOST = 1000  # times as long, at the right end of the scale


def draw() -> str:
    """Bars of how many times as long the other side takes, at the median and at the p95, on a scale of tens."""
    rows = json.loads(RESULTS.read_text())
    shown = [(name, rows[key]) for key, name in NAMES.items() if key in rows]
    height = TOP + ROW * len(shown) + 40
    told = "; ".join(
        f"{name}: {row['ratio_median']} at the median, {row['ratio_p95']} at the p95, against {row['against']}"
        for name, row in shown
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        'aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="14">',
        '<title id="t">How many times as long the other way takes</title>',
        f'<desc id="d">{escape(told)}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fffdf8"/>',
        '<text x="16" y="26" font-size="17" font-weight="600" fill="#1d2b36">How many times as long the other way takes</text>',
        f'<text x="16" y="46" fill="#4a5a66">Dark: the median. Light: the slowest twentieth. {escape(machine())}</text>',
    ]
    for times in (1, 10, 100, 1000):
        x = _across(times)
        parts.append(
            f'<path d="M{x:.1f} {TOP}V{height - 30}" stroke="#d8d2c4"/><text x="{x:.1f}" y="{height - 12}" text-anchor="middle" fill="#4a5a66">{times:,}</text>'
        )
    for at, (name, row) in enumerate(shown):
        y = TOP + ROW * at + 8
        parts.append(
            f'<text x="{LEFT - 12}" y="{y + 18}" text-anchor="end" fill="#1d2b36">{escape(name)}</text>'
        )
        for down, ratio, colour in ((0, row["ratio_median"], "#1f5f8b"), (14, row["ratio_p95"], "#8fc1de")):
            end = _across(ratio)
            parts.append(
                f'<rect x="{LEFT}" y="{y + down}" width="{max(end - LEFT, 1):.1f}" height="12" rx="3" fill="{colour}"/>'
            )
            parts.append(
                f'<text x="{end + 6:.1f}" y="{y + down + 10}" font-size="11" fill="#1d2b36">{ratio:g}</text>'
            )
    return "\n".join([*parts, "</svg>\n"])


def _across(times: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * min(math.log10(max(times, 1)) / math.log10(MOST), 1)


if __name__ == "__main__":
    PICTURE.write_text(draw())
    print(f"The picture is {PICTURE}")
