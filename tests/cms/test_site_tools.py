"""The helper for the earnings limit and the chooser of a form of work."""

import pytest
from django.utils import translation

from crm.models import Parameter
from employers.work_forms import Form

pytestmark = [pytest.mark.usefixtures("site"), pytest.mark.django_db]

HOURS, CHOOSER = "/elake-ja-ansiot/tuntilaskuri/", "/tyon-muodot/valitsin/"
TRY_OUT = "aim=try&rota=extra&seeker=yes"


def text_of(element):
    return "".join(element.text.split())


def test_helper_tells_the_hours_and_their_pay(see):
    page = see(f"{HOURS}?pay=12")

    result = page.select_one(".ledger__result")
    assert "19" in result.th.text
    assert text_of(result.td) == "988,00€"
    assert page.select("#answer .notice--stop") == []


def test_helper_stops_hours_above_the_limit(see):
    page = see(f"{HOURS}?pay=12&hours=20:00&extra=50")

    assert text_of(page.select_one(".ledger__own td")) == "99,10€"
    assert len(page.select("#answer .notice--stop")) == 1


def test_untouched_helper_shows_the_limits_by_time(see):
    page = see(HOURS)

    limits = [text_of(row.td) for row in page.select(".plain-table tbody tr")]
    assert "990,90€Vahvistamatta" in limits
    assert "837,59€" in limits
    assert page.select("#answer, .errors") == []


def test_new_limit_is_reckoned_with_at_once(see):
    see("/elake-ja-ansiot/")
    limit = Parameter.objects.named("earnings-limit")
    limit.value = 1200
    limit.save()

    assert "1200€/kk" in text_of(see("/elake-ja-ansiot/").select_one(".figure"))
    assert "23" in see(f"{HOURS}?pay=12").select_one(".ledger__result").th.text


def test_missing_limit_is_said_and_not_guessed(see):
    Parameter.objects.filter(key="earnings-limit").delete()

    page = see(f"{HOURS}?pay=12")

    assert page.select(".ledger") == []
    assert len(page.select("#answer .notice--check")) == 1


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("pay=", "pay"),
        ("pay=paljon", "pay"),
        ("pay=0", "pay"),
        ("pay=12&hours=99", "hours"),
        ("pay=12&extra=-1", "extra"),
    ],
)
def test_helper_tells_what_is_wrong_and_where(see, asked, field):
    page = see(f"{HOURS}?{asked}")

    assert [link["href"] for link in page.select(".errors a")] == [f"#id_{field}"]
    assert page.select("#answer") == []


def test_chooser_recommends_and_says_why(see):
    page = see(f"{CHOOSER}?{TRY_OUT}")

    with translation.override("fi"):
        assert page.select_one("#answer-title").text == str(Form.TRY_OUT.label)
    assert len(page.select("#answer .ledger ul")) == 2
    links = [link["href"] for link in page.select("#answer a")]
    assert links == ["/tyon-muodot/", "/pyyda-kaynti/"]


def test_chooser_of_a_job_leads_to_the_estimator(see):
    page = see(f"{CHOOSER}?aim=work&rota=needed&seeker=no")

    links = [link["href"] for link in page.select("#answer a")]
    assert "/palkkatuki/laskuri/" in links


def test_chooser_tells_which_answers_lack(see):
    page = see(f"{CHOOSER}?aim=try&rota=never")

    errors = [link["href"] for link in page.select(".errors a")]
    assert errors == ["#id_rota", "#id_seeker"]
    assert page.select("#answer") == []


def test_untouched_chooser_asks_and_marks_nothing(see):
    page = see(CHOOSER)

    assert len(page.select("fieldset.options legend")) == 3
    assert page.select("#answer, .errors, input[checked]") == []


@pytest.mark.parametrize(
    ("guide", "tool"),
    [
        ("/elake-ja-ansiot/", HOURS),
        ("/sv/pension-och-inkomster/", "/sv/pension-och-inkomster/timraknare/"),
        ("/en/pension-and-earnings/", "/en/pension-and-earnings/hours/"),
        ("/tyon-muodot/", CHOOSER),
        ("/sv/arbetets-former/", "/sv/arbetets-former/valj-form/"),
        ("/en/forms-of-work/", "/en/forms-of-work/choose/"),
    ],
)
def test_tools_are_found_in_every_language(see, guide, tool):
    links = [link["href"] for link in see(guide).select("main a[href]")]

    assert tool in links
    assert see(f"{tool}?{TRY_OUT}&pay=12").select_one("#answer-title")


@pytest.mark.parametrize("address", [f"{HOURS}?pay=12", f"{CHOOSER}?{TRY_OUT}"])
def test_answers_cost_a_fixed_number_of_questions(
    client, django_assert_max_num_queries, address
):
    client.get(address)

    with django_assert_max_num_queries(24):
        client.get(address)
