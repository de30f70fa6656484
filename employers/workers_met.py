"""The socket by which a contact with an employer is one with a worker of ours too.

Who of ours works there is known elsewhere: another part plugs in who is offered on the
log screen, and what becomes of those who were met.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from crm.models import TransitionLog, User
    from employers.models import Employer


class Plug(NamedTuple):
    """Whom a user may say to have met at an employer, and what then happens."""

    offer: "Callable[[Employer, User], list[tuple[str, str]]]"
    meet: "Callable[[Sequence[str], Employer, TransitionLog], None]"


PLUGS: list[Plug] = []


def offered(employer: "Employer", user: "User") -> list[tuple[str, str]]:
    """Return those who can be ticked: a key and how they are called."""
    return [pair for plug in PLUGS for pair in plug.offer(employer, user)]


def met(keys: Sequence[str], employer: "Employer", entry: "TransitionLog") -> None:
    """Pass on who was met in the contact that the entry tells of."""
    if keys:
        for plug in PLUGS:
            plug.meet(keys, employer, entry)
