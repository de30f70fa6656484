"""The task library: what it learns, whom it does not tell of, what it offers."""

import pytest
from django.urls import reverse

from crm.lifecycle import undo
from employers.anonymity import names_somebody
from employers.employer_jobs import jobs_of
from employers.library import before_visit, for_inventory, site_of
from employers.models import LibraryTask, TailoredJob
from tests.employers.jobs import both_accept, brought_to, inventoried
from tests.factories import (
    ContactPersonFactory,
    EmployerFactory,
    TailoredJobFactory,
    VisitFactory,
    WorkTaskFactory,
)

pytestmark = pytest.mark.django_db

LIBRARY = "employers:library"
GIVEN = {"name": "Pakkaus", "site_type": "bakery"}


def sent(coach, *names, site="bakery", employer=None, **values):
    """Bring a job to its employer, with the named tasks ticked."""
    employer = employer or EmployerFactory(coach=coach)
    job = inventoried(coach, employer=employer, site_type=site)
    tasks = list(job.tasks.ticked())
    for task, name in zip(tasks, names, strict=False):
        for field, value in (values | {"name": name}).items():
            setattr(task, field, value)
        task.save()
    for name in ("analyse", "begin_draft"):
        job.perform(name, by=coach)
    job.perform("send", by=coach, channel="paper")
    return job


def agreed(coach, *names, **about):
    job = sent(coach, *names, **about)
    both_accept(job, coach)
    return job


def learned(name):
    return LibraryTask.objects.counted().get(name=name)


# --- what it learns -----------------------------------------------------------


def test_common_jobs_are_there_from_the_start():
    assert LibraryTask.objects.filter(site_type="shop", name="Hyllytys").exists()
    assert not LibraryTask.objects.exclude(minutes=None).exists()


def test_nothing_is_learned_before_both_have_accepted(coach):
    sent(coach, "Peltien pesu")

    assert not LibraryTask.objects.filter(name="Peltien pesu").exists()


def test_ticked_tasks_of_an_agreed_job_are_learned(coach):
    agreed(coach, "Peltien pesu", "Öljyjen lajittelu")

    task = learned("Peltien pesu")
    assert (task.site_type, task.minutes, task.places) == ("bakery", 40, 1)
    assert learned("Öljyjen lajittelu").places == 1
    assert LibraryTask.objects.filter(given=False).count() == 3


def test_same_task_of_another_employer_counts_up_and_takes_newer_minutes(coach):
    agreed(coach, "Peltien pesu")
    agreed(coach, "PELTIEN  pesu", minutes=41)

    task = learned("Peltien pesu")
    assert (task.places, task.minutes) == (2, 41)


def test_two_jobs_of_one_employer_count_once(coach):
    job = agreed(coach, "Peltien pesu")
    agreed(coach, "Peltien pesu", employer=job.employer)

    assert learned("Peltien pesu").places == 1


def test_agreement_that_is_taken_back_is_unlearned(coach):
    job = agreed(coach, "Peltien pesu", "Pakkaus")
    assert LibraryTask.objects.counted().get(**GIVEN).places == 1

    undo(job.history.standing().get(name="agree"), by=coach)

    assert not LibraryTask.objects.filter(name="Peltien pesu").exists()
    assert LibraryTask.objects.counted().get(**GIVEN).places == 0


def test_what_a_manager_hides_stays_hidden(coach):
    agreed(coach, "Peltien pesu")
    LibraryTask.objects.filter(name="Peltien pesu").update(hidden=True, minutes=10)

    agreed(coach, "Peltien pesu")

    task = learned("Peltien pesu")
    assert (task.hidden, task.minutes, task.places) == (True, 10, 2)


# --- whom it does not tell of -------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Virtasen ikkunat", True),
        ("Kahvin keitto Leenalle", True),
        ("VIRTASELLE lähtevät laatikot", True),
        ("Leipomon lattia", False),
        ("Peltien pesu", False),
        ("", False),
    ],
)
def test_words_that_could_tell_of_somebody_are_found(text, tells):
    employer = EmployerFactory(name="Leipomo Virtanen Oy")
    ContactPersonFactory(employer=employer, name="Leena Malli")

    assert names_somebody([text], employer) is tells


def test_task_that_names_the_employer_is_not_learned(coach):
    employer = EmployerFactory(coach=coach, name="Leipomo Virtanen Oy")
    names = ("Virtasen ikkunat", "Peltien pesu")
    agreed(coach, *names, employer=employer, area="Virtasen takahuone")

    assert not LibraryTask.objects.filter(name="Virtasen ikkunat").exists()
    assert learned("Peltien pesu").area == ""


def test_library_never_shows_where_a_task_was_learned(coach, other_coach_client):
    job = agreed(coach, "Peltien pesu")

    page = other_coach_client.get(reverse(LIBRARY)).text

    assert "Peltien pesu" in page
    assert job.employer.name not in page
    assert job.title not in page


# --- looking ------------------------------------------------------------------


@pytest.mark.parametrize("words", ["keittiö", "KEITTIÖ", "storkök", "tiskaus suur"])
def test_words_find_the_tasks_of_a_kitchen(coach_client, words):
    page = coach_client.get(reverse(LIBRARY), {"q": words})

    names = {(task.name, task.site_type) for task in page.context["page"]}
    assert ("Tiskaus", "kitchen") in names
    assert not [site for _name, site in names if site == "shop"]


def test_search_narrows_by_industry_site_and_reading(coach, coach_client):
    bakery = EmployerFactory(industry_scheme="TOL2025", industry_code="10710")
    agreed(coach, "Peltien pesu", employer=bakery)
    other = agreed(coach, "Lomakkeiden täyttö", site="office")
    LibraryTask.objects.filter(learned_from=other).update(literacy=3)

    def found(**asked):
        page = coach_client.get(reverse(LIBRARY), asked)
        return {task.name for task in page.context["page"]}

    assert "Peltien pesu" in found(industry="C")
    assert "Lomakkeiden täyttö" not in found(industry="C")
    assert "Lomakkeiden täyttö" in found(site="office")
    assert "Peltien pesu" not in found(site="office")
    assert "Peltien pesu" in found(reading="on")
    assert "Lomakkeiden täyttö" not in found(reading="on")
    assert "Postitus" not in found(reading="on")  # nobody has said what it needs
    assert found(site="nonsense") == found()


def test_nothing_found_says_what_to_do(coach_client):
    page = coach_client.get(reverse(LIBRARY), {"q": "äöäö"}).text

    assert "Try a shorter word" in page


def test_library_of_a_thousand_tasks_is_paged_in_few_queries(
    coach_client, django_assert_max_num_queries
):
    LibraryTask.objects.bulk_create(
        LibraryTask(name=f"Työ {n}", key=f"työ {n}", site_type="shop", search_text="x")
        for n in range(1000)
    )

    with django_assert_max_num_queries(10):
        page = coach_client.get(reverse(LIBRARY), {"page": 3})

    assert len(page.context["page"]) == 40


def test_htmx_gets_the_rows_alone(coach_client):
    page = coach_client.get(reverse(LIBRARY), headers={"HX-Request": "true"}).text

    assert "Hyllytys" in page
    assert "<html" not in page


# --- offering -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "site"),
    [
        ("10710", "bakery"),
        ("10.71", "bakery"),
        ("10", "factory"),
        ("56290", "kitchen"),
        ("56101", "cafe"),
        ("47", "shop"),
        ("01", ""),
        ("", ""),
    ],
)
def test_industry_tells_the_kind_of_workplace(code, site):
    assert site_of(EmployerFactory(industry_code=code), []) == site


def test_newest_job_tells_it_better(coach):
    employer = EmployerFactory(industry_code="47")
    TailoredJobFactory(employer=employer, coach=coach, site_type="warehouse")

    assert site_of(employer, jobs_of(employer, coach)) == "warehouse"


def test_before_a_visit_others_tasks_are_named_first(coach, coach_client):
    agreed(coach, "Peltien pesu")
    employer = EmployerFactory(coach=coach, industry_code="10710")
    visit = VisitFactory(employer=employer, coach=coach, state="planned")

    for url in (employer.get_absolute_url(), visit.get_absolute_url()):
        page = coach_client.get(url).text
        assert "Other bakeries have moved these tasks" in page
        assert page.index("Peltien pesu") < page.index("Tiskaus")


def test_employers_own_tasks_are_not_called_others(coach):
    job = agreed(coach, "Peltien pesu")

    found = before_visit(job.employer, [job])

    assert all(task.places == 0 for task in found.found)
    assert str(found.heading) == "Ask about these tasks"


def test_nothing_is_offered_where_the_kind_is_not_known(coach_client, coach):
    employer = EmployerFactory(coach=coach)

    assert before_visit(employer, []) is None
    assert "Ask about" not in coach_client.get(employer.get_absolute_url()).text


# --- reusing ------------------------------------------------------------------


def reuse(client, task, job):
    url = reverse("employers:library-reuse", args=[job.pk, task.pk])
    return client.post(url, follow=True)


def test_one_tap_puts_a_task_into_the_inventory_once(coach, coach_client):
    agreed(coach, "Peltien pesu")
    task = learned("Peltien pesu")
    job = TailoredJobFactory(coach=coach, site_type="bakery")

    for _tap in range(2):
        reuse(coach_client, task, job)

    row = job.tasks.get()
    assert (row.name, row.minutes, row.pile, row.ticked) == (
        "Peltien pesu",
        40,
        "",
        False,
    )
    assert task not in for_inventory(job).found


def test_removed_row_can_be_taken_again(coach, coach_client):
    agreed(coach, "Peltien pesu")
    job = TailoredJobFactory(coach=coach, site_type="bakery")
    reuse(coach_client, learned("Peltien pesu"), job)
    job.tasks.all().delete()

    reuse(coach_client, learned("Peltien pesu"), job)

    assert job.tasks.count() == 1


def test_task_without_minutes_goes_to_the_form_instead(coach, coach_client):
    job = TailoredJobFactory(coach=coach, site_type="bakery")
    given = LibraryTask.objects.get(site_type="bakery", name="Tiskaus")
    inventory = reverse("employers:inventory", args=[job.pk])

    page = coach_client.get(inventory).text
    assert f"{inventory}?task={given.pk}#quick" in page
    filled = coach_client.get(inventory, {"task": given.pk})
    assert filled.context["form"]["name"].value() == "Tiskaus"
    assert reuse(coach_client, given, job).status_code == 404


def test_hidden_task_cannot_be_reused(coach, coach_client):
    agreed(coach, "Peltien pesu")
    LibraryTask.objects.update(hidden=True)
    job = TailoredJobFactory(coach=coach, site_type="bakery")

    assert reuse(coach_client, learned("Peltien pesu"), job).status_code == 404
    assert for_inventory(job) is None


def test_job_that_stands_still_takes_no_task(coach, coach_client):
    agreed(coach, "Peltien pesu")
    job = brought_to("candidate_presented", coach)
    before = job.tasks.count()

    reuse(coach_client, learned("Peltien pesu"), job)

    # An unticked row changes nothing that was agreed: it may come.
    assert job.tasks.count() == before + 1
    assert TailoredJob.objects.get(pk=job.pk).state == "candidate_presented"


# --- keeping it ---------------------------------------------------------------


def filled_in(client, url):
    """Return what a browser would send of the form as it is."""
    values = client.get(url).context["form"].initial
    return {k: v for k, v in values.items() if v is not None and v is not False}


def test_manager_corrects_and_hides_a_task(coach, manager_client, coach_client):
    agreed(coach, "Peltien pesu")
    task = learned("Peltien pesu")
    url = reverse("employers:library-task", args=[task.pk])
    data = filled_in(manager_client, url)

    manager_client.post(url, data | {"name": "Uunipeltien pesu", "hidden": "on"})

    task.refresh_from_db()
    assert (task.name, task.hidden) == ("Uunipeltien pesu", True)
    assert "Uunipeltien" not in coach_client.get(reverse(LIBRARY)).text
    assert "Uunipeltien" in manager_client.get(reverse(LIBRARY)).text


def test_second_task_of_the_same_name_is_refused(coach, manager_client):
    agreed(coach, "Peltien pesu")
    task = learned("Peltien pesu")
    url = reverse("employers:library-task", args=[task.pk])
    data = filled_in(manager_client, url)

    page = manager_client.post(url, data | {"name": "tiskaus"})

    assert page.status_code == 200
    assert "has such a task already" in page.text


def test_inventory_of_a_known_site_asks_few_queries(
    coach, coach_client, django_assert_max_num_queries
):
    agreed(coach, "Peltien pesu")
    job = TailoredJobFactory(coach=coach, site_type="bakery")
    WorkTaskFactory.create_batch(20, job=job)

    with django_assert_max_num_queries(15):
        coach_client.get(reverse("employers:inventory", args=[job.pk]))
