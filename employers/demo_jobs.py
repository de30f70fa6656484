"""Tailored jobs of the demo, one in every state, lived by the real verbs."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from crm.models import User
from employers.demo_examples import tell_of
from employers.demo_pictures import SCENES, drawn
from employers.demo_tales import PATH, REMINDERS, SUPPORT, TALES, Piece, Tale
from employers.models import Employer, Need, Photo, TailoredJob, WorkTask

State = TailoredJob.State
#: These were sent and came no further by the path.
ASIDE = {State.NEGOTIATION, State.ON_HOLD, State.WITHDRAWN}
#: These have nothing ticked yet.
EARLY = {State.INVENTORY, State.ANALYSED}


class Tailor:
    """Lives each job's story by the real verbs."""

    def __init__(self, today: date, manager: User) -> None:
        self.today = today
        self.manager = manager

    def tell(self, tale: Tale) -> None:
        employer = Employer.objects.get(name=tale.employer)
        job = self._create(tale, employer)
        for name in PATH:
            if tale.state in {job.state, State.INVENTORY}:
                break
            self._step(job, name, tale)
            if name == "send" and tale.state in ASIDE:
                break
        self._last(job, tale)
        tell_of(TailoredJob.objects.get(pk=job.pk), self.today)
        if tale.how == "stuck":
            for step in job.follow_ups.pending():
                step.perform("cancel", by=job.coach, note="Ei sopivia vielä.")
            TailoredJob.objects.get(pk=job.pk).settle()

    def day(self, tale: Tale, move: str = "") -> date:
        """Return the day of the beginning, or of a move; here all is of one day."""
        return self.today - timedelta(days=tale.age)

    def _create(self, tale: Tale, employer: Employer) -> TailoredJob:
        job = TailoredJob(
            employer=employer,
            workplace=employer.workplaces.first(),
            coach=employer.coach or self.manager,
            title=tale.title,
            site_type=tale.site,
            kind=tale.kind,
        )
        job.begin(by=job.coach, on=self.day(tale))
        Need.objects.create(
            job=job,
            kind="overtime",
            text="Aamun pakkaus ja siivous jäävät ylitöiksi",
            how_often="Lähes joka päivä",
            done_by="vuoron viimeinen",
            evidence="seen",
        )
        for piece in tale.pieces:
            self._add(job, piece, tale)
        if tale.state not in {State.INVENTORY, State.ANALYSED}:
            self._fill_in(job, tale)
        return job

    def _add(self, job: TailoredJob, piece: Piece, tale: Tale) -> None:
        literacy, load, pace, interaction, noise = piece.demands
        task = WorkTask.objects.create(
            job=job,
            name=piece.name,
            area=piece.area,
            minutes=piece.minutes,
            times_a_week=piece.times,
            pile=""
            if tale.how == "unsorted" and piece.sign in {"mop", "label"}
            else piece.pile,
            ticked=piece.pile == "transferable" and tale.state != State.INVENTORY,
            pictogram=piece.sign,
            easy_text=piece.easy,
            literacy=literacy,
            load=load,
            pace=pace,
            interaction=interaction,
            noise=noise,
            teach_days=2,
            steps="Näytän kerran.\nTehdään yhdessä.\nTekee itse, katson vierestä.",
        )
        if piece.sign in SCENES:
            Photo.take(
                drawn(SCENES[piece.sign]),
                task=task,
                alt=f"Piirros: {piece.name.lower()}",
            )

    def _fill_in(self, job: TailoredJob, tale: Tale) -> None:
        minutes = job.tasks.ticked().week_minutes()
        each = minutes // 5
        ends = f"{7 + each // 60:02}:{each % 60:02}"
        job.week_minutes = minutes
        job.shifts = [
            {"weekday": day, "starts": "07:00", "ends": ends} for day in range(5)
        ]
        job.pay_form = tale.pay
        job.pay_amount = Decimal("12.40") if tale.pay == "hour" else None
        job.pay_supplements = None
        job.agreement = "Alan työehtosopimus" if tale.pay == "hour" else ""
        job.guide = str(job.employer.people.first() or "Leena Leipoja-Malli")
        job.support = SUPPORT
        job.subsidies = (
            "Palkkatukea haetaan ennen kuin työ alkaa." if tale.pay == "hour" else ""
        )
        job.adjustments = [
            {"what": "Kärry, ettei tarvitse nostaa", "payer": "employer"}
        ]
        job.reminders = REMINDERS
        job.save()
        job.refresh_from_db()

    def _step(self, job: TailoredJob, name: str, tale: Tale) -> None:
        known: dict[str, dict[str, Any]] = {
            "send": {"channel": "link", "person": job.employer.people.first()},
            "present": {"consent": True, "travel": True},
        }
        details = known.get(name, {})
        on = self.day(tale, name)
        if name != "agree":
            job.perform(name, by=job.coach, on=on, **details)
            return
        version = job.newest_version()
        if version is None:
            return
        who = str(job.employer.people.first() or "Erkki Esimerkki")
        job.accept(version, side="employer", name=who, by=None, on=on)
        job.accept(version, side="coach", name=str(job.coach), by=job.coach, on=on)
        job.refresh_from_db()

    def _last(self, job: TailoredJob, tale: Tale) -> None:
        on, coach = self.day(tale), job.coach
        if tale.state == State.NEGOTIATION:
            job.perform(
                "negotiate",
                by=coach,
                on=on,
                note="Torstai sopii paremmin kuin keskiviikko.",
            )
        elif tale.state == State.ON_HOLD:
            job.perform(
                "hold",
                by=coach,
                on=on,
                note="Konelinja uusitaan.",
                revisit_on=self.today + timedelta(days=30),
            )
        elif tale.state == State.WITHDRAWN:
            job.perform(
                "withdraw", by=coach, on=on, reason="no_time", note="Ohjaaja jää pois."
            )
        elif tale.state == State.CLOSED:
            job.perform(
                "close",
                by=coach,
                on=on,
                note="Tehtävät siirtyivät toiseen toimipaikkaan.",
            )


def load(today: date, manager: User) -> None:
    """Tell every tale."""
    tailor = Tailor(today, manager)
    for tale in TALES:
        tailor.tell(tale)
