"""The public site of the demo: its starting content, and one request for a visit."""

from typing import Any

from cms.loading import load_site
from crm.models import Municipality
from employers.models import VisitRequest
from employers.visit_asking import Asked, receive


def load(people: dict[str, list[Any]]) -> None:
    """Load the site; its contact page shows the demo's coaches by itself."""
    load_site()
    receive(asked_in(people["coach"][0].municipalities.earliest("name_fi")))


def asked_in(place: Municipality) -> Asked:
    """Return a fictional request from a municipality."""
    return Asked(
        organisation="Kulman Keksitty Leipä",
        municipality=place,
        name="Anna Malli",
        language="fi",
        phone="+358400000190",
        words="Pellit ja laatikot kasaantuvat iltapäivisin.",
        work=[VisitRequest.Work.PACKING, VisitRequest.Work.KITCHEN],
        times=[VisitRequest.Time.NOON],
    )
