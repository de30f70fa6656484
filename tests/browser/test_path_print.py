"""The whole path on paper: one pseudonymous timeline, as the browser prints it."""

from datetime import datetime
from io import BytesIO

import time_machine
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from placements.models import Candidate
from tests.conftest import make_person
from tests.placements.test_ten_years import BAKERY, CAFE, CHAIN, NOTE, ten_years


def test_ten_years_print_without_a_name(
    finnish, coach, other_coach, manager, login, shot, no_overflow
):
    third = make_person("coach", "Tiina", "Tammi")
    ten_years(coach, other_coach, third, manager)
    candidate = Candidate.objects.get()
    url = reverse("placements:path", args=[candidate.pk])
    moment = datetime(2036, 2, 6, 9, tzinfo=timezone.get_current_timezone())

    with time_machine.travel(moment):
        for width in (390, 1280):
            page = finnish(width)
            login(page, third)
            page.goto(url)
            assert CHAIN in page.inner_text("main")
            no_overflow(page)
            shot(page, "path")
        pdf = page.pdf(format="A4", prefer_css_page_size=True)

    paper = " ".join(
        " ".join(
            sheet.extract_text() for sheet in PdfReader(BytesIO(pdf)).pages
        ).split()
    )
    assert candidate.code in paper
    assert "Palkkatuettu työsuhde, työpaikka 2" in paper
    for name in (BAKERY, CAFE, CHAIN, NOTE, coach, other_coach, third, manager):
        assert str(name) not in paper
