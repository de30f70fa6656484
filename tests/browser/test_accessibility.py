"""Every staff screen: no axe violation, nothing too wide, in themes and widths."""

from functools import reduce
from operator import or_

import pytest
from django.core.management import call_command
from django.db.models import Q
from django.urls import reverse

from crm.models import FollowUp, User
from employers.importing import applying, checking, uploading
from employers.models import (
    ContactPerson,
    Employer,
    Import,
    JobExample,
    Photo,
    TailoredJob,
    Visit,
    Workplace,
)
from placements.models import (
    Attempt,
    Candidate,
    Match,
    Official,
    Placement,
    SubsidyProcess,
    Trial,
)
from tests.data import messy

Stage = Import.Stage


def addresses():
    """Return the screens by name, on the demo's data."""
    partner = Employer.objects.filter(state="partner").first()
    banned = Employer.objects.filter(state="do_not_contact").first()
    merged = Employer.objects.filter(state="merged").first()
    talking = Employer.objects.filter(state="engaged").exclude(next_step="").first()
    step = FollowUp.objects.pending().first()
    planned = Visit.objects.planned().first()
    person = ContactPerson.objects.first()
    site = Workplace.objects.first()

    def of(screen, record, *more):
        return reverse(f"employers:{screen}", args=[record.pk, *more])

    return {
        "day": reverse("day"),
        "week": reverse("week"),
        "reminders": reverse("reminders"),
        "follow-ups": reverse("follow-ups"),
        "follow-up": step.get_absolute_url(),
        "follow-up-snooze": reverse("follow-up-transition", args=[step.pk, "snooze"]),
        "search": f"{reverse('search')}?q=leipomo",
        "employers": reverse("employers:list"),
        "employers-all": f"{reverse('employers:list')}?view=all",
        "employer-partner": partner.get_absolute_url(),
        "employer-talking": talking.get_absolute_url(),
        "employer-banned": banned.get_absolute_url(),
        "employer-new": reverse("employers:create"),
        "employer-edit": of("edit", partner),
        "employer-step": of("plan-step", talking),
        "employer-ban": of("ban", talking),
        "employer-work": of("work", partner),
        "employer-decline": of("transition", talking, "decline"),
        "employer-merge": of("merge", talking),
        "employer-merge-2": f"{of('merge', talking)}?target={merged.merged_into_id}",
        "person": of("person", person),
        "person-leave": of("person-leave", person),
        "workplace": of("workplace", site),
        "log": reverse("employers:log"),
        "log-employer": f"{reverse('employers:log')}?employer={talking.pk}",
        "visit": planned.get_absolute_url(),
        "visit-plan": f"{reverse('employers:visit-plan')}?employer={talking.pk}",
        "imports": reverse("employers:imports"),
        **import_screens(),
        **job_screens(),
        **calculator_screens(),
        **candidate_screens(),
        **match_screens(),
        **placement_screens(),
        **trial_screens(),
        **authority_screens(),
        "design": reverse("design"),
    }


def calculator_screens():
    """Return the calculators, each with an answer and one with a refusal."""

    def of(screen, query=""):
        return f"{reverse(f'employers:{screen}')}?{query}"

    pay = "pay_1=12,40&extra_1=31,20&housing=pensioner&pension=1000"
    return {
        "benefits": of("benefits", f"{pay}&hours_1=12&hours_2=20&hours_3=30"),
        "benefits-empty": of("benefits"),
        "benefits-refused": of("benefits", "pay_1=abc&hours_1=90"),
        "benefits-gap": of("benefits-subsidy", "pay=900&on=2024-12-31"),
        "dormancy": of("benefits-dormancy", "since=2026-03-31&restart=2027-01-15"),
        "subsidy": of("benefits-subsidy", "pay=3000&week_hours=30"),
        "subsidy-none": of("benefits-subsidy", "pay=900&payer=state"),
        "allowance": of("benefits-allowance", "rate=13&meal=13"),
    }


def job_screens():
    """Return the screens of tailored jobs, and the employer's own."""
    sent = TailoredJob.objects.get(state="with_employer")
    begun = TailoredJob.objects.get(state="inventory")
    photo = Photo.objects.first()
    told = JobExample.objects.standing().first()

    def of(screen, record, *more):
        return reverse(f"employers:{screen}", args=[record.pk, *more])

    return {
        "board": f"{reverse('employers:board')}?mine=no",
        "inventory": of("inventory", begun),
        "library": f"{reverse('employers:library')}?job={begun.pk}",
        "task": of("task", photo.task),
        "need": of("need", begun.needs.first()),
        "photo-blur": reverse("employers:photo-blur", args=[photo.key]),
        "job": sent.get_absolute_url(),
        "job-new": of("job-create", sent.employer),
        "job-terms": of("job-edit", sent),
        "job-week": of("job-week", sent),
        "job-accept": of("job-accept", sent),
        "job-versions": of("job-versions", sent),
        "job-hold": of("job-transition", sent, "hold"),
        "job-told": told.job.get_absolute_url(),
        "example": of("example", told.job),
        "example-withdraw": of("example-transition", told, "withdraw"),
        "job-preview": of("job-preview", sent),
        "job-card": of("job-card", sent),
        "job-checklist": of("job-checklist", sent),
        "proposal": reverse("proposal", args=[sent.links.get().token]),
    }


def candidate_screens():
    """Return the screens of candidates: one's own, and one that asks for a purpose."""
    own = Candidate.objects.active().first()
    foreign = Candidate.objects.exclude(pk__in=shared()).first()

    def of(screen, record, *more):
        return reverse(f"placements:{screen}", args=[record.pk, *more])

    return {
        "candidates": reverse("placements:list"),
        "candidates-none": f"{reverse('placements:list')}?q=zz",
        "candidate-new": reverse("placements:create"),
        "candidate": own.get_absolute_url(),
        "candidate-purpose": of("candidate", foreign),
        "candidate-edit": of("edit", own),
        "candidate-profile": of("profile", own),
        "candidate-step": of("step", own),
        "candidate-deputy": of("deputy", own),
        "candidate-hand-over": of("hand-over", own),
        "candidate-pause": of("transition", own, "pause"),
        "candidate-end": of("transition", own, "end"),
        "candidate-consent": of("consent", own),
        "candidate-safety": of("safety", own),
        "candidate-other": of("other-coaching", own),
        "candidate-log": of("log", own),
        "candidate-log-export": of("log-export", own),
        "candidate-disclose": of("disclose", own),
        "funnel": f"{reverse('placements:funnel')}?period=2026",
        "funnel-snapshot": f"{reverse('placements:funnel')}?view=snapshot",
        "funnel-contacts": reverse("placements:funnel-contacts"),
        "funnel-work": reverse("placements:funnel-work"),
        "funnel-stages": reverse("placements:funnel-stages"),
        "funnel-quality": reverse("placements:funnel-quality"),
        "funnel-authorities": reverse("placements:funnel-authorities"),
        "funnel-meeting": reverse("placements:funnel-meeting"),
        "reports": reverse("placements:reports"),
        "funnel-definitions": reverse("placements:funnel-definitions"),
        "funnel-split": reverse("placements:funnel-split", args=["M2"]),
        "funnel-behind": reverse("placements:funnel-behind", args=["M17"]),
        "caseloads": reverse("placements:caseloads"),
        "caseload-hand-over": of("caseload-hand-over", own.coach),
        "caseload-permit": of("permit-more", own.coach),
        "nobodys": reverse("placements:nobodys"),
        "legal-bases": reverse("placements:legal-bases"),
        "legal-basis-new": reverse("placements:legal-basis-new"),
        "retention": reverse("placements:retention"),
        "candidate-erase": of("erase", own),
        "candidate-path": of("path", own),
        **subsidy_screens(of, own),
        "officials": reverse("placements:officials"),
        "official": Official.objects.in_office().first().get_absolute_url(),
        "official-succeed": of(
            "official-succeed", Official.objects.get(name="Teuvo Tekaistu")
        ),
    }


def match_screens():
    """Return the screens of matches: waiting, ended by the law's concern, met."""
    proposed = Match.objects.get(state="proposed")
    met = Match.objects.get(state="interested")
    refused = Match.objects.get(end_reason="support")

    def of(screen, match, *more):
        args = [match.candidate_id, match.pk, *more]
        return reverse(f"placements:{screen}", args=args)

    return {
        "match-jobs": reverse("placements:jobs", args=[proposed.candidate_id]),
        "match-candidates": reverse("placements:for-job", args=[proposed.job_id]),
        "match-proposed": proposed.get_absolute_url(),
        "match-met": met.get_absolute_url(),
        "match-refused": refused.get_absolute_url(),
        "match-decline": of("match-move", met, "decline"),
        "match-turn-down": of("match-move", met, "turn_down"),
        "match-journey": of("match-journey", met),
        "match-consent": of("match-consent", met),
    }


def subsidy_screens(of, own):
    """Return the screens of pay subsidies: one begun, one paid."""
    begun = SubsidyProcess.objects.filter(candidate=own).first()
    paid = SubsidyProcess.objects.running().first()

    def at(process, screen, *more):
        return of(screen, process.candidate, process.pk, *more)

    return {
        "subsidies": reverse("placements:subsidies"),
        "subsidy": begun.get_absolute_url(),
        "subsidy-paid": paid.get_absolute_url(),
        "subsidy-new": of("subsidy-new", own),
        "subsidy-edit": at(begun, "subsidy-edit"),
        "subsidy-step": at(begun, "subsidy-step"),
        "subsidy-deadline": at(begun, "subsidy-timer"),
        "subsidy-statement": at(begun, "subsidy-statement"),
        "subsidy-withdraw": at(begun, "subsidy-move", "withdraw"),
    }


def placement_screens():
    """Return the screens of work, paid and unpaid, of a candidate with both."""
    both = Placement.objects.paid().standing().values("candidate")
    unpaid = Placement.objects.unpaid().standing().filter(candidate__in=both).first()
    paid = Placement.objects.paid().standing().get(candidate=unpaid.candidate)

    def of(screen, record, *more):
        return reverse(
            f"placements:{screen}", args=[record.candidate_id, record.pk, *more]
        )

    new = reverse("placements:placement-new", args=[paid.candidate_id])
    choose = reverse("placements:placement-choose", args=[paid.candidate_id])
    return {
        "placement-choose": f"{choose}?q=leipomo",
        "placement-new": f"{new}?employer={paid.employer_id}",
        "placement": paid.get_absolute_url(),
        "placement-unpaid": unpaid.get_absolute_url(),
        "placement-edit": of("placement-edit", paid),
        "placement-week": of("placement-week", paid),
        "placement-step": of("placement-step", paid),
        "placement-end": of("placement-move", paid, "end"),
        "placement-interrupt": of("placement-move", paid, "interrupt"),
        "checkpoint": of("checkpoint", paid, paid.checkpoints.last().pk),
        "attendance": of("attendance", unpaid),
        "sheet": of("sheet", unpaid),
        "silence": reverse("placements:silence"),
        "silence-dismissed": reverse("placements:silence-dismissed"),
        "rates": reverse("placements:rates"),
        "rate-new": reverse("placements:rate-new"),
        "pay-review": of("pay-review", unpaid, unpaid.pay_reviews.get().pk),
    }


def shared():
    """Return the candidates that the manager may open without a purpose."""
    return Candidate.objects.filter(deputy__email__startswith="paula")


def known():
    """Return the candidates with something to show, and the first."""
    about = [
        Q(**{f"{name}__isnull": False})
        for name in ("matches", "matters", "placements", "subsidies", "trials")
    ]
    first = Q(pk=Candidate.objects.active().first().pk)
    return Candidate.objects.live().filter(reduce(or_, about, first)).distinct()


def trial_screens():
    """Return the screens of trials; the manager is named their candidates' deputy."""
    trials = {one.state: one for one in Trial.objects.order_by("-pk")}
    running, over = trials["running"], trials["assessment"]
    signing, planned = trials["signing"], trials["planned"]

    def of(screen, trial, *more):
        args = [trial.candidate_id, trial.pk, *more]
        return reverse(f"placements:{screen}", args=args)

    link = running.make_link(None, by=running.candidate.deputy)
    host = reverse("placements:host", args=[running.candidate_id])
    at = [running.candidate_id, running.employer_id]
    return {
        "trial": running.get_absolute_url(),
        "trial-over": over.get_absolute_url(),
        "trial-host": f"{host}?q=leipomo",
        "trial-new": reverse("placements:trial-new", args=at),
        "trial-edit": of("trial-edit", planned),
        "trial-sign": of("trial-sign", signing),
        "trial-step": of("trial-step", running),
        "trial-extend": of("trial-move", running, "extend"),
        "trial-complete": of("trial-move", over, "complete"),
        "trial-absence": of("absence", running),
        "trial-link": of("trial-link", over),
        "trial-host-view": of("trial-host", running),
        "trial-faces": of("trial-faces", over),
        "assess": reverse("assess", args=[link.token]),
    }


def authority_screens():
    """Return the screens of a candidate's authorities, and what waits for them."""
    attempt = Attempt.objects.filter(answer="").order_by("pk").first()
    matter = attempt.matter
    officer = matter.candidate.officers.standing().first()

    def of(screen, *more):
        return reverse(f"placements:{screen}", args=[matter.candidate_id, *more])

    return {
        "authorities": of("authorities"),
        "authorities-officer": of("officer"),
        "authorities-change": of("officer-change", officer.pk),
        "authorities-matter": of("matter"),
        "authorities-correct": of("matter-edit", matter.pk),
        "authorities-attempt": of("attempt", matter.pk),
        "authorities-answer": of("attempt-answer", matter.pk, attempt.pk),
        "authorities-waiting": reverse("placements:waiting"),
    }


def import_screens():
    """Return the import's screens by stage, each with a messy list of its own."""
    return {
        f"import-{run.stage}": run.get_absolute_url()
        for run in Import.objects.order_by("pk")
    }


def import_lists(user):
    """Upload the messy list three times: to be mapped, to be reviewed, written."""
    for stage in (Stage.UPLOADED, Stage.CHECKED, Stage.APPLIED):
        run = uploading.upload(f"{stage}.csv", messy.content(), user)
        if stage != Stage.UPLOADED:
            Import.objects.filter(pk=run.pk).update(stage=Stage.CHECKING)
            checking.check(run)
        if stage == Stage.APPLIED:
            run = Import.objects.get(pk=run.pk)
            applying.start(run)
            applying.apply(run)


@pytest.fixture
def demo(db):
    call_command("load_demo", verbosity=0)
    manager = User.objects.get(email="paula@raatali.example")
    import_lists(manager)
    for candidate in known():
        candidate.name_deputy(manager, by=manager)
    return manager


@pytest.mark.parametrize("width", [390, 1280])
def test_every_screen_is_accessible_and_fits(
    demo, browser_page, login, axe, shot, no_overflow, width
):
    problems = []
    page = browser_page(width)
    login(page, demo)
    for name, url in addresses().items():
        page.goto(url)
        no_overflow(page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            shot(page, f"screen-{name}-{scheme}")
            # A theme changes colours alone: the other rules are asked once.
            found = axe(page, only_colours=scheme == "dark")
            problems += [f"{name} {scheme}: {line}" for line in found]

    assert problems == []
