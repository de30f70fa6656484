"""What is printed of a job: preview, work card, checklist and their PDFs."""

import pytest
from django.urls import reverse

from tests.employers.jobs import brought_to, inventoried
from tests.factories import TailoredJobFactory

PAGES = ("job-preview", "job-card", "job-checklist")
pytestmark = pytest.mark.django_db


@pytest.fixture
def job(coach):
    job = inventoried(
        coach, title="Hyllyttäjä", reminders="Tauko on kello 8.\nEn nosta."
    )
    task, other = job.tasks.filter(ticked=True)[:2]
    task.easy_text, task.pictogram = "Taittelen laatikot.", "fold_box"
    task.steps, task.teach_days = "Ota arkki\nTaita reunat", 2
    task.time_of_day = "closing"
    task.save()
    other.easy_text, other.time_of_day = "Täytän hyllyt.", "opening"
    other.save()
    return job


def page(client, name, job):
    return client.get(reverse(f"employers:{name}", args=[job.pk])).content.decode()


class TestPages:
    def test_the_card_follows_the_day(self, coach_client, job):
        card = page(coach_client, "job-card", job)
        assert card.index("Täytän hyllyt.") < card.index("Taittelen laatikot.")
        assert "pictograms/fold_box.svg" in card
        assert "En nosta." in card
        assert "I work on 5 days a week." in card

    def test_the_checklist_has_the_steps(self, coach_client, job):
        checklist = page(coach_client, "job-checklist", job)
        assert "Taita reunat" in checklist
        assert "About 2 days to learn" in checklist
        assert "Täytän hyllyt." in checklist

    def test_the_preview_takes_no_answer(self, coach_client, job):
        preview = page(coach_client, "job-preview", job)
        assert "Hyllyttäjä" in preview
        assert "Nothing can be accepted" in preview
        assert "/t/" not in preview

    def test_the_preview_shows_the_working_content(self, coach_client, coach):
        job = brought_to("with_employer", coach)
        job.guide = "Toinen Ohjaaja-Malli"
        job.save()
        preview = page(coach_client, "job-preview", job)
        assert "Changed: was Leena Leipoja-Malli" in preview

    @pytest.mark.parametrize("name", PAGES)
    def test_with_nothing_in_it(self, coach_client, coach, name):
        job = TailoredJobFactory(coach=coach, week_minutes=0)
        assert "<main" in page(coach_client, name, job)

    @pytest.mark.parametrize("name", PAGES)
    def test_who_may(self, editor_client, job, name):
        url = reverse(f"employers:{name}", args=[job.pk])
        assert editor_client.get(url).status_code == 403


class TestPdf:
    @pytest.mark.parametrize("paper", ["proposal", "card", "checklist"])
    def test_each(self, coach_client, job, paper):
        url = reverse("employers:job-pdf", args=[job.pk, paper])
        response = coach_client.get(url)
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")
        name = f'inline; filename="{paper}-hyllyttaja.pdf"'
        assert response["Content-Disposition"] == name

    def test_no_other(self, coach_client, job):
        url = reverse("employers:job-pdf", args=[job.pk, "secret"])
        assert coach_client.get(url).status_code == 404
