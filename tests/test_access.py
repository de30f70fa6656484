"""The permission matrix: who gets in where, over every address of the project."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from crm.models import FollowUp, SavedView
from employers.models import Import, ImportRow, LibraryTask, Merge, Photo, ReviewLink
from placements.models import (
    AllowanceRate,
    LegalBasis,
    Report,
    SilenceDismissal,
    SubsidyClaim,
)
from tests.conftest import client_of, make_person
from tests.employers.jobs import inventoried, picture
from tests.factories import (
    CandidateFactory,
    CheckpointFactory,
    ConsentFactory,
    ContactBanFactory,
    ContactPersonFactory,
    EmployerFactory,
    FollowUpFactory,
    JobExampleFactory,
    MatchFactory,
    MatterFactory,
    OfficerFactory,
    OfficialFactory,
    OtherCoachingFactory,
    PayReviewFactory,
    PlacementFactory,
    SubsidyFactory,
    TrialFactory,
    VisitFactory,
    WorkplaceFactory,
)

STAFF = {"coach", "manager", "admin"}
COACHES = {"coach", "manager"}
MANAGERS = {"manager"}
ROLES = ("coach", "manager", "editor", "admin")


@dataclass
class Address:
    """Whom an address lets in, what it is about, and how it is asked."""

    roles: set
    about: str = ""
    #: Other parts of the address than ``pk``.
    parts: tuple = ()
    method: str = "get"


#: The part of an address that names a pay subsidy of the candidate.
SUBSIDY = (("subsidy", "subsidy"),)

MATRIX = {
    "day": Address(STAFF | {"editor"}),  # sends editors on to the pages they keep
    "week": Address(STAFF),
    "reminders": Address(STAFF),
    "search": Address(STAFF),
    "design": Address(STAFF),
    "set-theme": Address(STAFF, method="post"),
    "follow-ups": Address(COACHES),
    "follow-up": Address(COACHES, "step"),
    "follow-up-offer": Address(COACHES, "step"),
    "follow-up-transition": Address(COACHES, "step", (("name", "complete"),)),
    "undo": Address(STAFF, "entry", method="post"),
    "save-view": Address(STAFF, method="post"),
    "delete-view": Address(STAFF, "view", method="post"),
    "employers:list": Address(STAFF),
    "employers:export": Address(STAFF),
    "employers:bulk": Address(COACHES, method="post"),
    "employers:create": Address(COACHES),
    "employers:duplicates": Address(COACHES),
    "employers:register": Address(COACHES),
    "employers:options": Address(STAFF),
    "employers:detail": Address(STAFF, "employer"),
    "employers:edit": Address(COACHES, "employer"),
    "employers:plan-step": Address(COACHES, "employer"),
    "employers:ban": Address(COACHES, "employer"),
    "employers:work": Address(COACHES, "employer", method="post"),
    "employers:take": Address(COACHES, "employer", method="post"),
    "employers:assign": Address(MANAGERS, "employer"),
    "employers:merge": Address(MANAGERS, "employer"),
    "employers:merge-undo": Address(MANAGERS, "merge", method="post"),
    "employers:workplace-create": Address(COACHES, "employer"),
    "employers:workplace": Address(COACHES, "workplace"),
    "employers:person-create": Address(COACHES, "employer"),
    "employers:person": Address(COACHES, "person"),
    "employers:person-leave": Address(COACHES, "person"),
    "employers:ban-lift": Address(MANAGERS, "ban"),
    "employers:transition": Address(COACHES, "employer", (("name", "cease"),)),
    "employers:log": Address(COACHES),
    "employers:log-worker": Address(COACHES),
    "employers:visit-plan": Address(COACHES),
    "employers:visit": Address(STAFF, "visit"),
    "employers:visit-correct": Address(COACHES, "visit"),
    "employers:visit-transition": Address(COACHES, "visit", (("name", "cancel"),)),
    "employers:imports": Address(COACHES),
    "employers:import": Address(COACHES, "run"),
    "employers:import-map": Address(COACHES, "run"),
    "employers:import-apply": Address(COACHES, "run", method="post"),
    "employers:import-cancel": Address(COACHES, "run", method="post"),
    "employers:import-decide": Address(COACHES, "run", method="post"),
    "employers:import-undo": Address(COACHES, "run", method="post"),
    "employers:import-bad": Address(COACHES, "run"),
    "employers:import-row": Address(COACHES, "run", (("row", "row"),), method="post"),
    "employers:board": Address(STAFF),
    "employers:job-create": Address(COACHES, "employer"),
    "employers:job": Address(STAFF, "job"),
    "employers:job-step": Address(COACHES, "job"),
    "employers:job-edit": Address(COACHES, "job"),
    "employers:job-week": Address(COACHES, "job"),
    "employers:job-tick": Address(COACHES, "job", method="post"),
    "employers:example": Address(COACHES, "job"),
    "employers:example-transition": Address(
        COACHES, "example", (("name", "withdraw"),)
    ),
    "employers:job-transition": Address(COACHES, "job", (("name", "hold"),)),
    "employers:job-accept": Address(COACHES, "job"),
    "employers:job-versions": Address(STAFF, "job"),
    "employers:job-comments": Address(COACHES, "job", method="post"),
    "employers:link-revoke": Address(COACHES, "link", method="post"),
    "employers:library": Address(STAFF),
    "employers:library-task": Address(MANAGERS, "library_task"),
    "employers:library-reuse": Address(
        COACHES, "job", (("task", "library_task"),), method="post"
    ),
    "employers:inventory": Address(STAFF, "job"),
    "employers:task-add": Address(COACHES, "job", method="post"),
    "employers:task": Address(COACHES, "task"),
    "employers:task-sort": Address(COACHES, "task", method="post"),
    "employers:task-delete": Address(COACHES, "task", method="post"),
    "employers:need-add": Address(COACHES, "job", method="post"),
    "employers:need": Address(COACHES, "need"),
    "employers:need-delete": Address(COACHES, "need", method="post"),
    "employers:photo-add": Address(COACHES, "task", method="post"),
    "employers:need-photo-add": Address(COACHES, "need", method="post"),
    "employers:photo-file": Address(STAFF, "photo", (("size", "thumb"),)),
    "employers:photo-blur": Address(COACHES, "photo"),
    "employers:photo-delete": Address(COACHES, "photo", method="post"),
    "employers:job-preview": Address(STAFF, "job"),
    "employers:job-card": Address(STAFF, "job"),
    "employers:job-checklist": Address(STAFF, "job"),
    "employers:job-pdf": Address(STAFF, "job", (("paper", "card"),)),
    "placements:list": Address(COACHES),
    "placements:create": Address(COACHES),
    "placements:nobodys": Address(MANAGERS),
    "placements:retention": Address(MANAGERS),
    "placements:path": Address(COACHES, "candidate"),
    "placements:erase": Address(MANAGERS, "candidate"),
    "placements:candidate": Address(COACHES, "candidate"),
    "placements:purpose": Address(MANAGERS, "candidate"),
    "placements:edit": Address(COACHES, "candidate"),
    "placements:profile": Address(COACHES, "candidate"),
    "placements:step": Address(COACHES, "candidate"),
    "placements:deputy": Address(COACHES, "candidate"),
    "placements:hand-over": Address(MANAGERS, "candidate"),
    "placements:transition": Address(COACHES, "candidate", (("name", "end"),)),
    "placements:consent": Address(COACHES, "candidate"),
    "placements:consent-withdraw": Address(
        COACHES, "candidate", (("consent", "consent"),), method="post"
    ),
    "placements:safety": Address(COACHES, "candidate"),
    "placements:other-coaching": Address(COACHES, "candidate"),
    "placements:other-coaching-edit": Address(
        COACHES, "candidate", (("other", "other"),)
    ),
    "placements:jobs": Address(COACHES, "candidate"),
    "placements:propose": Address(
        COACHES, "candidate", (("job", "job"),), method="post"
    ),
    "placements:match": Address(COACHES, "candidate", (("match", "match"),)),
    "placements:match-move": Address(
        COACHES, "candidate", (("match", "match"), ("name", "decline"))
    ),
    "placements:match-journey": Address(COACHES, "candidate", (("match", "match"),)),
    "placements:match-consent": Address(COACHES, "candidate", (("match", "match"),)),
    "placements:for-job": Address(COACHES, "job"),
    "placements:authorities": Address(COACHES, "candidate"),
    "placements:officer": Address(COACHES, "candidate"),
    "placements:officer-change": Address(
        COACHES, "candidate", (("officer", "officer"),)
    ),
    "placements:officer-confirm": Address(
        COACHES, "candidate", (("officer", "officer"),), method="post"
    ),
    "placements:officer-end": Address(
        COACHES, "candidate", (("officer", "officer"),), method="post"
    ),
    "placements:matter": Address(COACHES, "candidate"),
    "placements:matter-edit": Address(COACHES, "candidate", (("matter", "matter"),)),
    "placements:attempt": Address(COACHES, "candidate", (("matter", "matter"),)),
    "placements:attempt-answer": Address(
        COACHES, "candidate", (("matter", "matter"), ("attempt", "attempt"))
    ),
    "placements:matter-close": Address(
        COACHES, "candidate", (("matter", "matter"),), method="post"
    ),
    "placements:matter-reopen": Address(
        COACHES, "candidate", (("matter", "matter"),), method="post"
    ),
    "placements:waiting": Address(COACHES),
    "placements:log": Address(COACHES, "candidate"),
    "placements:log-export": Address(MANAGERS, "candidate"),
    "placements:disclose": Address(COACHES, "candidate"),
    "placements:subsidies": Address(COACHES),
    "placements:subsidy-new": Address(COACHES, "candidate"),
    "placements:subsidy": Address(COACHES, "candidate", SUBSIDY),
    "placements:subsidy-edit": Address(COACHES, "candidate", SUBSIDY),
    "placements:subsidy-move": Address(
        COACHES, "candidate", (*SUBSIDY, ("name", "withdraw"))
    ),
    "placements:subsidy-step": Address(COACHES, "candidate", SUBSIDY),
    "placements:subsidy-timer": Address(COACHES, "candidate", SUBSIDY),
    "placements:subsidy-claim": Address(
        COACHES, "candidate", (*SUBSIDY, ("claim", "claim")), method="post"
    ),
    "placements:subsidy-statement": Address(COACHES, "candidate", SUBSIDY),
    "placements:subsidy-statement-pdf": Address(COACHES, "candidate", SUBSIDY),
    "placements:placement-choose": Address(COACHES, "candidate"),
    "placements:placement-new": Address(COACHES, "candidate"),
    "placements:placement": Address(
        COACHES, "candidate", (("placement", "placement"),)
    ),
    "placements:placement-edit": Address(
        COACHES, "candidate", (("placement", "placement"),)
    ),
    "placements:placement-week": Address(
        COACHES, "candidate", (("placement", "placement"),)
    ),
    "placements:placement-step": Address(
        COACHES, "candidate", (("placement", "placement"),)
    ),
    "placements:placement-move": Address(
        COACHES, "candidate", (("placement", "placement"), ("name", "end"))
    ),
    "placements:checkpoint": Address(
        COACHES, "candidate", (("placement", "placement"), ("checkpoint", "checkpoint"))
    ),
    "placements:pay-review": Address(
        COACHES, "candidate", (("placement", "placement"), ("review", "pay_review"))
    ),
    "placements:host": Address(COACHES, "candidate"),
    "placements:trial-new": Address(COACHES, "candidate", (("employer", "employer"),)),
    "placements:trial-check": Address(
        COACHES, "candidate", (("employer", "employer"),), method="post"
    ),
    "placements:trial": Address(COACHES, "candidate", (("trial", "trial"),)),
    "placements:trial-edit": Address(COACHES, "candidate", (("trial", "trial"),)),
    "placements:trial-sign": Address(COACHES, "candidate", (("trial", "trial"),)),
    "placements:trial-step": Address(COACHES, "candidate", (("trial", "trial"),)),
    "placements:trial-contract": Address(COACHES, "candidate", (("trial", "trial"),)),
    "placements:absence": Address(COACHES, "candidate", (("trial", "trial"),)),
    "placements:absence-drop": Address(
        COACHES,
        "candidate",
        (("trial", "trial"), ("absence", "absence")),
        method="post",
    ),
    "placements:trial-link": Address(COACHES, "candidate", (("trial", "trial"),)),
    "placements:trial-link-close": Address(
        COACHES, "candidate", (("trial", "trial"),), method="post"
    ),
    "placements:trial-host": Address(COACHES, "candidate", (("trial", "trial"),)),
    "placements:trial-faces": Address(COACHES, "candidate", (("trial", "trial"),)),
    "placements:trial-move": Address(
        COACHES, "candidate", (("trial", "trial"), ("name", "cancel"))
    ),
    "placements:attendance": Address(
        COACHES, "candidate", (("placement", "placement"),)
    ),
    "placements:sheet": Address(COACHES, "candidate", (("placement", "placement"),)),
    "placements:sheet-xlsx": Address(
        COACHES, "candidate", (("placement", "placement"),)
    ),
    "placements:sheet-pdf": Address(
        COACHES, "candidate", (("placement", "placement"),)
    ),
    "placements:silence": Address(COACHES),
    "placements:silence-dismissed": Address(COACHES),
    "placements:silence-back": Address(COACHES, "dismissal", method="post"),
    "placements:silence-dismiss": Address(COACHES, "silent", (("kind", "placements"),)),
    "placements:rates": Address(MANAGERS),
    "placements:rate-new": Address(MANAGERS),
    "placements:rate": Address(MANAGERS, "rate"),
    "placements:officials": Address(COACHES),
    "placements:official-new": Address(COACHES),
    "placements:official": Address(COACHES, "official"),
    "placements:official-confirm": Address(COACHES, "official", method="post"),
    "placements:official-succeed": Address(COACHES, "official"),
    "placements:legal-bases": Address(MANAGERS),
    "placements:legal-basis-new": Address(MANAGERS),
    "placements:legal-basis": Address(MANAGERS, "basis"),
    "placements:funnel": Address(COACHES),
    "placements:funnel-contacts": Address(COACHES),
    "placements:funnel-work": Address(COACHES),
    "placements:funnel-stages": Address(COACHES),
    "placements:funnel-quality": Address(COACHES),
    "placements:funnel-authorities": Address(COACHES),
    "placements:funnel-definitions": Address(COACHES),
    "placements:funnel-split": Address(COACHES, parts=(("code", "M2"),)),
    "placements:funnel-behind": Address(COACHES, parts=(("code", "M2"),)),
    "placements:funnel-meeting": Address(COACHES),
    "placements:funnel-export": Address(COACHES, parts=(("kind", "csv"),)),
    "placements:freeze": Address(MANAGERS, method="post"),
    "placements:reports": Address(MANAGERS),
    "placements:report": Address(MANAGERS, "report"),
    "placements:caseloads": Address(MANAGERS),
    "placements:permit-more": Address(MANAGERS, "coach"),
    "placements:caseload-hand-over": Address(MANAGERS, "coach"),
    "employers:benefits": Address(COACHES),
    "employers:benefits-dormancy": Address(COACHES),
    "employers:benefits-subsidy": Address(COACHES),
    "employers:benefits-allowance": Address(COACHES),
}
#: Everything outside the staff site, by the first part of its address.
ELSEWHERE = {
    "_util/": "the public site's protected pages, by Wagtail",
    "calendar/": "a calendar feed, by its secret address",
    "health/": "whether the process can serve: public, tells nothing else",
    "t/": "an employer's personal link to a proposal",
    "k/": "a workplace's personal link to its assessment of a trial",
    "accounts/": "logging in and the second factor, by allauth",
    "cms/": "Wagtail's own admin and permissions",
    "documents/": "files of the public site",
    "favicon.ico": "public",
    "i18n/": "choosing a language",
    "haku/": "searching the public site",
    "media/": "pictures of the public site",
    "robots.txt": "public",
    "sitemap.xml": "public",
    "en/": "the public site in English",
    "": "the public site",
}
#: What only the one concerned may see: to others it does not exist.
PERSONAL = {"step", "view", "run"}
#: What only those whose task it is may see; a manager states a purpose first.
CONFIDENTIAL = {"candidate", "silent", "dismissal"}


def patterns(resolver, prefix="", namespace=""):
    """Yield every (address, name) below the resolver."""
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield address, f"{namespace}{pattern.name or ''}"
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from patterns(pattern, address, namespace + inner)


def frozen(person):
    return Report.objects.create(period="2026", language="en", data={}, by=person)


class World:
    """One record of each kind, all of the same coach."""

    def __init__(self, coach):
        today = timezone.localdate()
        self.coach = coach
        self.employer = EmployerFactory(coach=coach)
        self.workplace = WorkplaceFactory(employer=self.employer)
        self.person = ContactPersonFactory(employer=self.employer)
        self.visit = VisitFactory(employer=self.employer, coach=coach)
        self.step = FollowUpFactory(subject=self.employer, assignee=coach)
        self.entry = self.employer.log(
            name="contact", by=coach, on=today, target="lead"
        )
        self.entry.save()
        other = EmployerFactory()
        self.ban = ContactBanFactory(employer=other)
        self.view = SavedView.objects.create(user=coach, page="employers", name="Mine")
        self.run = Import.objects.create(user=coach, file_name="list.csv", content=b"")
        self.row = ImportRow.objects.create(
            run=self.run, number=2, verdict=ImportRow.Verdict.NEW
        )
        self.job = inventoried(coach, employer=self.employer)
        self.task = self.job.tasks.first()
        self.need = self.job.needs.first()
        self.library_task = LibraryTask.objects.create(
            name="Peltien pesu", site_type="bakery", minutes=30
        )
        self.link = ReviewLink.objects.create(job=self.job)
        self.photo = Photo.take(picture(), task=self.task)
        self.report = frozen(coach)
        self._take_a_candidate(today)
        self.merge = Merge.objects.create(
            source=other, target=self.employer, by=coach, entry=self.entry
        )

    def _take_a_candidate(self, today):
        self.candidate = CandidateFactory(coach=self.coach)
        self.official = OfficialFactory()
        self.match = MatchFactory(candidate=self.candidate, job=self.job)
        self.basis = LegalBasis.objects.first()
        self.consent = ConsentFactory(candidate=self.candidate)
        self.other = OtherCoachingFactory(candidate=self.candidate)
        self.subsidy = SubsidyFactory(candidate=self.candidate)
        self.claim = SubsidyClaim.objects.create(
            process=self.subsidy, month=today.replace(day=1), due_on=today
        )
        self.placement = PlacementFactory(
            candidate=self.candidate,
            employer=self.employer,
            kind="open_activity",
            started=True,
            state_since=timezone.localdate() - timedelta(days=60),
        )
        self.silent = self.placement
        self.rate = AllowanceRate.objects.create(
            municipality=self.candidate.municipality,
            valid_from=timezone.localdate(),
            rate=9,
            source="Päätös",
        )
        self.checkpoint = CheckpointFactory(placement=self.placement)
        self.pay_review = PayReviewFactory(placement=self.placement)
        self.officer = OfficerFactory(candidate=self.candidate)
        self.matter = MatterFactory(candidate=self.candidate)
        self.attempt = self.matter.log_attempt(
            by=self.coach, channel="phone", outcome="sent", on=today
        )

    @cached_property
    def example(self):
        return JobExampleFactory(job=self.job)

    @cached_property
    def dismissal(self):
        until = timezone.localdate() + timedelta(days=30)
        said = {"until": until, "reason": "Sovittu", "by": self.coach}
        return SilenceDismissal.objects.create(subject=self.placement, **said)

    @cached_property
    def trial(self):
        return TrialFactory(candidate=self.candidate, employer=self.employer)

    @cached_property
    def absence(self):
        day = self.trial.starts_on
        return self.trial.absences.create(first_on=day, last_on=day, kind="told")

    def url(self, name, pk=None):
        address = MATRIX[name]
        if not address.about:
            return reverse(name, kwargs=dict(address.parts))
        key = "employer" if name.endswith("-create") else "pk"
        about = getattr(self, address.about)
        parts = {key: about.pk if pk is None else pk}
        if address.about == "photo":
            parts = {"key": about.key if pk is None else uuid4()}
        for part, value in address.parts:
            parts[part] = getattr(self, value).pk if hasattr(self, value) else value
        return reverse(name, kwargs=parts)


def ask(client, name, url):
    response = getattr(client, MATRIX[name].method)(url)
    response.close()  # as a server does; a download holds a file
    return response


@pytest.fixture
def world(coach):
    return World(coach)


def person_of(role, world):
    return world.coach if role == "coach" else make_person(role, "Some", "Body")


def cases(inside):
    return [
        pytest.param(name, role, id=f"{name}-{role}")
        for name, address in MATRIX.items()
        for role in ROLES
        if (role in address.roles) is inside
    ]


def test_every_address_is_in_the_matrix():
    staff = {name for url, name in patterns(get_resolver()) if url.startswith("crm/")}

    assert staff == set(MATRIX)


def test_everything_else_is_known():
    first = {url.partition("/")[0] for url, name in patterns(get_resolver())}
    known = {prefix.partition("/")[0] for prefix in ELSEWHERE} | {"crm"}

    assert {part for part in first if not part.startswith(("^", "("))} <= known


@pytest.mark.parametrize("name", MATRIX)
def test_stranger_is_sent_to_log_in(world, name):
    url = world.url(name)

    response = ask(Client(), name, url)

    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize(("name", "role"), cases(inside=False))
def test_role_without_the_permission_is_refused(world, name, role):
    client = client_of(person_of(role, world))

    assert ask(client, name, world.url(name)).status_code == 403


@pytest.mark.parametrize(("name", "role"), cases(inside=True))
def test_role_with_the_permission_comes_in(world, name, role):
    about = MATRIX[name].about
    user = world.coach if about in PERSONAL | {"entry"} else person_of(role, world)

    status = ask(client_of(user), name, world.url(name)).status_code

    assert status in {200, 302, 400, 422}


@pytest.mark.parametrize("name", [n for n, a in MATRIX.items() if a.about])
def test_what_is_not_there_is_not_found(world, name):
    role = "coach" if "coach" in MATRIX[name].roles else "manager"
    client = client_of(person_of(role, world))

    assert ask(client, name, world.url(name, pk=0)).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, address in MATRIX.items()
        if address.about in PERSONAL | CONFIDENTIAL and "coach" in address.roles
    ],
)
def test_what_is_somebody_elses_does_not_exist(world, other_coach_client, name):
    assert ask(other_coach_client, name, world.url(name)).status_code == 404


@pytest.mark.parametrize(
    "name",
    [name for name, address in MATRIX.items() if address.about in CONFIDENTIAL],
)
def test_stranger_gets_the_page_of_an_unknown_one(world, other_coach_client, name):
    """Nothing in the answer tells that the candidate exists, not a byte."""
    client, key = other_coach_client, getattr(world, MATRIX[name].about).pk
    # The page repeats its address: one of the same length.
    other = int("9" * len(str(key)))
    send = getattr(client, MATRIX[name].method)
    there, unknown = send(world.url(name)), send(world.url(name, pk=other))

    assert there.status_code == unknown.status_code
    assert len(there.content) == len(unknown.content)


def test_manager_sees_the_steps_of_the_team(world, manager):
    assert world.step in FollowUp.objects.visible_to(manager)
