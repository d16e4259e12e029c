"""The W3C's HTML checker, which reads CSS and SVG too."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

JAR = Path(__file__).resolve().parent / "tools" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

# What browsers know and this version of the checker does not, by its exact words. Nothing else is let through.
NOT_KNOWN_YET: frozenset[str] = frozenset()


def missing_part() -> str:
    """What the checker needs and this machine has not."""
    if not shutil.which("java"):
        return "Java"
    return "" if JAR.exists() else "The HTML checker (tests/tools)"


def problems(pages: Mapping[str, str], files: Iterable[Path] = ()) -> list[str]:
    """Errors and warnings, each as "name:line: message (what stands there)", in these pages (HTML by name) and files of CSS and
    SVG. All are read in one go: the checker starts slowly and reads fast."""
    with tempfile.TemporaryDirectory() as folder:
        names = {}
        for number, (name, html) in enumerate(pages.items()):
            page = Path(folder) / f"{number}.html"
            page.write_text(html)
            names[page.as_uri()] = name
        names |= {file.resolve().as_uri(): file.name for file in files}
        command = [
            "java",
            "-Xss4m",
            "-jar",
            str(JAR),
            "--format",
            "json",
            "--also-check-css",
            "--also-check-svg",
        ]
        ran = subprocess.run(
            [*command, *(name.removeprefix("file://") for name in names)],
            check=False,
            capture_output=True,
            text=True,
        )
    return [
        f"{names[message['url'].replace('file:/', 'file:///', 1)]}:{message.get('lastLine', 0)}: {message['message']}"
        f" ({' '.join(message.get('extract', '').split())})"
        for message in json.loads(ran.stderr)["messages"]
        if message["message"] not in NOT_KNOWN_YET
    ]
