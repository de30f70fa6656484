"""Versions, comments and the employer's link."""

from tests.employers.jobs import brought_to


def test_compare_two_versions(coach, coach_client):
    job = brought_to("negotiation", coach)
    job.title = "Kärrynkääntäjä"
    job.save()
    job.perform("send", by=coach, channel="link")
    text = coach_client.get(f"/crm/jobs/{job.pk}/versions/?from=1&to=2").text
    assert "Kärrynkääntäjä" in text
    assert coach_client.get(f"/crm/jobs/{job.pk}/versions/?from=x").status_code == 200


def test_coach_answers_and_ends_the_link(coach, coach_client):
    job = brought_to("with_employer", coach)
    url = f"/crm/jobs/{job.pk}/comments/"
    coach_client.post(url, {"part": "times", "text": "Käykö torstai?"})
    assert job.comments.get().user == coach
    coach_client.post(f"/crm/links/{job.links.get().pk}/revoke/")
    assert not job.links.get().stands
    assert "Käykö torstai?" in coach_client.get(job.get_absolute_url()).text
