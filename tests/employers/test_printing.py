"""The printed papers: tagged, titled, in their language, and literal."""

import time
from io import BytesIO

import pytest
import typst
from django.utils import translation
from PIL import Image
from pypdf import PdfReader

from employers.pictograms import Pictogram, path_of
from employers.printing.papers import (
    ChecklistPaper,
    ChecklistTask,
    Fact,
    Line,
    Picture,
    ProposalPaper,
    Shift,
    WorkCardPaper,
)
from employers.printing.typesetting import (
    checklist_pdf,
    proposal_pdf,
    work_card_pdf,
)

HOSTILE = [
    "#panic()",
    "$x$",
    "*bold*",
    "<script>",
    "\\",
    '"quoted" #read("/etc/passwd")',
    "= heading",
]


def proposal(**over):
    told = {
        "lang": "fi",
        "title": "Leipomon apulainen",
        "tasks": [Line("Pesee pellit ja äyskärit", "3 h")],
        "shifts": [Shift("Maanantai", "6-9")],
        "facts": [Fact("Palkka", "12,40 €/h")],
        "adjustments": [Fact("Työpöytä", "Åboland")],
        "coach": "Maija Meikäläinen",
    }
    return ProposalPaper(**(told | over))


def card(**over):
    told = {
        "lang": "sv",
        "title": "Mitt jobb på bageriet",
        "shifts": [Shift("må", "6-9"), Shift("ti", "")],
        "tasks": [Picture("Jag tvättar händerna.", pictogram="wash_hands")],
        "reminders": [Picture("Jag frågar.", pictogram="ask", alt="Två människor")],
        "closing": ["Min jobbcoach är Maija."],
    }
    return WorkCardPaper(**(told | over))


def checklist(**over):
    told = {
        "lang": "en",
        "title": "Learning the job",
        "tasks": [
            ChecklistTask("Boxes", 2, ["Take a sheet", "Fold it"]),
            ChecklistTask("Cardboard"),
        ],
    }
    return ChecklistPaper(**(told | over))


def read(pdf):
    return PdfReader(BytesIO(pdf))


def text_of(pdf):
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def tags_of(pdf):
    """Every structure element as (tag, alternative text), in the order of reading."""
    return list(walk(read(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"]))


def walk(node):
    node = node.get_object()
    if isinstance(node, dict):
        if "/S" in node:
            yield node["/S"], node.get("/Alt")
        node = [node["/K"]] if "/K" in node else []
    for each in node if isinstance(node, list) else []:
        yield from walk(each)


@pytest.mark.parametrize(
    ("make", "paper", "lang", "title"),
    [
        (proposal_pdf, proposal(), "fi", "Leipomon apulainen"),
        (work_card_pdf, card(), "sv", "Mitt jobb på bageriet"),
        (checklist_pdf, checklist(), "en", "Learning the job"),
    ],
)
def test_paper_is_tagged_titled_and_in_its_language(make, paper, lang, title):
    reader = read(make(paper))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == lang
    assert reader.metadata.title == title
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_proposal_has_real_headings_tables_and_finnish_letters():
    pdf = proposal_pdf(proposal())
    tags = [tag for tag, _alt in tags_of(pdf)]

    assert tags.count("/H1") == 1
    assert tags.count("/H2") == 5
    assert tags.count("/TH") == 6
    assert "/LI" in tags
    text = text_of(pdf)
    assert "Pesee pellit ja äyskärit" in text
    assert "Työpöytä" in text
    assert "Åboland" in text
    assert len(read(pdf).pages) == 1


def test_headings_come_in_the_active_language():
    with translation.override("en"):
        assert "Working hours" in text_of(proposal_pdf(proposal()))


def test_empty_parts_are_left_out():
    text = text_of(proposal_pdf(ProposalPaper(lang="en", title="A job")))

    assert text.strip() == "A job"


def test_pictures_have_alternative_texts():
    photo = BytesIO()
    Image.new("RGB", (60, 40), "green").save(photo, "JPEG")
    tasks = [
        Picture("I fold.", image=photo.getvalue(), alt="A green wall"),
        Picture("I wash.", pictogram="wash_hands"),
        Picture("I rest."),
    ]

    with translation.override("en"):
        pdf = work_card_pdf(card(tasks=tasks))

    alts = [alt for tag, alt in tags_of(pdf) if tag == "/Figure" and alt]
    assert alts == ["A green wall", "Washing hands", "Två människor"]


def test_hostile_text_prints_literally():
    pdfs = [
        proposal_pdf(proposal(needs=HOSTILE, tasks=[Line(each) for each in HOSTILE])),
        work_card_pdf(card(closing=HOSTILE)),
        checklist_pdf(checklist(tasks=[ChecklistTask("x", 1, HOSTILE)])),
    ]

    for pdf in pdfs:
        text = text_of(pdf)
        for each in HOSTILE:
            assert each in text


def test_character_without_a_glyph_prints_as_a_box():
    text = text_of(proposal_pdf(proposal(needs=["Kiitos \U0001f600\ufe0f! \x07"])))

    assert "Kiitos □!" in text


def test_very_long_word_is_broken_inside_the_page():
    word = "x" * 300
    pdf = proposal_pdf(proposal(tasks=[Line(word)]))

    assert text_of(pdf).count("x") == 300
    assert max(len(line.strip()) for line in text_of(pdf).splitlines()) < 120


def test_two_hundred_tasks_flow_over_pages_in_time():
    many = [f"Tehtävä {n}" for n in range(200)]
    began = time.monotonic()

    pdfs = [
        proposal_pdf(proposal(tasks=[Line(each) for each in many])),
        work_card_pdf(card(tasks=[Picture(m, pictogram="mop") for m in many])),
        checklist_pdf(checklist(tasks=[ChecklistTask(m, 3, ["a"]) for m in many])),
    ]

    assert time.monotonic() - began < 10  # far more than it takes, on a busy machine
    for pdf in pdfs:
        assert "Tehtävä 199" in text_of(pdf)
        assert len(read(pdf).pages) > 1


def test_broken_picture_is_an_error():
    with pytest.raises(typst.TypstError):
        work_card_pdf(card(tasks=[Picture("x", image=b"no picture")]))


def test_every_sign_has_one_drawing_and_the_other_way_round():
    files = {each.stem for each in path_of("mop").parent.glob("*.svg")}

    assert files == set(Pictogram.values)


def test_path_of_refuses_what_is_no_sign():
    with pytest.raises(ValueError, match="not a valid"):
        path_of("../../secret")
