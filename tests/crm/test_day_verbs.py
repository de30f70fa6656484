"""What one tap on a line of the Day does."""

from datetime import timedelta

from django.urls import reverse

from crm.models import FollowUp
from tests.factories import (
    EmployerFactory,
    FollowUpFactory,
)

State = FollowUp.State
DAY = reverse("day")


def fetch(record):
    return type(record).objects.get(pk=record.pk)


def queue(client):
    return client.get(DAY).context["queue"]


def htmx(client, step, name, path=DAY, **data):
    return client.post(
        reverse("follow-up-transition", args=[step.pk, name]),
        data,
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}"},
    )


def tell(response):
    return [str(message) for message in response.context["messages"]]


# --- One tap ----------------------------------------------------------------


def test_tick_answers_with_the_done_line_counts_and_undo(coach_client, coach):
    step = FollowUpFactory(assignee=coach, text="Soita Erkille")
    FollowUpFactory(assignee=coach)

    response = htmx(coach_client, step, "complete", result="taken_care")

    entry = step.history.get()
    assert fetch(step).state == State.DONE
    assert f'<li id="step-{step.pk}" class="done">' in response.text
    assert "Done 1, left 1" in response.text
    assert reverse("undo", args=[entry.pk]) in response.text
    assert response.text.strip().startswith("<li")


def test_undo_from_the_day_returns_to_the_day(coach_client, coach):
    step = FollowUpFactory(assignee=coach)
    htmx(coach_client, step, "complete", result="taken_care")

    url = reverse("undo", args=[step.history.get().pk])
    response = coach_client.post(url, {"next": DAY})

    assert response.url == DAY
    assert fetch(step).state == State.OPEN


def test_tick_of_the_last_one_says_that_all_is_done(coach_client, coach):
    step = FollowUpFactory(assignee=coach)

    response = htmx(coach_client, step, "complete", result="taken_care")

    assert "All done for today" in response.text


def test_tick_offers_the_next_step_when_none_is_left(coach_client, coach):
    employer = EmployerFactory(contacted=True, name="Leipomo Esimerkki Oy")
    step = FollowUpFactory(assignee=coach, subject=employer)

    response = htmx(coach_client, step, "complete", result="taken_care")

    assert "Next step for Leipomo Esimerkki Oy?" in response.text
    assert reverse("employers:plan-step", args=[employer.pk]) in response.text


def test_tick_asks_nothing_when_another_step_is_left(coach_client, coach, today):
    employer = EmployerFactory(contacted=True)
    step = FollowUpFactory(assignee=coach, subject=employer)
    later = today + timedelta(days=7)
    FollowUpFactory(assignee=coach, subject=employer, due_on=later)

    response = htmx(coach_client, step, "complete", result="taken_care")

    assert "Next step for" not in response.text


def test_tick_works_without_javascript(coach_client, coach):
    step = FollowUpFactory(assignee=coach)
    url = reverse("follow-up-transition", args=[step.pk, "complete"])

    response = coach_client.post(url, {"result": "taken_care", "next": DAY})

    assert (response.status_code, response.url) == (302, DAY)
    assert fetch(step).state == State.DONE


def test_double_tick_does_it_once_and_blames_nobody(coach_client, coach):
    step = FollowUpFactory(assignee=coach)
    htmx(coach_client, step, "complete", result="taken_care")

    response = htmx(coach_client, step, "complete", result="taken_care")

    assert step.history.count() == 1
    assert tell(response) == ["This has been done already."]
    assert 'class="done"' in response.text


def test_tick_after_a_colleague_says_who_was_faster(coach_client, coach, manager):
    step = FollowUpFactory(assignee=coach)
    fetch(step).perform("cancel", by=manager, note="Turha")

    response = htmx(coach_client, step, "complete", result="taken_care")

    assert step.history.get().name == "cancel"
    assert tell(response) == [
        "Maija Mänty was faster. Your change was not saved. See what changed."
    ]


def test_put_off_writes_the_day_and_leaves_the_line(coach_client, coach, today):
    step = FollowUpFactory(assignee=coach)
    until = today + timedelta(days=3)

    response = htmx(coach_client, step, "snooze", until=until.isoformat())

    fresh = fetch(step)
    assert (fresh.state, fresh.due_on, fresh.snooze_count) == (State.SNOOZED, until, 1)
    assert "Put off to" in response.text
    assert queue(coach_client).today == []


def test_third_time_asks_why_before_anything_is_sent(coach_client, coach):
    step = FollowUpFactory(assignee=coach, snooze_count=2)
    url = reverse("follow-up-transition", args=[step.pk, "snooze"])

    page = coach_client.get(DAY).text

    assert f'href="{url}?next=/crm/"' in page
    assert "data-snooze" not in page


def test_third_time_without_a_reason_is_sent_to_say_it(coach_client, coach, today):
    step = FollowUpFactory(assignee=coach, snooze_count=2)
    until = (today + timedelta(days=1)).isoformat()

    response = htmx(coach_client, step, "snooze", until=until, next=DAY)
    page = coach_client.get(response.headers["HX-Redirect"])

    assert fetch(step).state == State.OPEN
    assert page.context["form"]["until"].value() == until
    assert page.context["form"].fields["note"].required
