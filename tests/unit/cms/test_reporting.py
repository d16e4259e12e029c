"""A report of a broken page holds nothing of the person it broke for."""

from __future__ import annotations

import sys

from django.test import RequestFactory
from django.views.debug import ExceptionReporter, get_exception_reporter_filter

SECRET = "quiet-space-is-a-must"


def test_a_report_has_no_answer_in_it() -> None:
    request = RequestFactory().post("/find/needs/", {"needs": SECRET}, HTTP_COOKIE=f"answers={SECRET}")
    request.COOKIES["answers"] = SECRET

    def broken(words: str) -> None:
        raise RuntimeError("a broken page")

    try:
        broken(SECRET)
    except RuntimeError:
        reporter = ExceptionReporter(request, *sys.exc_info())
    assert type(get_exception_reporter_filter(request)).__name__ == "NothingPersonal"
    for report in (reporter.get_traceback_html(), reporter.get_traceback_text()):
        # The line of code that broke may be shown; this file's own line with the constant is not the person's answer.
        assert SECRET not in report.replace(f'SECRET = "{SECRET}"', "")
