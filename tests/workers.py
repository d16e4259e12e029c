"""Which worker runs what, when there are several: the tests of a file stay together, as do the files that share what is made once,
and what takes long begins first, so that no worker waits at the end for the other.

It stands in for pytest-xdist's own `--dist loadgroup`, which puts groups into the names of tests: pytest 9.2 lets nobody change
these, and groups are then passed over in silence (pytest-xdist issue 1386)."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# Files that share what is made once for the session (a browser, the demo walked through), by the beginnings of their paths.
TOGETHER = {
    "every page, in a browser": (
        "tests/journeys/test_everyone_can_use_it.py",
        "tests/journeys/test_budgets.py",
    ),
    "a browser": ("tests/journeys/",),
    "the demo, walked through": (
        "tests/integration/test_crawl.py",
        "tests/integration/test_html.py",
        "tests/integration/test_pages_read_plainly.py",
        "tests/integration/test_site_files.py",
    ),
}
# What takes longer than the number of its tests tells, the longest first; all else is shorter than these.
LONG = (
    *TOGETHER,
    "tests/integration/test_catalogue_in_processes.py",
    "tests/integration/test_letters_once.py",
    "tests/integration/test_a_year.py",
    "tests/integration/test_admin_walk.py",
    "tests/unit/matching/test_three_agree.py",
    "tests/unit/opportunities/test_every_process.py",
    "tests/integration/test_account_pages.py",
    "tests/unit/opportunities/test_evaluate.py",
    "tests/integration/test_worker.py",
)


class Shared(LoadScopeScheduling):
    """Gives a worker that has little left to do the longest of what nobody has begun."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return next((name for name, starts in TOGETHER.items() if path.startswith(starts)), path)

    def _assign_work_unit(self, node: WorkerController) -> None:
        longest = max(self.workqueue, key=self.length)
        self.workqueue.move_to_end(longest, last=False)
        super()._assign_work_unit(node)

    def length(self, scope: str) -> tuple[int, int]:
        """Something to compare: of what is known to be long, its place in LONG; of the rest, the number of tests."""
        return -LONG.index(scope) if scope in LONG else -len(LONG), len(self.workqueue[scope])
