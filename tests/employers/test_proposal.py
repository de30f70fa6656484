"""The employer's personal link: what it shows, takes, refuses and keeps to itself."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from employers.models import JobComment, ReviewLink, TailoredJob
from tests.employers.jobs import brought_to, inventoried
from tests.factories import ContactPersonFactory

State = TailoredJob.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def job(coach):
    coach.phone = "+358400000100"
    coach.save()
    job = inventoried(coach, title="Hyllyttäjä")
    person = ContactPersonFactory(employer=job.employer, name="Örkki Äijälä")
    job.perform("analyse", by=coach)
    job.perform("begin_draft", by=coach)
    job.perform("send", by=coach, channel="link", person=person)
    return job


@pytest.fixture
def link(job):
    return job.links.get()


@pytest.fixture
def reader(client):
    client.cookies["django_language"] = "en"
    return client


def at(link, name="proposal"):
    return reverse(name, args=[link.token])


def answer(link, **words):
    return {"name": "Örkki Äijälä", "digest": link.job.newest_version().digest, **words}


def html(response):
    return response.content.decode()


def sent_again(job, coach, **changes):
    """Change the content and send the next version by the same link."""
    link = job.links.get()
    with job.changing(by=coach):
        for name, value in changes.items():
            setattr(job, name, value)
        job.save()
    job = TailoredJob.objects.get(pk=job.pk)
    job.perform("rework", by=coach)
    job.perform("send", by=coach, channel="paper")
    return link


class TestReading:
    def test_says_what_the_job_is(self, reader, link):
        response = reader.get(at(link))
        page = html(response)
        assert response.status_code == 200
        for words in (
            "Hyllyttäjä",
            "Laatikot jäävät",
            "Monday",
            "7\N{EN DASH}9",
            "12.40",
            "Leena",
        ):
            assert words in page

    def test_names_the_coach_and_how_to_reach(self, reader, link, coach):
        page = html(reader.get(at(link)))
        assert str(coach) in page
        assert "tel:+358400000100" in page
        assert f"mailto:{coach.email}" in page

    def test_has_no_way_into_the_staff_site(self, reader, link):
        assert "/crm/" not in html(reader.get(at(link))).replace("/static/crm/", "")

    @pytest.mark.parametrize("name", ["proposal", "proposal-decline"])
    def test_is_kept_by_nobody(self, reader, link, name):
        response = reader.get(at(link, name))
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "same-origin"

    def test_opening_is_noted(self, reader, link):
        reader.get(at(link))
        link.refresh_from_db()
        assert link.opened_at

    def test_opening_by_an_earlier_link_is_noted(self, reader, job, link, coach):
        job.perform("rework", by=coach)
        job.perform("send", by=coach, channel="link", person=link.person)
        reader.get(at(link))
        opened = [each.opened_at for each in job.links.all()]
        assert len(opened) == 2
        assert all(opened)

    def test_opening_by_staff_is_not(self, coach_client, link):
        coach_client.get(at(link))
        link.refresh_from_db()
        assert link.opened_at is None

    def test_a_look_by_head_is_not(self, reader, link):
        assert reader.head(at(link)).status_code == 200
        link.refresh_from_db()
        assert link.opened_at is None

    def test_speaks_the_readers_language(self, client, link):
        link.person.language = "sv"
        link.person.save()
        assert '<html lang="sv"' in html(client.get(at(link)))

    def test_the_chosen_language_wins(self, reader, link):
        link.person.language = "sv"
        link.person.save()
        assert '<html lang="en"' in html(reader.get(at(link)))

    def test_marks_what_changed(self, reader, job, coach):
        shifts = [{"weekday": 0, "starts": "06:30", "ends": "09:00"}]
        link = sent_again(job, coach, shifts=shifts)
        page = html(reader.get(at(link)))
        assert "Changed: was 7\N{EN DASH}9" in page
        assert "Left out" in page

    def test_is_also_a_pdf(self, reader, link):
        response = reader.get(at(link), {"pdf": 1})
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")
        assert 'filename="proposal-hyllyttaja.pdf"' in response["Content-Disposition"]

    def test_queries(self, reader, link, django_assert_max_num_queries):
        with django_assert_max_num_queries(16):
            reader.get(at(link))


class TestClosed:
    def test_unknown(self, reader):
        response = reader.get(reverse("proposal", args=["0" * 32]))
        assert response.status_code == 404
        assert "does not lead anywhere" in html(response)

    @pytest.mark.parametrize("field", ["expires_at", "revoked_at"])
    def test_says_whom_to_call(self, reader, link, coach, field):
        past = timezone.now() - timedelta(hours=1)
        ReviewLink.objects.filter(pk=link.pk).update(**{field: past})
        response = reader.get(at(link))
        assert response.status_code == 410
        assert str(coach) in html(response)
        assert "Hyllyttäjä" not in html(response)

    def test_guessing_is_slowed(self, reader):
        for number in range(20):
            reader.get(reverse("proposal", args=[f"{number:032}"]))
        response = reader.get(reverse("proposal", args=["f" * 32]))
        assert response.status_code == 429
        assert "Too many attempts" in html(response)

    def test_answering_is_slowed(self, reader, link):
        for number in range(20):
            words = answer(link, part="tasks", text=f"Huomio {number}")
            reader.post(at(link, "proposal-comment"), words)
        words = answer(link, part="tasks", text="Vielä yksi")
        response = reader.post(at(link, "proposal-comment"), words)
        assert response.status_code == 429
        assert JobComment.objects.count() == 20
        cache.clear()


class TestComment:
    def comment(self, reader, link, **words):
        told = answer(link, part="times", text="Sopisiko perjantai töihin?")
        return reader.post(at(link, "proposal-comment"), told | words)

    def test_is_stored_and_told(self, reader, job, link):
        response = self.comment(reader, link)
        assert response.url == at(link)
        comment = job.comments.get()
        assert (comment.part, comment.link, comment.name) == (
            "times",
            link,
            "Örkki Äijälä",
        )
        assert TailoredJob.objects.get(pk=job.pk).state == State.NEGOTIATION
        assert "Sopisiko perjantai töihin?" in html(reader.get(at(link)))

    def test_plans_one_step_for_the_coach(self, reader, job, coach, link):
        self.comment(reader, link)
        self.comment(reader, link, text="Ja vielä toinen asia")
        # The step is in the coach's language, whatever the reader's is.
        steps = job.follow_ups.pending().filter(due_on=timezone.localdate())
        assert [step.assignee for step in steps] == [coach]

    def test_sent_twice_is_stored_once(self, reader, job, link):
        self.comment(reader, link)
        self.comment(reader, link)
        assert job.comments.count() == 1

    def test_empty_is_refused_in_its_own_form(self, reader, link):
        response = self.comment(reader, link, text=" ")
        assert response.status_code == 422
        assert "Write your comment first." in html(response)

    def test_identity_code_is_refused_and_the_rest_kept(self, reader, job, link):
        response = self.comment(reader, link, text="Hän on 131052-308T, hyvä tyyppi")
        assert response.status_code == 422
        assert "hyvä tyyppi" in html(response)
        assert not job.comments.exists()

    def test_an_unknown_part_is_not_taken(self, reader, job, link):
        response = self.comment(reader, link, part="nonsense")
        assert response.status_code == 422
        assert not job.comments.exists()

    def test_the_address_alone_leads_back(self, reader, link):
        assert reader.get(at(link, "proposal-comment")).url == at(link)


class TestAccept:
    def accept(self, reader, link, **words):
        return reader.post(
            at(link, "proposal-accept"), {**answer(link), "read": "on", **words}
        )

    def test_by_name(self, reader, job, link):
        response = self.accept(reader, link)
        assert response.url == at(link)
        given = job.newest_version().acceptances.get()
        assert (given.side, given.name, given.link) == (
            "employer",
            "Örkki Äijälä",
            link,
        )
        page = html(reader.get(at(link)))
        assert "You have accepted this" in page
        assert "The coach accepts the same version next" in page

    def test_tells_the_coach(self, reader, job, link):
        self.accept(reader, link)
        assert job.follow_ups.pending().filter(due_on=timezone.localdate()).exists()

    def test_twice_counts_once(self, reader, job, link):
        self.accept(reader, link)
        assert self.accept(reader, link).status_code == 302
        assert job.newest_version().acceptances.count() == 1

    def test_the_second_side_makes_it_agreed(self, reader, job, coach, link):
        version = job.newest_version()
        job.accept(version, side="coach", name=str(coach), by=coach)
        self.accept(reader, link)
        assert TailoredJob.objects.get(pk=job.pk).state == State.AGREED
        assert "it is agreed" in html(reader.get(at(link)))

    def test_needs_the_box_and_keeps_the_name(self, reader, job, link):
        response = self.accept(reader, link, read="", name="Öljy Äyriö")
        assert response.status_code == 422
        assert "Öljy Äyriö" in html(response)
        assert not job.newest_version().acceptances.exists()

    def test_an_older_version_shows_the_newer(self, reader, job, coach, link):
        old = job.newest_version()
        sent_again(job, coach, guide="Toinen Ohjaaja-Malli")
        response = self.accept(reader, link, digest=old.digest, name="Öljy Äyriö")
        page = html(response)
        assert "There is a newer version, 2" in page
        assert "Toinen Ohjaaja-Malli" in page
        assert "Öljy Äyriö" in page
        assert old.digest not in page
        assert "checked" not in page

    def test_not_while_the_content_changes(self, reader, job, coach, link):
        with job.changing(by=coach):
            job.guide = "Toinen Ohjaaja-Malli"
            job.save()
        assert "A new version is coming" in html(reader.get(at(link)))
        assert self.accept(reader, link).status_code == 422

    def test_a_form_needs_its_token(self, link):
        strict = Client(enforce_csrf_checks=True)
        url = at(link, "proposal-accept")
        assert strict.post(url, {**answer(link), "read": "on"}).status_code == 403


class TestDecline:
    def test_ends_the_job(self, reader, job, coach, link):
        words = {"reason": "money", "note": "Ei tänä vuonna, äkkiä muuttui"}
        response = reader.post(at(link, "proposal-decline"), words)
        assert response.url == at(link)
        job = TailoredJob.objects.get(pk=job.pk)
        assert (job.state, job.withdrawal) == (State.WITHDRAWN, "money")
        assert job.history.filter(note__contains="äkkiä").exists()
        assert [s.assignee for s in job.follow_ups.pending()] == [coach]
        after = reader.get(at(link))
        assert after.status_code == 410
        assert "You told us that you do not go on" in html(after)

    def test_needs_a_reason_and_keeps_the_note(self, reader, link):
        response = reader.post(at(link, "proposal-decline"), {"note": "Älä kysy"})
        assert response.status_code == 422
        assert "Älä kysy" in html(response)

    def test_too_late(self, reader, coach):
        job = brought_to(State.OPEN, coach)
        job.perform("close", by=coach, note="Loppui")
        ReviewLink.objects.update(revoked_at=None)
        url = at(job.links.first(), "proposal-decline")
        response = reader.post(url, {"reason": "other"})
        assert response.status_code == 422
        assert "no longer possible" in html(response)
