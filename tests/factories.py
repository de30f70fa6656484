"""One factory per model, free of surprises; states are traits."""

from datetime import timedelta
from decimal import Decimal

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory

from crm.models import FollowUp, Municipality, User
from employers.models import (
    ContactBan,
    ContactPerson,
    Employer,
    JobExample,
    Need,
    TailoredJob,
    Visit,
    Workplace,
    WorkTask,
)
from placements.models import (
    Assessment,
    Candidate,
    Checkpoint,
    Consent,
    LegalBasis,
    Match,
    Matter,
    Officer,
    Official,
    OtherCoaching,
    PayReview,
    Placement,
    SafetyQuestion,
    SubsidyProcess,
    Trial,
    TrialType,
)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    first_name = factory.Sequence(lambda n: f"Niina{n}")
    last_name = "Näyte"
    email = factory.Sequence(lambda n: f"user{n}@example.test")
    is_active = True

    @factory.post_generation
    def role(self, create, extracted, **kwargs):
        if create and extracted:
            self.groups.add(Group.objects.get(name=extracted))


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality
        django_get_or_create = ("code",)

    code = "186"
    name_fi = "Järvenpää"
    name_sv = "Träskända"


class EmployerFactory(DjangoModelFactory):
    class Meta:
        model = Employer

    class Params:
        contacted = factory.Trait(
            state=Employer.State.CONTACTED,
            contacted_on=factory.LazyFunction(timezone.localdate),
        )
        engaged = factory.Trait(
            state=Employer.State.ENGAGED,
            contacted_on=factory.LazyFunction(timezone.localdate),
            engaged_on=factory.LazyFunction(timezone.localdate),
        )
        partner = factory.Trait(
            state=Employer.State.PARTNER,
            contacted_on=factory.LazyFunction(timezone.localdate),
            engaged_on=factory.LazyFunction(timezone.localdate),
            partner_on=factory.LazyFunction(timezone.localdate),
            open_work=1,
        )
        declined = factory.Trait(
            state=Employer.State.DECLINED,
            contacted_on=factory.LazyFunction(timezone.localdate),
            refusal=Employer.Refusal.NO_NEED,
        )
        dormant = factory.Trait(
            state=Employer.State.DORMANT,
            contacted_on=factory.LazyFunction(timezone.localdate),
        )

    name = factory.Sequence(lambda n: f"Leipomo Esimerkki {n} Oy")
    no_business_id_reason = "Test"
    municipality = factory.SubFactory(MunicipalityFactory)
    state_since = factory.LazyFunction(
        lambda: timezone.localdate() - timedelta(days=30)
    )


class WorkplaceFactory(DjangoModelFactory):
    class Meta:
        model = Workplace

    employer = factory.SubFactory(EmployerFactory)
    name = "Leipomo"
    street = "Mallikatu 3"
    postal_code = "04400"
    post_office = "Järvenpää"


class ContactPersonFactory(DjangoModelFactory):
    class Meta:
        model = ContactPerson

    employer = factory.SubFactory(EmployerFactory)
    name = "Erkki Esimerkki"
    phone = "+358400000101"


class VisitFactory(DjangoModelFactory):
    class Meta:
        model = Visit

    class Params:
        done = factory.Trait(state=Visit.State.DONE, outcome=Visit.Outcome.INTERESTED)

    employer = factory.SubFactory(EmployerFactory)
    coach = factory.SubFactory(UserFactory, role="coach")
    on = factory.LazyFunction(timezone.localdate)


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = FollowUp

    subject = factory.SubFactory(EmployerFactory)
    text = "Soita"
    due_on = factory.LazyFunction(timezone.localdate)
    assignee = factory.SubFactory(UserFactory, role="coach")


class ContactBanFactory(DjangoModelFactory):
    class Meta:
        model = ContactBan

    employer = factory.SubFactory(EmployerFactory)
    reason = "Asked by phone"
    requested_on = factory.LazyFunction(timezone.localdate)


class TailoredJobFactory(DjangoModelFactory):
    class Meta:
        model = TailoredJob

    class Params:
        complete = factory.Trait(
            kind="carved",
            workplace=factory.SubFactory(
                WorkplaceFactory, employer=factory.SelfAttribute("..employer")
            ),
            week_minutes=600,
            shifts=[
                {"weekday": day, "starts": "07:00", "ends": "09:00"} for day in range(5)
            ],
            pay_form="hour",
            pay_amount=Decimal("12.40"),
            guide="Leena Leipoja-Malli",
            support="Valmentaja on mukana ensimmäiset päivät.",
        )

    employer = factory.SubFactory(EmployerFactory)
    coach = factory.SubFactory(UserFactory, role="coach")
    title = "Leipomon apulainen"
    site_type = "bakery"


class JobExampleFactory(DjangoModelFactory):
    """A job that may be told of on the site for a month, in Finnish only."""

    class Meta:
        model = JobExample

    job = factory.SubFactory(TailoredJobFactory)
    allowed_by = factory.SubFactory(
        ContactPersonFactory, employer=factory.SelfAttribute("..job.employer")
    )
    allowed_on = factory.LazyFunction(timezone.localdate)
    until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    site_type = "bakery"
    kind = "carved"
    week_minutes = 600
    title_fi = "Apukädet aamuun"
    text_fi = "Peltien pesu ja laatikoiden taittelu."


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = Need

    job = factory.SubFactory(TailoredJobFactory)
    kind = "undone"
    text = "Laatikot jäävät taittelematta"


class WorkTaskFactory(DjangoModelFactory):
    class Meta:
        model = WorkTask

    job = factory.SubFactory(TailoredJobFactory)
    name = factory.Sequence(lambda n: f"Laatikoiden taittelu {n}")
    area = "Takahuone"
    minutes = 40


class CandidateFactory(DjangoModelFactory):
    class Meta:
        model = Candidate

    class Params:
        agreed = factory.Trait(
            state=Candidate.State.AGREED,
            agreed_on=factory.LazyFunction(timezone.localdate),
        )
        active = factory.Trait(
            state=Candidate.State.ACTIVE,
            agreed_on=factory.LazyFunction(timezone.localdate),
            activated_on=factory.LazyFunction(timezone.localdate),
        )
        paused = factory.Trait(
            state=Candidate.State.PAUSED,
            agreed_on=factory.LazyFunction(timezone.localdate),
            activated_on=factory.LazyFunction(timezone.localdate),
            pause_reason=Candidate.PauseReason.STUDY,
            expected_back_on=factory.LazyFunction(
                lambda: timezone.localdate() + timedelta(days=90)
            ),
        )
        ended = factory.Trait(
            state=Candidate.State.ENDED,
            end_reason=Candidate.EndReason.NOT_NOW,
            ended_on=factory.LazyFunction(timezone.localdate),
        )
        complete = factory.Trait(
            legal_basis=factory.LazyFunction(
                lambda: LegalBasis.objects.get(code="SHL27D")
            ),
            plan_reviewed_on=factory.LazyFunction(timezone.localdate),
        )

    municipality = factory.SubFactory(MunicipalityFactory)
    coach = factory.SubFactory(UserFactory, role="coach")
    goal = Candidate.Goal.PAID_WORK
    state_since = factory.LazyFunction(
        lambda: timezone.localdate() - timedelta(days=30)
    )


class ConsentFactory(DjangoModelFactory):
    class Meta:
        model = Consent

    candidate = factory.SubFactory(CandidateFactory)
    what = Consent.What.PROFILE
    recipient = "Leipomo Esimerkki Oy"


class SafetyQuestionFactory(DjangoModelFactory):
    class Meta:
        model = SafetyQuestion

    candidate = factory.SubFactory(CandidateFactory)
    source = SafetyQuestion.Source.HOUSING
    status = SafetyQuestion.Status.ASKED
    ground = SafetyQuestion.Ground.CONSENT


class OtherCoachingFactory(DjangoModelFactory):
    class Meta:
        model = OtherCoaching

    candidate = factory.SubFactory(CandidateFactory)
    provider = OtherCoaching.Provider.EMPLOYMENT


class OfficialFactory(DjangoModelFactory):
    class Meta:
        model = Official

    authority = "kela"
    office = "Asiointipiste"
    line = "Eläkkeet"
    name = factory.Sequence(lambda n: f"Virkailija Malli {n}")


class OfficerFactory(DjangoModelFactory):
    """A known officer of a candidate, confirmed on its first day."""

    class Meta:
        model = Officer

    candidate = factory.SubFactory(CandidateFactory, active=True)
    official = factory.SubFactory(OfficialFactory)
    authority = "kela"
    confirmed_on = factory.LazyAttribute(lambda o: o.since if o.official else None)
    since = factory.LazyFunction(timezone.localdate)


class MatterFactory(DjangoModelFactory):
    class Meta:
        model = Matter

    candidate = factory.SubFactory(CandidateFactory, active=True)
    authority = "kela"
    subject = Matter.Subject.HOUSING


class MatchFactory(DjangoModelFactory):
    class Meta:
        model = Match

    class Params:
        checked = factory.Trait(
            commute_mode="transit",
            commute_minutes=25,
            consent=factory.SubFactory(
                ConsentFactory,
                candidate=factory.SelfAttribute("..candidate"),
                what=Consent.What.PRESENT,
            ),
        )

    candidate = factory.SubFactory(CandidateFactory, active=True)
    job = factory.SubFactory(TailoredJobFactory)


class TrialFactory(DjangoModelFactory):
    """A trial that is filled in and may be drafted; it begins today."""

    class Meta:
        model = Trial

    class Params:
        kind = "avotyo"
        agreed = factory.Trait(
            state=Trial.State.AGREED,
            agreed_on=factory.LazyFunction(timezone.localdate),
        )
        running = factory.Trait(
            state=Trial.State.RUNNING,
            agreed_on=factory.SelfAttribute("starts_on"),
            started_on=factory.SelfAttribute("starts_on"),
        )
        over = factory.Trait(
            state=Trial.State.ASSESSMENT,
            agreed_on=factory.SelfAttribute("starts_on"),
            started_on=factory.SelfAttribute("starts_on"),
            ended_on=factory.SelfAttribute("ends_on"),
        )

        completed = factory.Trait(
            state=Trial.State.COMPLETED,
            outcome=Trial.Outcome.NOTHING,
            agreed_on=factory.SelfAttribute("starts_on"),
            started_on=factory.SelfAttribute("starts_on"),
            ended_on=factory.SelfAttribute("ends_on"),
            completed_on=factory.SelfAttribute("ends_on"),
        )

    candidate = factory.SubFactory(CandidateFactory, active=True)
    employer = factory.SubFactory(EmployerFactory)
    workplace = factory.SubFactory(
        WorkplaceFactory, employer=factory.SelfAttribute("..employer")
    )
    type = factory.LazyAttribute(lambda o: TrialType.objects.get(code=o.kind))
    insurer = factory.SelfAttribute("type.insurer")
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyAttribute(lambda o: o.starts_on + timedelta(days=27))
    hours_a_day = Decimal(4)
    days_a_week = 4
    tasks = "Pullokoneen hoito"
    guide = "Niilo Näyte"
    state_since = factory.LazyFunction(
        lambda: timezone.localdate() - timedelta(days=10)
    )


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    trial = factory.SubFactory(TrialFactory, over=True)
    side = Assessment.Side.HOST
    tasks = Assessment.Level.WELL
    pace = Assessment.Level.PARTLY
    people = Assessment.Level.WELL
    goes_on = Assessment.GoOn.YES
    words = "Sopii meille hyvin."
    name = "Niilo Näyte"


class PlacementFactory(DjangoModelFactory):
    class Meta:
        model = Placement

    class Params:
        started = factory.Trait(
            state=Placement.State.START_SUPPORT,
            started_on=factory.LazyFunction(timezone.localdate),
        )

    candidate = factory.SubFactory(CandidateFactory, active=True)
    kind = Placement.Kind.EMPLOYMENT
    employer = factory.SubFactory(EmployerFactory)
    starts_on = factory.LazyFunction(timezone.localdate)
    counselled_on = factory.LazyFunction(timezone.localdate)


class SubsidyFactory(DjangoModelFactory):
    """A pay subsidy of which everything is known that an application asks."""

    class Meta:
        model = SubsidyProcess

    class Params:
        sent = factory.Trait(
            state=SubsidyProcess.State.SUBMITTED,
            submitted_on=factory.SelfAttribute("state_since"),
        )
        granted = factory.Trait(
            state=SubsidyProcess.State.GRANTED,
            submitted_on=factory.SelfAttribute("state_since"),
            decided_on=factory.SelfAttribute("state_since"),
            percent=70,
            cap=Decimal(1770),
            granted_from=factory.LazyAttribute(
                lambda o: o.state_since + timedelta(days=1)
            ),
            granted_to=factory.LazyAttribute(
                lambda o: o.state_since + timedelta(days=270)
            ),
        )

    candidate = factory.SubFactory(CandidateFactory, active=True)
    employer = factory.SubFactory(EmployerFactory)
    payer = "company"
    pay = Decimal(1200)
    week_hours = Decimal(20)
    full_hours = Decimal("37.5")
    jobseeker_since = factory.LazyFunction(
        lambda: timezone.localdate() - timedelta(days=400)
    )
    authority = "Esimerkin työllisyysalue"
    mandate_ok = True
    job_described = True
    collective = "Kaupan alan työehtosopimus"
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    state_since = factory.LazyFunction(
        lambda: timezone.localdate() - timedelta(days=10)
    )


class CheckpointFactory(DjangoModelFactory):
    class Meta:
        model = Checkpoint

    placement = factory.SubFactory(PlacementFactory, started=True)
    days = 30
    step = factory.LazyAttribute(lambda point: step_of(point.placement))


class PayReviewFactory(DjangoModelFactory):
    class Meta:
        model = PayReview

    placement = factory.SubFactory(PlacementFactory, started=True, kind="open_activity")
    step = factory.LazyAttribute(lambda review: step_of(review.placement))


def step_of(placement):
    """Return a step of the candidate's coach about the placement."""
    coach = placement.candidate.coach
    return FollowUpFactory(subject=placement, assignee=coach)
