"""Two contents of a job beside each other, in words."""

from copy import deepcopy
from decimal import Decimal
from random import Random

import pytest
from django.utils.translation import override

from employers.differences import differences, money_text

DOT = " \N{MIDDLE DOT} "
DASH = "\N{EN DASH}"
CONTENT = {
    "title": "Bakery assistant",
    "kind": "carved",
    "site": "Example Bakery, Back Street 1",
    "start_on": "2027-01-11",
    "week_minutes": 720,
    "tasks": [
        {
            "id": 1,
            "name": "Fold boxes",
            "area": "Packing",
            "minutes": 150,
            "frequency": "daily",
            "time_of_day": "morning",
        },
        {
            "id": 2,
            "name": "Wash trays",
            "area": "",
            "minutes": 200,
            "frequency": "weekly",
            "time_of_day": "any",
        },
    ],
    "shifts": [
        {"weekday": 0, "starts": "06:00", "ends": "09:00"},
        {"weekday": 2, "starts": "09:00", "ends": "11:00"},
    ],
    "pay": {
        "form": "hour",
        "amount": "12.40",
        "supplements": "31.20",
        "agreement": "Food industry",
    },
    "guide": "Leena Leipoja-Malli",
    "adjustments": [{"what": "Trolley for trays", "payer": "employer"}],
    "support": "The coach is there on the first days.",
    "subsidies": "Pay subsidy 70 %",
    "needs": ["Overtime on Fridays"],
    "demands": {"literacy": 0, "load": 3, "pace": 2, "interaction": 1, "noise": 2},
}
PARTS = ["tasks", "times", "pay", "help", "other"]


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def content():
    return deepcopy(CONTENT)


def told(new, old=CONTENT):
    return [(d.part, d.label, d.before, d.after) for d in differences(old, new)]


def test_same_content_has_no_differences(content):
    assert told(content) == []


def test_order_of_shifts_and_tasks_is_no_difference(content):
    content["shifts"].reverse()
    content["tasks"].reverse()

    assert told(content) == []


def test_task_can_change_come_and_go(content):
    content["tasks"][0]["minutes"] = 120
    content["tasks"][1] = {**content["tasks"][1], "id": 3, "name": "Fill shelves"}

    assert told(content) == [
        (
            "tasks",
            "Fold boxes",
            DOT.join(["2 h 30 min", "Packing", "Every day", "In the morning"]),
            DOT.join(["2 h", "Packing", "Every day", "In the morning"]),
        ),
        (
            "tasks",
            "Fill shelves",
            "",
            DOT.join(["3 h 20 min", "Every week", "Any time"]),
        ),
        ("tasks", "Wash trays", DOT.join(["3 h 20 min", "Every week", "Any time"]), ""),
    ]


def test_renamed_task_tells_both_names(content):
    content["tasks"][1]["name"] = "Wash pans"

    ((part, label, before, after),) = told(content)

    assert (part, label) == ("tasks", "Wash pans")
    assert before.startswith("Wash trays, 3 h 20 min")
    assert after.startswith("Wash pans, 3 h 20 min")


def test_times_differ_by_weekday(content):
    content["shifts"] = [
        {"weekday": 0, "starts": "10:00", "ends": "11:30"},
        {"weekday": 0, "starts": "06:00", "ends": "09:00"},
        {"weekday": 3, "starts": "07:00", "ends": "09:00"},
    ]
    content["week_minutes"] = 390
    content["start_on"] = ""

    assert told(content) == [
        ("times", "Hours a week", "12 h", "6 h 30 min"),
        ("times", "Begins", told(content)[1][2], ""),
        ("times", "Monday", f"6{DASH}9", f"6{DASH}9, 10{DASH}11:30"),
        ("times", "Wednesday", f"9{DASH}11", ""),
        ("times", "Thursday", "", f"7{DASH}9"),
    ]
    assert "2027" in told(content)[1][2]


def test_pay_is_told_as_money(content):
    content["pay"] = {
        "form": "month",
        "amount": "1640.00",
        "supplements": "",
        "agreement": "",
    }
    content["subsidies"] = ""

    assert told(content) == [
        ("pay", "Pay", "12.40 €/h", "1,640.00 €/month"),
        ("pay", "Supplements", "31.20 €/month", ""),
        ("pay", "Collective agreement", "Food industry", ""),
        ("pay", "Planned subsidies", "Pay subsidy 70 %", ""),
    ]


def test_help_tells_who_pays_for_an_adjustment(content):
    content["guide"] = "Erkki Esimerkki"
    content["adjustments"] = [
        {"what": "Trolley for trays", "payer": "state"},
        {"what": "Ear muffs", "payer": ""},
    ]
    content["support"] = "Weekly visits."

    assert told(content) == [
        ("help", "Guide at the workplace", "Leena Leipoja-Malli", "Erkki Esimerkki"),
        (
            "help",
            "Adjustment",
            "Trolley for trays, the employer pays",
            "Trolley for trays, the state pays",
        ),
        ("help", "Adjustment", "", "Ear muffs"),
        ("help", "Our support", CONTENT["support"], "Weekly visits."),
    ]


def test_demands_and_the_rest_are_told_in_words(content):
    content["demands"]["load"] = 2
    content["title"] = "Assistant"
    content["kind"] = "shared"
    content["site"] = ""
    content["needs"].append("Trays pile up")

    assert told(content) == [
        ("tasks", "Physical load", "Heavy", "Some lifting and carrying"),
        ("other", "Name of the job", "Bakery assistant", "Assistant"),
        ("other", "Workplace", CONTENT["site"], ""),
        ("other", "Kind of tailoring", "Carved out of present work", "Shared by two"),
        (
            "other",
            "Needs",
            "Overtime on Fridays",
            "Overtime on Fridays; Trays pile up",
        ),
    ]


def test_everything_of_a_first_version_is_new():
    found = differences({}, CONTENT)

    assert all(d.before == "" and d.after for d in found)
    assert list(dict.fromkeys(d.part for d in found)) == PARTS


def test_words_follow_the_language(content):
    content["pay"]["amount"] = "1234.50"
    with override("fi"):
        ((_part, _label, before, after),) = told(content)

    assert before == "12,40 €/h"
    assert after == "1\N{NO-BREAK SPACE}234,50 €/h"


@pytest.mark.parametrize(
    ("form", "amount", "text"),
    [
        ("hour", Decimal("12.4"), "12.40 €/h"),
        ("hour", "", ""),
        ("month", None, ""),
        ("", "12.40", ""),
        ("unpaid", "12.40", "Unpaid"),
    ],
)
def test_money_is_told_by_its_form(form, amount, text):
    assert money_text(form, amount) == text


CHANGES = [
    lambda c, r: c.update(title=f"Job {r.random()}"),
    lambda c, r: c.update(week_minutes=r.randint(721, 2000)),
    lambda c, r: c["tasks"].pop(r.randrange(len(c["tasks"]))),
    lambda c, r: c["tasks"][0].update(minutes=r.randint(201, 400)),
    lambda c, r: c["shifts"].pop(),
    lambda c, r: c["shifts"][0].update(ends=f"{r.randint(10, 20)}:30"),
    lambda c, r: c["pay"].update(amount=f"{r.randint(13, 20)}.00"),
    lambda c, r: c.update(guide=""),
    lambda c, r: c["adjustments"].append({"what": "Lamp", "payer": "nobody"}),
    lambda c, r: c["demands"].update(literacy=r.randint(1, 3)),
    lambda c, r: c.update(needs=[]),
]


def test_any_change_is_told_once_and_the_same_backwards():
    random = Random(2)  # noqa: S311 - a repeatable test, not a secret
    for _round in range(100):
        content = deepcopy(CONTENT)
        changes = random.sample(CHANGES, random.randint(1, 4))
        for change in changes:
            change(content, random)

        there = told(content)
        back = told(CONTENT, old=content)

        assert there
        assert {(p, b, a) for p, _l, b, a in there} == {
            (p, a, b) for p, _l, b, a in back
        }
        places = [PARTS.index(part) for part, *_rest in there]
        assert places == sorted(places)
