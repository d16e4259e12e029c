"""How we choose: a page for everybody who wants to know why they see what they see."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from matching.scoring import OVERDUE_LOSES
from profiles import how_we_choose
from profiles.device import DeviceRequest
from profiles.offline import works_offline


@require_safe
@works_offline
def show(request: DeviceRequest) -> HttpResponse:
    """The rules, the order, what is never used, and how good it is: the same for everybody."""
    context = {
        "rules": how_we_choose.rules(),
        "bars": how_we_choose.bars(),
        "overdue_loses": OVERDUE_LOSES,
        "matters": how_we_choose.matters(),
        "figures": how_we_choose.figures(),
    }
    return render(request, "profiles/how_we_choose.html", context)
