"""The pages of a visit are readable by everyone, on the phone and at the desk."""

import pytest
from django.urls import reverse

from employers.models import Visit
from employers.models.outcomes import NextStep
from tests.factories import (
    ContactPersonFactory,
    EmployerFactory,
    VisitFactory,
    WorkplaceFactory,
)

LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


@pytest.fixture
def pages(coach, other_coach, today):
    employer = EmployerFactory(name="Leipomo Esimerkki Oy")
    WorkplaceFactory(employer=employer)
    ContactPersonFactory(employer=employer)
    VisitFactory(employer=employer, coach=other_coach, done=True)
    planned = VisitFactory(employer=employer, coach=coach)
    done = Visit(employer=employer, coach=coach)
    step = NextStep("Soita", today, "call")
    done.perform("complete", by=coach, outcome="interested", next_step=step)
    return {
        "plan-choose": reverse("employers:visit-plan"),
        "plan": f"{reverse('employers:visit-plan')}?employer={employer.pk}",
        "planned": planned.get_absolute_url(),
        "move": reverse("employers:visit-transition", args=[planned.pk, "reschedule"]),
        "done": done.get_absolute_url(),
        "correct": reverse("employers:visit-correct", args=[done.pk]),
    }


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_visit_pages_are_accessible(
    browser_page, login, axe, no_overflow, shot, coach, pages, width, scheme
):
    page = browser_page(width, scheme)
    login(page, coach)
    problems = {}

    for name, url in pages.items():
        page.goto(url)
        problems |= {f"{name} {n}": text for n, text in enumerate(axe(page))}
        no_overflow(page)
        shot(page, f"visit-{name}-{scheme}")

    assert problems == {}
