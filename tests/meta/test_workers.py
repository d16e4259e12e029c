"""With several workers, files that share something run in one, and what is long begins first (tests/workers.py)."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.workers import LONG, TOGETHER, Shared

ROOT = Path(__file__).resolve().parents[2]


class Worker:
    """Takes what it is given, and has done it when it is asked to."""

    shutting_down = False

    def __init__(self, tests: list[str]) -> None:
        self.tests, self.given = tests, list[str]()
        self.gateway = SimpleNamespace(id="a worker")

    def send_runtest_some(self, places: list[int]) -> None:
        self.given += [self.tests[place] for place in places]

    def shutdown(self) -> None:
        self.shutting_down = True


@pytest.fixture
def hand_out(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> Any:
    def all_of(*tests: str) -> list[list[str]]:
        monkeypatch.setattr(pytestconfig.option, "tx", ["popen", "popen"])
        monkeypatch.setattr(pytestconfig.option, "loadscopereorder", True, raising=False)
        scheduler: Any = Shared(pytestconfig)
        workers = [Worker(list(tests)) for _ in range(2)]
        for worker in workers:
            scheduler.add_node(worker)
            scheduler.add_node_collection(worker, list(tests))
        scheduler.schedule()
        done = [0, 0]
        while sum(done) < len(tests):
            for number, worker in enumerate(workers):
                for test in worker.given[done[number] : done[number] + 1]:
                    scheduler.mark_test_complete(worker, tests.index(test))
                    done[number] += 1
        return [worker.given for worker in workers]

    return all_of


def test_all_that_is_named_is_there() -> None:
    for path in [*(start for starts in TOGETHER.values() for start in starts), *LONG]:
        assert path in TOGETHER or (ROOT / path).exists(), path


def test_every_test_runs_once_beside_those_that_share_with_it(hand_out: Any) -> None:
    demo = TOGETHER["the demo, walked through"]
    tests = [
        f"{path}::test_{number}[a::b]" for path in (*demo, "tests/a.py", "tests/b.py") for number in "12"
    ]
    one, other = hand_out(*tests)
    assert sorted(one + other) == sorted(tests)
    assert len(one) > 1
    assert len(other) > 1
    walked = {test for test in tests if test.startswith(demo)}
    assert walked <= {*one} or walked <= {*other}
    for path in ("tests/a.py", "tests/b.py"):
        assert (
            len(
                {
                    name
                    for name, given in (("one", one), ("other", other))
                    if any(path in test for test in given)
                }
            )
            == 1
        )


def test_the_long_ones_begin_first_and_then_those_of_many_tests(hand_out: Any) -> None:
    few = ["tests/few.py::test_1"]
    many = [f"tests/many.py::test_{number}" for number in range(9)]
    journey, demo = "tests/journeys/test_offline.py::test_1", "tests/integration/test_crawl.py::test_1"
    one, other = hand_out(*few, *many, demo, journey)
    assert (one[0], other[0]) == (journey, demo)
    assert (one + other).index("tests/few.py::test_1") > (one + other).index(many[0])
