"""What the tests of the log screen send and read."""

from uuid import uuid4

from bs4 import BeautifulSoup

URL = "/crm/log/"


def answers(employer=None, **more):
    """Return what the form sends for a cold visit that went well."""
    return {
        "draft": str(uuid4()),
        "employer": str(employer.pk) if employer else "",
        "kind": "cold",
        "outcome": "interested",
        "step": "call_week",
        **more,
    }


def fetch(record):
    return type(record).objects.get(pk=record.pk)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def errors(response):
    return [li.get_text() for li in soup(response).select(".notice[role=alert] li")]
