"""Metrics of a small data set, each worked out by hand."""

from datetime import date

import pytest

from placements.metrics.lines import line_of
from placements.metrics.registry import METRICS
from placements.metrics.suppression import Cell, Differencing
from tests.factories import (
    CandidateFactory,
    EmployerFactory,
    FollowUpFactory,
    MatchFactory,
    MunicipalityFactory,
    NeedFactory,
    OtherCoachingFactory,
    UserFactory,
)
from tests.placements.metric_data import (
    TODAY,
    active_since,
    contact,
    job,
    moved,
    placement,
    scope_of,
    trial_over,
)

pytestmark = pytest.mark.django_db


def measured(code, scope):
    return METRICS[code].measure(scope)


def counts(parts):
    return {part.key: part.top.count for part in parts if part.top.count}


def day(text):
    """Return a day of 2025 or 2026: "1.7.25"."""
    number, month, year = (int(part) for part in text.split("."))
    return date(2000 + year, month, number)


# --- employers --------------------------------------------------------------


def test_first_contacts_are_of_employers_never_met_before(manager, coach):
    old, new, twice, missed = (EmployerFactory() for _ in range(4))
    contact(old, day("3.3.26"), coach=coach)
    contact(old, day("4.4.26"), coach=coach)
    contact(new, day("5.5.26"), coach=coach)
    contact(twice, day("6.5.26"), coach=coach)
    contact(twice, day("6.5.26"), coach=coach)
    contact(missed, day("7.5.26"), coach=coach, missed=True)
    contact(twice, day("7.5.26"), coach=coach, missed=True)

    quarter = scope_of(manager, "2026-Q2")

    assert measured("M1", quarter).top.count == 2  # new and twice
    done = measured("M2", quarter)
    assert (done.top.count, counts(done.beside)) == (4, {"missed": 2})


def test_attempts_are_counted_up_to_the_one_that_succeeded(manager, coach):
    for tries in (0, 0, 2):
        employer = EmployerFactory()
        for _ in range(tries):
            contact(employer, day("1.5.26"), coach=coach, missed=True)
        contact(employer, day("10.5.26"), coach=coach)
        contact(employer, day("11.5.26"), coach=coach, missed=True)  # later

    found = measured("M5", scope_of(manager, "2026-Q2"))

    assert (found.top.count, found.base.count) == (5, 3)  # 1 + 1 + 3
    assert (found.spread.median, found.spread.upper) == (1, 3)


def test_contacts_a_week_leave_out_support_visits_and_weeks_away(manager):
    niina = UserFactory(
        role="coach", away_from=day("8.6.26"), away_until=day("14.6.26")
    )
    for on, more in (
        ("2.6.26", {}),
        ("2.6.26", {}),
        ("16.6.26", {"kind": "support"}),
        ("17.6.26", {"face_to_face": False}),
        ("18.6.26", {"kind": "meeting"}),
    ):
        contact(EmployerFactory(), day(on), coach=niina, **more)

    found = measured("M3", scope_of(manager, "2026-06"))

    # Weeks of June 2026: 23, 24 (away), 25 (Midsummer's Eve: four days), 26; of 27
    # only two days are in the month.
    assert [(p.key, p.top.count, p.base.count) for p in found.parts] == [
        (str(niina.pk), 3, 3)
    ]


def test_dialogue_counts_what_was_followed_for_ninety_days(manager, coach):
    for first, engaged in (
        ("10.1.26", "10.4.26"),  # day 90
        ("11.1.26", "12.4.26"),  # day 91
        ("12.1.26", None),
    ):
        employer = EmployerFactory(
            contacted=True, engaged_on=day(engaged) if engaged else None
        )
        contact(employer, day(first), coach=coach)

    found = measured("M6", scope_of(manager, "2026-Q1"))
    late = measured("M6", scope_of(manager, "2026-Q1", today=day("11.4.26")))

    assert (found.top.count, found.base.count) == (1, 3)
    assert (late.top.count, late.base.count, counts(late.beside)) == (
        1,
        2,
        {"coming": 1},
    )


def test_dialogue_leads_to_an_agreed_job(manager):
    for agreed in ("30.6.25", "1.7.25", None):  # day 180, day 181
        employer = EmployerFactory(engaged=True)
        employer.__class__.objects.filter(pk=employer.pk).update(
            engaged_on=day("1.1.25")
        )
        job(day("2.1.25"), employer=employer, agreed_on=agreed and day(agreed))

    found = measured("M7", scope_of(manager, "2025-Q1"))

    assert (found.top.count, found.base.count) == (1, 3)


def test_contacts_with_deciders_and_relationships_of_quality(manager, coach):
    good, unneeded, seldom = (EmployerFactory(engaged=True) for _ in range(3))
    NeedFactory(job=job(day("1.2.26"), employer=good))
    NeedFactory(job=job(day("1.2.26"), employer=seldom))
    for employer, times in ((good, 3), (unneeded, 3), (seldom, 2)):
        for _ in range(times):
            contact(employer, day("1.6.26"), coach=coach)
    contact(good, day("2.6.26"), coach=coach, decision_maker=True, kind="call")

    quarter = scope_of(manager, "2026-Q2")
    deciders, quality = measured("M18", quarter), measured("M19", quarter)

    assert (deciders.top.count, deciders.base.count) == (1, 9)
    assert (quality.top.count, quality.base.count) == (1, 3)


# --- tailored jobs ----------------------------------------------------------

STAGES = ("drafted_on", "sent_on", "agreed_on", "presented_on", "trial_on", "filled_on")
#: Begun → the day of each stage; Q2 of 2025, followed 365 days on 30.6.2026.
JOBS = {
    "all the way": "1.4.25 11.4.25 21.4.25 10.5.25 20.5.25 1.6.25 1.7.25",
    "agreed": "2.4.25 12.4.25 20.4.25 1.5.25 - - -",
    "a draft": "3.4.25 8.4.25 - - - - -",
    "sent on day 366": "4.4.25 4.4.25 5.4.26 - - - -",
    "never left": "1.5.25 - - - - - -",
    "without a trial": "1.6.25 3.6.25 5.6.25 7.6.25 9.6.25 - 12.6.25",
    "begun before": "31.3.25 1.4.25 2.4.25 - - - -",
}


def lived(line, **values):
    begun, *stages = line.split()
    dates = zip(STAGES, stages, strict=True)
    return job(day(begun), **{k: day(v) for k, v in dates if v != "-"}, **values)


def test_funnel_cell_by_cell(manager):
    jobs = {name: lived(line) for name, line in JOBS.items()}
    for name in ("all the way", "without a trial"):
        MatchFactory(job=jobs[name], presented_on=day("9.6.25"))

    found = measured("M8", scope_of(manager, "2025-Q2"))

    assert [(part.key, part.top) for part in found.parts] == [
        ("inventory", Cell(6)),
        ("draft", Cell(5)),
        ("with_employer", Cell(3)),
        ("agreed", Cell(3)),
        ("candidate_presented", Cell(2, 2)),
        ("on_trial", Cell(2, 2)),  # one passed it by
        ("filled", Cell(2, 2)),
    ]
    # Days from the stage before: 10 10 5 0 2; 10 8 2; 19 11 2; 10 2; 12; 30 3.
    assert [part.spread.median for part in found.parts[1:]] == [5, 8, 11, 6, 12, 16.5]
    assert set(found.rows) == {jobs["all the way"], jobs["without a trial"]}


def test_funnel_tells_no_few_candidates(manager):
    for _ in range(6):
        lived(JOBS["all the way"])
    for _ in range(2):  # presented, no trial
        lived("1.4.25 11.4.25 21.4.25 10.5.25 20.5.25 - -")
    lived(JOBS["agreed"])

    line = line_of(METRICS["M8"], scope_of(manager, "2025-Q2"))

    # Of 8 presented 2 had no trial: hidden, and with them the 6 that were filled.
    assert [(part.key, part.top.text) for part in line.parts] == [
        ("inventory", "9"),
        ("draft", "9"),
        ("with_employer", "9"),
        ("agreed", "9"),
        ("candidate_presented", "about 10"),
        ("on_trial", "about 5"),
        ("filled", "about 5"),
    ]
    assert line.value.text == "56\N{NO-BREAK SPACE}%"  # of the rounded number


def test_job_not_followed_for_a_year_waits(manager):
    lived(JOBS["all the way"])
    lived(JOBS["without a trial"])

    found = measured("M8", scope_of(manager, "2025-Q2", today=day("1.4.26")))

    assert (found.base.count, counts(found.beside)) == (1, {"coming": 1})


def test_snapshot_is_of_the_day_and_not_of_today(manager):
    here, gone = job(day("1.3.26")), job(day("5.3.26"))
    moved(here, "draft", day("11.3.26"), "inventory")
    moved(gone, "withdrawn", day("20.4.26"), "inventory")
    moved(here, "with_employer", day("15.5.26"), "draft")

    march = measured("M9", scope_of(manager, "2026-03"))
    june = measured("M9", scope_of(manager, "2026-06"))

    assert counts(march.parts) == {"draft": 1, "inventory": 1}
    ages = {part.key: part.spread.median for part in march.parts if part.top.count}
    assert ages == {"draft": 20, "inventory": 26}
    assert counts(june.parts) == {"with_employer": 1}


def test_time_in_state_is_of_stays_that_ended_in_the_period(manager):
    for entered, left in (("1.3.26", "11.4.26"), ("1.3.26", "3.4.26")):
        one = job(day(entered))
        moved(one, "analysed", day(left), "inventory")
    moved(one, "on_hold", day("10.4.26"), "analysed")
    moved(one, "analysed", day("20.6.26"), "on_hold")

    found = measured("M15", scope_of(manager, "2026-Q2"))

    # inventory 41 and 33 days, analysed 7; the time on hold is not there
    ages = {part.key: part.spread.median for part in found.parts if part.top.count}
    assert ages == {"inventory": 37, "analysed": 7}
    assert (found.spread.median, found.spread.count) == (33, 3)


def test_reasons_for_no_are_told_apart(manager):
    employer = EmployerFactory(declined=True)
    moved(employer, "declined", day("2.5.26"), "contacted", reason="no_need")
    moved(employer, "declined", day("2.1.26"), "contacted", reason="money")
    ended = job(day("1.2.26"), state="withdrawn", withdrawal="no_time")
    moved(ended, "withdrawn", day("3.5.26"), "draft", reason="no_time")
    for reason in ("benefits", "benefits", "travel"):
        MatchFactory(
            job=ended,
            state="declined",
            declined_by="candidate",
            end_reason=reason,
            ended_on=day("4.5.26"),
        )

    quarter = scope_of(manager, "2026-Q2")

    assert counts(measured("M25", quarter).parts) == {"no_need": 1}
    assert counts(measured("M25b", quarter).parts) == {"no_time": 1}
    assert counts(measured("M25c", quarter).parts) == {"benefits": 2, "travel": 1}


# --- people -----------------------------------------------------------------


def test_trials_that_led_to_paid_work(manager):
    paid, elsewhere, late, study, unpaid, other_goal = (
        CandidateFactory(active=True) for _ in range(6)
    )
    other_goal.goal = "open_activity"
    other_goal.save()
    bakery = EmployerFactory()
    over = day("1.2.26"), day("28.2.26")
    for one in (paid, elsewhere, late, unpaid, other_goal):
        trial_over(one, *over, employer=bakery)
    trial_over(
        study,
        *over,
        state="completed",
        completed_on=day("1.3.26"),
        outcome="study",
    )
    trial_over(paid, day("1.3.26"), day("31.3.26"))  # ended the day before day 91
    placement(paid, day("1.3.26"), employer=bakery)
    placement(elsewhere, day("29.5.26"))  # day 90
    placement(late, day("30.5.26"))
    placement(unpaid, day("1.3.26"), kind="open_activity")

    found = measured("M11", scope_of(manager, "2026-Q1"))

    # Ended in the quarter with paid work as goal: paid twice, elsewhere, late, unpaid.
    assert found.base == Cell(5, 4)
    assert found.top == Cell(2, 2)
    assert counts(found.parts) == {"here": 1, "elsewhere": 1}
    assert counts(found.beside) == {"studying": 1}


def test_paid_and_unpaid_are_never_added(manager):
    one, other = CandidateFactory(active=True), CandidateFactory(active=True)
    placement(one, day("1.5.26"))
    placement(one, day("2.5.26"), kind="subsidised")
    placement(other, day("3.5.26"), kind="open_activity")

    quarter = scope_of(manager, "2026-Q2")
    paid, unpaid = measured("M12", quarter), measured("M12b", quarter)

    assert (paid.top, unpaid.top) == (Cell(2, 1), Cell(1, 1))
    assert counts(paid.parts) == {"employment": 1, "subsidised": 1}


def test_employment_rate_is_of_those_active_on_the_day(manager, coach):
    works, left, later = (active_since(day("1.2.26"), coach) for _ in range(3))
    active_since(day("1.6.26"), coach)
    active_since(day("1.2.26"), coach, goal="trying_out")
    placement(works, day("1.3.26"))
    placement(left, day("1.3.26"), day("31.3.26"))
    placement(later, day("1.4.26"))

    found = measured("M13", scope_of(manager, "2026-03"))

    assert (found.top, found.base) == (Cell(1, 1), Cell(3, 3))


def test_first_presentation_within_thirty_days(manager):
    for told in ("1.3.26", "31.3.26", "1.4.26", None):  # days 0, 30, 31
        one = CandidateFactory(active=True, agreed_on=day("1.3.26"))
        if told:
            MatchFactory(candidate=one, presented_on=day(told))

    found = measured("M14", scope_of(manager, "2026-Q1"))

    assert (found.top.count, found.base.count) == (2, 4)
    assert (found.spread.median, counts(found.beside)) == (30, {"open": 1})


def test_caseload_spread_and_other_coaching(manager, coach):
    one, other = (active_since(day("1.2.26"), coach) for _ in range(2))
    OtherCoachingFactory(candidate=one, since=day("1.3.26"))
    bakery = EmployerFactory(industry_code="10", other_service="Toinen palvelu")
    EmployerFactory(engaged=True, other_service="Toinen palvelu")
    for candidate in (one, other):
        placement(candidate, day("1.4.26"), employer=bakery)

    quarter = scope_of(manager, "2026-Q2")
    spread, doubled = measured("M26", quarter), measured("M27", quarter)

    assert measured("M17", quarter).top == Cell(2, 2)
    assert (spread.top.count, spread.base.count) == (1, 2)
    assert counts(spread.parts) == {"C": 2}
    assert (doubled.top, doubled.base) == (Cell(1, 1), Cell(2, 2))
    assert counts(doubled.beside) == {"employers": 1}


def test_support_visits_a_month(manager, coach):
    one = CandidateFactory(active=True, coach=coach)
    placement(one, day("1.4.26"), day("31.5.26"))  # 60 days: 2 months
    for on in ("2.4.26", "20.4.26", "2.5.26"):
        contact(EmployerFactory(), day(on), coach=coach, kind="support")

    found = measured("M4", scope_of(manager, "2026-Q2"))

    assert (found.top.count, found.base) == (3, Cell(2, 1))


def test_late_steps_and_silence(manager, coach):
    FollowUpFactory(due_on=day("20.6.26"), assignee=coach)
    FollowUpFactory(due_on=TODAY, assignee=coach)
    EmployerFactory(partner=True, touch_due_on=day("1.6.26"))
    EmployerFactory(engaged=True)

    today = scope_of(manager, "2026-Q2")
    late, silent = measured("M20", today), measured("M21", today)

    assert (late.top.count, late.base.count, late.spread.median) == (1, 2, 10)
    assert (silent.top.count, silent.base.count) == (1, 2)


# --- who may be told what ---------------------------------------------------


def test_numbers_follow_municipality_coach_of_the_day_and_industry(manager, coach):
    far = MunicipalityFactory(code="543", name_fi="Nurmijärvi", name_sv="Nurmijärvi")
    moved_on = active_since(day("1.2.26"), coach, municipality=far)
    placement(moved_on, day("1.5.26"), employer=EmployerFactory(industry_code="10"))
    later = UserFactory(role="coach")
    moved_on.assignments.update(until=day("1.6.26"))
    moved_on.assignments.create(coach=later, role="coach", since=day("1.6.26"))

    def paid(**filters):
        return measured("M12", scope_of(manager, "2026-Q2", **filters)).top.count

    assert paid(municipality=far.pk, industry="C") == 1
    assert paid(municipality=MunicipalityFactory().pk) == 0
    assert (paid(coach=coach.pk), paid(coach=later.pk)) == (1, 0)
    assert paid(industry="G") == 0


def test_coach_is_told_of_own_candidates_in_the_clear(coach, manager):
    mine = CandidateFactory(active=True, coach=coach)
    placement(mine, day("1.5.26"))
    placement(CandidateFactory(active=True), day("1.5.26"))

    own = line_of(METRICS["M12"], scope_of(coach, "2026-Q2"))
    everybodys = line_of(METRICS["M12"], scope_of(manager, "2026-Q2"))

    assert own.value.text == "1"
    assert everybodys.value.text == "under 5"


def test_three_dimensions_are_too_many_for_numbers_about_people(manager, coach):
    scope = scope_of(
        manager,
        "2026-Q2",
        municipality=MunicipalityFactory().pk,
        coach=coach.pk,
        industry="C",
    )

    assert "two ways" in line_of(METRICS["M12"], scope).why_not
    assert line_of(METRICS["M2"], scope).why_not == ""
    assert "industry" in line_of(METRICS["M17"], scope).why_not


def test_narrowing_in_one_session_must_not_single_anybody_out(manager):
    here, far = MunicipalityFactory(), MunicipalityFactory(code="543")
    for place in [here] * 7 + [far] * 2:
        one = CandidateFactory(active=True, municipality=place)
        placement(one, day("1.5.26"))
    told = Differencing([])

    everybody = line_of(METRICS["M12"], scope_of(manager, "2026-Q2"), told)
    narrowed = scope_of(manager, "2026-Q2", municipality=here.pk)

    assert everybody.value.text == "9"
    assert "fewer than five" in line_of(METRICS["M12"], narrowed, told).why_not
    assert line_of(METRICS["M12"], narrowed, Differencing([])).value.text == "7"


def test_every_metric_is_defined():
    numbers = {code.rstrip("bcdefg") for code in METRICS}

    assert numbers == {f"M{number}" for number in range(1, 28)} | {"A1", "A2"} | {
        f"Q{number}" for number in range(1, 10)
    }


@pytest.mark.parametrize("period", ["2026-W22", "2026-05", "2026-Q1", "2025"])
def test_every_metric_answers_for_an_empty_house(period, manager):
    lines = [line_of(one, scope_of(manager, period)) for one in METRICS.values()]

    assert {(line.value.value or 0, line.why_not) for line in lines} == {(0, "")}


# --- retention --------------------------------------------------------------


def test_retention_cell_by_cell(manager):
    one, two, three, four, five, six, seven, eight = (
        CandidateFactory(active=True) for _ in range(8)
    )
    placement(one, day("1.1.25"))
    placement(two, day("1.2.25"), day("1.4.25"), "new_job")
    placement(two, day("20.4.25"))  # 19 days later: goes on
    placement(three, day("1.3.25"), day("1.5.25"), "unsuitable")
    placement(three, day("15.6.25"))  # 45 days later: begins anew
    placement(four, day("1.4.25"), day("1.6.25"), "study")
    placement(five, day("1.5.25"), day("1.6.25"), "retired")
    placement(six, day("1.6.25"), day("1.11.25"), "employer")  # 153 days
    placement(seven, day("1.7.25"), kind="open_activity")
    placement(eight, day("1.9.25"))  # not a year yet

    found = measured("M16", scope_of(manager, "2025"))

    points = {part.key: (part.top, part.base) for part in found.parts}
    # Nine paid placements; the student and the pensioner are in no denominator.
    assert points["0"] == (Cell(9, 7), Cell(9, 7))
    assert points["90"] == (Cell(6, 5), Cell(7, 5))
    assert points["180"] == (Cell(5, 4), Cell(7, 5))
    # Eight have reached the day; in paid work: one, both of two, the second of three.
    assert points["365"] == (Cell(4, 3), Cell(6, 4))
    assert counts(found.beside) == {"studying": 1, "retired": 1}
    assert found.rows.count() == 6


def test_retention_tells_of_no_few(manager):
    for number in range(12):
        ended = day("1.3.25") if number < 6 else None
        placement(CandidateFactory(active=True), day("1.1.25"), ended, "unsuitable")

    line = line_of(METRICS["M16"], scope_of(manager, "2025"))

    told = {part.key: part.value.text for part in line.parts}
    assert told["30"] == "100\N{NO-BREAK SPACE}%"
    assert told["90"] == told["365"] == "50\N{NO-BREAK SPACE}%"
    assert line.value.text == "50\N{NO-BREAK SPACE}%"
