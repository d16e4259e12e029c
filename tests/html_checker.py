"""The W3C's HTML checker, which reads CSS and SVG too."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

JAR = Path(__file__).resolve().parent / "tools" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

# CSS that browsers know and this version of the checker does not, each read as something like it: so that all around and inside it
# is checked, and nothing that the checker says is passed over.
READ_AS = (
    (re.compile(r"@container\b[^{(]*"), "@media "),
    (re.compile(r"container-type:[^;}]+"), "display:block"),
    (re.compile(r"(?:position-(?:area|try|anchor)|anchor-name):[^;})]+"), "top:0"),
    (re.compile(r"::highlight\([\w-]+\)"), "::selection"),
)


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
        for name, suffix, text in [
            *((name, ".html", html) for name, html in pages.items()),
            *((file.name, file.suffix, as_it_reads(file)) for file in files),
        ]:
            copy = Path(folder) / f"{len(names)}{suffix}"
            copy.write_text(text)
            names[copy.name] = name
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
        ran = subprocess.run([*command, folder], check=False, capture_output=True, text=True)
    return [
        f"{names[Path(message['url']).name]}:{message.get('lastLine', 0)}: {message['message']}"
        f" ({' '.join(message.get('extract', '').split())})"
        for message in json.loads(ran.stderr)["messages"]
    ]


def as_it_reads(file: Path) -> str:
    text = file.read_text()
    if file.suffix == ".css":
        for pattern, read_as in READ_AS:
            text = pattern.sub(read_as, text)
    return text
