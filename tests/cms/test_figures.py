"""Figures in texts: the value of the day, unconfirmed and expired ones marked."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.rich_text import RichText

from cms.blocks.text import Rich
from cms.figures import draw_figures, figures_of, plain_figures
from cms.models import GuidancePage
from crm.models import Parameter

DAY = date(2026, 6, 1)


@pytest.fixture
def figure(db):
    return Parameter.objects.create(
        key="koe",
        name="Koe",
        value=Decimal("1234.5"),
        unit=Parameter.Unit.EUR_MONTH,
        valid_from=date(2026, 1, 1),
        source="Laki",
        confirmed=True,
    )


def drawn(text="[[koe]]", day=DAY):
    with override("en"):
        return draw_figures(text, figures_of(day))


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        ("1234.5", "fi", "1\xa0234,50\xa0€/kk"),
        ("1770", "fi", "1\xa0770\xa0€/kk"),
        ("990.90", "sv", "990,90\xa0€/mån"),
        ("1770", "en", "1,770\xa0€/month"),
    ],
)
def test_value_is_written_as_the_language_does(figure, value, language, shown):
    Parameter.objects.filter(pk=figure.pk).update(value=Decimal(value))

    with override(language):
        assert str(figures_of(DAY)["koe"]) == shown


def test_figure_follows_the_parameter(figure):
    newer = Decimal(1300)
    Parameter.objects.create(
        key="koe",
        name="Koe",
        value=newer,
        unit=figure.unit,
        valid_from=date(2026, 5, 1),
        source="Laki",
        confirmed=True,
    )

    assert "1,234.50" in drawn(day=date(2026, 4, 30))
    assert "1,300" in drawn(day=date(2026, 5, 1))


def test_confirmed_figure_has_no_mark(figure):
    assert "mark" not in drawn()


def test_unconfirmed_figure_says_so(figure):
    Parameter.objects.filter(pk=figure.pk).update(confirmed=False)

    assert "Not confirmed" in drawn()


def test_expired_figure_says_since_when(figure):
    Parameter.objects.filter(pk=figure.pk).update(valid_to=date(2026, 5, 31))

    assert '<span class="mark mark--old">Out of date since 31.5.2026</span>' in drawn()
    assert "mark" not in drawn(day=date(2026, 5, 31))


def test_unknown_figure_leaves_a_marked_gap(db):
    assert "Figure missing" in drawn("[[ei-ole]]")
    assert plain_figures("n. [[ei-ole]]", {}) == "n. "


@pytest.mark.parametrize(
    ("fields", "late"),
    [
        ({"checked_on": date(2025, 12, 1)}, False),
        ({"checked_on": date(2025, 11, 29)}, True),
        ({"checked_on": date(2025, 1, 1), "check_by": date(2026, 6, 1)}, False),
        ({"check_by": date(2026, 5, 31)}, True),
        ({}, False),
    ],
)
def test_check_is_late_after_half_a_year_or_its_own_day(figure, fields, late):
    Parameter.objects.filter(pk=figure.pk).update(**fields)

    assert figures_of(DAY)["koe"].is_unchecked is late


def test_text_that_names_an_unknown_figure_is_refused(figure):
    block = Rich()

    assert block.clean(RichText("<p>[[koe]]</p>")).source == "<p>[[koe]]</p>"
    with pytest.raises(ValidationError, match="ei-ole"):
        block.clean(RichText("<p>[[ei-ole]] ja [[koe]]</p>"))


@pytest.mark.usefixtures("site")
def test_change_of_a_parameter_changes_the_page(see):
    page = GuidancePage.objects.get(slug="palkkatuki", selko_of=None)
    assert "1\xa0770\xa0€/kk" in see(page.url).select_one("main").text

    cap = Parameter.objects.named("subsidy-cap-70")
    cap.value, cap.confirmed = Decimal(1850), True
    cap.save()

    text = see(page.url).select_one(".figures").text
    assert "1\xa0850\xa0€/kk" in text
    assert "1\xa0770" not in text
