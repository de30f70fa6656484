"""Random data: the metrics agree with a slow calculation that knows nothing of them."""

from collections import Counter
from datetime import timedelta
from random import Random
from statistics import median

import pytest

from placements.metrics.registry import METRICS
from placements.metrics.retention import CURVE, Spell, follow, kept_at
from tests.factories import CandidateFactory, EmployerFactory, OfficerFactory
from tests.placements.metric_data import (
    TODAY,
    active_since,
    applied,
    contact,
    job,
    message,
    moved,
    placement,
    scope_of,
    trial_over,
)

STAGES = ("drafted_on", "sent_on", "agreed_on", "presented_on", "trial_on", "filled_on")


def dice_of(seed):
    return Random(seed)  # noqa: S311 - a data set, not a secret


def some_day(dice, within=700):
    return TODAY - timedelta(days=dice.randint(0, within))


def numbers(code, scope):
    found = METRICS[code].measure(scope)
    return found.top.count, found.base.count if found.base else None


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_contacts_agree_with_a_slow_calculation(seed, manager, coach):
    dice = dice_of(seed)
    employers = [EmployerFactory(contacted=True) for _ in range(12)]
    for employer in employers:
        engaged = some_day(dice, 500) if dice.random() < 0.7 else None
        type(employer).objects.filter(pk=employer.pk).update(engaged_on=engaged)
        employer.engaged_on = engaged
    visits = [
        contact(
            dice.choice(employers),
            some_day(dice, 300),
            coach=coach,
            missed=dice.random() < 0.3,
            decision_maker=dice.random() < 0.5,
        )
        for _ in range(60)
    ]
    scope = scope_of(manager, "2026-Q1")

    firsts, tries = {}, {}
    for employer in employers:
        own = [v for v in visits if v.employer_id == employer.pk]
        done = sorted((v for v in own if v.state == "done"), key=lambda v: (v.on, v.pk))
        if done and scope.period.first <= done[0].on <= scope.period.last:
            first = firsts[employer] = done[0].on
            missed = [v for v in own if v.state == "not_reached" and v.on <= first]
            tries[employer] = 1 + len(missed)
    followed = [e for e, on in firsts.items() if (TODAY - on).days >= 90]
    reached = [
        e for e in followed if e.engaged_on and (e.engaged_on - firsts[e]).days <= 90
    ]
    inside = [v for v in visits if scope.days[0] <= v.on <= scope.days[1]]
    done = [v for v in inside if v.state == "done"]
    assert numbers("M1", scope) == (len(firsts), None)
    assert numbers("M2", scope) == (len(done), None)
    assert numbers("M5", scope) == (sum(tries.values()), len(tries))
    assert numbers("M6", scope) == (len(reached), len(followed))
    assert numbers("M18", scope) == (sum(v.decision_maker for v in done), len(done))


def random_life(dice):
    """Return the first day of a job and the day of each stage it reached."""
    on = begun = some_day(dice, 800)
    dates = {}
    for column in STAGES[: dice.randint(0, len(STAGES))]:
        on += timedelta(days=dice.randint(0, 120))
        if column != "trial_on" or dice.random() < 0.6:
            dates[column] = on
    return begun, dates


def moves_of(begun, dates):
    """Return the first moves of a job as (day, state)."""
    later = [("drafted_on", "draft"), ("sent_on", "with_employer")]
    return [(begun, "inventory")] + [
        (dates[column], state) for column, state in later if column in dates
    ]


def live(begun, dates):
    one = job(begun, **dates)
    for on, state in moves_of(begun, dates)[1:]:
        moved(one, state, on, "inventory")


def reached(life, columns):
    begun, dates = life
    return any(c in dates and (dates[c] - begun).days <= 365 for c in columns)


def state_on(life, day):
    """Return where a job stood at the end of the day; None before it began."""
    past = [state for on, state in moves_of(*life) if on <= day]
    return past[-1] if past else None


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_funnel_agrees_with_a_slow_calculation(seed, manager):
    dice = dice_of(seed)
    lives = [random_life(dice) for _ in range(25)]
    for life in lives:
        live(*life)
    scope = scope_of(manager, "2025-Q1")

    found = METRICS["M8"].measure(scope)
    standing = METRICS["M9"].measure(scope)

    first, last = scope.days
    cohort = [life for life in lives if first <= life[0] <= last]
    stages = [STAGES[number:] for number in range(len(STAGES))]
    slow = [sum(reached(life, columns) for life in cohort) for columns in stages]
    stood = Counter(state_on(life, last) for life in lives)
    del stood[None]
    assert [part.top.count for part in found.parts] == [len(cohort), *slow]
    assert {p.key: p.top.count for p in standing.parts if p.top.count} == stood


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_trials_and_work_agree_with_a_slow_calculation(seed, manager):
    dice = dice_of(seed)
    people = [
        CandidateFactory(active=True, goal=dice.choice(["paid_work", "trying_out"]))
        for _ in range(10)
    ]
    places = [EmployerFactory() for _ in range(3)]
    trials, works = [], []
    for _ in range(25):
        started = some_day(dice, 400)
        over = started + timedelta(days=dice.randint(5, 40))
        if over <= TODAY:
            place = dice.choice(places)
            trials.append(
                trial_over(dice.choice(people), started, over, employer=place)
            )
    for _ in range(20):
        kind = dice.choice(["employment", "open_activity"])
        place = dice.choice(places)
        works.append(
            placement(
                dice.choice(people), some_day(dice, 400), kind=kind, employer=place
            )
        )
    scope = scope_of(manager, "2026-Q1")

    first, last = scope.days
    paid = [work for work in works if work.kind == "employment"]
    base = [
        trial
        for trial in trials
        if first <= trial.ended_on <= last
        and trial.candidate.goal == "paid_work"
        and (TODAY - trial.ended_on).days >= 90
    ]
    led = [
        trial
        for trial in base
        if any(
            work.candidate_id == trial.candidate_id
            and 0 <= (work.started_on - trial.ended_on).days <= 90
            for work in paid
        )
    ]
    begun = [work for work in works if first <= work.started_on <= last]
    assert numbers("M11", scope) == (len(led), len(base))
    assert numbers("M12", scope)[0] == sum(work in paid for work in begun)
    assert numbers("M12b", scope)[0] == sum(work not in paid for work in begun)
    persons = METRICS["M12"].measure(scope).top.people
    assert persons == len({work.candidate_id for work in begun if work in paid})


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_officers_agree_with_a_count_day_by_day(seed, manager, coach):
    dice = dice_of(seed)
    scope = scope_of(manager, "2026-Q1")
    first, last = scope.days
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    lost = known = 0
    for _ in range(8):
        begun = some_day(dice, 300)
        one = active_since(begun, coach)
        paused = begun + timedelta(days=dice.randint(1, 200))
        moved(one, "paused", paused, "active")
        unsure = []
        for kind in ("kela", "tax", "social"):
            since = some_day(dice, 300)
            until = since + timedelta(days=dice.randint(0, 150))
            OfficerFactory(
                candidate=one, official=None, authority=kind, since=since, until=until
            )
            unsure.append((since, until))
        for day in days:
            if begun <= day < paused:
                if any(since <= day < until for since, until in unsure):
                    lost += 1
                else:
                    known += 1

    found = METRICS["M22"].measure(scope)

    assert (found.top.count, found.rest.count) == (lost, known)
    assert found.base.count == lost + known


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_authorities_agree_with_a_slow_calculation(seed, manager, coach):
    dice = dice_of(seed)
    people = [CandidateFactory(active=True, coach=coach) for _ in range(6)]
    sent, asked = [], []
    for _ in range(30):
        on = some_day(dice, 250)
        back = on + timedelta(days=dice.randint(0, 40)) if dice.random() < 0.7 else None
        answer = dice.choice(["answered", "partly", "stock", "none"])
        sent.append(message(dice.choice(people), on, back, answer))
    for _ in range(20):
        on = some_day(dice, 250)
        later = on + timedelta(days=dice.randint(1, 60))
        end = dice.choice([{}, {"granted": later}, {"refused": later}])
        asked.append((on, end, applied(dice.choice(people), on, **end)))
    scope = scope_of(manager, "2026-Q1")
    first, last = scope.days

    inside = [one for one in sent if first <= one.on <= last]
    answered = [one for one in inside if one.answer not in {"", "none"}]
    waits = sorted((one.answered_on - one.on).days for one in answered)
    ends = [end for on, end, _one in asked if first <= on <= last]
    decided = [
        one.cap for _on, end, one in asked if first <= end.get("granted", TODAY) <= last
    ]
    times = METRICS["M23"].measure(scope)
    assert numbers("M23", scope)[0] == len(answered)
    assert times.spread.median == (median(waits) if waits else None)
    assert numbers("M23b", scope) == (
        sum(one.answer == "stock" for one in inside),
        len(inside),
    )
    assert numbers("M24", scope) == (
        sum("granted" in end for end in ends),
        len(ends),
    )
    assert numbers("M24c", scope)[0] == sum(decided)


def stays_day_by_day(spell, own, days):
    """Walk from the first day to day N: no longer than 30 days without work."""
    last_at_work = spell.started
    for number in range(days + 31):
        day = spell.started + timedelta(days=number)
        works = any(
            one.started <= day and (one.ended is None or day < one.ended) for one in own
        )
        if works:
            last_at_work = day
            if number >= days:
                return True
        elif (day - last_at_work).days > 31:  # its last day is not worked any more
            return False
    return False


@pytest.mark.parametrize("seed", range(30))
def test_retention_agrees_with_a_walk_day_by_day(seed):
    dice = dice_of(seed)
    spells = []
    for key in range(40):
        started = some_day(dice, 900)
        length = dice.choice([None, dice.randint(1, 400)])
        ended = started + timedelta(days=length) if length else None
        if ended and ended > TODAY:
            ended = None
        reason = dice.choice(["other", "unsuitable", "employer"]) if ended else ""
        spells.append(Spell(key, dice.randint(1, 12), started, ended, reason))
    found = follow(spells, spells)

    for days in CURVE[1:]:
        kept = kept_at(days, found, TODAY)
        seen = [s for s in spells if (TODAY - s.started).days >= days]
        slow = {
            s.pk
            for s in seen
            if stays_day_by_day(
                s, [o for o in spells if o.candidate == s.candidate], days
            )
        }
        assert kept.base.count == len(seen)
        assert set(kept.keys) == slow
