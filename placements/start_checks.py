"""What else must hold before a placement begins: other parts add their own checks.

The pay subsidy adds its hard guard here: the decision must come before the first day
(law 380/2023 84 §, domain.md 4.6).
"""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placements.models.placements import Placement

type StartCheck = Callable[[Placement, date], list[str]]

CHECKS: list[StartCheck] = []


def start_check(check: StartCheck) -> StartCheck:
    """Register a function that returns reasons against beginning on a day."""
    CHECKS.append(check)
    return check


def start_problems(placement: "Placement", on: date) -> list[str]:
    """Return every reason against beginning on the day; empty when it may begin."""
    return [reason for check in CHECKS for reason in check(placement, on)]
