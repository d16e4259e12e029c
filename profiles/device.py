"""What a visitor's own device holds for us, during one request, and the cookie that goes back to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from opportunities import clock
from profiles import look
from profiles.answers import COOKIE, NOTHING, Answers, seal, unseal

TWO_WEEKS = 60 * 60 * 24 * 14


class Device:
    """The answers that came with a request. Nothing is decrypted until a view asks."""

    def __init__(self, cookie: str | None) -> None:
        self._cookie = cookie
        self._answers: Answers | None = None
        self._changed = False

    def read(self) -> Answers:
        """What the person said so far."""
        if self._answers is None:
            self._answers = unseal(self._cookie)
        return self._answers

    @property
    def shared(self) -> bool:
        """They said that others use this computer. Whoever asks only that makes no page that must not be cached."""
        return (unseal(self._cookie) if self._answers is None else self._answers).shared

    def keep(self, answers: Answers) -> None:
        """Send these answers back with the response."""
        self._answers, self._changed = answers, True

    def forget(self) -> None:
        """Take everything off the device."""
        self.keep(NOTHING)

    def write(self, response: HttpResponse, *, secure: bool, today: date) -> None:
        """Set the cookie where it changed, or is read for the first time today: two weeks start again with each day of use. On a
        shared computer it ends with the browser. A page made from answers is kept by no cache."""
        if self._answers is None:
            return
        patch_cache_control(response, private=True, no_store=True)
        if self._answers == NOTHING:
            if self._changed:
                response.delete_cookie(COOKIE, samesite="Lax")
        elif self._changed or self._answers.seen != today.toordinal():
            response.set_cookie(
                COOKIE,
                seal(replace(self._answers, seen=today.toordinal())),
                max_age=None if self._answers.shared else TWO_WEEKS,
                httponly=True,
                samesite="Lax",
                secure=secure,
            )


class DeviceRequest(HttpRequest):
    """A request that went through `DeviceMiddleware`. `works_offline`: the device may keep the page (profiles/offline.py)."""

    device: Device
    look: look.Look
    works_offline: bool


class DeviceMiddleware:
    """Every request has a `device`, and the `look` that was chosen on it; what a view kept goes back with the response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: DeviceRequest) -> HttpResponse:
        request.device = Device(request.COOKIES.get(COOKIE))
        request.look = look.read(request.COOKIES)
        response = self.get_response(request)
        request.device.write(response, secure=request.is_secure(), today=clock.today())
        return response
