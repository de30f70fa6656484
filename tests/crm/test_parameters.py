"""Figures hold on their days."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from django.db import IntegrityError

from crm.models import Municipality, NoFigureError, Parameter
from crm.reference import FIGURES, load_figures


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "value"),
    [
        (date(2021, 6, 1), "837.59"),
        (date(2022, 7, 31), "855.48"),
        (date(2022, 8, 1), "885.63"),
        (date(2026, 11, 24), "990.90"),
    ],
)
def test_earnings_limit_is_the_one_of_the_day(on, value):
    assert Parameter.objects.named("earnings-limit", on).value == Decimal(value)


@pytest.mark.django_db
def test_no_figure_is_invented_for_a_day_without_one():
    with pytest.raises(Parameter.DoesNotExist):
        Parameter.objects.named("earnings-limit", date(2027, 1, 1))


@pytest.mark.django_db
def test_disputed_cap_is_not_confirmed():
    assert not Parameter.objects.named("subsidy-cap-70", date(2026, 1, 1)).confirmed


@pytest.mark.django_db
def test_validity_cannot_end_before_it_begins():
    with pytest.raises(IntegrityError):
        Parameter.objects.create(
            key="x",
            name="x",
            value=1,
            unit="eur",
            valid_from=date(2026, 2, 1),
            valid_to=date(2026, 1, 1),
            source="test",
        )


@pytest.mark.django_db
def test_the_six_municipalities_are_there():
    rows = Municipality.objects.values_list("code", "name_fi", "name_sv")

    assert list(rows) == [
        ("106", "Hyvinkää", "Hyvinge"),
        ("186", "Järvenpää", "Träskända"),
        ("505", "Mäntsälä", "Mäntsälä"),
        ("543", "Nurmijärvi", "Nurmijärvi"),
        ("611", "Pornainen", "Borgnäs"),
        ("858", "Tuusula", "Tusby"),
    ]


# --- Figures of a day -------------------------------------------------------


@pytest.mark.django_db
def test_figures_of_a_day_come_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        figures = Parameter.objects.of_day(date(2026, 11, 24))

    assert figures["earnings-limit"].value == Decimal("990.90")
    assert figures.value("subsidy-percent-reduced") == Fraction(7, 10)
    assert figures.value("subsidy-cap-100") == 2020
    assert figures.whole("subsidy-claim") == 3


@pytest.mark.django_db
def test_figure_that_does_not_hold_that_day_is_named():
    figures = Parameter.objects.of_day(date(2027, 1, 1))

    with pytest.raises(NoFigureError, match="earnings-limit on 2027-01-01") as gap:
        figures.value("earnings-limit")
    assert (gap.value.key, gap.value.on) == ("earnings-limit", date(2027, 1, 1))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "last", "first"),
    [
        ("subsidy-cap-50", date(2025, 12, 31), date(2026, 1, 1)),
        ("dormant-most", date(2025, 12, 31), date(2026, 1, 1)),
        ("general-housing-share", None, date(2024, 4, 1)),
        ("pensioner-housing-share", None, date(2025, 1, 1)),
        ("general-support-day", None, date(2026, 5, 1)),
    ],
)
def test_figures_change_on_the_day_of_the_law(key, last, first):
    before = Parameter.objects.of_day(first - timedelta(days=1)).rows.get(key)
    after = Parameter.objects.of_day(first)[key]

    assert after.valid_from == first
    assert (before and before.valid_to) == last


@pytest.mark.django_db
def test_no_two_figures_of_a_key_hold_on_the_same_day():
    rows = list(Parameter.objects.order_by("key", "valid_from"))

    overlapping = [
        earlier
        for earlier, later in pairwise(rows)
        if earlier.key == later.key
        and (earlier.valid_to is None or earlier.valid_to >= later.valid_from)
    ]
    assert overlapping == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "on", "confirmed"),
    [
        ("subsidy-cap-50", date(2025, 6, 1), True),
        ("subsidy-cap-50", date(2026, 6, 1), False),  # domain.md 2.0-2
        ("subsidy-cap-70", date(2025, 6, 1), False),  # domain.md 2.0-1
        ("dormant-most", date(2025, 6, 1), True),
        ("dormant-most", date(2026, 6, 1), False),  # domain.md 2.0-3
        ("earnings-limit", date(2018, 6, 1), True),
        ("earnings-limit", date(2020, 6, 1), False),
        ("subsidy-percent-reduced", date(2026, 6, 1), True),
        ("general-support-month", date(2026, 6, 1), False),
        ("work-allowance-tax-free", date(2026, 6, 1), False),
    ],
)
def test_only_what_was_read_in_a_source_is_confirmed(key, on, confirmed):
    assert Parameter.objects.of_day(on)[key].confirmed is confirmed


@pytest.mark.django_db
def test_figures_that_editors_have_corrected_are_left_alone():
    row = Parameter.objects.named("subsidy-cap-70", date(2026, 6, 1))
    Parameter.objects.filter(pk=row.pk).update(value=2770, confirmed=True)
    amount = Parameter.objects.count()

    load_figures(Parameter.objects)

    assert Parameter.objects.count() == amount
    assert Parameter.objects.get(pk=row.pk).value == 2770


def test_every_figure_has_a_source_and_a_known_unit():
    assert {row.unit for row in FIGURES} <= set(Parameter.Unit.values)
    assert [row.key for row in FIGURES if not row.source] == []


def test_what_is_not_confirmed_and_still_holds_has_a_day_to_check_it():
    assert [
        row.key
        for row in FIGURES
        if not row.confirmed and row.valid_to is None and row.check_by is None
    ] == []
