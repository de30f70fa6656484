"""What logging takes: measured by the screen, told of the team only."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from crm.models import LogEffort
from employers.models import Visit
from placements.metrics.lines import line_of
from placements.metrics.registry import METRICS
from tests.employers.log_answers import URL, answers
from tests.factories import EmployerFactory, MunicipalityFactory
from tests.placements.metric_data import scope_of

pytestmark = pytest.mark.django_db


def logged(*pairs, on):
    for seconds, taps in pairs:
        LogEffort.objects.create(on=on, seconds=seconds, taps=taps)


def test_effort_cell_by_cell(manager):
    logged((20, 5), (22, 5), (30, 6), (40, 7), (90, 9), on=date(2026, 6, 1))
    logged((10, 4), (12, 4), on=date(2026, 6, 10))
    logged((600, 50), on=date(2026, 7, 1))
    june = scope_of(manager, "2026-06")

    seconds, taps = (line_of(METRICS[code], june) for code in ("A1", "A2"))

    # 10 12 20 22 30 40 90 and 4 4 5 5 6 7 9
    assert (seconds.value.text, seconds.upper.text) == ("22", "90")
    assert (taps.value.text, taps.upper.text) == ("5", "9")
    weeks = [(part.label, part.top.text, part.median.text) for part in seconds.parts]
    assert weeks == [
        ("week 23/2026", "5", "30"),
        ("week 24/2026", "2", "\N{EN DASH}"),  # could be of one coach
    ]


def test_effort_is_nobodys_so_it_is_not_narrowed(manager, coach):
    for known in ({"coach": coach.pk}, {"municipality": MunicipalityFactory().pk}):
        scope = scope_of(manager, "2026-06", **known)

        assert line_of(METRICS["A1"], scope).why_not


def test_what_the_screen_measured_is_kept_once(coach_client):
    sent = answers(EmployerFactory(), seconds="24", taps="5")

    for _ in range(2):
        coach_client.post(URL, sent)

    (kept,) = LogEffort.objects.all()
    assert (kept.seconds, kept.taps, kept.on) == (24, 5, timezone.localdate())
    assert {field.name for field in LogEffort._meta.fields} == {
        "id",
        "on",
        "seconds",
        "taps",
    }


@pytest.mark.parametrize(
    ("seconds", "taps"), [("", ""), ("x", "5"), ("-3", "5"), ("0", "5"), ("90000", "5")]
)
def test_what_makes_no_sense_is_left_out_and_stops_nothing(seconds, taps, coach_client):
    sent = answers(EmployerFactory(), seconds=seconds, taps=taps, draft=str(uuid4()))

    coach_client.post(URL, sent)

    assert Visit.objects.count() == 1
    assert not LogEffort.objects.exists()


def test_no_form_takes_a_day(coach):
    with pytest.raises(IntegrityError), transaction.atomic():
        LogEffort.objects.create(on=timezone.localdate(), seconds=4000, taps=1)
