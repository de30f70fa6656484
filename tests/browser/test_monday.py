"""A manager's Monday: the leak, who is behind it, a hand-over, the meeting's papers."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import expect
from pypdf import PdfReader

from employers.models import Employer
from tests.factories import CandidateFactory, EmployerFactory, UserFactory
from tests.placements.metric_data import contact, job, placement

FUNNEL = reverse("placements:funnel")


@pytest.fixture
def niina():
    return UserFactory(role="coach", first_name="Niina", last_name="Näyte")


@pytest.fixture
def year(coach, niina):
    """Make a year of work: nine jobs begun long ago, most of them lost as drafts."""
    begun = timezone.localdate() - timedelta(days=500)
    employers = [
        EmployerFactory(name=f"Leipomo Esimerkki {n} Oy", engaged=True, coach=coach)
        for n in range(1, 10)
    ]
    for number, employer in enumerate(employers):
        dates = {"drafted_on": begun + timedelta(days=9)}
        if number < 2:
            dates["sent_on"] = begun + timedelta(days=20)
        job(begun, employer=employer, coach=coach, title=f"Aputyö {number}", **dates)
        contact(employer, timezone.localdate(), coach=coach)
    for number in range(12):
        left = begun + timedelta(days=70) if number < 5 else None
        placement(CandidateFactory(active=True), begun, left, "unsuitable")
    return begun.year


@pytest.fixture
def desk(browser_page, login, manager, year):
    page = browser_page(1280)
    login(page, manager)
    return page


def look_at_leak(page, year):
    page.goto(f"{FUNNEL}?period={year}")
    leak = page.locator(".funnel li[data-tone=berry]")
    expect(leak).to_contain_text("With employer")
    expect(page.locator(".measure")).to_contain_text("Most are lost between")


def open_what_is_behind(page):
    """Open those that came as far as the stage before the leak."""
    page.locator(".funnel li", has_text="Tailored draft").locator(".n a").click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(9)
    expect(rows.first).to_contain_text("Leipomo Esimerkki")


def hand_over(page, niina):
    page.goto(reverse("employers:list"))
    for box in page.locator(".pick input").all()[:3]:
        box.check()
    page.locator(".bulk button[value=assign]").click()
    page.locator("#id_to").select_option(str(niina.pk))
    page.locator(".sticky [type=submit]").click()
    expect(page.locator(".toast")).to_contain_text("3")


def test_manager_goes_from_the_leak_to_the_meeting(desk, year, niina, shot):
    look_at_leak(desk, year)
    shot(desk, "monday-1-funnel")
    open_what_is_behind(desk)
    shot(desk, "monday-2-behind")

    hand_over(desk, niina)

    assert Employer.objects.filter(coach=niina).count() == 3
    shot(desk, "monday-3-employers")
    desk.goto(FUNNEL)
    desk.locator("nav.chips a", has_text="For the meeting").click()
    shot(desk, "monday-4-meeting")
    with desk.expect_download() as download:
        desk.locator("a[download]", has_text="XLSX").click()
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    codes = [row[0] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert {"M8", "M16", "M23", "Q1"} <= set(codes)


def test_pack_is_printed_whole_on_a4_without_the_screen_around_it(desk, year, shot):
    desk.goto(reverse("placements:funnel-meeting"))

    reader = PdfReader(BytesIO(desk.pdf(format="A4", print_background=False)))

    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for heading in (
        "Contacts",
        "Tailored jobs",
        "Authorities",
        "Quality",
        "Definitions",
    ):
        assert heading in text
    assert "Sign out" not in text
    assert "Freeze as a report" not in text
    assert 2 < len(reader.pages) < 20
    desk.emulate_media(media="print")
    shot(desk, "monday-5-print")


def test_numbers_are_split_and_lead_back_narrowed(desk, year, coach, shot):
    desk.goto(
        f"{reverse('placements:funnel-contacts')}?period={timezone.localdate().year}"
    )
    desk.get_by_role("link", name=re.compile("By parts: Contacts done")).click()
    desk.locator(".switch a", has_text="Coach").click()

    row = desk.locator("tbody tr", has_text=str(coach))
    expect(row.locator("td").first).to_have_text("9")
    shot(desk, "monday-6-split")
    row.locator("th a").click()

    expect(desk).to_have_url(re.compile(f"coach={coach.pk}"))
    expect(desk.locator("#id_coach")).to_have_value(str(coach.pk))
