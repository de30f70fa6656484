"""A job tailored on the phone, from the shop floor to both sides' yes, in Finnish.

The coach walks through a bakery, writes down what is done there, sorts it, puts a job
together and sends it; the employer answers by the personal link, without an account.
"""

import re
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from employers.models import Photo, TailoredJob
from tests.data.odd_images import LAID_DOWN, ORIENTATION, saved
from tests.factories import ContactPersonFactory, EmployerFactory, WorkplaceFactory

State = TailoredJob.State
INVENTORY = "Tehtäväkartoitus"
TITLE = "Leipomon apulainen"
NEED = "Laatikot jäävät taittelematta"
#: Name, minutes at a time, times a week, the pile it belongs to.
TASKS = (
    ("Laatikoiden taittelu", 40, 5, "Siirrettävä"),
    ("Peltien pesu", 45, 5, "Siirrettävä"),
    ("Hyllyjen täyttö", 30, 4, "Siirrettävä"),
    ("Pullokone", 20, 3, "Siirrettävä"),
    ("Taikinan teko", 120, 5, "Ydinosaaminen"),
    ("Uunin käyttö", 90, 5, "Ydinosaaminen"),
    ("Tilausten vastaanotto", 30, 5, "Ydinosaaminen"),
    ("Kuljetukset", 60, 5, "Ei sovellu"),
)
CHOSEN = ("Laatikoiden taittelu", "Peltien pesu", "Hyllyjen täyttö")
SHIFTS = {
    "Maanantai": ("07:00", "09:00"),
    "Tiistai": ("07:00", "09:00"),
    "Keskiviikko": ("07:00", "09:00"),
    "Torstai": ("07:00", "09:00"),
    "Perjantai": ("07:00", "08:05"),
}
WISH = "Torstaisin vasta kello 9."


def photos():
    """Return pictures of nothing as two phones would send them."""
    upright = Image.new("RGB", (480, 640), "teal")
    laid_down = upright.transpose(LAID_DOWN[6])
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    return {
        "Laatikoiden taittelu": ("kuva.heic", "image/heic", saved(upright, "HEIF")),
        "Peltien pesu": ("kuva.jpg", "image/jpeg", saved(laid_down, "JPEG", exif=exif)),
    }


@pytest.fixture
def employer(coach):
    employer = EmployerFactory(name="Leipomo Esimerkki Oy", engaged=True, coach=coach)
    WorkplaceFactory(employer=employer, name="Keskustan leipomo")
    ContactPersonFactory(employer=employer, name="Erkki Esimerkki")
    return employer


@pytest.fixture
def look(no_overflow, shot):
    """Wait for the page of the heading, assert that it fits, and take a picture."""

    def check(page, name, heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        no_overflow(page)
        shot(page, f"tailor-{name}")

    return check


def tap(page, role, name, **options):
    page.get_by_role(role, name=name, **options).tap()


def fill(page, label, value):
    page.get_by_label(re.compile(f"^{label}")).fill(value)


def section(page, name):
    return page.get_by_role("region", name=name, exact=True)


# --- The steps of the coach -------------------------------------------------


def begin(page, employer, look):
    page.goto(employer.get_absolute_url())
    look(page, "01-employer", "Leipomo Esimerkki Oy")
    tap(page, "link", "Räätälöi työ")
    fill(page, "Työn nimi", TITLE)
    look(page, "02-begin", "Uusi räätälöity työ")
    tap(page, "button", "Aloita kartoitus")
    look(page, "03-empty-inventory", INVENTORY)


def write_needs(page, look):
    needs = section(page, "Mitä työpaikka tarvitsee")
    needs.get_by_role("radio", name="Jää tekemättä").tap()
    needs.get_by_label("Mitä tarvitaan").fill(NEED)
    look(page, "04-need", INVENTORY)
    needs.get_by_role("button", name="Lisää tarve").tap()
    expect(needs.get_by_text(NEED)).to_be_visible()


def write_tasks(page, look):
    form, files = page.get_by_role("form", name="Lisää tehtävä"), photos()
    for name, minutes, times, _pile in TASKS:
        form.get_by_label("Mitä tehdään").fill(name)
        form.get_by_label("Minuuttia kerralla").fill(str(minutes))
        form.get_by_label("Kertaa viikossa").fill(str(times))
        if name in files:
            kind = dict(zip(("name", "mimeType", "buffer"), files[name], strict=True))
            form.get_by_label("Ota kuva").set_input_files(kind)
            look(page, "05-task", INVENTORY)
        form.get_by_role("button", name="Lisää", exact=True).tap()
        expect(page.get_by_role("link", name=name)).to_be_visible()
    look(page, "06-tasks", INVENTORY)


def sort_tasks(page, look):
    for name, _minutes, _times, pile in TASKS:
        button = page.get_by_role("button", name=f"{pile}: {name}")
        button.tap()
        expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Jaottelematta")).to_have_count(0)
    look(page, "07-piles", INVENTORY)
    tap(page, "link", "Valmis")
    look(page, "08-analyse", "Tehtävät on jaoteltu")
    tap(page, "button", "Tehtävät on jaoteltu")


def begin_the_draft(page, look):
    look(page, "09-analysed", TITLE)
    tasks = section(page, "Tehtävät")
    for name in CHOSEN:
        tasks.get_by_role("checkbox", name=name).tap()
    tap(page, "button", "Tallenna valinta")
    expect(tasks.get_by_role("checkbox", checked=True)).to_have_count(len(CHOSEN))
    tap(page, "link", "Aloita luonnos")
    look(page, "10-begin-draft", "Aloita luonnos")
    tap(page, "button", "Aloita luonnos")
    expect(page.get_by_text("Ennen seuraavaa vaihetta")).to_be_visible()
    look(page, "11-draft", TITLE)


def set_shift(page, day, starts, ends):
    times = page.get_by_role("group", name=day, exact=True)
    times.get_by_label("Alkaa").first.fill(starts)
    times.get_by_label("Päättyy").first.fill(ends)


def set_the_week(page, look):
    tap(page, "link", "Työajat")
    for day, hours in SHIFTS.items():
        set_shift(page, day, *hours)
    look(page, "12-week", "Työajat")
    tap(page, "button", "Tallenna")


def set_the_terms(page, look):
    section(page, "Ehdot").get_by_role("link", name="Muokkaa").tap()
    page.get_by_label("Räätälöinnin tapa").select_option("Pilkottu nykyisestä työstä")
    fill(page, "Tuntia viikossa", "9")
    fill(page, "ja minuuttia", "5")
    page.get_by_label("Palkan muoto").select_option("Tuntipalkka")
    fill(page, "Palkka", "12.40")
    fill(page, "Työn ohjaaja työpaikalla", "Leena Leipoja-Malli")
    fill(page, "Meidän tukemme", "Valmentaja on mukana ensimmäiset päivät.")
    look(page, "13-terms", "Ehdot")
    tap(page, "button", "Tallenna")
    expect(page.get_by_text("Ennen seuraavaa vaihetta")).to_have_count(0)
    look(page, "14-complete", TITLE)


def send(page, look, version):
    """Send the content, and return where the employer reads it."""
    tap(page, "link", "Lähetä työnantajalle")
    expect(page.get_by_text(f"Työnantajalle lähtee versio {version}.")).to_be_visible()
    page.get_by_role("radio", name="Henkilökohtainen linkki").tap()
    page.get_by_label("Kenelle?").select_option("Erkki Esimerkki")
    look(page, f"15-send-{version}", "Lähetä työnantajalle")
    tap(page, "button", "Lähetä työnantajalle")
    expect(section(page, "Työnantajan kanssa")).to_contain_text("Ei vielä avattu")
    look(page, f"16-sent-{version}", TITLE)
    expect(page).to_have_url(re.compile("#link$"))
    link = page.get_by_label("Henkilökohtainen linkki")
    expect(link).to_be_in_viewport()
    page.locator("[data-copy] button").tap()
    expect(page.get_by_text("Kopioitu")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == link.input_value()
    return urlsplit(copied).path


# --- The employer, with the link alone --------------------------------------


def comment(page, url, look):
    page.goto(url)
    look(page, "20-proposal", re.compile(TITLE))
    times = section(page, "Milloin ja missä")
    times.get_by_text("Kommentoi tätä kohtaa").tap()
    times.get_by_label("Kommentti").fill(WISH)
    look(page, "21-comment", re.compile(TITLE))
    times.get_by_role("button", name="Lähetä kommentti").tap()
    expect(times.get_by_text(WISH)).to_be_visible()
    look(page, "22-commented", re.compile(TITLE))


def accept_by_name(page, url, look):
    """Accept version 2, and return the hash of what was read."""
    page.goto(url)
    thursday = page.get_by_role("row", name="Torstai")
    expect(thursday).to_contain_text("Muuttui: oli 7\N{EN DASH}9")
    look(page, "23-proposal-2", re.compile(TITLE))
    answer = section(page, "Onko tämä kohdallaan?")
    digest = answer.locator("[name=digest]").input_value()
    expect(answer).to_contain_text(f"{digest[:4]}·{digest[4:8]}")
    fill(page, "Nimesi", "Erkki Esimerkki")
    page.get_by_role("checkbox", name="Olen lukenut version 2").tap()
    look(page, "24-yes", re.compile(TITLE))
    tap(page, "button", "Hyväksyn version 2")
    expect(page.get_by_text("Olette hyväksyneet tämän")).to_be_visible()
    look(page, "25-accepted", re.compile(TITLE))
    return digest


# --- The coach again ----------------------------------------------------------


def read_and_change(page, look):
    page.reload()
    link = section(page, "Työnantajan kanssa")
    expect(link).to_contain_text(re.compile(r"Avattu \w\w \d"))
    expect(section(page, "Mitä on sanottu")).to_contain_text(WISH)
    look(page, "17-answered", TITLE)
    tap(page, "link", "Työajat")
    set_shift(page, "Torstai", "09:00", "11:00")
    tap(page, "button", "Tallenna")


def accept(page, look):
    page.reload()
    expect(section(page, "Työnantajan kanssa")).to_contain_text(
        re.compile(r"Avattu \w\w \d")
    )
    look(page, "26-employer-accepted", TITLE)
    tap(page, "link", "Hyväksy tai kirjaa hyväksyntä")
    look(page, "27-accept", "Hyväksy versio")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Työnantaja: Erkki Esimerkki")
    expect(main).not_to_contain_text("Työnantaja hyväksyi paperilla")
    tap(page, "button", "Hyväksyn tämän version")
    expect(page.get_by_text("Hyväksyntä kirjattiin.")).to_be_visible()
    look(page, "28-agreed", TITLE)


def papers(page):
    """Load the three papers as the coach does, and return them read."""
    found = {}
    for name in ("Ehdotus", "Työkortti", "Oppimisen tarkistuslista"):
        link = page.get_by_role("link", name=f"PDF: {name}")
        answer = page.request.get(link.get_attribute("href"))
        assert answer.headers["content-type"] == "application/pdf"
        found[name] = PdfReader(BytesIO(answer.body()))
    return found


def check_is_tagged(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "fi"
    assert TITLE in reader.metadata.title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_coach_tailors_a_job_and_both_sides_accept_it(
    finnish, login, coach, employer, look
):
    page, outside = finnish(390), finnish(390)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    login(page, coach)
    begin(page, employer, look)
    write_needs(page, look)
    write_tasks(page, look)
    assert Photo.objects.filter(width=480, height=640).count() == len(photos())
    sort_tasks(page, look)
    begin_the_draft(page, look)
    set_the_week(page, look)
    set_the_terms(page, look)
    url = send(page, look, 1)

    comment(outside, url, look)
    read_and_change(page, look)
    send(page, look, 2)
    digest = accept_by_name(outside, url, look)
    accept(page, look)

    job = TailoredJob.objects.get()
    assert (job.state, job.agreed_on) == (State.AGREED, timezone.localdate())
    assert (job.agreed_version.number, job.agreed_version.digest) == (2, digest)
    yeses = job.agreed_version.acceptances.standing().values_list("side", "name")
    assert set(yeses) == {("employer", "Erkki Esimerkki"), ("coach", str(coach))}
    for reader in papers(page).values():
        check_is_tagged(reader)
