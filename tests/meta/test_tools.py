"""The tools of the tests: exact, hashed, from wherever this machine gets its packages."""

from __future__ import annotations

import json
import re
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[1] / "tools"


def test_the_npm_lock_names_no_registry_and_hashes_everything() -> None:
    locked = json.loads((TOOLS / "package-lock.json").read_text())["packages"]
    packages = {name: package for name, package in locked.items() if name}
    assert len(packages) > 100
    assert [name for name, package in packages.items() if not package.get("integrity")] == []
    assert [name for name, package in packages.items() if "resolved" in package] == []


def test_the_tools_have_exact_versions() -> None:
    wanted = json.loads((TOOLS / "package.json").read_text())
    versions = wanted["dependencies"] | wanted["devDependencies"] | wanted["overrides"]
    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
