"""A job tailored at a desk without a mouse, from the employer to a sent proposal."""

import re

import pytest
from playwright.sync_api import expect

from employers.models import TailoredJob
from tests.browser.keyboard import Keyboard
from tests.factories import ContactPersonFactory, EmployerFactory, WorkplaceFactory

State = TailoredJob.State
TITLE = "Leipomon apulainen"
NEED = "Laatikot jäävät taittelematta"
#: Name, minutes at a time, times a week, the pile it belongs to.
TASKS = (
    ("Laatikoiden taittelu", "60", "2", "Siirrettävä"),
    ("Peltien pesu", "60", "2", "Siirrettävä"),
    ("Taikinan teko", "120", "5", "Ydinosaaminen"),
)
CHOSEN = ("Laatikoiden taittelu", "Peltien pesu")


@pytest.fixture
def employer(coach):
    employer = EmployerFactory(name="Leipomo Esimerkki Oy", engaged=True, coach=coach)
    WorkplaceFactory(employer=employer, name="Keskustan leipomo")
    ContactPersonFactory(employer=employer, name="Erkki Esimerkki")
    return employer


@pytest.fixture
def page(finnish, login, coach, employer):
    page = finnish(1280)
    login(page, coach)
    page.goto(employer.get_absolute_url())
    return page


@pytest.fixture
def keys(page):
    return Keyboard(page)


def heading(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def section(page, name):
    return page.get_by_role("region", name=name, exact=True)


def button(place, name):
    return place.get_by_role("button", name=name, exact=True)


def field(place, label):
    return place.get_by_label(re.compile(f"^{label}"))


def begin(page, keys):
    link = page.get_by_role("link", name="Räätälöi työ")
    keys.to(link)
    keys.press("ControlOrMeta+k")
    expect(page.get_by_role("dialog").get_by_role("combobox")).to_be_focused()
    keys.press("Escape")
    keys.enter(link, most=0)
    heading(page, "Uusi räätälöity työ")
    keys.enter(button(page, "Aloita kartoitus"))
    errors = page.locator("[data-focus]")
    expect(errors).to_be_focused()
    keys.write(field(page, "Työn nimi"), TITLE)
    keys.enter(button(page, "Aloita kartoitus"))
    heading(page, "Tehtäväkartoitus")


def write_the_need(page, keys):
    needs = section(page, "Mitä työpaikka tarvitsee")
    kinds = needs.get_by_role("group", name="Millainen tarve").get_by_role("radio")
    keys.to(kinds.first)
    keys.press("ArrowDown", "ArrowUp")
    expect(kinds.first).to_be_checked()
    keys.write(field(needs, "Mitä tarvitaan"), NEED)
    keys.enter(button(needs, "Lisää tarve"))
    expect(needs.get_by_text(NEED)).to_be_visible()


def write_tasks(page, keys):
    """Write the tasks; the first field of the next one must be near at hand."""
    form = page.get_by_role("form", name="Lisää tehtävä")
    for name, minutes, times, _pile in TASKS:
        keys.write(field(form, "Mitä tehdään"), name)
        keys.write(field(form, "Minuuttia kerralla"), minutes, most=1)
        keys.write(field(form, "Kertaa viikossa"), times, most=2)
        keys.enter(button(form, "Lisää"), most=3)
        expect(page.get_by_role("link", name=name)).to_be_visible()
        keys.to(field(form, "Mitä tehdään"), most=1)


def sort_tasks(page, keys):
    for name, _minutes, _times, pile in TASKS:
        keys.enter(button(page, f"{pile}: {name}"))
        expect(
            button(page, f"{pile}: {name}").and_(page.locator("[aria-pressed=true]"))
        ).to_be_visible()
        keys.stay_in(section(page, "Kolme pinoa"))
    expect(page.get_by_text("Jaottelematta")).to_have_count(0)


def move_on_the_board(page, keys):
    """Say on the board that the tasks are sorted, and come back to the board."""
    keys.enter(page.get_by_role("link", name="Taulu"))
    heading(page, "Räätälöidyt työt")
    menu = page.get_by_label(f"Siirrä… {TITLE}")
    keys.enter(menu)
    keys.press("Escape")
    keys.enter(menu, most=0)
    keys.enter(page.get_by_role("link", name="Tehtävät on jaoteltu"), most=3)
    heading(page, "Tehtävät on jaoteltu")
    keys.enter(button(page, "Tehtävät on jaoteltu"))
    heading(page, "Räätälöidyt työt")
    keys.enter(page.get_by_role("link", name=TITLE))
    heading(page, TITLE)


def begin_the_draft(page, keys):
    tasks = section(page, "Tehtävät")
    for name in CHOSEN:
        keys.to(tasks.get_by_role("checkbox", name=name))
        keys.press("Space")
    keys.enter(button(tasks, "Tallenna valinta"))
    expect(tasks.get_by_role("checkbox", checked=True)).to_have_count(len(CHOSEN))
    keys.stay_in(tasks)
    keys.enter(page.get_by_role("link", name="Aloita luonnos"))
    heading(page, "Aloita luonnos")
    keys.enter(button(page, "Aloita luonnos"))
    heading(page, TITLE)


def set_the_week(page, keys):
    keys.enter(page.get_by_role("link", name="Työajat"))
    heading(page, "Työajat")
    for day in ("Maanantai", "Tiistai"):
        times = page.get_by_role("group", name=day, exact=True)
        keys.to(times.get_by_label("Alkaa").first)
        keys.type("0700a")
        keys.to(times.get_by_label("Päättyy").first)
        keys.type("0900a")
    keys.press("Enter")
    heading(page, TITLE)


def set_the_terms(page, keys):
    keys.enter(section(page, "Ehdot").get_by_role("link", name="Muokkaa"))
    heading(page, "Ehdot")
    keys.to(field(page, "Räätälöinnin tapa"))
    keys.type("Pilk")
    keys.write(field(page, "Tuntia viikossa"), "4")
    keys.to(field(page, "Palkan muoto"))
    keys.type("Tunti")
    keys.write(field(page, "Palkka"), "13")
    keys.write(field(page, "Työn ohjaaja työpaikalla"), "Leena Leipoja-Malli")
    keys.write(field(page, "Meidän tukemme"), "Valmentaja on mukana alussa.")
    keys.enter(button(page, "Tallenna"))
    heading(page, TITLE)


def send(page, keys):
    keys.enter(page.get_by_role("link", name="Lähetä työnantajalle"))
    heading(page, "Lähetä työnantajalle")
    channel = page.get_by_role("radio", name="Henkilökohtainen linkki")
    keys.to(channel)
    keys.to(field(page, "Kenelle?"), most=1)
    keys.to(channel, most=1, back=True)
    keys.to(field(page, "Kenelle?"), most=1)
    keys.type("Erkki")
    keys.enter(button(page, "Lähetä työnantajalle"))
    heading(page, TITLE)
    keys.to(page.get_by_label("Henkilökohtainen linkki"), most=2)


def test_coach_tailors_and_sends_a_job_without_a_mouse(page, keys):
    begin(page, keys)
    write_the_need(page, keys)
    write_tasks(page, keys)
    sort_tasks(page, keys)
    move_on_the_board(page, keys)
    begin_the_draft(page, keys)
    set_the_week(page, keys)
    set_the_terms(page, keys)
    send(page, keys)

    job = TailoredJob.objects.get()
    assert (job.state, job.week_minutes) == (State.WITH_EMPLOYER, 240)
    assert job.links.get().person.name == "Erkki Esimerkki"
