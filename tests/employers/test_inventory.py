"""The inventory on the shop floor: rows in seconds, piles, what is refused."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse

from employers.models import Photo, TailoredJob, WorkTask
from tests.employers.jobs import brought_to, inventoried, picture
from tests.factories import TailoredJobFactory, WorkTaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(coach):
    return TailoredJobFactory(coach=coach)


def add(client, job, **values):
    data = {"name": "Pöytien pyyhintä", "minutes": 30, "times_a_week": 5} | values
    return client.post(reverse("employers:task-add", args=[job.pk]), data)


def test_empty_inventory_says_what_to_do(coach_client, job):
    page = coach_client.get(reverse("employers:inventory", args=[job.pk])).text

    assert "a name and minutes are enough" in page
    assert "Write down at least one need of the workplace." in page


def test_row_is_added_with_name_and_minutes(coach_client, job):
    response = add(coach_client, job)

    task = job.tasks.get()
    assert response.status_code == 302
    assert (task.name, task.week_minutes, task.pile) == ("Pöytien pyyhintä", 150, "")


def test_row_sent_twice_is_stored_once(coach_client, job):
    draft = str(uuid4())
    for _attempt in range(2):
        add(coach_client, job, draft=draft)

    assert job.tasks.count() == 1


def test_row_for_a_script_answers_in_json(coach_client, job):
    url = reverse("employers:task-add", args=[job.pk])
    data = {"name": "Äänite", "minutes": 10, "times_a_week": 1}

    saved = coach_client.post(url, data, headers={"Accept": "application/json"})
    refused = coach_client.post(url, {}, headers={"Accept": "application/json"})

    assert saved.json() == {"saved": True, "id": job.tasks.get().pk, "trouble": ""}
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"name", "minutes", "times_a_week"}


JSON = {"Accept": "application/json"}


def test_row_with_photo_sent_twice_has_one_photo(coach_client, job):
    url = reverse("employers:task-add", args=[job.pk])
    data = {"name": "Pellit", "minutes": 10, "times_a_week": 1, "draft": str(uuid4())}

    answers = [
        coach_client.post(url, data | {"photo": picture()}, headers=JSON).json()
        for _attempt in range(2)
    ]

    assert answers[0] == answers[1]
    assert job.tasks.get().photos.count() == 1


def test_row_sent_again_still_hears_of_its_bad_photo(coach_client, job):
    url = reverse("employers:task-add", args=[job.pk])
    data = {"name": "Pellit", "minutes": 10, "times_a_week": 1, "draft": str(uuid4())}

    for _attempt in range(2):
        photo = BytesIO(b"%PDF-1.7")
        photo.name = "kuva.jpg"
        answer = coach_client.post(url, data | {"photo": photo}, headers=JSON).json()
        assert "not a picture" in answer["trouble"]
    page = coach_client.get(reverse("employers:inventory", args=[job.pk])).text

    assert "The task was saved, the photo was not" in page
    assert not Photo.objects.exists()


def test_row_is_stored_only_for_the_one_who_wrote_it(coach_client, other_coach, job):
    url = reverse("employers:task-add", args=[job.pk])
    data = {"name": "Pellit", "minutes": 10, "times_a_week": 1}

    answer = coach_client.post(url, data | {"owner": other_coach.pk}, headers=JSON)

    assert answer.status_code == 409
    assert not job.tasks.exists()


def test_bad_row_keeps_what_was_typed(coach_client, job):
    response = add(coach_client, job, minutes=0)

    assert response.status_code == 422
    assert "Pöytien pyyhintä" in response.text
    assert "From 1 to 2400 minutes." in response.text


@pytest.mark.parametrize(
    "values",
    [{"times_a_week": -1}, {"times_a_week": 71}, {"minutes": 99999999}],
)
def test_more_than_a_week_holds_is_refused(coach_client, job, values):
    assert add(coach_client, job, **values).status_code == 422


def test_draft_of_another_job_is_not_stored_again(coach_client, job):
    draft = str(uuid4())
    add(coach_client, job, draft=draft)

    add(coach_client, TailoredJobFactory(coach=job.coach), draft=draft)

    assert WorkTask.objects.count() == 1


def test_photo_comes_with_the_row(coach_client, job):
    add(coach_client, job, photo=picture())

    assert job.tasks.get().photos.get().width == 640


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<svg/>", b"\xff\xd8\xff"])
def test_bad_photo_never_loses_the_row(coach_client, job, content):
    file = BytesIO(content or b" ")
    file.name = "kuva.jpg"

    url = reverse("employers:task-add", args=[job.pk])
    data = {"name": "Tiskaus", "minutes": 30, "times_a_week": 5, "photo": file}
    page = coach_client.post(url, data, follow=True).text

    assert "The task was saved, the photo was not" in page
    assert job.tasks.count() == 1
    assert not Photo.objects.exists()


def test_task_goes_from_pile_to_pile(coach_client, job):
    task = WorkTaskFactory(job=job, pile="transferable", ticked=True)

    coach_client.post(reverse("employers:task-sort", args=[task.pk]), {"pile": "core"})

    task.refresh_from_db()
    assert (task.pile, task.ticked) == ("core", False)


def test_unknown_pile_changes_nothing(coach_client, job):
    task = WorkTaskFactory(job=job, pile="core")

    coach_client.post(reverse("employers:task-sort", args=[task.pk]), {"pile": "x"})

    task.refresh_from_db()
    assert task.pile == "core"


def test_need_is_added_and_removed(coach_client, job):
    data = {"kind": "overtime", "text": "Aamut venyvät", "evidence": "seen"}
    coach_client.post(reverse("employers:need-add", args=[job.pk]), data)

    need = job.needs.get()
    page = coach_client.get(reverse("employers:inventory", args=[job.pk])).text
    assert "Aamut venyvät" in page

    url = reverse("employers:need", args=[need.pk])
    coach_client.post(url, data | {"text": "Illat venyvät"})
    need.refresh_from_db()
    assert need.text == "Illat venyvät"

    coach_client.post(reverse("employers:need-delete", args=[need.pk]))
    assert not job.needs.exists()


def test_need_without_words_comes_back(coach_client, job):
    url = reverse("employers:need-add", args=[job.pk])

    assert coach_client.post(url, {"kind": "peak"}).status_code == 422


def test_everything_of_a_task_is_edited(coach_client, job):
    task = WorkTaskFactory(job=job)
    url = reverse("employers:task", args=[task.pk])
    page = coach_client.get(url)
    data = page.context["form"].initial | {
        "name": "Pellit",
        "literacy": 1,
        "pictogram": "wash_tray",
        "teach_days": 2,
    }
    data = {k: v for k, v in data.items() if v is not None}

    assert coach_client.post(url, data).status_code == 302
    task.refresh_from_db()
    assert (task.name, task.literacy, task.pictogram) == ("Pellit", 1, "wash_tray")


def test_two_who_edit_the_same_task_lose_nothing(coach_client, job):
    task = WorkTaskFactory(job=job, tools="Harja")
    url = reverse("employers:task", args=[task.pk])
    data = coach_client.get(url).context["form"].initial
    data = {k: v for k, v in data.items() if v is not None} | {"tools": "Rätti"}
    WorkTask.objects.filter(pk=task.pk).update(tools="Pesukone")

    page = coach_client.post(url, data).text

    assert "Pesukone" in page
    assert "Rätti" in page


def test_change_of_an_agreed_job_voids_it(coach, coach_client):
    job = brought_to("agreed", coach)
    task = job.tasks.ticked().first()

    coach_client.post(reverse("employers:task-delete", args=[task.pk]))

    assert TailoredJob.objects.get().state == "draft"


def test_row_stands_still_once_a_candidate_was_presented(coach, coach_client):
    job = brought_to("candidate_presented", coach)
    task = job.tasks.ticked().first()

    url = reverse("employers:task-delete", args=[task.pk])
    page = coach_client.post(url, follow=True).text

    assert "The content cannot change now" in page
    assert job.tasks.filter(pk=task.pk).exists()


def test_inventory_asks_few_queries(coach, coach_client, django_assert_max_num_queries):
    job = inventoried(coach)
    WorkTaskFactory.create_batch(20, job=job)

    with django_assert_max_num_queries(14):
        coach_client.get(reverse("employers:inventory", args=[job.pk]))


def test_htmx_gets_the_piles_and_what_counts_them(coach, coach_client):
    job = inventoried(coach)
    task = job.tasks.first()
    url = reverse("employers:task-sort", args=[task.pk])

    headers = {"HX-Request": "true"}
    page = coach_client.post(url, {"pile": "core"}, headers=headers, follow=True)

    assert "<html" not in page.text
    assert "HX-Request" in page["Vary"]
    for part in ("pile-core", 'id="sum" hx-swap-oob', 'id="ready" hx-swap-oob'):
        assert part in page.text


def test_long_inventory_folds_the_piles_that_make_no_job(coach, coach_client):
    job = inventoried(coach)
    url = reverse("employers:inventory", args=[job.pk])
    assert '<details class="pile"' not in coach_client.get(url).text

    WorkTaskFactory.create_batch(3, job=job, pile="unsuitable")

    assert coach_client.get(url).text.count('<details class="pile"') == 2
