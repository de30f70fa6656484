"""What the coach's calculators show around their answers, and how one links to them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employers.benefits import Basis
from employers.dormancy import Dormancy
from employers.models import TailoredJob
from employers.week import HOUR


@dataclass(frozen=True)
class Tool:
    """One calculator as the row above them shows it."""

    name: str
    label: str
    url: str
    current: bool


def calculators(path: str) -> list[Tool]:
    """Return the calculators, the one at the path marked."""
    named = (
        ("employers:benefits", _("What is left of the pay")),
        ("employers:benefits-dormancy", _("Dormant pension")),
        ("employers:benefits-subsidy", _("Pay subsidy")),
        ("employers:benefits-allowance", _("Work allowance")),
    )
    tools = [(name, label, reverse(name)) for name, label in named]
    return [Tool(name, label, url, url == path) for name, label, url in tools]


def job_calculator_url(job: TailoredJob) -> str:
    """Return the address that compares this job's pay; "" without a stated pay."""
    if job.pay_form not in {"hour", "month"} or job.pay_amount is None:
        return ""
    hours, minutes = divmod(job.week_minutes, HOUR)
    asked = {
        "per": job.pay_form,
        "pay_1": job.pay_amount,
        "hours_1": f"{hours}:{minutes:02}",
        "extra_1": job.pay_supplements or "",
        "basis": Basis.PENSION.value,
    }
    return f"{reverse('employers:benefits')}?{urlencode(asked)}"


def dormancy_steps(found: Dormancy, today: date) -> list[dict[str, Any]]:
    """Return the dormancy for ``{% stepper %}``: how far it is today."""
    days = [(found.since, _("Left dormant"))]
    days += [(mark.on, _months(mark.months)) for mark in found.marks]
    passed = sum(day <= today for day, _label in days)
    return [
        {
            "label": label,
            "status": _status(number, passed),
            "meta": date_format(day, "SHORT_DATE_FORMAT"),
        }
        for number, (day, label) in enumerate(days, 1)
    ]


def _months(months: int) -> str:
    return ngettext("%(months)d month", "%(months)d months", months) % {
        "months": months
    }


def _status(number: int, passed: int) -> str:
    if number == passed:
        return "now"
    return "done" if number < passed else "ahead"
