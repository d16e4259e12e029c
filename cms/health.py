"""What a load balancer or a monitor asks a process: is what it shows up to date?"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from opportunities import catalogue, clock

LONG = timedelta(minutes=15)  # after it a provider that a moderator paused would still be shown


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """The catalogue of the process that answers; it is brought up to date first, as by any request. 503 when there is none at
    all, or when it could not be brought up to date for a quarter of an hour. `failing_since` is null when all is well."""
    with suppress(Exception):  # without a catalogue; the failure is in what follows, and in the log
        catalogue.current()
    kept, failure, now = catalogue.keeper.kept, catalogue.keeper.failure, clock.now()
    status = "ok" if failure is None else "behind"
    if kept is None or (failure and now - failure.since >= LONG):
        status = "failing"
    return JsonResponse(
        {
            "status": status,
            "catalogue": {
                "version": kept.stamp.number if kept and kept.stamp else None,
                "listings": len(kept.catalogue) - len(kept.catalogue.gone) if kept else None,
                "age_seconds": round((now - kept.made).total_seconds()) if kept else None,
                "failing_since": failure.since.isoformat(timespec="seconds") if failure else None,
                "error": failure.error if failure else None,
            },
        },
        status=503 if status == "failing" else 200,
    )
