"""Figures hold on their days."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from crm.models import Municipality, Parameter


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
