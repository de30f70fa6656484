"""The coach's calculators: asked by the address, answered on the page, nothing kept."""

from datetime import date
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.urls import reverse

from crm.models import Parameter
from employers.benefit_page import dormancy_steps, job_calculator_url
from employers.dormancy import dormancy
from employers.forms.benefits import HoursField, PayForm
from employers.models import TailoredJob
from tests.factories import TailoredJobFactory

pytestmark = pytest.mark.django_db

TOOLS = ["benefits", "benefits-dormancy", "benefits-subsidy", "benefits-allowance"]
PAY = {"pay_1": "12,40", "hours_1": "12", "extra_1": "31,20", "on": "2026-11-24"}
SUBSIDY = {"pay": "676", "ground": "reduced", "on": "2026-11-24"}


def ask(client, tool, **answers):
    response = client.get(reverse(f"employers:{tool}"), answers)
    assert response.status_code == 200
    return response


def words(response):
    page = BeautifulSoup(response.content, "html.parser")
    return " ".join(page.select_one("#answer").get_text(" ").split())


@pytest.mark.parametrize("tool", TOOLS)
def test_untouched_calculator_asks_and_answers_nothing(coach_client, tool):
    response = ask(coach_client, tool)
    page = BeautifulSoup(response.content, "html.parser")

    assert response.context["result"] == {}
    assert page.select(".error, .notice") == []
    assert len(page.select("nav.chips a[aria-current]")) == 1
    assert page.select_one("form[method=get]")["action"] == "#answer"


@pytest.mark.parametrize("tool", TOOLS)
def test_foreign_words_in_the_address_ask_nothing(coach_client, tool):
    assert ask(coach_client, tool, utm_source="mail").context["result"] == {}


@pytest.mark.parametrize(
    ("tool", "answers", "amount"),
    [
        ("benefits", PAY, 1),
        ("benefits", PAY | {"hours_2": "20", "hours_3": "25", "hours_4": "30"}, 1),
        ("benefits-dormancy", {"since": "2026-03-01"}, 1),
        ("benefits-subsidy", SUBSIDY, 2),  # the law's periods stand in the questions
        ("benefits-allowance", {"rate": "9"}, 1),
    ],
)
def test_figures_cost_a_constant_number_of_queries(
    coach_client, django_assert_num_queries, tool, answers, amount
):
    with django_assert_num_queries(3 + amount):
        ask(coach_client, tool, **answers)


@pytest.mark.parametrize(
    ("tool", "answers"),
    [
        ("benefits", PAY),
        ("benefits-dormancy", {"since": "2026-03-01"}),
        ("benefits-subsidy", SUBSIDY),
        ("benefits-allowance", {"rate": "9"}),
    ],
)
def test_nothing_is_stored(coach_client, tool, answers):
    jobs, figures = TailoredJob.objects.count(), Parameter.objects.count()

    ask(coach_client, tool, **answers)

    assert (TailoredJob.objects.count(), Parameter.objects.count()) == (jobs, figures)


# --- What is left of the pay ------------------------------------------------


def test_options_are_answered_side_by_side(coach_client):
    more = {"basis": "pension", "hours_3": "20", "housing": "pensioner"}
    response = ask(coach_client, "benefits", **PAY, **more)

    told = words(response)
    assert [number for number, _left in response.context["result"]["options"]] == [1, 3]
    assert "Option 1 Within the limit" in told
    assert "314.90 € a month below the limit. About 5.8 more hours a week fit." in told
    assert "Option 3 Over the limit" in told
    assert "Left of the pay, before tax 426.05 €" in told
    assert "Unconfirmed" in told
    assert "Tax: the tax card" in told
    assert "With the figures of 11/24/2026" in told


def test_link_without_a_day_takes_today(coach_client, today):
    response = ask(coach_client, "benefits", pay_1="12", hours_1="10")

    assert response.context["result"]["day"] == today


def test_pay_by_the_month_needs_no_hours(coach_client):
    response = ask(coach_client, "benefits", per="month", pay_1="1 770,50", pay_2="900")

    pays = [left.rows[0].euros for _n, left in response.context["result"]["options"]]
    assert pays == [Decimal("1770.50"), Decimal("900.00")]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"pay_1": ""}, "pay_1"),
        ({"pay_1": "abc"}, "pay_1"),
        ({"pay_1": "-1"}, "pay_1"),
        ({"pay_1": "NaN"}, "pay_1"),
        ({"pay_1": "1e9"}, "pay_1"),
        ({"hours_1": ""}, "hours_1"),
        ({"hours_1": "81"}, "hours_1"),
        ({"hours_1": "80:01"}, "hours_1"),
        ({"extra_2": "10"}, "hours_2"),
        ({"pension": "x"}, "pension"),
        ({"basis": "lottery"}, "basis"),
        ({"on": ""}, "on"),
        ({"on": "2026-13-01"}, "on"),
        ({"on": "9999-12-31"}, "on"),
        ({"on": "0001-01-01"}, "on"),
    ],
)
def test_odd_answers_are_told_and_not_reckoned(coach_client, answers, field):
    response = ask(coach_client, "benefits", **(PAY | answers))

    assert response.context["result"] == {}
    assert list(response.context["form"].errors) == [field]
    assert "This could not be reckoned." in response.text


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("12", 720),
        ("12,5", 750),
        ("12.25", 735),
        ("12:20", 740),
        (" 0:05 ", 5),
        ("", None),
        ("12,33", 740),
    ],
)
def test_hours_are_read_as_people_type_them(typed, minutes):
    assert HoursField(required=False).clean(typed) == minutes


def test_options_that_are_filled_in_are_open():
    form = PayForm(QueryDict("pay_1=12&hours_1=10&hours_4=20"))

    assert [option["open"] for option in form.options()] == [True, True, False, True]


def test_day_without_a_limit_says_so(coach_client):
    told = words(ask(coach_client, "benefits", **(PAY | {"on": "2027-02-01"})))

    assert "No earnings limit is known for that day." in told
    assert "Left of the pay, before tax and what is not counted not known" in told


# --- The others -------------------------------------------------------------


def test_dormancy_is_told_by_its_days(coach_client):
    answers = {"since": "2026-03-01", "restart": "2026-06-01"}
    told = words(ask(coach_client, "benefits-dormancy", **answers))

    assert "Claimed back before this day, or it ends from the start. 03/01/2028" in told
    assert "Paid again from 06/01/2026. It can be left dormant again from 07/01" in told
    assert "Unconfirmed" in told


def test_restart_out_of_bounds_is_refused_in_words(coach_client):
    answers = {"since": "2026-03-01", "restart": "2026-05-31"}

    assert "Too early" in words(ask(coach_client, "benefits-dormancy", **answers))


@pytest.mark.parametrize(
    ("tool", "answers", "day"),
    [
        ("benefits-dormancy", {"since": "2018-06-01"}, "06/01/2018"),
        ("benefits-subsidy", SUBSIDY | {"on": "2024-12-31"}, "12/31/2024"),
        ("benefits-allowance", {"rate": "9", "on": "2024-12-31"}, "12/31/2024"),
    ],
)
def test_day_without_figures_is_told_instead_of_guessed(
    coach_client, tool, answers, day
):
    assert f"No figures are known for {day}" in words(
        ask(coach_client, tool, **answers)
    )


def test_steps_of_a_dormancy_say_how_far_it_is():
    since = date(2026, 3, 1)
    found = dormancy(since, Parameter.objects.of_day(since))

    def statuses(today):
        return [step["status"] for step in dormancy_steps(found, today)]

    assert statuses(date(2026, 2, 28)) == ["ahead"] * 6
    assert statuses(date(2026, 3, 1)) == ["now"] + ["ahead"] * 5
    assert statuses(date(2026, 6, 1)) == ["done", "now"] + ["ahead"] * 4
    assert statuses(date(2030, 1, 1)) == ["done"] * 5 + ["now"]


def test_subsidy_is_told_row_by_row_with_all_that_must_be_said(coach_client):
    told = words(ask(coach_client, "benefits-subsidy", **SUBSIDY))

    assert "Pay subsidy, estimate The cap is not reached. 473.20 €" in told
    assert "The employer's part of the pay 202.80 €" in told
    assert "Side costs Not covered. not counted" in told
    assert "10 months" in told
    assert "at most 24 months at a time" in told
    assert "that of 11/2026 is claimed by 02/28/2027" in told
    assert "The job must not start before the decision." in told
    assert "This is an estimate, not a decision." in told
    assert "The subsidy is discretionary." in told
    assert "does not cover holiday bonus" in told
    assert "Unconfirmed figures" in told
    assert "Not known yet" in told


def test_case_that_gets_nothing_shows_why_and_no_sum(coach_client):
    answers = SUBSIDY | {"payer": "municipality", "ground": "general"}
    told = words(ask(coach_client, "benefits-subsidy", **answers))

    assert "With these answers there is no pay subsidy" in told
    assert "A municipality gets it only for reduced work ability" in told
    assert "€" not in told


def test_answers_about_the_jobseeker_are_held_against_the_ground(coach_client):
    answers = SUBSIDY | {"ground": "senior", "age": "60-", "long": "no"}
    result = ask(coach_client, "benefits-subsidy", **answers).context["result"]

    assert [one.key for one in result["unmet"]] == ["long"]
    assert [one.key for one in result["met"]] == ["age-60"]
    assert [one.key for one in result["open"]] == ["jobseeker"]


@pytest.mark.parametrize("answers", [{}, SUBSIDY])
def test_questions_name_the_periods_of_the_law(coach_client, answers):
    form = ask(coach_client, "benefits-subsidy", **answers).context["form"]

    assert form["long"].label == "Unemployed for 12 of the last 14 months"
    assert form["longest"].label == "Unemployed for 24 of the last 28 months"


def test_questions_stay_plain_when_the_periods_are_not_known(coach_client):
    Parameter.objects.filter(key__startswith="subsidy-long").delete()

    assert "Very long unemployed" in ask(coach_client, "benefits-subsidy").text


def test_allowance_that_the_meal_takes_is_told_plainly(coach_client):
    told = words(ask(coach_client, "benefits-allowance", rate="5"))

    assert "Nothing is left: the meal takes the whole allowance." in told
    assert "Taxable" not in told


def test_taxable_allowance_is_flagged(coach_client):
    told = words(ask(coach_client, "benefits-allowance", rate="12,01", meal="0"))

    assert "Taxable: free of tax is at most 12.00 € a day" in told


# --- From a job -------------------------------------------------------------


def test_job_links_to_the_calculator_with_its_pay(coach_client, coach):
    job = TailoredJobFactory(coach=coach, complete=True)

    page = coach_client.get(job.get_absolute_url())

    url = job_calculator_url(job)
    assert url.replace("&", "&amp;") in page.text
    (_number, left), *_others = coach_client.get(url).context["result"]["options"]
    assert left.offer.amount == job.pay_amount
    assert left.offer.week_minutes == job.week_minutes
    assert left.room is not None


@pytest.mark.parametrize(
    ("form", "amount"), [("unpaid", None), ("", None), ("hour", None)]
)
def test_job_without_a_stated_pay_has_no_link(form, amount):
    job = TailoredJobFactory.build(pay_form=form, pay_amount=amount)

    assert job_calculator_url(job) == ""
