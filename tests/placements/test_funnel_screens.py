"""The screens of numbers: what they say, to whom, at what cost."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.models import AccessLog, Municipality
from tests.factories import CandidateFactory, EmployerFactory, UserFactory
from tests.placements.metric_data import (
    active_since,
    contact,
    job,
    moved,
    placement,
    trial_over,
)

pytestmark = pytest.mark.django_db
SCREENS = (
    "funnel",
    "funnel-contacts",
    "funnel-work",
    "funnel-stages",
    "funnel-authorities",
    "funnel-quality",
    "funnel-definitions",
)


def url_of(name="funnel", code="", **query):
    address = reverse(f"placements:{name}", args=[code] if code else [])
    return f"{address}?{urlencode(query)}"


def today():
    return timezone.localdate()


def long_ago(days=400):
    return today() - timedelta(days=days)


def fill(coach, count):
    """Bring so many of everything that the screens count."""
    for number in range(count):
        candidate = active_since(long_ago(), coach)
        employer = EmployerFactory(engaged=True)
        contact(employer, today(), coach=coach)
        contact(employer, long_ago(100), coach=coach)
        begun = long_ago(400 + number)
        one = job(begun, employer=employer, coach=coach, drafted_on=begun)
        moved(one, "draft", begun, "inventory")
        trial_over(candidate, long_ago(200), long_ago(180), employer=employer)
        placement(candidate, long_ago(150), employer=employer)


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("role", ["manager", "coach"])
def test_screens_open_while_there_is_nothing(name, role, request):
    client = request.getfixturevalue(f"{role}_client")

    assert client.get(url_of(name)).status_code == 200


@pytest.mark.parametrize(
    ("name", "query", "most"),
    [
        ("funnel", {}, 14),
        ("funnel", {"view": "snapshot"}, 11),
        ("funnel-contacts", {}, 28),
        ("funnel-work", {}, 29),
        ("funnel-stages", {}, 10),
        ("funnel-stages", {"of": "M15g"}, 16),
        ("funnel-authorities", {}, 22),
        ("funnel-quality", {}, 30),
        ("funnel-definitions", {}, 5),
    ],
)
def test_queries_do_not_grow_with_what_is_counted(
    name, query, most, manager_client, coach, django_assert_max_num_queries
):
    client = manager_client
    client.get(url_of(name, **query))
    for count in (1, 8):
        fill(coach, count)
        with django_assert_max_num_queries(most):
            client.get(url_of(name, **query))


def test_manager_sees_where_jobs_are_lost(manager_client, coach):
    begun = long_ago(500)
    for _ in range(4):
        job(begun, drafted_on=begun)
    job(begun, drafted_on=begun, sent_on=begun + timedelta(days=9))

    page = manager_client.get(url_of(period=str(begun.year)))

    picture = page.context["picture"]
    assert (picture.before_worst.label, picture.worst.label) == (
        "Tailored draft",
        "With employer",
    )
    assert [stage.shape.width for stage in picture.stages][:3] == ["100", "100", "20"]
    assert "Most are lost between" in page.text


def test_number_opens_the_records_behind_it(manager_client, coach):
    begun = long_ago(500)
    kept = job(begun, drafted_on=begun, title="Laatikoiden taittelija")
    job(begun, title="Pullonpalauttaja")
    client = manager_client

    page = client.get(url_of(period=str(begun.year)))
    link = url_of("funnel-behind", "M8", period=begun.year, part="draft")
    behind = client.get(link)

    assert link.replace("&", "&amp;") in page.text
    assert [row.url for row in behind.context["rows"]] == [kept.get_absolute_url()]


def test_newest_stands_first_behind_a_number(manager_client, coach):
    now = timezone.localdate()
    for days in (3, 1, 2):
        contact(EmployerFactory(), now - timedelta(days=days), coach=coach)

    url = url_of("funnel-behind", "M2", period=now.year)
    rows = manager_client.get(url).context["rows"]

    assert [row.on for row in rows] == sorted((row.on for row in rows), reverse=True)
    assert len({row.on for row in rows}) > 1


def test_what_has_stood_longest_in_a_state_stands_first(manager_client, coach):
    for days in (20, 60, 40):
        one = EmployerFactory(contacted=True, state_since=long_ago(days))
        moved(one, "contacted", long_ago(days), "lead")
    begun = CandidateFactory()
    moved(begun, "new", long_ago(9))
    client = manager_client

    page = client.get(url_of("funnel-stages", of="M15b"))
    link = url_of(
        "funnel-behind", "M15b", period=page.context["question"].scope.period.code
    )
    behind = client.get(f"{link}&part=open-contacted")

    assert f"{link}&part=open-contacted".replace("&", "&amp;") in page.text
    days = [row.on for row in behind.context["rows"]]
    assert days == [long_ago(60), long_ago(40), long_ago(20)]
    assert client.get(f"{link}&part=open-merged").status_code == 404


def test_whom_one_sees_behind_a_number_is_written_down(manager_client, coach):
    seen = active_since(long_ago(), coach)

    page = manager_client.get(url_of("funnel-behind", "M17"))

    assert str(seen) in page.text
    entry = AccessLog.objects.latest("pk")
    assert (entry.what, entry.purpose) == ("measure", "leading")


def test_coach_finds_only_own_candidates_behind_a_number(coach_client, coach):
    foreign = active_since(long_ago(), UserFactory(role="coach"))
    own = active_since(long_ago(), coach)

    page = coach_client.get(url_of("funnel-behind", "M17"))

    assert str(own) in page.text
    assert str(foreign) not in page.text


@pytest.mark.parametrize("code", ["M99", "M3.5", "A1"])
def test_nothing_is_behind_an_unknown_number(code, manager_client):
    assert manager_client.get(url_of("funnel-behind", code)).status_code == 404


def test_nothing_is_behind_an_unknown_part(manager_client):
    url = url_of("funnel-behind", "M8", part="draft' OR 1")

    assert manager_client.get(url).status_code == 404


def test_coach_sees_the_team_and_the_own_bar(manager_client, coach_client, coach):
    colleague = UserFactory(role="coach", first_name="Kalle", last_name="Kollega")
    contact(EmployerFactory(), today(), coach=colleague)

    own = coach_client.get(url_of("funnel-contacts", coach=colleague.pk))
    everybody = manager_client.get(url_of("funnel-contacts"))

    assert "Kalle Kollega" not in own.text
    assert "1 contacts in" in own.text  # of the team
    assert "Kalle Kollega" in everybody.text


def test_senseless_questions_are_answered_as_if_unasked(manager_client):
    query = {"period": "2026-W99", "municipality": "x", "coach": "-1", "industry": "?"}

    page = manager_client.get(url_of("funnel-work", **query))

    assert page.context["question"].scope.filters == {}
    assert page.context["question"].scope.period.code == str(today().year)


def test_narrowing_twice_hides_what_would_single_out(manager_client, coach):
    for _ in range(7):
        placement(CandidateFactory(active=True), today())
    near, other = (Municipality.objects.get(code=code) for code in ("186", "543"))
    placement(CandidateFactory(active=True, municipality=other), today())
    client = manager_client

    client.get(url_of("funnel-work"))
    narrowed = client.get(url_of("funnel-work", municipality=near.pk))

    assert "fewer than five people" in narrowed.context["paid"].line.why_not


def test_definitions_name_every_number(coach_client):
    page = coach_client.get(url_of("funnel-definitions"))

    for number in range(1, 28):
        assert f"M{number}" in page.text
