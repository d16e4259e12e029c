"""The tools that the audit starts, and whether this machine has them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from tests import html_checker

TOOLS = Path(__file__).resolve().parents[1] / "tools"
BIN = TOOLS / "node_modules" / ".bin"
OLDEST_NODE = 20


def chromium() -> str:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""


def missing() -> list[str]:
    """What the audit needs and can not find, in words."""
    wanted = []
    if not chromium():
        wanted.append("Chromium")
    node = (
        subprocess.run(["node", "--version"], check=False, capture_output=True, text=True).stdout
        if shutil.which("node")
        else ""
    )
    number = re.match(r"v(\d+)", node)
    if not number or int(number[1]) < OLDEST_NODE:
        wanted.append(f"Node {OLDEST_NODE} or newer")
    if not (BIN / "lighthouse").exists() or not (TOOLS / "node_modules" / "pa11y").exists():
        wanted.append("Lighthouse and pa11y (npm ci in tests/tools)")
    part = html_checker.missing_part()
    return [*wanted, part] if part else wanted
