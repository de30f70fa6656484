"""Moving a job on its screens, and accepting."""

import pytest
from django.utils import timezone

from employers.models import TailoredJob
from tests.employers.jobs import brought_to
from tests.factories import ContactPersonFactory


@pytest.mark.parametrize("email", ["erkki@firma.example", ""])
def test_send_by_mail(
    coach, coach_client, mailoutbox, django_capture_on_commit_callbacks, email
):
    job = brought_to("draft", coach)
    person = ContactPersonFactory(employer=job.employer, email=email)
    url = f"/crm/jobs/{job.pk}/move/send/"
    assert "1" in coach_client.get(url).text
    with django_capture_on_commit_callbacks(execute=True):
        coach_client.post(url, {"channel": "email", "person": person.pk})
    job = TailoredJob.objects.get()
    assert job.state == ("with_employer" if email else "draft")
    assert len(mailoutbox) == bool(email)
    if email:
        assert job.links.get().url in mailoutbox[0].body


def test_presenting_asks_for_both_boxes(coach, coach_client):
    job = brought_to("open", coach)
    url = f"/crm/jobs/{job.pk}/move/present/"
    assert coach_client.post(url, {"consent": "on"}).status_code == 200
    sent = {"consent": "on", "travel": "on", "next": "/crm/jobs/"}
    assert coach_client.post(url, sent).url == "/crm/jobs/"


def test_hold_needs_a_later_day(coach, coach_client, today):
    job = brought_to("draft", coach)
    data = {"revisit_on": today.isoformat(), "note": "Lomat."}
    response = coach_client.post(f"/crm/jobs/{job.pk}/move/hold/", data)
    assert "Lomat." in response.text


def test_both_accept_on_paper_and_screen(coach, coach_client):
    job = brought_to("with_employer", coach)
    person = ContactPersonFactory(employer=job.employer)
    url = f"/crm/jobs/{job.pk}/accept/"
    assert job.newest_version().short_digest in coach_client.get(url).text
    coach_client.post(url, {"version": 1, "side": "coach"})
    on = timezone.localdate(job.created_at).isoformat()
    coach_client.post(url, {"version": 1, "person": person.pk, "on": on})
    job = TailoredJob.objects.get()
    assert job.state == "agreed"
    refused = coach_client.post(url, {"version": 1, "side": "coach"})
    assert 'role="alert"' in refused.text
